package digest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// Sentences parts a plain text into its sentences (UAX 29), but does not take
// the full stop of an abbreviation or an initial ("Lt. Gen.", "U.S.") for the
// end of one.
func Sentences(text string) []string {
	var list []string
	begin := 0
	for part := sentences.FromString(text); part.Next(); {
		whole := strings.TrimSpace(text[begin:part.End()])
		if isAbbreviated(whole) && part.End() < len(text) && text[part.End()-1] != '\n' {
			continue
		}
		if whole != "" {
			list = append(list, whole)
		}
		begin = part.End()
	}
	return list
}

// isAbbreviated says that a text ends with an abbreviation rather than a
// sentence: a short word that begins with a capital, or one with a full stop
// inside.
func isAbbreviated(text string) bool {
	word, stopped := strings.CutSuffix(text, ".")
	if !stopped {
		return false
	}
	word = strings.TrimLeft(word[strings.LastIndexAny(word, " \n")+1:], "(“\"'‘")
	first, _ := utf8.DecodeRuneInString(word)
	return strings.Contains(word, ".") || unicode.IsUpper(first) && utf8.RuneCountInString(word) <= 3
}
