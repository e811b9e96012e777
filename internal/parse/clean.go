package parse

import (
	"math"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"broadsheet/digest"
)

// prose is cleaned markup while it is still a tree. Its zero value is empty.
type prose struct{ root *html.Node }

// policy lets through what a mail and a page can show.
var policy = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "div", "blockquote", "pre", "code", "kbd", "samp", "var",
		"ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6",
		"em", "strong", "i", "b", "u", "s", "del", "ins", "sub", "sup", "small", "mark", "abbr", "cite", "q", "span", "bdi",
		"figure", "figcaption", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("src", "alt").OnElements("img")
	size := regexp.MustCompile(`^[0-9]{1,5}$`)
	p.AllowAttrs("width", "height").Matching(size).OnElements("img")
	p.AllowAttrs("colspan", "rowspan").Matching(regexp.MustCompile(`^[0-9]{1,2}$`)).OnElements("td", "th")
	p.AllowAttrs("start").Matching(size).OnElements("ol")
	p.AllowAttrs("dir").Matching(regexp.MustCompile(`^(?i:rtl|ltr|auto)$`)).Globally()
	p.AllowAttrs("lang").Matching(regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$`)).Globally()
	p.AllowURLSchemes("http", "https")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	return p
}()

// clean reduces a stranger's markup to the policy, balances it by parsing it
// as a browser would, makes its addresses absolute (what cannot be made so is
// dropped) and removes pictures that nobody can see. Markup that is nested too
// deep for a browser becomes its plain text.
func clean(markup string, bases []*url.URL) prose {
	if strings.TrimSpace(markup) == "" {
		return prose{}
	}
	root := &html.Node{Type: html.DocumentNode}
	if !strings.ContainsAny(markup, "<&") {
		root.AppendChild(&html.Node{Type: html.TextNode, Data: printable(strings.TrimSpace(markup))})
		return prose{root}
	}
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(policy.Sanitize(markup)), body)
	if err != nil {
		nodes = []*html.Node{{Type: html.TextNode, Data: plain(markup)}}
	}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	settle(root, bases)
	for n := range root.Descendants() {
		if n.DataAtom == atom.Img || n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" {
			return prose{root}
		}
	}
	return prose{}
}

// settle makes the addresses below a node absolute.
func settle(parent *html.Node, bases []*url.URL) {
	for n := parent.FirstChild; n != nil; {
		next := n.NextSibling
		settle(n, bases)
		switch {
		case n.Type == html.TextNode:
			n.Data = printable(n.Data)
		case n.DataAtom == atom.A:
			if href := absolute(attr(n, "href"), bases...); href == "" {
				unwrap(n)
			} else {
				setAttr(n, "href", href)
			}
		case n.DataAtom == atom.Img:
			width, height := pixels(n, "width"), pixels(n, "height")
			if src := absolute(attr(n, "src"), bases...); src == "" || isPixel(width, height) {
				parent.RemoveChild(n)
			} else {
				setAttr(n, "src", src)
			}
		}
		n = next
	}
}

// printable drops the characters that no document may hold.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if isNoise(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
}

// unwrap puts an element's children in its place.
func unwrap(n *html.Node) {
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
		n.Parent.InsertBefore(c, n)
	}
	n.Parent.RemoveChild(n)
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func setAttr(n *html.Node, key, value string) {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			n.Attr[i].Val = value
		}
	}
}

// pixels is a size attribute: 0 where there is none, at least 1 where there is.
func pixels(n *html.Node, key string) int {
	size, err := strconv.Atoi(attr(n, key))
	if err != nil {
		return 0
	}
	return max(size, 1)
}

// isPixel says that a picture of this size, 0 being unknown, is there to
// count readers.
func isPixel(width, height int) bool { return width == 1 || height == 1 }

// render is the markup as it is stored.
func (p prose) render() digest.HTML {
	if p.root == nil {
		return ""
	}
	var b strings.Builder
	for c := p.root.FirstChild; c != nil; c = c.NextSibling {
		if err := html.Render(&b, c); err != nil {
			return digest.HTML(html.EscapeString(p.text()))
		}
	}
	// Attributes are written in double quotes, so an apostrophe may stand anywhere.
	return digest.HTML(strings.ReplaceAll(strings.TrimSpace(b.String()), "&#39;", "'"))
}

// text is all text, blocks set apart, white space folded.
func (p prose) text() string { return p.opening(math.MaxInt) }

// opening is the text of the first nodes that together have so many bytes.
func (p prose) opening(bytes int) string {
	if p.root == nil {
		return ""
	}
	var b strings.Builder
	appendTextOf(&b, p.root, bytes)
	return fold(b.String())
}

func textOf(n *html.Node) string { return prose{n}.text() }

func appendTextOf(b *strings.Builder, n *html.Node, limit int) {
	if n.Type == html.TextNode {
		b.WriteString(n.Data)
		return
	}
	block := isBlock(n.DataAtom)
	if block {
		b.WriteByte(' ')
	}
	for c := n.FirstChild; c != nil && b.Len() < limit; c = c.NextSibling {
		appendTextOf(b, c, limit)
	}
	if block {
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
				Width: pixels(n, "width"), Height: pixels(n, "height"),
			}
		}
	}
	return nil
}
