package cluster

import (
	"math"
	"testing"
)

// What has one word in common is not alike, however much that word weighs; where
// the other words make up two fifths, nothing is taken off.
func TestLikenessRestsOnMoreThanOneWord(t *testing.T) {
	for name, c := range map[string]struct {
		products []float32
		want     float64
	}{
		"nothing":           {nil, 0},
		"one word":          {[]float32{.4}, 0},
		"a word and a half": {[]float32{.4, .1}, math.Sqrt(.5)},
		"two words":         {[]float32{.4, .4}, 1},
		"many words":        {[]float32{.1, .1, .1, .1}, 1},
	} {
		var s shared
		for _, product := range c.products {
			s.add(product, .5)
		}
		if got := s.breadth(); math.Abs(got-c.want) > 1e-6 {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
