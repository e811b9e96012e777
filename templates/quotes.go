package templates

import (
	"regexp"
	"strings"
	"unicode"
)

// English quotation marks, the last of which is the apostrophe too, and what
// may stand before one that opens.
const (
	openQuote, closeQuote   = '“', '”'
	openSingle, closeSingle = '‘', '’'

	before = "([{—–-/“‘"
)

// typedDash is the dash of a typewriter, with a space on both sides or on none.
var typedDash = regexp.MustCompile(`([\pL\d.,;!?)”’"'])(?:( )-{2,3} |-{2,3})([\pL\d(“‘"'])`)

// typeset puts the dashes and curved marks of print in the place of a typewriter's, in
// a text in English; other languages have other marks, and keep what they wrote.
// A mark opens where a word may begin, and closes elsewhere. What opens nothing
// that is closed is an apostrophe, as in rock ’n’ roll and the ’90s.
func typeset(text, lang string) string {
	if base, _, _ := strings.Cut(lang, "-"); base != "en" || !strings.ContainsAny(text, `'"-`) {
		return text
	}
	if strings.Contains(text, "--") {
		text = typedDash.ReplaceAllString(text, "$1$2—$2$3")
	}
	letters := []rune(text)
	inside := false // double marks
	for i, r := range letters {
		begins := i == 0 || unicode.IsSpace(letters[i-1]) || strings.ContainsRune(before, letters[i-1])
		switch {
		case r == '"' && i > 0 && unicode.IsDigit(letters[i-1]) && !inside: // inches
		case r == '"':
			inside = begins && !inside
			letters[i] = either(inside, openQuote, closeQuote)
		case r == '\'':
			letters[i] = either(begins && closes(letters[i+1:]), openSingle, closeSingle)
		}
	}
	return string(letters)
}

func either(first bool, a, b rune) rune {
	if first {
		return a
	}
	return b
}

// closes says that what follows a single mark is a word or words up to another,
// and not one that has lost its beginning.
func closes(rest []rune) bool {
	if len(rest) == 0 || unicode.IsDigit(rest[0]) || len(rest) > 1 && rest[0] == 'n' && rest[1] == '\'' {
		return false
	}
	for i, r := range rest {
		if r == '\'' && i > 0 && (i+1 == len(rest) || !unicode.IsLetter(rest[i+1]) && !unicode.IsDigit(rest[i+1])) {
			return true
		}
	}
	return false
}
