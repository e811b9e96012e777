package digest

import (
	"slices"
	"strings"
)

// report is what one printed entry has said: the words of its headline's first
// clause, of its headline, and of headline and teaser.
type report struct{ core, title, said []string }

// What is new in a headline, and what is not.
const (
	// usual is the part of all headlines in which a word stands that is always
	// in the news.
	usual = 1. / 50
	// slight is the part of a headline's weight that is no news in itself if
	// its words are short, and late the same for any words of a headline that
	// is older than the edition that told of its story.
	slight = .2
	late   = .5
)

// isNew says whether an entry tells more than any report of its story did. A
// number that the story had not had is news; a clause added to a headline that
// was printed, in words that are always in the news, is none.
func (a *archive) isNew(e Entry, from *chapter) bool {
	title, core := wordsOf(e.Title), coreOf(e.Title)
	for _, r := range a.threads[from.Thread].reports {
		unheard := without(title, r.said)
		switch share := a.events.share(unheard, title); {
		case slices.ContainsFunc(unheard, isNumber):
		case e.When().Unix() <= from.at && share <= late:
			return false
		case share <= slight && !slices.ContainsFunc(unheard, isLong) && a.events.share(without(title, r.title), title) <= late:
			return false
		case slices.Equal(core, r.core) && !slices.ContainsFunc(unheard, a.events.isRare):
			return false
		}
	}
	return true
}

// share is the part of the weight of all words that some have.
func (v *events) share(some, all []string) float64 {
	part, whole := 0.0, 0.0
	for _, word := range some {
		part += v.weight(word)
	}
	for _, word := range all {
		whole += v.weight(word)
	}
	return part / max(whole, 1e-9)
}

// isRare says that a word is not always in the news.
func (v *events) isRare(word string) bool {
	in, of := v.uses(word)
	return in < rare(of)
}

// rare is in how many of so many headlines a word is always in the news.
func rare(of int) int { return max(3, int(usual*float64(of))) }

// coreOf are the words of a headline up to its first comma or dash, if they
// are most of it.
func coreOf(title string) []string {
	if end := strings.IndexAny(title, ",;，；،؛–—"); end > len(title)/3 {
		title = title[:end]
	}
	return wordsOf(title)
}

// coreKey names a core that names an event: "" if it has less than four words.
func coreKey(core []string) string {
	if len(core) < 4 {
		return ""
	}
	return strings.Join(core, " ")
}

// without gives the words that are not among others. Both are sorted.
func without(words, others []string) []string {
	var rest []string
	for _, word := range words {
		if _, found := slices.BinarySearch(others, word); !found {
			rest = append(rest, word)
		}
	}
	return rest
}
