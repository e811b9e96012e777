package cluster

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

var fold = cases.Fold()

// words are the words of a text, without case and punctuation.
func words(text string) []string {
	return strings.FieldsFunc(fold.String(norm.NFKC.String(text)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
}

// distinct is each word once, in the order of its first use.
func distinct(words []string) []string {
	seen := make(map[string]bool, len(words))
	once := words[:0:0]
	for _, word := range words {
		if !seen[word] {
			seen[word] = true
			once = append(once, word)
		}
	}
	return once
}

// TitleKey is a title without case, punctuation and spacing.
func TitleKey(title string) string {
	var key strings.Builder
	gap := false
	for _, r := range fold.String(norm.NFKC.String(title)) {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) {
			gap = gap || unicode.IsSpace(r) || unicode.IsPunct(r) && r != '\'' && r != '’'
			continue
		}
		if gap && key.Len() > 0 {
			key.WriteByte(' ')
		}
		gap = false
		key.WriteRune(r)
	}
	return key.String()
}

// NamesEvent says that a title, as TitleKey gives it, is more than a single
// short word.
func NamesEvent(key string) bool {
	return strings.Contains(key, " ") || len([]rune(key)) >= 8
}
