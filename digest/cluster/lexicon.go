package cluster

// lexicon gives each term, a word or two words that follow each other, a
// number, in the order in which they are first met.
type lexicon struct {
	numbers map[string]int32
	terms   []term
}

// term is what is known of a word or of two.
type term struct {
	name    string // the stem, or two stems
	written string // as a text has it, for people; empty for two words
	// within and capital are how often it stood inside a sentence, and how often
	// with a capital there: names do.
	within, capital int32
}

func newLexicon() *lexicon { return &lexicon{numbers: map[string]int32{}} }

func (l *lexicon) number(name, written string) int32 {
	n, known := l.numbers[name]
	if !known {
		n = int32(len(l.terms))
		l.numbers[name] = n
		l.terms = append(l.terms, term{name: name, written: written})
	}
	return n
}

// nameness is how far a term is a name, from 0 to 1; a half where nothing tells.
func (t term) nameness() float64 {
	return (float64(t.capital) + .5) / (float64(t.within) + 1)
}

// What the parts of an item say of its event, beside a word of its title: a
// pair of words that follow each other, a word of the address, of the teaser.
const (
	pairShare    = .15
	slugShare    = .4
	summaryShare = .65
)

// read makes an item a vector of its terms, not yet weighed, and learns them.
func (l *lexicon) read(item Item) vector {
	found := map[int32]float64{}
	for _, use := range usesIn(item) {
		n := l.number(use.name, use.written)
		found[n] = max(found[n], use.share)
		if use.within {
			l.terms[n].within++
			if use.capital {
				l.terms[n].capital++
			}
		}
	}
	return newVector(found)
}

// known makes an item a vector of those of its terms that have a number.
func (l *lexicon) known(item Item) vector {
	found := map[int32]float64{}
	for _, use := range usesIn(item) {
		if n, known := l.numbers[use.name]; known {
			found[n] = max(found[n], use.share)
		}
	}
	return newVector(found)
}

// use is a term where it stands in an item.
type use struct {
	name, written string
	share         float64
	// within says that it stands inside a sentence, where a capital tells.
	within, capital bool
}

func usesIn(item Item) []use {
	uses := usesInText(item.Title, 1)
	for _, part := range slugWords(item.Link) {
		w := newWord(part, false)
		uses = append(uses, use{name: w.stem, written: w.written, share: slugShare})
	}
	return append(uses, usesInText(item.Summary, summaryShare)...)
}

func usesInText(text string, share float64) []use {
	all := wordsOf(text)
	sentence := !titleCase(all)
	uses := make([]use, 0, 2*len(all))
	for n, w := range all {
		uses = append(uses, use{w.stem, w.written, share, sentence && n > 0, w.capital})
		if n > 0 {
			uses = append(uses, use{name: all[n-1].stem + " " + w.stem, share: share * pairShare})
		}
	}
	return uses
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
