package cluster

import (
	"cmp"
	"math"
	"slices"
)

// rarest is the weight beyond which nothing is rarer: a word met once in some
// four hundred titles, or never.
const rarest = 6

// nameShare is how much more a name weighs than a word that is none, each
// against one of which nothing is known.
const nameShare = 1.2

// everywhere is how many times its rarity among the items a word may weigh, at
// the most.
const everywhere = 3

// weigh gives every term its weight, and so every item its vector: rare ones more
// than common ones, names more than other words. How common a term is, is counted
// in events and not in items, because what a day is about would else be held for
// common. Groups are the events as far as they are found; the count is that of
// Hill's number of order one, the exponential of the entropy: an event that has
// most of a term's items leaves the others little. The logarithm hardly tells one
// event from three, so a weight falls with the power among of their number, too.
func (m *Model) weigh(groups [][]int, among float64) {
	in := m.effective(groups)
	m.shares = nil
	if len(groups) < len(m.items) {
		m.shares = make([]float64, len(in))
		for n := range in {
			m.shares[n] = in[n].number()
		}
	}
	of := 0.0
	for _, group := range groups {
		if !m.alone[group[0]] {
			of++
		}
	}
	m.names = make([]float64, len(m.lexicon.words))
	for n, word := range m.lexicon.words {
		m.names[n] = word.nameness()
	}
	m.weights = make([]float32, m.lexicon.size())
	for n := range m.weights {
		w := m.weightOf(in[n], m.lexicon.past[n], m.general(int32(n)), of, among)
		m.weights[n] = float32(w * math.Pow(nameShare, 2*m.nameness(int32(n))-1))
	}
	var once hill
	once.add(1)
	m.lone = float32(m.weightOf(once, 0, 0, of, among))
	m.vectors, m.length = make([]vector, len(m.raw)), 0
	for n, raw := range m.raw {
		v, length := m.weighed(raw)
		m.vectors[n] = v
		m.length += length / float64(len(m.raw))
	}
}

const (
	// ofOneEvent is the part of all items of which a word weighs, before any events
	// are found, as if it stood in no more, unless it is one that every language has:
	// on the day of a very large event it is that event's.
	ofOneEvent = .125
	fewEvents  = 10 // that part of a few items, which tell nothing of what is common
	// ofThePast is that part of the past, since an event may be in the news for days;
	// what half of the past is about is the subject of the sources.
	ofThePast = .05
)

// weightOf is what a term weighs by how common it is among so many events, in the
// past, and in every language.
func (m *Model) weightOf(in hill, past int32, general, of, among float64) float64 {
	events := in.number()
	pastIn, pastOf := m.past.share(past)
	if general == 0 && pastIn < pastOf/2 {
		pastIn = min(pastIn, ofThePast*pastOf)
	}
	if general == 0 && m.shares == nil {
		events = min(events, max(fewEvents, ofOneEvent*of))
	}
	before := float64(generalTitles)
	if pastOf == 0 {
		before = max(before, dayTitles-of)
	}
	rarity := math.Log((1 + of + pastOf + before) / (.5 + events + pastIn + general*before/generalTitles))
	// What stands in a good part of all items is nobody's event: a phrase that
	// a program puts under everything.
	rarity = min(rarity, everywhere*math.Log((float64(len(m.items))+generalTitles)/(1+in.items)))
	return min(max(rarity, .1), rarest) * math.Pow(max(1, events), -among)
}

// telling is the weight from which on a word tells something of an event.
const telling = 3

// tells says that a term is a single word that tells something of an event.
func (m *Model) tells(term int32) bool {
	return m.weights[term] >= telling && m.isWord(term)
}

// hill adds up what Hill's number needs.
type hill struct{ items, entropy float64 }

func (h *hill) add(items float64) {
	h.items += items
	h.entropy += items * math.Log(items)
}

// number is how many events of equal size would be as diverse.
func (h *hill) number() float64 {
	if h.items == 0 {
		return 0
	}
	return math.Exp(math.Log(h.items) - h.entropy/h.items)
}

// effective is, for each term, among how many events it is shared out.
func (m *Model) effective(groups [][]int) []hill {
	counts := make([]hill, m.lexicon.size())
	var terms []int32
	for _, group := range groups {
		terms = terms[:0]
		for _, n := range group {
			if m.alone[n] {
				continue // it would make common what others tell
			}
			for _, w := range m.raw[n].terms {
				terms = append(terms, w.term)
			}
		}
		slices.SortFunc(terms, func(a, b int32) int { return cmp.Compare(a, b) })
		for first := 0; first < len(terms); {
			next := first
			for next < len(terms) && terms[next] == terms[first] {
				next++
			}
			counts[terms[first]].add(float64(next - first))
			first = next
		}
	}
	return counts
}

// unsaid is the weight of what a text leaves open. The fewer and the commoner
// its words, the more of what it is about is unsaid, and the less alike it is
// to anything.
const unsaid = 5

// vectorOf is terms weighed, nearly one long where they say much.
func (m *Model) vectorOf(raw vector) vector {
	v, _ := m.weighed(raw)
	return v
}

// weighed is vectorOf, and by how much its terms were divided.
func (m *Model) weighed(raw vector) (v vector, length float64) {
	v = vector{terms: make([]weight, len(raw.terms)), lone: raw.lone, alone: raw.alone * m.lone * m.lone}
	for n, w := range raw.terms {
		v.terms[n] = weight{w.term, w.value * m.weights[w.term]}
	}
	square := v.square()
	length = math.Sqrt(square + unsaid*unsaid)
	v.toLength(math.Sqrt(square) / length)
	return v, length
}
