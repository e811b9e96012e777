package templates

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	segments "github.com/clipperhouse/uax29/v2/words"
	"golang.org/x/text/unicode/bidi"
)

// clean is a stranger's plain text made fit for one line: valid UTF-8, single
// spaces, no control characters, and none of the invisible signs that would
// turn the direction of what follows (we isolate runs ourselves).
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == 0xFEFF, r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	return strings.Join(strings.Fields(text), " ")
}

// cut shortens a clean text to at most limit characters (code points), at the
// end of a word, and closes it with an ellipsis. Only a text that is a single
// word longer than the limit is cut inside it, between graphemes.
func cut(text string, limit int) string {
	if limit <= 0 {
		return ""
	}
	room := offset(text, limit-1)
	if room == len(text) || offset(text, limit) == len(text) {
		return text
	}
	return trimEnd(text[:lastBreak(text, room)]) + "…"
}

// cutLine is cut for a line that stands by itself, without an element that
// would hold its direction: it is not cut inside a piece that runs the other
// way, whose rest would change sides, but before it.
func cutLine(text string, limit int) string {
	short := cut(text, limit)
	bare, wasCut := strings.CutSuffix(short, "…")
	if !wasCut || !strings.HasPrefix(text, bare) || bare == "" {
		return short
	}
	base, end := lineDirection(text), len(bare)
	if runsOtherWay(text[end:], base, false) {
		for end > 0 && runsOtherWay(text[:end], base, true) {
			end = strings.LastIndexByte(text[:end], ' ')
		}
	}
	if end <= 0 { // nothing stands before that piece
		return short
	}
	return trimEnd(text[:end]) + "…"
}

// lineDirection is in which direction a line runs that stands by itself. A sentence
// that begins and ends one way is of that language, though most of it be a
// quotation; but not one that is all of another but for the names at its ends.
func lineDirection(text string) string {
	most := direction(text)
	if !runsOtherWay(text, most, false) || !runsOtherWay(text, most, true) {
		return most
	}
	count := map[string]int{}
	for _, r := range text {
		count[runeDirection(r)]++
	}
	less := map[string]string{ltr: rtl, rtl: ltr}[most]
	if count[most] > mostQuoted*count[less] {
		return most
	}
	return less
}

// mostQuoted is how many times as long as the rest of its sentence a quotation is.
const mostQuoted = 5

// runsOtherWay says that the first strong character of a text, or the last,
// does not run in the direction base.
func runsOtherWay(text, base string, last bool) bool {
	found := ""
	for _, r := range text {
		if way := runeDirection(r); way != "" {
			found = way
			if !last {
				break
			}
		}
	}
	return found != "" && found != base
}

// runeDirection is that of a strong character, and empty for others.
func runeDirection(r rune) string {
	switch properties, _ := bidi.LookupRune(r); properties.Class() {
	case bidi.L:
		return ltr
	case bidi.R, bidi.AL:
		return rtl
	}
	return ""
}

// trimEnd takes off what cannot stand before an ellipsis.
func trimEnd(text string) string {
	return strings.TrimRight(text, " ,;:.،؛۔·-–—([{“‘\"'…/")
}

// name is a name on one line: of a paper, a section, a person.
func name(text string) string { return cut(clean(text), 100) }

// offset is where the byte of the nth code point is, or the text's length.
func offset(text string, n int) int {
	for i := range text {
		if n == 0 {
			return i
		}
		n--
	}
	return len(text)
}

// lastBreak is the last place at or before room where a word ends: at a space,
// in a script without spaces where UAX 29 has words end, or, where there is
// only one word, between two graphemes.
func lastBreak(text string, room int) int {
	next, _ := utf8.DecodeRuneInString(text[room:])
	if space := strings.LastIndexByte(text[:room+1], ' '); space > 0 && !unicode.In(next, spaceless...) {
		return space
	}
	last := 0
	for word := segments.FromString(text); word.Next() && word.End() <= room; {
		last = word.End()
	}
	if last > 0 {
		return last
	}
	for grapheme := graphemes.FromString(text); grapheme.Next() && grapheme.End() <= room; {
		last = grapheme.End()
	}
	return last
}

// spaceless is the scripts that write no spaces between words.
var spaceless = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
}

// openEnds are how publishers mark a text that goes on elsewhere.
var openEnds = []string{"…", "...", "[…]", "[...]", "(…)", "(...)"}

// cutOpenEnd takes such a mark off a text.
func cutOpenEnd(text string) (bare string, wasOpen bool) {
	for _, end := range openEnds {
		if rest, found := strings.CutSuffix(text, end); found {
			return strings.TrimRight(rest, " ."), true
		}
	}
	return text, false
}

// endOpen gives a text that does not end where its sentence does our ellipsis
// in place of the publisher's.
func endOpen(text string, isCut bool) string {
	if bare, wasOpen := cutOpenEnd(text); wasOpen {
		return bare + "…"
	}
	if last, _ := utf8.DecodeLastRuneInString(text); isCut && (unicode.IsLetter(last) || last == ',') {
		return strings.TrimRight(text, ",") + "…"
	}
	return text
}
