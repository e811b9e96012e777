package parse

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// plain is the text of some HTML: tags stripped, entities read once, white
// space folded. What looks like a tag but is none that HTML knows is text.
func plain(markup string) string {
	if !strings.Contains(markup, "<") {
		return fold(xhtml.UnescapeString(markup))
	}
	tail := ""
	if open := strings.LastIndexByte(markup, '<'); open >= 0 && !strings.Contains(markup[open:], ">") {
		markup, tail = markup[:open], markup[open:] // a sign, not a tag
	}
	var b strings.Builder
	skip := atom.Atom(0)
	for z := xhtml.NewTokenizer(strings.NewReader(markup)); ; {
		kind := z.Next()
		if kind == xhtml.ErrorToken {
			b.WriteString(html.UnescapeString(tail))
			return fold(b.String())
		}
		raw := string(z.Raw())
		switch token := z.Token(); {
		case kind == xhtml.TextToken && skip == 0:
			b.WriteString(token.Data)
		case kind == xhtml.EndTagToken && token.DataAtom == skip:
			skip = 0
		case kind == xhtml.CommentToken, kind == xhtml.DoctypeToken, kind == xhtml.TextToken:
		case token.DataAtom == 0 && skip == 0:
			b.WriteString(html.UnescapeString(raw))
		case kind == xhtml.StartTagToken && (token.DataAtom == atom.Script || token.DataAtom == atom.Style):
			skip = token.DataAtom
		case isBlock(token.DataAtom):
			b.WriteByte(' ')
		}
	}
}

var leftover = regexp.MustCompile(`&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[nm]dash|hellip);`)

// headline is the plain text of a title. Publishers escape titles once, twice
// and more; a reference that is left over when the markup is gone was not meant
// to be read, so it is resolved too, unless the format says how often titles
// are escaped.
func headline(markup string, exact bool) string {
	title := plain(markup)
	for range 2 {
		if exact || !leftover.MatchString(title) {
			break
		}
		title = fold(html.UnescapeString(title))
	}
	return title
}

// fold joins runs of white space into one space and drops what has no width
// and no business in a line: control characters, byte order marks, direction
// overrides. Joiners and direction marks stay; Urdu and Persian need them.
func fold(text string) string {
	if isFolded(text) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	gap := false
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			gap = b.Len() > 0
			continue
		case isNoise(r):
			continue
		case gap:
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// isFolded says of a text that there is nothing to fold.
func isFolded(text string) bool {
	if text == "" || text[0] == ' ' || text[len(text)-1] == ' ' {
		return text == ""
	}
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == ' ' && text[i+1] == ' ', c < ' ', c == 0x7F:
			return false
		case c < 0x7F:
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError || unicode.IsSpace(r) || isNoise(r) {
			return false
		}
		i += size
	}
	return true
}

func isNoise(r rune) bool {
	return unicode.IsControl(r) || r == '\uFEFF' || r == '\uFFFE' || r == '\uFFFF' || '\u202A' <= r && r <= '\u202E'
}

func isBlock(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Br, atom.Li, atom.Ul, atom.Ol, atom.Dl, atom.Dt, atom.Dd, atom.Tr, atom.Td, atom.Th,
		atom.Table, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Pre, atom.Hr,
		atom.Section, atom.Article, atom.Header, atom.Footer, atom.Figure, atom.Figcaption, atom.Img:
		return true
	}
	return false
}
