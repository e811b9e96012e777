package cluster

import (
	"slices"
	"strings"
)

const (
	// fewestCommon and commonShare are how many words two headlines share, in their
	// order, and what part of the longer, if they are one sentence; a less part if
	// numbers differ in it, too.
	fewestCommon = 3
	commonShare  = .55
	numbersShare = .4
	// longestFilling is how many words fill a place in it.
	longestFilling = 3
)

// elseTold says that most pairs of reports, one of each of two small bundles, are
// one sentence with other fillings: two accidents of one kind, told in two towns.
func (j *joiner) elseTold(a, b *bundle) bool {
	if max(len(a.items), len(b.items)) > fewReports {
		return false
	}
	filled := 0
	for _, x := range a.items {
		for _, y := range b.items {
			if j.otherFillings(x, y) {
				filled++
			}
		}
	}
	return 2*filled >= len(a.items)*len(b.items)
}

// otherFillings says that the headlines of two items are one sentence in which
// other places or known names stand or, of one publisher, other words.
func (j *joiner) otherFillings(x, y int) bool {
	m := j.model
	a, b := m.sentence(x), m.sentence(y)
	if min(len(a), len(b)) < fewestCommon || float64(min(len(a), len(b))) < numbersShare*float64(max(len(a), len(b))) {
		return false
	}
	fillings, common := j.alignment.of(a, b)
	share := commonShare
	if slices.ContainsFunc(fillings, filling.areNumbers) {
		share = numbersShare
	}
	if common < fewestCommon || float64(common) < share*float64(max(len(a), len(b))) {
		return false
	}
	others := 0
	for _, f := range fillings {
		f.a, f.b = without(f.a, b), without(f.b, a)
		switch {
		case !f.isOther():
		case f.isPlace(), f.areKnown():
			return true
		default:
			others++
		}
	}
	own := m.publishers[x] != unknown && m.publishers[x] == m.publishers[y]
	return own && (others > 1 || slices.ContainsFunc(fillings, filling.isSubject))
}

// without gives the words that do not stand in a sentence.
func without(words, sentence []word) []word {
	return slices.DeleteFunc(slices.Clone(words), func(w word) bool {
		return slices.ContainsFunc(sentence, func(other word) bool { return other.stem == w.stem })
	})
}

// sentence is the words of an item's headline.
func (m *Model) sentence(n int) []word {
	if m.sentences == nil {
		m.sentences = make([][]word, len(m.items))
	}
	if m.sentences[n] == nil {
		m.sentences[n] = wordsOf(m.items[n].Title)
	}
	return m.sentences[n]
}

// filling is what two headlines have differently between words that they share.
type filling struct {
	a, b          []word
	before, after string // the stems of those words
}

// alignment aligns headlines, in one room for all.
type alignment struct {
	best     []int32
	fillings []filling
}

// of aligns two headlines by their longest common subsequence. The fillings are
// good until it is asked again.
func (al *alignment) of(a, b []word) (fillings []filling, common int) {
	al.measure(a, b)
	al.fillings = al.fillings[:0]
	width := len(b) + 1
	fromA, fromB, before := 0, 0, ""
	for x, y := 0, 0; ; {
		met := x < len(a) && y < len(b) && a[x].stem == b[y].stem
		switch ended := x == len(a) && y == len(b); {
		case met || ended:
			after := ""
			if met {
				after = a[x].stem
			}
			if x > fromA || y > fromB {
				al.fillings = append(al.fillings, filling{a[fromA:x], b[fromB:y], before, after})
			}
			if ended {
				return al.fillings, common
			}
			common++
			x, y = x+1, y+1
			fromA, fromB, before = x, y, after
		case y == len(b) || x < len(a) && al.best[(x+1)*width+y] >= al.best[x*width+y+1]:
			x++
		default:
			y++
		}
	}
}

// measure finds how many words two headlines share in their order, from each word
// of the one and each of the other on.
func (al *alignment) measure(a, b []word) {
	width := len(b) + 1
	al.best = slices.Grow(al.best[:0], (len(a)+1)*width)[:(len(a)+1)*width]
	clear(al.best)
	for x := len(a) - 1; x >= 0; x-- {
		for y := len(b) - 1; y >= 0; y-- {
			if a[x].stem == b[y].stem {
				al.best[x*width+y] = al.best[(x+1)*width+y+1] + 1
			} else {
				al.best[x*width+y] = max(al.best[(x+1)*width+y], al.best[x*width+y+1])
			}
		}
	}
}

// isOther says that both headlines have something there, that it is short, and
// that it is no number alone.
func (f filling) isOther() bool {
	isFilled := func(words []word) bool {
		return len(words) > 0 && len(words) <= longestFilling && slices.ContainsFunc(words, func(w word) bool { return countDigits(w.stem) == 0 })
	}
	return isFilled(f.a) && isFilled(f.b)
}

// isPlace says that what differs stands where a place does, and is not a town in
// the one and a land in the other.
func (f filling) isPlace() bool {
	return (prepositions[f.before] && len(f.a)+len(f.b) <= 4 || postpositions[f.after] || f.isDateline()) &&
		slices.ContainsFunc(f.a, isKnownName) == slices.ContainsFunc(f.b, isKnownName)
}

// isDateline says that both headlines begin with it, before a colon.
func (f filling) isDateline() bool {
	return f.before == "" && slices.ContainsFunc(f.a, endsInColon) && slices.ContainsFunc(f.b, endsInColon)
}

func endsInColon(w word) bool { return w.colon }

// areNumbers says that other figures stand there.
func (f filling) areNumbers() bool {
	figure := func(w word) bool { return countDigits(w.stem) > 0 }
	return slices.ContainsFunc(f.a, figure) && slices.ContainsFunc(f.b, figure)
}

// areKnown says that known names differ, and none is in both.
func (f filling) areKnown() bool {
	return slices.ContainsFunc(f.a, isKnownName) && slices.ContainsFunc(f.b, isKnownName)
}

// isSubject says that the subjects of the sentences differ, of more than a word
// each, or names do inside them.
func (f filling) isSubject() bool {
	named := func(words []word) bool { return !slices.ContainsFunc(words, func(w word) bool { return !w.capital }) }
	if f.before == "" {
		return len(f.a) > 1 && len(f.b) > 1
	}
	return f.isOther() && named(f.a) && named(f.b)
}

// isKnownName says that a word is a name of the list. Continents are none: a land
// is in one.
func isKnownName(w word) bool { return knownNames[w.stem] && !continents[w.stem] }

var (
	knownNames = stemsOfNames()
	continents = stems("europe european asia asian africa african america american eu")
)

func stemsOfNames() map[string]bool {
	known := map[string]bool{}
	for _, stem := range oneName {
		known[stem] = true
	}
	return known
}

// The words before a place, and those behind it.
var (
	prepositions  = stems("in at near off bei nahe im à en em cerca dans в на под في")
	postpositions = stems("میں کے کی کا سے में के की से")
)

func stems(list string) map[string]bool {
	set := map[string]bool{}
	for text := range strings.FieldsSeq(list) {
		set[newWord(text, false).stem] = true
	}
	return set
}
