package cluster

// Past is how often words stood in the titles of earlier days. It tells the
// words that are always in the news from those that name an event. Nil is a
// past of which nothing is known.
type Past struct {
	titles  int
	numbers map[string]int32
	words   []int32 // how often each stood, by its number
	pairs   map[pair]int32
}

// Learn counts the words of titles, and their pairs, in any order.
func Learn(titles []string) *Past {
	p := &Past{titles: len(titles), numbers: map[string]int32{}, pairs: map[pair]int32{}}
	words, pairs := map[int32]bool{}, map[pair]bool{}
	for _, title := range titles {
		clear(words)
		clear(pairs)
		before := int32(unknown)
		for _, w := range wordsOf(title) {
			n := p.learn(w.stem)
			if !words[n] {
				words[n] = true
				p.words[n]++
			}
			if both := pairOf(before, n); before != unknown && !pairs[both] {
				pairs[both] = true
				p.pairs[both]++
			}
			before = n
		}
	}
	return p
}

func (p *Past) learn(stem string) int32 {
	n, known := p.numbers[stem]
	if !known {
		n = int32(len(p.words))
		p.numbers[stem] = n
		p.words = append(p.words, 0)
	}
	return n
}

// pastTitles is how many titles the past counts for, however many it has. More
// would hide what is common today.
const pastTitles = 300

// share is in how many of how many titles a term stood that was counted so often.
func (p *Past) share(count int32) (in, of float64) {
	if p == nil || p.titles == 0 {
		return 0, 0
	}
	of = min(pastTitles, float64(p.titles))
	return of * float64(count) / float64(p.titles), of
}

// memory is the past of some words that have numbers of their own.
type memory struct {
	past    *Past
	numbers []int32 // what the past calls each word
}

func (p *Past) remember(words []use) memory {
	m := memory{p, make([]int32, len(words))}
	for n, w := range words {
		m.numbers[n] = unknown
		if p != nil {
			if number, known := p.numbers[w.stem]; known {
				m.numbers[n] = number
			}
		}
	}
	return m
}

// word is in how many titles a word stood.
func (m memory) word(n int32) int32 {
	if at := m.numbers[n]; at != unknown {
		return m.past.words[at]
	}
	return 0
}

// pair is in how many titles two words followed each other.
func (m memory) pair(p pair) int32 {
	first, second := m.numbers[p.first()], m.numbers[p.second()]
	if first == unknown || second == unknown {
		return 0
	}
	return m.past.pairs[pairOf(first, second)]
}
