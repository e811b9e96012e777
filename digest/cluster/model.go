package cluster

import (
	"math"
	"slices"
)

// Model is some items, what words weigh among them, and so how alike they are.
type Model struct {
	items  []*Item // in an order that is theirs, not the input's
	places []int   // of each, where the input has it
	alone  []bool  // of each, whether it is about no single event
	// publishers are the numbers of the items' publishers, or unknown.
	publishers []int32
	past       *Past
	lexicon    lexicon
	raw        []vector  // of each item, its terms as they stand in it
	weights    []float32 // of each term, what it weighs
	names      []float64 // of each word, how far it is a name
	shares     []float64 // of each term, how many events share it; nil before any is found
	lone       float32   // what a pair of words weighs that stands nowhere else
	vectors    []vector  // of each item, its terms as they weigh
	sentences  [][]word  // of each item, the words of its title, once they were asked for
	length     float64   // of the items before their terms were divided by it, on the average
	groups     []Group
}

// amongEvents is, for each time that the items are grouped, how far a word weighs
// less for every event that shares it. The first groups tell better what words
// weigh, and the next rest on that: before there are any, a word of many items
// may well be that of one large event.
var amongEvents = []float64{0, .2}

// NewModel weighs words by their use in items and in the past, which may be
// nil, and groups the items. Their order does not matter.
func NewModel(items []Item, past *Past) *Model {
	m := newModel(items, past)
	identifying := identifyingTitles(m.items)
	m.read(titlesToRead(m.items, identifying))
	seeds := newSeeds(m.items, identifying)
	events := make([][]int, len(items))
	for n := range events {
		events[n] = []int{n}
	}
	for _, among := range amongEvents {
		m.weigh(events, among)
		events = m.join(seeds)
	}
	events = m.adopt(events)
	m.groups = m.explain(events, seeds)
	m.items, m.raw, m.vectors, m.shares, m.sentences = nil, nil, nil, nil, nil // it is asked for words from now on
	return m
}

func newModel(items []Item, past *Past) *Model {
	m := &Model{past: past, places: canonical(items), items: make([]*Item, len(items)), alone: make([]bool, len(items)), publishers: make([]int32, len(items))}
	for n, place := range m.places {
		item := &items[place]
		m.alone[n] = item.Alone || IsBulletin(item.Title)
		m.items[n] = item
	}
	withoutImprints(m.items)
	numbers := map[string]int32{"": unknown}
	for n, item := range m.items {
		if _, known := numbers[item.Publisher]; !known {
			numbers[item.Publisher] = int32(n)
		}
		m.publishers[n] = numbers[item.Publisher]
	}
	return m
}

// read learns the terms of the items.
func (m *Model) read(titles []string) {
	summaries := summariesToRead(m.items)
	m.raw = m.lexicon.read(len(m.items), m.past, func(yield func(Item) bool) {
		for n, item := range m.items {
			if !yield(Item{Title: titles[n], Summary: summaries[n], Link: item.Link}) {
				return
			}
		}
	})
}

// Groups are the groups of items that report one event, in the order of their
// first members.
func (m *Model) Groups() []Group { return m.groups }

// Groups finds which of the items report the same event. Past may be nil.
func Groups(items []Item, past *Past) []Group { return NewModel(items, past).Groups() }

// OneEvent is the likeness from which two sets of items report one event.
const OneEvent = .4

// Gist is what some items say together, as a Model weighs it.
type Gist struct{ vector }

// Likeness is how alike two sets of items are, from 0 to 1, and by which words:
// of a new cluster, say, to one that was printed on an earlier day. From
// OneEvent on they report one event. Both are of this Model.
func (m *Model) Likeness(a, b Gist) Evidence {
	score := shared{}
	var common []weight
	for _, w := range a.terms {
		if at, found := slices.BinarySearchFunc(b.terms, w.term, compareTerm); found {
			product := w.value * b.terms[at].value
			score.add(product, m.nameness(w.term))
			common = append(common, weight{w.term, product})
		}
	}
	return Evidence{Score: min(1, score.balanced()*score.breadth()), Words: m.written(common, mostWords)}
}

// Gist makes what some items say together as long as one of them is on the
// average. They need not be those of the Model; words that it does not know make
// it no shorter.
func (m *Model) Gist(items []Item) Gist {
	var sum vector
	own := 0.0
	for _, item := range items {
		v := m.vectorOf(m.lexicon.vector(read(item, m.lexicon.find)))
		sum = sum.plus(v)
		own += v.square()
	}
	sum.toLength(math.Sqrt(own / float64(max(1, len(items)))))
	return Gist{sum}
}

// isWord says that a term is a word, and not a pair.
func (m *Model) isWord(term int32) bool { return int(term) < len(m.lexicon.words) }

// nameness is how far a term is a name; of a pair of words nothing tells.
func (m *Model) nameness(term int32) float64 {
	if !m.isWord(term) {
		return .5
	}
	return m.names[term]
}

// general is how often a term stands in any language's titles.
func (m *Model) general(term int32) float64 {
	if !m.isWord(term) {
		return 0
	}
	return general[m.lexicon.words[term].stem]
}

// shared adds up what two vectors have in common: by names, by other words, and
// by the term that they share most of.
type shared struct{ names, others, most float64 }

func (s *shared) add(product float32, nameness float64) {
	s.most = max(s.most, float64(product))
	s.names += float64(product) * nameness
	s.others += float64(product) * (1 - nameness)
}

// balanced is the sum, less what is one-sided in it. Two events of one war
// share who, two accidents of one kind share what; reports of one event share
// both.
func (s shared) balanced() float64 {
	return (s.names + s.others + 2*math.Sqrt(s.names*s.others)) / 2
}

// broad is how often the part of a likeness that does not rest on one term must
// be in it to be enough.
const broad = 2.5

// breadth is how far a likeness rests on more than one term, from 0 to 1. What
// has only the town in common is not one event, however seldom a town is named.
func (s shared) breadth() float64 {
	if s.most == 0 {
		return 0
	}
	return math.Sqrt(min(1, broad*max(0, 1-s.most/(s.names+s.others))))
}
