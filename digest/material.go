package digest

import (
	"slices"
	"strings"

	"broadsheet/digest/cluster"
)

// Material says what of an item has changed in such a way that who has read the
// old should hear of the new: its headline, its text, or neither (""). Doc.go
// has the rules.
func Material(old, now Item) Change {
	switch {
	case differs(old.Title, now.Title):
		return NewHeadline
	case rewritten(old, now):
		return NewText
	}
	return ""
}

// PrintsAlike says that two versions of an item would be printed in one place and
// read the same: headline, teaser, article, and what tells its kind. The whole
// text, pictures and dates, which some feeds change at each visit, do not count.
func PrintsAlike(a, b Item) bool {
	return a.Title == b.Title && a.Type == b.Type && linkKey(a.Link) == linkKey(b.Link) &&
		slices.Equal(a.Categories, b.Categories) && slices.Equal(a.Authors, b.Authors) &&
		(a.Summary == b.Summary || a.Summary.Text(0) == b.Summary.Text(0))
}

// What part of its words a headline, or a text, must have lost to say something
// else, what part of a headline must be added for that, and how many words a
// text must have had.
const (
	lostOfHeadline = 1. / 4
	newInHeadline  = 1. / 2
	lostOfText     = 1. / 3
	fewWords       = 12
)

// differs says whether one headline says something else than another: another
// number, a denial, a quarter of its words gone, or half of them new. Words of
// up to three letters, letters that slipped, endings, and marks such as "LIVE"
// are not looked at.
func differs(old, now string) bool {
	was, is := sayings(old), sayings(now)
	gone, come := unpaired(was, is), unpaired(is, was)
	if slices.ContainsFunc(gone, isWeighty) || slices.ContainsFunc(come, isWeighty) {
		return true
	}
	return len(gone) > 0 && float64(len(gone)) >= lostOfHeadline*float64(len(was)) ||
		len(come) > 0 && float64(len(come)) >= newInHeadline*float64(len(is))
}

// isWeighty says that a word alone makes another headline.
func isWeighty(word string) bool { return isNumber(word) || slices.Contains(denials, word) }

// denials are the words by which a headline says the contrary.
var denials = []string{"not", "no", "never", "nicht", "kein", "keine", "pas", "jamais", "non", "nunca", "نہیں", "نہ", "لا", "لم", "لن", "не", "нет"}

// headMarks stand before or after headlines and are no part of what they say.
var headMarks = []string{"live", "updated", "update", "breaking", "watch", "video", "exclusive", "developing", "just in"}

// sayings are the words of a headline that say something.
func sayings(title string) []string {
	key := " " + cluster.TitleKey(title) + " "
	for _, mark := range headMarks {
		if strings.HasPrefix(key, " "+mark+" ") || strings.HasSuffix(key, " "+mark+" ") {
			key = " " + strings.TrimSuffix(strings.TrimPrefix(key, " "+mark+" "), " "+mark+" ") + " "
		}
	}
	var said []string
	for _, word := range wordsOf(key) {
		if isLong(word) || isWeighty(word) {
			said = append(said, word)
		}
	}
	return said
}

// unpaired are the words that have no like among others.
func unpaired(words, others []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(word string) bool {
		return slices.ContainsFunc(others, func(other string) bool { return alike(word, other) })
	})
}

// alike says that two words are the same but for one letter, or for an ending.
func alike(a, b string) bool {
	if a == b {
		return true
	}
	long, short := []rune(a), []rune(b)
	if len(long) < len(short) {
		long, short = short, long
	}
	if isNumber(a) || isNumber(b) || len(short) <= shortWord {
		return false
	}
	same := 0
	for same < len(short) && long[same] == short[same] {
		same++
	}
	rest, other := long[same:], short[same:]
	slip := len(rest) > 0 && (slices.Equal(rest[1:], other) || len(other) > 0 && slices.Equal(rest[1:], other[1:]))
	return slip || same >= 4 && len(rest) <= 3 && len(other) <= 3
}

// amends are the words by which papers say that they were wrong.
var amends = []string{
	"correction", "corrected", "clarification", "earlier version", "korrektur", "berichtigung", "korrigiert",
	"rectificatif", "corrección", "rectificación", "errata", "rettifica", "correção", "تصحیح", "تصحيح", "исправление",
}

// rewritten says whether a text owns up to a mistake, or has lost a third of the
// words that it had. That it grew is no change of what was read.
func rewritten(old, now Item) bool {
	was, is := textWords(old, now)
	if len(was) == 0 || len(is) == 0 {
		return false
	}
	for _, mark := range amends {
		if !hasWords(was, mark) && hasWords(is, mark) {
			return true
		}
	}
	return len(was) >= fewWords && float64(len(without(was, is))) >= lostOfText*float64(len(was))
}

func hasWords(words []string, mark string) bool {
	return len(without(wordsOf(mark), words)) == 0
}

// textWords are the words of two versions of a text: of the whole if both have
// it, else of their teasers.
func textWords(old, now Item) (was, is []string) {
	if old.Content != "" && now.Content != "" {
		return wordsOf(old.Content.Text(0)), wordsOf(now.Content.Text(0))
	}
	return wordsOf(old.Summary.Text(0)), wordsOf(now.Summary.Text(0))
}
