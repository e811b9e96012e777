package parse

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"broadsheet/digest"
)

// readPage finds items in a page: by the source's selectors, or, without them,
// by what repeats in it or by the list that it gives in structured data,
// whichever is longer. What the page's structured data say of an item is added
// to it.
func (d *desk) readPage(text []byte) (*draft, error) {
	root, err := parsePage(text)
	if err != nil {
		return nil, fmt.Errorf("parse page: %w", err)
	}
	doc := goquery.NewDocumentFromNode(root)
	page := d.openPage(doc)
	said := readLinked(root, page.base)
	strip(root)
	if d.source.Select.Item == "" {
		err = d.findItems(page, doc, said)
	} else {
		page.items, err = pick(doc, d.source.Select, page.base, d.odd)
		if err == nil && len(page.items) == 0 {
			err = fmt.Errorf("parse page: the item selector %q matches nothing", d.source.Select.Item)
		}
		said.enrich(page.items)
	}
	dateByAddress(page.items)
	return page, err
}

// dayInPath is a date as papers write it into their addresses: /2026/11/23/,
// /2026/nov/23/, /2026-11-23/.
var dayInPath = regexp.MustCompile(`/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[/-](0?[1-9]|[12]\d|3[01])(?:[/-]|$)`)

// dateByAddress has the day in an item's address claimed for it, after all that
// the page says.
func dateByAddress(items []itemDraft) {
	for i := range items {
		path, _, _ := strings.Cut(items[i].link, "?")
		if day := dayInPath.FindStringSubmatch(path); day != nil {
			items[i].published = append(items[i].published, strings.Join(day[1:], "-"))
		}
	}
}

// parsePage reads HTML as a browser without scripts does. It refuses what is
// nested deeper than 512 elements.
func parsePage(text []byte) (*html.Node, error) {
	return html.ParseWithOptions(bytes.NewReader(text), html.ParseOptionEnableScripting(false))
}

// openPage is what the page says of itself.
func (d *desk) openPage(doc *goquery.Document) *draft {
	page := &draft{format: "page", exact: true}
	page.feed = feedDraft{
		title:       inner(doc.Find("title").First()),
		link:        either(doc.Find("link[rel=canonical]").AttrOr("href", ""), d.source.Page),
		description: html.EscapeString(doc.Find("meta[name=description]").AttrOr("content", "")),
		language:    doc.Find("html").AttrOr("lang", ""),
	}
	page.base = parsed(absolute(doc.Find("base[href]").AttrOr("href", ""), d.address, parsed(d.source.Page)))
	if page.base == nil {
		page.base = d.address
	}
	if page.base == nil {
		page.base = parsed(d.source.Page)
	}
	return page
}

// strip removes what no reader sees, and what in a headline is for their ears alone.
func strip(parent *html.Node) {
	for n := parent.FirstChild; n != nil; {
		next := n.NextSibling
		switch {
		case n.Type == html.CommentNode, n.DataAtom == atom.Script, n.DataAtom == atom.Style, n.DataAtom == atom.Template, n.DataAtom == atom.Svg, isSpoken(n):
			parent.RemoveChild(n)
		default:
			strip(n)
		}
		n = next
	}
}

var spokenClass = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:sr-only|screen-?reader|visually-?hidden|visuallyhidden|a11y-hidden|assistive-text)(?:$|[\s_-])`)

// isSpoken says that an element in a heading is read out by screen readers only
// ("For subscribers"), beside a text that all can see.
func isSpoken(n *html.Node) bool {
	if n.Type != html.ElementNode || !spokenClass.MatchString(attr(n, "class")) {
		return false
	}
	for a := range n.Ancestors() {
		if isHeading(a) {
			return hasTextBeside(n, a)
		}
	}
	return false
}

// hasTextBeside says that near the beginning of an element there is text that is
// not in n.
func hasTextBeside(n, around *html.Node) bool {
	left := 100 // nodes that are looked at
	for d := range around.Descendants() {
		if left--; left < 0 {
			return false
		}
		if d.Type == html.TextNode && strings.TrimSpace(d.Data) != "" && common(n, d) != n {
			return true
		}
	}
	return false
}

// findItems reads a page without selectors.
func (d *desk) findItems(page *draft, doc *goquery.Document, said *linked) error {
	f := newFinder(doc.Get(0), d.address, page.base)
	lists, navigation := f.best()
	if len(lists) > 0 {
		d.selected = f.together(lists)
		if lists[0].area == margin {
			d.odd.add("the only list of stories in the page stands in its margin")
		}
		items, err := pick(doc, d.selected, page.base, d.odd)
		if err != nil {
			return err
		}
		page.items = stories(items, page.base)
		said.enrich(page.items)
	}
	if list := said.list(f.titles()); len(list) > len(page.items) {
		page.items, d.selected = said.join(list, page.items), digest.Selectors{}
		d.found = fmt.Sprintf("found %d items by the page's own list (%s)", len(page.items), said.form)
		return nil
	}
	switch {
	case len(page.items) > 0:
		d.found = fmt.Sprintf("found %d items by %s", len(page.items), describe(d.selected))
		return nil
	case navigation:
		return errors.New("parse page: nothing repeats in this page but its navigation; name its items with select")
	case len(f.links) == 0:
		return errors.New("parse page: there are no links to stories in this page; perhaps a script in the browser writes them")
	}
	return errors.New("parse page: no list of stories was found in this page; name its items with select")
}

// describe says selectors in one line.
func describe(s digest.Selectors) string {
	line := s.Item
	for _, each := range []struct{ name, selector string }{
		{"title", s.Title}, {"published", s.Published}, {"summary", s.Summary}, {"author", s.Author}, {"image", s.Image},
	} {
		if each.selector != "" {
			line += "; " + each.name + " " + each.selector
		}
	}
	return line
}

// stories are the drafts that have a title and a link, each link once.
func stories(items []itemDraft, base *url.URL) []itemDraft {
	known := map[string]bool{}
	var list []itemDraft
	for _, item := range items {
		key := normal(absolute(item.link, base))
		if key == "" || known[key] || strings.TrimSpace(plain(item.title)) == "" {
			continue
		}
		known[key] = true
		list = append(list, item)
	}
	return list
}
