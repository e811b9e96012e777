package cluster

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

var (
	fold = cases.Fold()
	// markup is what some feeds leave in their titles.
	markup = regexp.MustCompile(`<[^<>]{1,200}>`)
)

// word is a word of a text: its stem, how it was written, whether it began with a
// capital, and whether a colon stands behind it.
type word struct {
	stem, written  string
	capital, colon bool
}

// wordsOf are the words of a text in their order (UAX #29). Where a script
// writes without spaces, every two letters that follow each other are a word.
func wordsOf(text string) []word {
	if strings.ContainsAny(text, "<&") {
		text = html.UnescapeString(markup.ReplaceAllString(text, " "))
	}
	var found []word
	before := "" // the letter before, of a script without spaces
	for tokens := words.FromString(norm.NFKC.String(text)); tokens.Next(); {
		token := tokens.Value()
		first := firstRune(token)
		switch {
		case unspaced(first):
			for _, r := range token {
				if before != "" {
					found = append(found, word{stem: before + string(r), written: before + string(r)})
				}
				before = string(r)
			}
			continue
		case unicode.IsLetter(first), unicode.IsNumber(first):
			found = append(found, newWord(token, unicode.IsUpper(first)))
		case first == ':' && len(found) > 0:
			found[len(found)-1].colon = true
		}
		before = ""
	}
	return joinNames(found)
}

func firstRune(text string) rune {
	for _, r := range text {
		return r
	}
	return 0
}

// unspaced says that a letter is of a script that puts no spaces between words,
// or, as Korean, joins to them what other languages keep apart.
func unspaced(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// stemLength is where a word is cut, so that what differs at its end is one
// word: Cambodia and Cambodian, Zelensky and Zelenskyy, elección and elecciones.
// A word with digits is kept whole.
const stemLength = 6

// folded is a text without case. Most words are of letters whose case is simple.
func folded(text string) string {
	if isPlain(text) {
		return strings.ToLower(text)
	}
	return fold.String(text)
}

// isPlain says that a text is ASCII.
func isPlain(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// accented is the length from which on a word is the same without its accents,
// which many papers leave out: Erdoğan and Erdogan. Shorter ones may be told
// apart by nothing else, as those of Vietnamese.
const accented = 5

// withoutAccents is a long word without its accents and, in Arabic, its vowels.
func withoutAccents(stem string) string {
	if utf8.RuneCountInString(stem) < accented || isPlain(stem) {
		return stem
	}
	return strings.Map(func(r rune) rune {
		if r >= 0x0300 && r <= 0x036F || r >= 0x064B && r <= 0x0655 {
			return -1
		}
		return r
	}, norm.NFD.String(stem))
}

func newWord(token string, capital bool) word {
	token = strings.TrimSuffix(strings.TrimSuffix(token, "'s"), "’s")
	stem := folded(token)
	if countDigits(stem) > 0 {
		return word{stem: stem, written: token, capital: capital}
	}
	if name, known := oneName[stem]; known {
		return word{stem: name, written: token, capital: capital}
	}
	return word{stem: stemOf(stem), written: token, capital: capital}
}

// stemOf is a word without case cut to what is the same in all its forms.
func stemOf(text string) string {
	runes := []rune(withoutAccents(text))
	if n := len(runes); n > 3 && runes[n-1] == 's' && runes[n-2] != 's' {
		runes = runes[:n-1]
	}
	return string(runes[:min(len(runes), stemLength)])
}

// TitleKey is a title without case, punctuation and spacing.
func TitleKey(title string) string {
	var key strings.Builder
	key.Grow(len(title))
	gap := false
	for _, r := range folded(norm.NFKC.String(title)) {
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
