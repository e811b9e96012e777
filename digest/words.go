package digest

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"broadsheet/digest/cluster"
)

// wordsOf are the words of a text, each once and numbers in figures; of a script
// that writes no spaces between words, every two letters that follow each other.
func wordsOf(text string) []string {
	words := allWords(text)
	slices.Sort(words)
	return slices.Compact(words)
}

// allWords are those words as they stand in the text.
func allWords(text string) (words []string) {
	for _, field := range strings.Fields(cluster.TitleKey(text)) {
		words = appendWords(words, field)
	}
	return words
}

func appendWords(words []string, field string) []string {
	if !strings.ContainsFunc(field, isSpaceless) {
		return append(words, inFigures(field))
	}
	signs := []rune(field)
	for from, to := 0, 1; from < len(signs); from, to = to, to+1 {
		spaceless := isSpaceless(signs[from])
		for to < len(signs) && isSpaceless(signs[to]) == spaceless {
			to++
		}
		if !spaceless {
			words = append(words, inFigures(string(signs[from:to])))
			continue
		}
		for n := from; n < max(from+1, to-1); n++ {
			words = append(words, string(signs[n:min(n+2, to)]))
		}
	}
	return words
}

// spaceless are the scripts that write no spaces between words.
var spaceless = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
}

// isSpaceless says that a letter is of such a script; the mark that makes a vowel
// of kana long is of none by itself.
func isSpaceless(r rune) bool { return r >= 0x0E00 && (r == 'ー' || unicode.In(r, spaceless...)) }

// size is 1 for a word and a half for two letters of such a script.
func size(word string) float64 {
	if first, _ := utf8.DecodeRuneInString(word); isSpaceless(first) {
		return .5
	}
	return 1
}

// shortWord is how many letters a word has that says little by itself.
const shortWord = 3

// isLong says that a word has more letters than that, isShort that it has less.
func isLong(word string) bool  { return lettersIn(word) > shortWord }
func isShort(word string) bool { return lettersIn(word) < shortWord }

// lettersIn is how many letters a word has, where a sign for a syllable or a word
// is two of them, and of a script that writes few vowels three letters are four.
func lettersIn(word string) int {
	thirds := 0
	for _, r := range word {
		switch {
		case r >= 0x0E00 && (isSpaceless(r) || unicode.Is(unicode.Hangul, r)):
			thirds += 6
		case r >= 0x0590 && r < 0x0780 && unicode.In(r, unicode.Arabic, unicode.Hebrew):
			thirds += 4
		default:
			thirds += 3
		}
	}
	return thirds / 3
}
