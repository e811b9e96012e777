package cluster

import "iter"

// lexicon gives each term, a word or a pair of words that follow each other, a
// number: the words in the order in which they are first met, then the pairs. A
// pair that stands in one place alone, as most do, has none: it tells nothing of
// what its item has in common with others.
type lexicon struct {
	numbers map[string]int32
	words   []use
	pairs   map[pair]int32
	// past is how often each term stood in the past, by its number.
	past []int32
}

// use is how a word is used.
type use struct {
	stem    string
	written string // as a text has it, for people
	// within and capital are how often it stood inside a sentence, and how often
	// with a capital there: names do.
	within, capital int32
}

// nameness is how far a word is a name, from 0 to 1; a half where nothing tells.
func (u use) nameness() float64 { return (float64(u.capital) + .5) / (float64(u.within) + 1) }

// unknown is the number of a word that has none.
const unknown = -1

// read makes n items vectors of their terms, not yet weighed, and learns them.
func (l *lexicon) read(n int, past *Past, items iter.Seq[Item]) []vector {
	l.numbers, l.pairs = map[string]int32{}, map[pair]int32{}
	readings := make([]reading, 0, n)
	for item := range items {
		readings = append(readings, read(item, l.learn))
	}
	memory := past.remember(l.words)
	for n := range l.words {
		l.past = append(l.past, memory.word(int32(n)))
	}
	again := sieveOf(readings)
	raw := make([]vector, n)
	for n, r := range readings {
		for p := range r.pairs() {
			if before := memory.pair(p); before > 0 || again.has(p) {
				l.numberPair(p, before)
			}
		}
		raw[n] = l.vector(r)
	}
	return raw
}

// learn gives the number of a word, a new one if need be.
func (l *lexicon) learn(w word, within bool) int32 {
	n, known := l.numbers[w.stem]
	if !known {
		n = int32(len(l.words))
		l.numbers[w.stem] = n
		l.words = append(l.words, use{stem: w.stem, written: w.written})
	}
	if within {
		l.words[n].within++
		if w.capital {
			l.words[n].capital++
		}
	}
	return n
}

func (l *lexicon) numberPair(p pair, before int32) {
	if _, known := l.pairs[p]; !known {
		l.pairs[p] = int32(len(l.past))
		l.past = append(l.past, before)
	}
}

// find gives the number of a word that was learnt, or unknown.
func (l *lexicon) find(w word, _ bool) int32 {
	if n, known := l.numbers[w.stem]; known {
		return n
	}
	return unknown
}

// size is how many terms there are.
func (l *lexicon) size() int { return len(l.past) }

// vector is the terms of a text, each with what the part of it says in which it
// says most.
func (l *lexicon) vector(r reading) vector {
	v := vector{terms: make([]weight, 0, 2*len(r.words))}
	for n, word := range r.words {
		if word != unknown {
			v.terms = append(v.terms, weight{word, r.share(n)})
		}
	}
	for p, share := range r.pairs() {
		if n, known := l.pairs[p]; known {
			v.terms = append(v.terms, weight{n, pairShare * share})
		} else {
			v.lone++
			v.alone += pairShare * share * pairShare * share
		}
	}
	v.settle()
	return v
}
