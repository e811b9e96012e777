package templates

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"broadsheet/digest"
)

// Teaser is the beginning of an entry as plain text: of its Summary, or of its
// Content if there is no more to the Summary than that. It has at most limit characters (Unicode code points) and
// ends in "…" where it, or the publisher, cuts the text; it is never cut
// inside a word. The dateline's place does not stand in it when Entry.Place
// names it, so that the two can be printed one after the other.
func Teaser(e digest.Entry, limit int) string {
	return cut(opening(e, limit), limit)
}

// opening is at least the first limit characters of an entry's text, if it
// has as many. A summary that is only the beginning of the content gives way
// to it where there is room.
func opening(e digest.Entry, limit int) string {
	if limit <= 0 {
		return ""
	}
	place := clean(e.Place)
	want := limit + len(place)
	text, isCut := plainText(e.Summary, want), e.Cut
	if utf8.RuneCountInString(text) < want {
		begun, _ := cutOpenEnd(text)
		if content := plainText(e.Content, want); strings.HasPrefix(content, begun) && len(content) > len(begun) {
			text, isCut = content, false
		}
	}
	return endOpen(withoutPlace(text, place), isCut)
}

// plainText is what a reader sees of some markup, without its figures and
// tables. It stops reading soon after it has the characters that are wanted.
func plainText(markup digest.HTML, want int) string {
	var text line
	tokens := html.NewTokenizer(strings.NewReader(string(markup)))
	for skipped := 0; text.Len() <= (want+8)*utf8.UTFMax; {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			break
		}
		if kind == html.TextToken {
			if skipped == 0 {
				text.add(string(tokens.Text()))
			}
			continue
		}
		name, _ := tokens.TagName()
		element := atom.Lookup(name)
		if isSkipped(element) {
			skipped = max(0, skipped+nesting(kind))
		}
		if !isInline(element) {
			text.add(" ")
		}
	}
	return clean(text.String())
}

// line is a text in which any amount of space is one.
type line struct {
	strings.Builder
	gap bool
}

func (l *line) add(text string) {
	for _, r := range text {
		if unicode.IsSpace(r) {
			l.gap = true
			continue
		}
		if l.gap {
			l.WriteByte(' ')
			l.gap = false
		}
		l.WriteRune(r)
	}
}

// nesting is how a tag changes the depth inside its element.
func nesting(kind html.TokenType) int {
	switch kind {
	case html.StartTagToken:
		return 1
	case html.EndTagToken:
		return -1
	}
	return 0
}

// isSkipped says that an element's text is not part of the story's.
func isSkipped(element atom.Atom) bool {
	switch element {
	case atom.Figure, atom.Table, atom.Script, atom.Style, atom.Title, atom.Template, atom.Noscript, atom.Iframe, atom.Textarea:
		return true
	}
	return false
}

// isInline says that an element does not part the words on its two sides.
func isInline(element atom.Atom) bool {
	switch element {
	case atom.A, atom.Abbr, atom.B, atom.Bdi, atom.Bdo, atom.Cite, atom.Code, atom.Em, atom.Font, atom.I, atom.Mark,
		atom.Q, atom.S, atom.Small, atom.Span, atom.Strong, atom.Sub, atom.Sup, atom.Time, atom.U, atom.Wbr:
		return true
	}
	return false
}

// datelineEnd is what stands between a dateline's place and the story:
// ": ", " — ", " (Reuters) - ".
var datelineEnd = regexp.MustCompile(`^\s*(?:\([^)]{1,40}\)\s*)?(?::|[-–—]+\s)\s*`)

// withoutPlace takes a dateline ("WASHINGTON: ", "KARACHI (Reuters) - ") off a text.
func withoutPlace(text, place string) string {
	if !beginsWith(text, place) {
		return text
	}
	end := datelineEnd.FindStringIndex(text[len(place):])
	if end == nil {
		return text
	}
	return text[len(place)+end[1]:]
}

// beginsWith says that a text begins with a word or words, in whatever case.
func beginsWith(text, words string) bool {
	if words == "" || len(text) < len(words) || !strings.EqualFold(text[:len(words)], words) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(text[len(words):])
	return !unicode.IsLetter(next)
}

// railLeast is how long the rail's first sentence has to be, in characters: a
// shorter one ("No.") brings the next along.
const railLeast = 40

// railTeaser is the first sentence of an entry, closed with "…" if more follows.
func railTeaser(e digest.Entry, limit int) string {
	text := opening(e, limit)
	least := offset(text, railLeast)
	for end := range text {
		if end >= least && text[end] == ' ' && endsSentence(text[:end]) {
			text = strings.TrimRight(text[:end], " .۔") + "…"
			break
		}
	}
	return cut(text, limit)
}

// endsSentence says that a text ends with a sentence, and not with an
// abbreviation or an initial ("Mr.", "U.S."): those are short.
func endsSentence(text string) bool {
	sentence, stopped := strings.CutSuffix(text, ".")
	if !stopped {
		last, _ := utf8.DecodeLastRuneInString(text)
		return strings.ContainsRune("!?۔؟", last)
	}
	word := sentence[strings.LastIndexByte(sentence, ' ')+1:]
	return utf8.RuneCountInString(word) > 3 && !strings.Contains(word, ".")
}
