package cluster

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// BenchmarkGroups groups days of a thousand, ten thousand and a hundred
// thousand items.
func BenchmarkGroups(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			items := newsDay(n, 1)
			b.ReportAllocs()
			for b.Loop() {
				if groups := Groups(items, nil); len(groups) < n/5 || len(groups) > n*4/5 {
					b.Fatalf("%d groups of %d items", len(groups), n)
				}
			}
		})
	}
}

// newsDay invents n items of a day: half of them tell of events that nobody
// else has, the others of events that two to three hundred papers have. Words
// are as frequent as in any language (Zipf), and an event has its own.
func newsDay(n int, seed uint64) []Item {
	r := rand.New(rand.NewPCG(seed, 1))
	vocabulary := newVocabulary(r, min(60_000, 1000+40*n))
	zipf := rand.NewZipf(r, 1.1, 8, uint64(len(vocabulary)-1))
	day := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	items := make([]Item, 0, n)
	for len(items) < n {
		size := 1
		if r.IntN(4) == 0 {
			size = min(2+int(r.ExpFloat64()*r.ExpFloat64()*6), 300)
		}
		subject := make([]string, 7)
		for i := range subject {
			subject[i] = vocabulary[500+r.IntN(len(vocabulary)-500)]
			if i < 3 {
				subject[i] = strings.ToUpper(subject[i][:1]) + subject[i][1:]
			}
		}
		for range min(size, n-len(items)) {
			items = append(items, Item{
				ID: fmt.Sprintf("i%06d", len(items)), Source: fmt.Sprint("paper", r.IntN(2000)),
				Title: headline(r, subject, vocabulary, zipf), Summary: headline(r, subject, vocabulary, zipf),
				Published: day.Add(time.Duration(r.IntN(24*60)) * time.Minute),
			})
			items[len(items)-1].Publisher = items[len(items)-1].Source
		}
	}
	return items
}

func headline(r *rand.Rand, subject, vocabulary []string, zipf *rand.Zipf) string {
	words := make([]string, 0, 12)
	for _, n := range r.Perm(len(subject))[:5] {
		words = append(words, subject[n])
	}
	for range 5 {
		words = append(words, vocabulary[zipf.Uint64()])
	}
	r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	return strings.Join(words, " ")
}

// newVocabulary invents words of two to four syllables.
func newVocabulary(r *rand.Rand, n int) []string {
	words := make([]string, n)
	for i := range words {
		var word strings.Builder
		for range 2 + r.IntN(3) {
			word.WriteByte("bcdfghjklmnprstvwz"[r.IntN(18)])
			word.WriteByte("aeiou"[r.IntN(5)])
			word.WriteByte("lnrst"[r.IntN(5)])
		}
		words[i] = word.String()
	}
	return words
}
