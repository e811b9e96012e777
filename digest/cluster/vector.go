package cluster

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// vector is terms and what they weigh, in the order of the terms.
type vector []weight

type weight struct {
	term  int32
	value float32
}

func newVector(found map[int32]float64) vector {
	v := make(vector, 0, len(found))
	for _, term := range slices.Sorted(maps.Keys(found)) {
		v = append(v, weight{term, float32(found[term])})
	}
	return v
}

// square is the square of its length.
func (v vector) square() float64 {
	sum := 0.0
	for _, w := range v {
		sum += float64(w.value) * float64(w.value)
	}
	return sum
}

// toLength makes it one long, where it is anything.
func (v vector) toLength(length float64) {
	if square := v.square(); square > 0 {
		for n := range v {
			v[n].value *= float32(length / math.Sqrt(square))
		}
	}
}

// plus is the sum of two vectors.
func (v vector) plus(other vector) vector {
	sum := make(vector, 0, len(v)+len(other))
	for len(v) > 0 && len(other) > 0 {
		switch cmp.Compare(v[0].term, other[0].term) {
		case -1:
			sum, v = append(sum, v[0]), v[1:]
		case 1:
			sum, other = append(sum, other[0]), other[1:]
		default:
			sum = append(sum, weight{v[0].term, v[0].value + other[0].value})
			v, other = v[1:], other[1:]
		}
	}
	return append(append(sum, v...), other...)
}

// heaviest is the n heaviest of its terms.
func (v vector) heaviest(n int) vector {
	if len(v) <= n {
		return v
	}
	kept := slices.Clone(v)
	slices.SortFunc(kept, func(a, b weight) int {
		return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(a.term, b.term))
	})
	kept = slices.Clone(kept[:n])
	slices.SortFunc(kept, func(a, b weight) int { return cmp.Compare(a.term, b.term) })
	return kept
}

// spread is a vector laid out so that each term is found at once.
type spread []float32

func (s spread) lay(v vector) {
	for _, w := range v {
		s[w.term] = w.value
	}
}

func (s spread) clear(v vector) {
	for _, w := range v {
		s[w.term] = 0
	}
}
