package web

import (
	"slices"
	"sync"

	"broadsheet/digest"
)

// shelf keeps the feeds as they were written last: one copy for each address
// that there is, so a handful of each digest.
type shelf struct {
	mu     sync.Mutex
	copies map[string]feedCopy
}

// feedCopy is a written feed and the dates of the editions in it. An edition
// never changes, so the same dates mean the same bytes.
type feedCopy struct {
	dates  []string
	answer answer
}

// find is the copy kept for an address, if it is of these editions.
func (s *shelf) find(address string, editions []digest.Edition) (answer, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept, ok := s.copies[address]
	return kept.answer, ok && slices.Equal(kept.dates, dates(editions))
}

// keep puts a copy in place of the one before. Only addresses of feeds that
// there are come here, so that strangers cannot fill the shelf.
func (s *shelf) keep(address string, editions []digest.Edition, a answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.copies[address] = feedCopy{dates: dates(editions), answer: a}
}

func dates(editions []digest.Edition) []string {
	all := make([]string, len(editions))
	for i, e := range editions {
		all[i] = e.Date
	}
	return all
}
