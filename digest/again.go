package digest

import "time"

// What makes one headline over two entries one piece of news: that their teasers
// have a part of their words in common, if both have some that the headline has
// not; else that it has many long words, or that the second was published soon
// after the edition with the first. "Two killed in accident" is news every day.
const (
	commonOfTeaser = .3
	fewTeaserWords = 6
	manyLongWords  = 5
	soonAfter      = 6 * time.Hour
)

// isOf says that another entry, under the same headline, tells the same.
func (t telling) isOf(e Entry) bool {
	if t.entry.Source == e.Source && t.entry.Link != "" {
		return true // else its address is another, and the title a rubric
	}
	title := wordsOf(e.Title)
	was := without(wordsOf(plainStart(t.entry.Summary)), title)
	is := without(wordsOf(plainStart(e.Summary)), title)
	if fewer := min(len(was), len(is)); fewer >= fewTeaserWords {
		return float64(len(is)-len(without(is, was))) >= commonOfTeaser*float64(fewer)
	}
	return longWords(title) >= manyLongWords || e.When().Sub(time.Unix(t.at, 0)) <= soonAfter
}

func longWords(words []string) int {
	n := 0
	for _, word := range words {
		if isLong(word) && !isNumber(word) {
			n++
		}
	}
	return n
}

// sharesWord says that two headlines have a word in common that says something,
// or that one of them has none: an address under which there is something else
// each day is no article.
func sharesWord(a, b string) bool {
	was, is := sayings(a), sayings(b)
	return len(was) == 0 || len(is) == 0 || len(unpaired(is, was)) < len(is)
}
