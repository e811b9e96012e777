package cluster

import (
	"cmp"
	"math"
	"slices"
)

// vector is what an item says, or several together: terms and what they weigh, in
// the order of the terms, and beside them the pairs of words that stand nowhere
// else, of which only the number and the square of their length are kept.
type vector struct {
	terms []weight
	lone  int32
	alone float32
}

type weight struct {
	term  int32
	value float32
}

// settle puts the terms in order, each once, where it weighs most.
func (v *vector) settle() {
	slices.SortFunc(v.terms, func(a, b weight) int {
		return cmp.Or(cmp.Compare(a.term, b.term), cmp.Compare(b.value, a.value))
	})
	v.terms = slices.Clone(slices.CompactFunc(v.terms, func(a, b weight) bool { return a.term == b.term }))
}

// square is the square of its length.
func (v vector) square() float64 {
	sum := float64(v.alone)
	for _, w := range v.terms {
		sum += float64(w.value) * float64(w.value)
	}
	return sum
}

// toLength makes it one long, where it is anything.
func (v *vector) toLength(length float64) {
	if square := v.square(); square > 0 {
		by := float32(length / math.Sqrt(square))
		for n := range v.terms {
			v.terms[n].value *= by
		}
		v.alone *= by * by
	}
}

// plus is the sum of two vectors.
func (v vector) plus(other vector) vector {
	sum := vector{terms: make([]weight, 0, len(v.terms)+len(other.terms)), lone: v.lone + other.lone, alone: v.alone + other.alone}
	a, b := v.terms, other.terms
	for len(a) > 0 && len(b) > 0 {
		switch cmp.Compare(a[0].term, b[0].term) {
		case -1:
			sum.terms, a = append(sum.terms, a[0]), a[1:]
		case 1:
			sum.terms, b = append(sum.terms, b[0]), b[1:]
		default:
			sum.terms = append(sum.terms, weight{a[0].term, a[0].value + b[0].value})
			a, b = a[1:], b[1:]
		}
	}
	sum.terms = append(append(sum.terms, a...), b...)
	return sum
}

// heaviest is the n heaviest of its terms; of the pairs that stand nowhere else,
// which are light, as many as there is room for beside them.
func (v vector) heaviest(n int) vector {
	kept := vector{terms: slices.Clone(v.terms)}
	if room := int32(n - len(v.terms)); room > 0 && v.lone > 0 {
		kept.lone = min(room, v.lone)
		kept.alone = v.alone * float32(kept.lone) / float32(v.lone)
	}
	if len(kept.terms) <= n {
		return kept
	}
	slices.SortFunc(kept.terms, func(a, b weight) int {
		return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(a.term, b.term))
	})
	kept.terms = slices.Clone(kept.terms[:n])
	slices.SortFunc(kept.terms, func(a, b weight) int { return cmp.Compare(a.term, b.term) })
	return kept
}

// spread is a vector laid out so that each term is found at once.
type spread []float32

func (s spread) lay(v vector) {
	for _, w := range v.terms {
		s[w.term] = w.value
	}
}

func (s spread) clear(v vector) {
	for _, w := range v.terms {
		s[w.term] = 0
	}
}
