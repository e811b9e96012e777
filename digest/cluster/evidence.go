package cluster

import (
	"cmp"
	"slices"
)

// mostWords is how many words an evidence names.
const mostWords = 5

// explain turns events into groups in the order of the input, and says of each
// member why it is there.
func (m *Model) explain(events, seeds [][]int) []Group {
	seed := make([]int, len(m.items))
	for n, items := range seeds {
		for _, item := range items {
			seed[item] = n
		}
	}
	groups := make([]Group, 0, len(events))
	for _, event := range events {
		// Added up before it takes the order of the input: sums that differ in their
		// last bit would name words that weigh the same in another order.
		whole := m.sum(event)
		slices.SortFunc(event, func(a, b int) int { return cmp.Compare(m.places[a], m.places[b]) })
		group := make(Group, 0, len(event))
		for _, n := range event {
			group = append(group, Member{Item: n, Evidence: m.evidence(n, event, whole, seeds[seed[n]])})
		}
		numberVoices(group, m.items)
		for n := range group {
			group[n].Item = m.places[group[n].Item]
		}
		groups = append(groups, group)
	}
	slices.SortFunc(groups, func(a, b Group) int { return cmp.Compare(a[0].Item, b[0].Item) })
	return groups
}

// evidence is why an item is of a group: it is the same article as another, or
// it is alike to the rest.
func (m *Model) evidence(n int, event []int, whole vector, seed []int) Evidence {
	if len(event) < 2 {
		return Evidence{}
	}
	for _, other := range seed {
		if other != n && m.items[other].Link == m.items[n].Link && m.items[n].Link != "" {
			return Evidence{Same: "link", Score: 1}
		}
	}
	for _, other := range seed {
		if other != n && TitleKey(m.items[other].Title) == TitleKey(m.items[n].Title) {
			return Evidence{Same: "title", Score: 1}
		}
	}
	var common []weight
	score := 0.0
	for _, own := range m.vectors[n].terms {
		if at, found := slices.BinarySearchFunc(whole.terms, own.term, compareTerm); found {
			if rest := whole.terms[at].value - own.value; rest > own.value/1000 {
				common = append(common, weight{own.term, own.value * rest})
				score += float64(own.value * rest)
			}
		}
	}
	return Evidence{Score: score / float64(len(event)-1), Words: m.written(common, mostWords)}
}

func compareTerm(w weight, term int32) int { return cmp.Compare(w.term, term) }

// written are the heaviest of some words as people write them.
func (m *Model) written(v []weight, most int) []string {
	v = slices.DeleteFunc(v, func(w weight) bool { return !m.isWord(w.term) })
	slices.SortFunc(v, func(a, b weight) int { return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(a.term, b.term)) })
	var words []string
	for _, w := range v[:min(len(v), most)] {
		words = append(words, m.lexicon.words[w.term].written)
	}
	return words
}
