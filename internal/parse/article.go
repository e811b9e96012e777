package parse

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"

	"broadsheet/digest"
)

// Article is a story as its own page has it.
type Article struct {
	// Item is the story without an ID: Content is its text, cleaned as that of
	// a feed; the rest is what the page says in its structured data.
	Item digest.Item
	// NoArchive says that the page asks for no copy to be kept: noarchive in a
	// robots meta element. The header X-Robots-Tag is the caller's to see to.
	NoArchive bool
}

// What a page may have to be read for its text: elements, and bytes of text
// times the depth at which they stand, for readability reads the text of each
// element anew.
const (
	articleElements = 20_000
	articleLabour   = 40 << 20
)

// FullText reads the text of the story on a page of a source. seen is the time
// of the visit, by which dates are doubted. It is an error if there is no text,
// and if the page is so large or so deeply nested that no newspaper wrote it.
func FullText(source digest.Source, doc Document, seen time.Time) (Article, error) {
	d := &desk{source: source, address: parsed(doc.URL), seen: seen.UTC(), odd: &oddities{}}
	root, err := parsePage(decode(doc.Body, doc.ContentType, d.odd))
	if err != nil {
		return Article{}, fmt.Errorf("parse article: %w", err)
	}
	if labour(root, 1) > articleLabour {
		return Article{}, errors.New("parse article: too much text is nested too deep in this page")
	}
	base := baseOf(root, d.address)
	d.bases = []*url.URL{base}
	draft := readLinked(root, base).story(canonical(root), doc.URL)
	article := Article{NoArchive: refusesCopies(root)}
	parser := readability.NewParser()
	parser.MaxElemsToParse = articleElements
	parser.DisableJSONLD = true // read above
	read, err := parser.ParseAndMutate(root, base)
	if err != nil {
		return Article{}, fmt.Errorf("parse article: %w", err)
	}
	if read.Node == nil || !hasText(read.Node) {
		return Article{}, errors.New("parse article: no text of a story was found in this page")
	}
	var b strings.Builder
	if err := html.Render(&b, read.Node); err != nil {
		return Article{}, fmt.Errorf("parse article: %w", err)
	}
	draft.fill(itemDraft{title: escaped(read.Title()), language: read.Language()})
	draft.content = markup{html: b.String()}
	if byline := read.Byline(); len(draft.authors) == 0 && len(byline) < 200 {
		draft.authors = merge(nil, person(html.EscapeString(byline)))
	}
	draft.base = base
	article.Item = d.item(&draft, true)
	article.Item.Link = untracked(article.Item.Link)
	article.Item.Language = either(article.Item.Language, source.Language)
	return article, nil
}

// labour is the text below a node, each byte as often as elements hold it.
func labour(n *html.Node, depth int) int {
	sum := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			sum += len(c.Data) * depth
		}
		sum += labour(c, depth+1)
	}
	return sum
}

// story is what is said of the page itself, known by any of its addresses; of
// a page that names a single story, that one.
func (l *linked) story(addresses ...string) itemDraft {
	for _, address := range addresses {
		if known, ok := l.byKey[normal(absolute(address, l.base))]; ok {
			return l.items[known]
		}
	}
	if len(l.items) == 1 {
		return l.items[0]
	}
	return itemDraft{link: either(slices.DeleteFunc(addresses, func(a string) bool { return absolute(a, l.base) == "" })...)}
}

// refusesCopies says that a page's robots rules forbid keeping it.
func refusesCopies(root *html.Node) bool {
	m := metasOf(root)
	for _, rule := range slices.Concat(m["robots"], m["googlebot"], m["x-robots-tag"]) {
		for word := range strings.FieldsFuncSeq(strings.ToLower(rule), func(r rune) bool { return r == ',' || r == ' ' }) {
			if word == "noarchive" || word == "nocache" {
				return true
			}
		}
	}
	return false
}
