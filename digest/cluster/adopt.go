package cluster

import (
	"cmp"
	"iter"
	"slices"
)

const (
	// strangers is how many items more than those of today a word is held to stand
	// in that are not of its story, and famous the size from which on a story is
	// more than half of what is said of its subject.
	strangers = 3
	famous    = 35
	// akin is how surely items are of a story that adopts them, and hint how surely
	// a word has to say so to be heard at all.
	akin = .58
	hint = .25
	// mostAdopted is the most items that are adopted at a time, and outweighs how
	// many times as large the story has to be.
	mostAdopted = 30
	outweighs   = 4
	// adoptions is how often this is done: what is adopted brings words with it.
	adoptions = 2
)

// adopt gives what stands by itself to the very large stories that have its words
// to themselves. A report on such a story may be like none of the others, and yet
// have its name in it, that stands nowhere else.
func (m *Model) adopt(events [][]int) [][]int {
	for range adoptions {
		into := m.adopters(events)
		for n, event := range events {
			if head := into.head(n); head != n {
				events[head] = append(events[head], event...)
				events[n] = nil
			}
		}
		events = slices.DeleteFunc(events, func(event []int) bool { return event == nil })
	}
	return events
}

// adopters are, of each event, the one that adopts it, or itself.
func (m *Model) adopters(events [][]int) sets {
	into, claims := newSets(len(events)), m.claims(events)
	spans := make([]bundle, len(events))
	for n, event := range events {
		for _, item := range event {
			spans[n].include(m.items[item].Published, m.items[item].Published)
		}
	}
	for n, event := range events {
		if len(event) > mostAdopted || m.alone[event[0]] {
			continue
		}
		best := akin * float64(len(event))
		for _, c := range m.claimants(event, claims) {
			if c.sure >= best && outweighs*len(event) <= len(events[c.event]) && !farApart(&spans[n], &spans[c.event]) {
				into[n], best = int(c.event), c.sure
			}
		}
	}
	return into
}

// claim says that something is of an event, and how surely: from 0 to 1 for a
// word or an item, and for several items the sum of that.
type claim struct {
	event int32
	sure  float64
}

// claimants are the events that may have some items, by the words of each.
func (m *Model) claimants(items []int, claims []claim) []claim {
	var all []claim
	for _, item := range items {
		var doubts []claim // of each event, how surely the item is not of it
		for word := range m.said(item) {
			if c := claims[word]; c.sure >= hint {
				of(&doubts, c.event, 1).sure *= 1 - c.sure
			}
		}
		for _, d := range doubts {
			of(&all, d.event, 0).sure += 1 - d.sure
		}
	}
	slices.SortFunc(all, func(a, b claim) int { return cmp.Compare(a.event, b.event) })
	return all
}

// of is the claim of an event, at first so sure.
func of(claims *[]claim, event int32, sure float64) *claim {
	n := slices.IndexFunc(*claims, func(c claim) bool { return c.event == event })
	if n < 0 {
		n = len(*claims)
		*claims = append(*claims, claim{event, sure})
	}
	return &(*claims)[n]
}

// claims are, of each word, the event that has most of it, and how surely what
// has the word is of that event.
func (m *Model) claims(events [][]int) []claim {
	claims := make([]claim, len(m.lexicon.words))
	all, here := make([]int, len(claims)), make([]int, len(claims))
	var met []int32
	for n, event := range events {
		if m.alone[event[0]] {
			continue
		}
		met = met[:0]
		for _, item := range event {
			for word := range m.said(item) {
				if here[word]++; here[word] == 1 {
					met = append(met, word)
				}
			}
		}
		for _, word := range met {
			all[word] += here[word]
			if float64(here[word]) > claims[word].sure {
				claims[word] = claim{int32(n), float64(here[word])}
			}
			here[word] = 0
		}
	}
	for word := range claims {
		c := &claims[word]
		size := float64(len(events[c.event]))
		c.sure *= size / (size + famous) / float64(all[word]+strangers)
	}
	return claims
}

// said are the words of an item's title and teaser; those of its address alone,
// such as the name of a desk, say too little.
func (m *Model) said(item int) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for _, w := range m.raw[item].terms {
			if m.isWord(w.term) && w.value > slugShare && !yield(w.term) {
				return
			}
		}
	}
}
