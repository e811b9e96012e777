package digest

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// HTML is a stranger's markup after internal/parse has cleaned it: balanced,
// without anything that runs, posts or tracks. Only parse makes a value of
// this type from outside bytes, and only templates writes it out as markup.
type HTML string

// Text is what a reader sees of the markup, without its figures and tables:
// single spaces, and a line for each paragraph. It stops reading soon after it
// has so many bytes; 0 is all of it.
func (h HTML) Text(most int) string {
	var text lines
	if !strings.Contains(string(h), "<") {
		text.add(html.UnescapeString(string(h)))
		return text.String()
	}
	tokens := html.NewTokenizer(strings.NewReader(string(h)))
	for skipped := 0; most == 0 || text.Len() <= most; {
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
			text.gap = '\n'
		}
	}
	return text.String()
}

// lines is a text in which any amount of space is one sign: a line's end
// between paragraphs, a space elsewhere.
type lines struct {
	strings.Builder
	gap byte
}

func (l *lines) add(text string) {
	for _, r := range text {
		if unicode.IsSpace(r) {
			if l.gap == 0 {
				l.gap = ' '
			}
			continue
		}
		if l.gap != 0 && l.Len() > 0 {
			l.WriteByte(l.gap)
		}
		l.gap = 0
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
