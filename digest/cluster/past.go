package cluster

// Past is how often words stood in the titles of earlier days. It tells the
// words that are always in the news from those that name an event. Nil is a
// past of which nothing is known.
type Past struct {
	titles int
	counts map[string]int32
}

// Learn counts the words of titles, in any order.
func Learn(titles []string) *Past {
	p := &Past{counts: map[string]int32{}}
	for _, title := range titles {
		p.titles++
		for _, word := range distinct(words(title)) {
			p.counts[word]++
		}
	}
	return p
}

// count is in how many of how many titles a word stood.
func (p *Past) count(word string) (in, of int) {
	if p == nil {
		return 0, 0
	}
	return int(p.counts[word]), p.titles
}
