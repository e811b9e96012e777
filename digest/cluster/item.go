package cluster

import (
	"strconv"
	"strings"
	"time"
)

// Item is what grouping looks at. Any field but ID may be empty, and every text
// is plain.
type Item struct {
	// ID settles what nothing else does; no two items share one.
	ID      string
	Title   string
	Summary string
	// Link is an address without what does not change the article: two items
	// with the same one are the same article.
	Link string
	// Source is the feed that carried it, Publisher whose it is: the papers of
	// one publisher are one voice.
	Source, Publisher string
	// Alone says that it is about no single event, as a letters page. Only the
	// same article joins it. What a title tells, that it is a bulletin or a page
	// that follows events live, need not be said.
	Alone bool
	// Published is zero when it is not known.
	Published time.Time
}

// Group is the items that report one event, in the order of the input.
type Group []Member

// Member is an item of a group, and why it is there.
type Member struct {
	// Item is its place in the input.
	Item int
	// Voice is the same for members that do not speak independently of each
	// other: those of one publisher, and those with one text.
	Voice int
	Evidence
}

// Evidence is what makes an item one of a group.
type Evidence struct {
	// Same is what it shares whole with another member, "link" or "title", or
	// is empty.
	Same string
	// Score is how alike it is to the rest of the group, from 0 to 1.
	Score float64
	// Words are those that it shares with them, the weightiest first.
	Words []string
}

// String is the evidence as a person reads it.
func (e Evidence) String() string {
	if e.Same != "" {
		return "same " + e.Same + " as another of its cluster"
	}
	return "the same event, likeness " + strconv.FormatFloat(e.Score, 'f', 2, 64) + ": " + strings.Join(e.Words, ", ")
}
