package parse

import (
	"bytes"
	"io"
)

// salvageBudget is how many times a document's size may be parsed again to
// save what gofeed reads of it.
const salvageBudget = 8

// salvager has a repaired document read by one of gofeed's parsers, which
// refuses a document for a single bad item. Then the items are tried in
// halves, each half within the document's frame, until the bad ones stand
// alone and are left out.
type salvager[F any] struct {
	doc    *repaired
	read   func(io.Reader) (*F, error)
	join   func(into, part *F) // adds the items of a part
	budget int
	kept   []span
}

// salvage reads a document, whole or in parts, and says which items it has.
func salvage[F any](doc *repaired, odd *oddities, read func(io.Reader) (*F, error), join func(into, part *F)) (*F, []span, error) {
	feed, err := read(bytes.NewReader(doc.xml))
	if err == nil || len(doc.items) == 0 {
		return feed, doc.items, err
	}
	s := &salvager[F]{doc: doc, read: read, join: join, budget: salvageBudget * len(doc.xml)}
	if feed = s.part(doc.items); feed == nil {
		return nil, nil, err
	}
	odd.add("items that could not be read were left out: %d", len(doc.items)-len(s.kept))
	return feed, s.kept, nil
}

// part reads some of the items; nil if none of them can be read.
func (s *salvager[F]) part(spans []span) *F {
	xml := s.frame(spans)
	if s.budget -= len(xml); s.budget < 0 {
		return nil
	}
	feed, err := s.read(bytes.NewReader(xml))
	if err == nil {
		s.kept = append(s.kept, spans...)
		return feed
	}
	if len(spans) == 1 {
		return nil
	}
	half := len(spans) / 2
	first, second := s.part(spans[:half]), s.part(spans[half:])
	switch {
	case first == nil:
		return second
	case second != nil:
		s.join(first, second)
	}
	return first
}

// frame is the document with only some of its items.
func (s *salvager[F]) frame(spans []span) []byte {
	xml, all := s.doc.xml, s.doc.items
	var b bytes.Buffer
	b.Write(xml[:all[0].start])
	for _, span := range spans {
		b.Write(xml[span.start:span.end])
	}
	b.Write(xml[all[len(all)-1].end:])
	return b.Bytes()
}

// at is the span of the i-th item. Where the dialect's parser counted other
// items than repair did, all see what the document sees.
func at(doc *repaired, spans []span, items, i int) span {
	if len(spans) != items {
		return span{base: doc.base, lang: doc.lang}
	}
	return spans[i]
}
