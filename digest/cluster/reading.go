package cluster

import "iter"

// What the parts of an item say of its event, beside a word of its title: a
// pair of words that follow each other, a word of the address, of the teaser.
const (
	pairShare    = .15
	slugShare    = .4
	summaryShare = .65
)

// reading is the words of an item in their order, by their numbers: those of its
// title, then those of its address, then those of its teaser.
type reading struct {
	words         []int32
	title, teaser int // where the one ends, and the other begins
}

// read reads an item. What numbers its words is told whether each stands inside
// a sentence, where a capital tells.
func read(item Item, number func(w word, within bool) int32) reading {
	var r reading
	r.text(item.Title, number)
	r.title = len(r.words)
	var slug []word
	for _, part := range slugWords(item.Link) {
		slug = append(slug, newWord(part, false))
	}
	for _, w := range joinNames(slug) {
		r.words = append(r.words, number(w, false))
	}
	r.teaser = len(r.words)
	r.text(item.Summary, number)
	return r
}

func (r *reading) text(text string, number func(w word, within bool) int32) {
	all := wordsOf(text)
	sentence := !titleCase(all)
	for n, w := range all {
		r.words = append(r.words, number(w, sentence && n > 0))
	}
}

// titleCase says that a text has capitals everywhere, and so that they say
// nothing of its words.
func titleCase(all []word) bool {
	long, capitals := 0, 0
	for n, w := range all {
		if n > 0 && len(w.written) >= 4 {
			long++
			if w.capital {
				capitals++
			}
		}
	}
	return capitals*10 > long*6
}

// share is what a word says where it stands.
func (r reading) share(n int) float32 {
	switch {
	case n < r.title:
		return 1
	case n < r.teaser:
		return slugShare
	}
	return summaryShare
}

// pair is two words that follow each other, by their numbers.
type pair uint64

func pairOf(first, second int32) pair { return pair(first)<<32 | pair(uint32(second)) }

func (p pair) first() int32  { return int32(p >> 32) }
func (p pair) second() int32 { return int32(uint32(p)) }

// pairs are those of known words, in title and teaser, with what a word says there.
func (r reading) pairs() iter.Seq2[pair, float32] {
	return func(yield func(pair, float32) bool) {
		for n := 1; n < len(r.words); n++ {
			first, second := r.words[n-1], r.words[n]
			if n >= r.title && n <= r.teaser || first == unknown || second == unknown {
				continue
			}
			if !yield(pairOf(first, second), r.share(n)) {
				return
			}
		}
	}
}
