package digest

import (
	"math"
	"strings"
)

const (
	// damping is how likely a reader goes from a sentence to one like it rather
	// than begins anew.
	damping = .85
	// rounds are enough for the ranks of a few dozen sentences to settle.
	rounds = 30
)

// lexRank is how central each sentence is among all (Erkan and Radev, LexRank,
// 2004): how often a reader comes by who goes from sentence to sentence by
// their likeness. One who begins anew begins rather at the head of a text, for
// there newspapers put what matters.
func lexRank(all []told) []float64 {
	weighWords(all)
	n := len(all)
	links, start := make([][]float64, n), make([]float64, n)
	total := 0.0
	for i := range all {
		links[i] = likenesses(all, i)
		start[i] = 1 / float64(1+all[i].at)
		total += start[i]
	}
	rank := make([]float64, n)
	for i := range start {
		start[i] /= total
		rank[i] = start[i]
	}
	for range rounds {
		next := make([]float64, n)
		for i := range next {
			next[i] = (1 - damping) * start[i]
			for j := range rank {
				next[i] += damping * rank[j] * links[j][i]
			}
		}
		rank = next
	}
	for i := range rank {
		rank[i] = math.Round(rank[i]*1e6) / 1e6 // the same on every machine
	}
	return rank
}

// weighWords multiplies each word's count by how rare it is among the sentences.
func weighWords(all []told) {
	in := map[string]float64{}
	for _, s := range all {
		for _, w := range s.words {
			in[w.word]++
		}
	}
	for _, s := range all {
		for n, w := range s.words {
			s.words[n].weight *= math.Log(1 + float64(len(all))/in[w.word])
		}
	}
}

// likenesses are the cosines of a sentence with all, as shares of their sum.
func likenesses(all []told, i int) []float64 {
	row, sum := make([]float64, len(all)), 0.0
	for j := range all {
		row[j] = dot(all[i].words, all[j].words) / math.Sqrt(dot(all[i].words, all[i].words)*dot(all[j].words, all[j].words))
		sum += row[j]
	}
	for j := range row {
		row[j] /= sum
	}
	return row
}

// dot multiplies the weights of the words that two sentences share.
func dot(a, b []weighed) float64 {
	sum := 0.0
	for len(a) > 0 && len(b) > 0 {
		switch order := strings.Compare(a[0].word, b[0].word); {
		case order < 0:
			a = a[1:]
		case order > 0:
			b = b[1:]
		default:
			sum += a[0].weight * b[0].weight
			a, b = a[1:], b[1:]
		}
	}
	return sum
}
