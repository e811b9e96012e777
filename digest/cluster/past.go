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
		seen := map[string]bool{}
		before := ""
		for _, w := range wordsOf(title) {
			for _, name := range []string{w.stem, before + " " + w.stem} {
				if !seen[name] {
					seen[name] = true
					p.counts[name]++
				}
			}
			before = w.stem
		}
	}
	return p
}

// pastTitles is how many titles the past counts for, however many it has. More
// would hide what is common today.
const pastTitles = 300

// share is in how many of how many titles a word, or two words, stood.
func (p *Past) share(name string) (in, of float64) {
	if p == nil || p.titles == 0 {
		return 0, 0
	}
	of = min(pastTitles, float64(p.titles))
	return of * float64(p.counts[name]) / float64(p.titles), of
}
