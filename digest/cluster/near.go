package cluster

import (
	"slices"
	"time"
)

const (
	// mostNear is how many of the items that are most like one are looked at.
	mostNear = 15
	// commonTerm is in how many items a term may stand and still lead from one
	// to the others. It keeps the work in proportion to the items.
	commonTerm = 1000
	// leastAlike is the likeness below which nothing is near.
	leastAlike = .05
	// window is how far apart in time reports of one event may be.
	window = 48 * time.Hour
)

// near finds, for each item, the items that are most like it and may report
// the same event, by an index from terms to items.
func (m *Model) near() [][]int32 {
	index := m.index()
	near := make([][]int32, len(m.items))
	likeness := make([]float32, len(m.items))
	var met []int32
	for n := range m.items {
		if m.alone[n] {
			continue
		}
		met = met[:0]
		for _, w := range m.vectors[n].terms {
			for _, posting := range index[w.term] {
				if likeness[posting.term] == 0 {
					met = append(met, posting.term)
				}
				likeness[posting.term] += w.value * posting.value
			}
		}
		near[n] = m.nearest(n, met, likeness)
		for _, other := range met {
			likeness[other] = 0
		}
	}
	return near
}

// index lists for each term the items in which it stands, and what it weighs
// there; for a term that is too common, none.
func (m *Model) index() [][]weight {
	counts := make([]int32, m.lexicon.size())
	for n, v := range m.vectors {
		for _, w := range v.terms {
			if !m.alone[n] {
				counts[w.term]++
			}
		}
	}
	index := make([][]weight, len(counts))
	for n, v := range m.vectors {
		for _, w := range v.terms {
			if count := counts[w.term]; !m.alone[n] && count > 1 && count <= commonTerm {
				if index[w.term] == nil {
					index[w.term] = make([]weight, 0, count)
				}
				index[w.term] = append(index[w.term], weight{int32(n), w.value})
			}
		}
	}
	return index
}

func (m *Model) nearest(n int, met []int32, likeness []float32) []int32 {
	var best [mostNear]int32
	found := 0
	nearer := func(a, b int32) bool { return likeness[a] > likeness[b] || likeness[a] == likeness[b] && a < b }
	for _, other := range met {
		if likeness[other] < leastAlike || found == mostNear && !nearer(other, best[found-1]) ||
			n == int(other) || apart(m.items[n].Published, m.items[other].Published) {
			continue
		}
		if found < mostNear {
			found++
		}
		at := found - 1
		for ; at > 0 && nearer(other, best[at-1]); at-- {
			best[at] = best[at-1]
		}
		best[at] = other
	}
	return slices.Clone(best[:found])
}

// apart says that two times are known and further apart than the window.
func apart(a, b time.Time) bool {
	return !a.IsZero() && !b.IsZero() && a.Sub(b).Abs() > window
}
