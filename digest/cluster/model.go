package cluster

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// Model knows what words weigh on a day, and so how alike items are.
type Model struct {
	past   *Past
	titles int
	counts map[string]int
}

// NewModel weighs words by their use in the past and in items. The order of
// items does not matter.
func NewModel(items []Item, past *Past) *Model {
	m := &Model{past: past, counts: map[string]int{}}
	for _, item := range items {
		m.titles++
		for _, word := range distinct(words(item.Title)) {
			m.counts[word]++
		}
	}
	return m
}

// OneEvent is the likeness from which two sets of items report one event.
const OneEvent = 0.4

// Likeness is how alike two sets of items are, from 0 to 1, and by which words:
// of a new cluster, say, to one that was printed on an earlier day. From
// OneEvent on they report one event.
func (m *Model) Likeness(a, b []Item) Evidence {
	x, y := m.vector(a), m.vector(b)
	shared := map[string]float64{}
	score := 0.0
	for _, word := range slices.Sorted(maps.Keys(x)) {
		if product := x[word] * y[word]; product > 0 {
			shared[word] = product
			score += product
		}
	}
	heavier := func(a, b string) int { return cmp.Or(cmp.Compare(shared[b], shared[a]), cmp.Compare(a, b)) }
	return Evidence{Score: score, Words: slices.SortedFunc(maps.Keys(shared), heavier)}
}

// vector is the direction of items in the space of words.
func (m *Model) vector(items []Item) map[string]float64 {
	sum := map[string]float64{}
	for _, item := range items {
		for _, word := range distinct(words(item.Title)) {
			sum[word] += m.weight(word)
		}
	}
	length := 0.0
	for _, word := range slices.Sorted(maps.Keys(sum)) {
		length += sum[word] * sum[word]
	}
	for word := range sum {
		sum[word] /= math.Sqrt(length)
	}
	return sum
}

// weight is the inverse document frequency of a word.
func (m *Model) weight(word string) float64 {
	in, of := m.past.count(word)
	return math.Log(float64(1+of+m.titles)/float64(1+in+m.counts[word])) + 0.01
}
