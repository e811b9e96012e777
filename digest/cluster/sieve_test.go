package cluster

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A pair that stands in two places goes through; of those that stand in one, few.
func TestSieve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.Int32Range(0, 500), 2, 300).Draw(t, "words")
		r := reading{words: words, title: len(words), teaser: len(words)}
		places := map[pair]int{}
		for p := range r.pairs() {
			places[p]++
		}
		s, passed := sieveOf([]reading{r}), 0
		for p, n := range places {
			switch has := s.has(p); {
			case n > 1 && !has:
				t.Fatalf("%d %d stands in %d places, and is taken to stand in one", p.first(), p.second(), n)
			case n == 1 && has:
				passed++
			}
		}
		if passed > 10+len(places)/4 {
			t.Errorf("%d of %d pairs that stand in one place went through", passed, len(places))
		}
	})
}

// Of two bundles all pairs of one publisher are counted.
func TestOwnPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		numbers := rapid.SliceOf(rapid.Int32Range(0, 6))
		a, b := numbers.Draw(t, "a"), numbers.Draw(t, "b")
		want := 0
		for _, x := range a {
			for _, y := range b {
				if x == y {
					want++
				}
			}
		}
		slices.Sort(a)
		slices.Sort(b)
		if got := ownPairs(&bundle{publishers: a}, &bundle{publishers: b}); got != want {
			t.Errorf("%d pairs of %d", got, want)
		}
	})
}
