package digest

import (
	"unicode"
	"unicode/utf8"

	segments "github.com/clipperhouse/uax29/v2/words"
)

// How fast people read, by word or, where a script has no spaces, by sign.
const (
	wordsAMinute = 230
	signsAWord   = 2
)

// CountWords is how many words a plain text has (UAX 29). Two signs of a script
// that writes no spaces are taken for one.
func CountWords(text string) int {
	count, signs := 0, 0
	for word := segments.FromString(text); word.Next(); {
		switch first, _ := utf8.DecodeRuneInString(word.Value()); {
		case unicode.In(first, unicode.Han, unicode.Hiragana, unicode.Thai, unicode.Khmer, unicode.Lao, unicode.Myanmar):
			signs += utf8.RuneCountInString(word.Value())
		case unicode.IsLetter(first), unicode.IsNumber(first):
			count++
		}
	}
	return count + (signs+signsAWord-1)/signsAWord
}

// Minutes is how long it takes to read so many words, at least 1 if there are any.
func Minutes(words int) int { return (words + wordsAMinute - 1) / wordsAMinute }
