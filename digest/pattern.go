package digest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Pattern is what is sought in a text: words, a part of an address, or a
// regular expression. The zero Pattern is found in everything.
type Pattern struct {
	form *regexp.Regexp
	// part is sought anywhere, words as whole words; both without regard to case.
	part, words string
}

// ParsePattern reads what is sought in texts: /…/ is a regular expression (RE2),
// anything else whole words. Its error says what is wrong with the expression.
func ParsePattern(text string) (Pattern, error) {
	if inner, ok := slashed(text); ok {
		return expression(inner)
	}
	return Pattern{words: folded(text)}, nil
}

// ParseAddressPattern reads what is sought in addresses, where slashes are
// common: "/blogs/" is a part of one, and only what has other signs of a
// regular expression between its slashes is one.
func ParseAddressPattern(text string) (Pattern, error) {
	if inner, ok := slashed(text); ok && strings.ContainsAny(inner, `\^$*+?()[]{}|`) {
		return expression(inner)
	}
	return Pattern{part: folded(text)}, nil
}

func expression(inner string) (Pattern, error) {
	form, err := regexp.Compile(inner)
	if err != nil {
		return Pattern{}, fmt.Errorf("not a regular expression: %w", err)
	}
	return Pattern{form: form}, nil
}

func slashed(text string) (inner string, ok bool) {
	if len(text) < 3 || text[0] != '/' || text[len(text)-1] != '/' {
		return "", false
	}
	return text[1 : len(text)-1], true
}

func folded(text string) string {
	return oneLine(strings.ToLower(norm.NFKC.String(text)))
}

// oneLine is a text with single spaces.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func (p Pattern) empty() bool { return p.form == nil && p.part == "" && p.words == "" }

func (p Pattern) takes(text string) bool {
	switch {
	case p.form != nil:
		return p.form.MatchString(text)
	case p.part != "":
		return strings.Contains(folded(text), p.part)
	case p.words != "":
		return standsIn(folded(text), p.words)
	}
	return true
}

// takesOne says whether the pattern is found in one of several texts.
func (p Pattern) takesOne(texts []string) bool {
	return p.empty() || slices.ContainsFunc(texts, p.takes)
}

// standsIn says whether words are in a text with no letter before or after
// them. Scripts that part no words have no such bounds.
func standsIn(text, words string) bool {
	first, _ := utf8.DecodeRuneInString(words)
	last, _ := utf8.DecodeLastRuneInString(words)
	for from := 0; ; {
		at := strings.Index(text[from:], words)
		if at < 0 {
			return false
		}
		at += from
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at+len(words):])
		if parted(before, first) && parted(last, after) {
			return true
		}
		_, size := utf8.DecodeRuneInString(text[at:])
		from = at + size
	}
}

// parted says that two neighbours are not of one word.
func parted(a, b rune) bool {
	inWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
	return !inWord(a) || !inWord(b) || unicode.In(a, unparted...) || unicode.In(b, unparted...)
}

// unparted are the scripts that write words without spaces.
var unparted = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}
