package parse

import (
	"math"
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"broadsheet/digest"
)

// prose is cleaned markup while it is still a tree. Its zero value is empty.
type prose struct{ root *html.Node }

// clean reduces a stranger's markup to what a mail and a page can show:
// elements and attributes of a short list, http(s) addresses made absolute by
// the first base that serves, nothing that runs, posts, paints over the page
// or counts its readers. What comes out is written in a form that every HTML
// parser reads as the tree it was written from.
func clean(markup string, bases []*url.URL) prose {
	if strings.TrimSpace(markup) == "" {
		return prose{}
	}
	if !strings.ContainsRune(markup, '<') {
		return sentence(html.UnescapeString(markup))
	}
	return reduce(markup, bases)
}

// sentence is prose without markup.
func sentence(text string) prose {
	text = strings.TrimSpace(printable(text))
	if text == "" {
		return prose{}
	}
	root := &html.Node{Type: html.DocumentNode}
	root.AppendChild(&html.Node{Type: html.TextNode, Data: text})
	return prose{root}
}

// printable drops the characters that no document may hold.
func printable(text string) string {
	for i := 0; i < len(text); {
		if c := text[i]; c < 0x7F && c >= ' ' || c == '\n' || c == '\t' {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if isNoise(r) || r == utf8.RuneError {
			return text[:i] + strings.Map(func(r rune) rune {
				if isNoise(r) && r != '\n' && r != '\t' {
					return -1
				}
				return r
			}, text[i:])
		}
		i += size
	}
	return text
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// text is all text, blocks set apart, white space folded.
func (p prose) text() string { return p.opening(math.MaxInt) }

// opening is the text of the first nodes that together have so many bytes.
func (p prose) opening(bytes int) string {
	if p.root == nil {
		return ""
	}
	var b strings.Builder
	b.Grow(textLength(p.root, bytes))
	writeTextOf(&b, p.root, bytes)
	return fold(strings.TrimRight(b.String(), " "))
}

func textOf(n *html.Node) string { return prose{n}.text() }

// textLength is about how long the text of the first nodes is that together
// have so many bytes.
func textLength(n *html.Node, limit int) int {
	if n.Type == html.TextNode {
		return len(n.Data)
	}
	length := 1
	for c := n.FirstChild; c != nil && length < limit; c = c.NextSibling {
		length += textLength(c, limit-length)
	}
	return length
}

func writeTextOf(b *strings.Builder, n *html.Node, limit int) {
	if n.Type == html.TextNode {
		b.WriteString(n.Data)
		return
	}
	setApart(b, n)
	for c := n.FirstChild; c != nil && b.Len() < limit; c = c.NextSibling {
		writeTextOf(b, c, limit)
	}
	setApart(b, n)
}

// setApart keeps what stands in a block apart from what does not.
func setApart(b *strings.Builder, n *html.Node) {
	if text := b.String(); text != "" && text[len(text)-1] != ' ' && isBlock(n.DataAtom) {
		b.WriteByte(' ')
	}
}

// image is the first picture; nil if there is none.
func (p prose) image() *digest.Image {
	if p.root == nil {
		return nil
	}
	for n := range p.root.Descendants() {
		if n.DataAtom == atom.Img {
			return &digest.Image{
				URL: attr(n, "src"), Alt: fold(attr(n, "alt")),
				Width: pixels(attr(n, "width")), Height: pixels(attr(n, "height")),
			}
		}
	}
	return nil
}

// render is the markup as it is stored.
func (p prose) render() digest.HTML {
	if p.root == nil {
		return ""
	}
	var b strings.Builder
	b.Grow(lengthOf(p.root))
	for c := p.root.FirstChild; c != nil; c = c.NextSibling {
		write(&b, c)
	}
	return digest.HTML(b.String())
}

// lengthOf is about as long as what is written of a node.
func lengthOf(n *html.Node) int {
	length := len(n.Data)
	if n.Type == html.ElementNode {
		length = 2*length + len("<></>")
	}
	for _, a := range n.Attr {
		length += len(a.Key) + len(a.Val) + len(` =""`)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		length += lengthOf(c)
	}
	return length
}

// write writes a node of prose. Attributes stand in double quotes, so that an
// apostrophe may stand anywhere.
func write(b *strings.Builder, n *html.Node) {
	if n.Type == html.TextNode {
		writeEscaped(b, n.Data)
		return
	}
	b.WriteByte('<')
	b.WriteString(n.Data)
	for _, a := range n.Attr {
		b.WriteByte(' ')
		b.WriteString(a.Key)
		b.WriteString(`="`)
		writeEscaped(b, a.Val)
		b.WriteByte('"')
	}
	if elements[n.DataAtom].nature == single {
		b.WriteString("/>")
		return
	}
	b.WriteByte('>')
	if c := n.FirstChild; n.DataAtom == atom.Pre && c != nil && c.Type == html.TextNode && strings.HasPrefix(c.Data, "\n") {
		b.WriteByte('\n') // the first one is not part of the text
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		write(b, c)
	}
	b.WriteString("</")
	b.WriteString(n.Data)
	b.WriteByte('>')
}

func writeEscaped(b *strings.Builder, text string) {
	done := 0
	for i := range len(text) {
		escape := ""
		switch text[i] {
		case '&':
			escape = "&amp;"
		case '<':
			escape = "&lt;"
		case '>':
			escape = "&gt;"
		case '"':
			escape = "&#34;"
		default:
			continue
		}
		b.WriteString(text[done:i])
		b.WriteString(escape)
		done = i + 1
	}
	b.WriteString(text[done:])
}
