package parse

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"broadsheet/digest"
)

// nestLimit is how many items may be within one another, itemLimit how many
// there may be: a selector that is too wide must not cost the square of a page.
const (
	nestLimit = 4
	itemLimit = 5000
)

// pick reads a page by selectors. Without a selector the title is the first
// heading, else the first link that has a text; the link is the first in the
// title, around it, or in the item.
func pick(doc *goquery.Document, s digest.Selectors, base *url.URL, odd *oddities) ([]itemDraft, error) {
	p, err := compile(s)
	if err != nil {
		return nil, err
	}
	var items []itemDraft
	for _, n := range p.elements(doc.Get(0), odd) {
		item := p.read(selection(bodyOf(n)...))
		item.base = base
		items = append(items, item)
	}
	return items, nil
}

// picker is a source's selectors, compiled. Only item is never nil.
type picker struct {
	item, title, link, published, summary, author, image goquery.Matcher
}

func compile(s digest.Selectors) (*picker, error) {
	if s.Item == "" {
		return nil, errors.New("parse page: no selector for items")
	}
	p := &picker{}
	for _, each := range []struct {
		name, text string
		into       *goquery.Matcher
	}{
		{"item", s.Item, &p.item},
		{"title", s.Title, &p.title},
		{"link", s.Link, &p.link},
		{"published", s.Published, &p.published},
		{"summary", s.Summary, &p.summary},
		{"author", s.Author, &p.author},
		{"image", s.Image, &p.image},
	} {
		if each.text == "" {
			continue
		}
		selector, err := cascadia.Compile(each.text)
		if err != nil {
			return nil, fmt.Errorf("parse page: %s selector %q: %w", each.name, each.text, err)
		}
		*each.into = selector
	}
	return p, nil
}

// elements are the items' elements in the order of the page.
func (p *picker) elements(root *html.Node, odd *oddities) []*html.Node {
	var list []*html.Node
	var walk func(n *html.Node, nested int)
	walk = func(n *html.Node, nested int) {
		if n.Type == html.ElementNode && p.item.Match(n) {
			if nested++; nested > nestLimit || len(list) == itemLimit {
				odd.add("the item selector matches too much; not all of it was read")
				return
			}
			list = append(list, n)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, nested)
		}
	}
	walk(root, 0)
	return list
}

// read drafts one item.
func (p *picker) read(s *goquery.Selection) itemDraft {
	title := p.find(s, p.title)
	if p.title == nil {
		title = firstTitle(s)
	}
	item := itemDraft{
		title:   inner(title),
		link:    href(title, s),
		summary: markup{html: inner(p.find(s, p.summary).FilterFunction(func(_ int, t *goquery.Selection) bool { return hasText(t.Get(0)) }))},
	}
	if p.link != nil {
		item.link = href(p.find(s, p.link), nil)
	}
	if claim := claim(p.find(s, p.published)); claim != "" {
		item.published = []string{claim}
	} else if p.published == nil {
		item.published = bareDays(s)
	}
	for _, author := range p.find(s, p.author).EachIter() {
		item.authors = merge(item.authors, person(inner(author)))
	}
	if p.image != nil {
		item.images = []digest.Image{picture(p.find(s, p.image))}
	}
	return item
}

// find is what a selector finds in an item, or of it; empty for none.
func (p *picker) find(s *goquery.Selection, m goquery.Matcher) *goquery.Selection {
	if m == nil {
		return &goquery.Selection{}
	}
	if found := s.FindMatcher(m); found.Length() > 0 || s.Length() == 1 {
		return found
	}
	return s.Slice(1, s.Length()).FilterMatcher(m)
}

// selection is one of these nodes.
func selection(nodes ...*html.Node) *goquery.Selection {
	return &goquery.Selection{Nodes: nodes}
}

// firstOf is the first node of a selection; nil if it is empty.
func firstOf(s *goquery.Selection) *html.Node {
	if len(s.Nodes) == 0 {
		return nil
	}
	return s.Nodes[0]
}

// firstTitle is the first heading that has a link, else the first heading,
// else the first link with a text.
func firstTitle(s *goquery.Selection) *goquery.Selection {
	var heading, link *html.Node
	for _, root := range s.Nodes {
		for n := range root.Descendants() {
			switch {
			case isHeading(n) && firstLink(n) != nil:
				return selection(n)
			case isHeading(n) && heading == nil:
				heading = n
			case isLink(n) && link == nil && hasText(n):
				link = n
			}
		}
	}
	switch {
	case heading != nil:
		return selection(heading)
	case link != nil:
		return selection(link)
	}
	return s.Filter("a[href]")
}

func isLink(n *html.Node) bool { return n.DataAtom == atom.A && attr(n, "href") != "" }

func firstLink(n *html.Node) *html.Node {
	for d := range n.Descendants() {
		if isLink(d) {
			return d
		}
	}
	return nil
}

func hasText(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.Type == html.TextNode && strings.TrimSpace(d.Data) != "" {
			return true
		}
	}
	return false
}

// href is the address of a link: of the element itself, in it, around it, or
// the first in the item.
func href(s, item *goquery.Selection) string {
	for _, candidate := range []*goquery.Selection{s.Filter("a[href]"), s.Find("a[href]"), s.Closest("a[href]")} {
		if link, ok := candidate.Attr("href"); ok {
			return link
		}
	}
	if item == nil {
		return ""
	}
	return href(item, nil)
}

// claim is a date: an attribute made for machines before the text.
func claim(s *goquery.Selection) string {
	for _, each := range []*goquery.Selection{s.First(), s.First().Find("[datetime]").First()} {
		for _, name := range []string{"datetime", "content", "title"} {
			if value := each.AttrOr(name, ""); value != "" {
				if _, ok := parseDate(value, nil); ok {
					return value
				}
			}
		}
	}
	return s.First().Text()
}

// bareLimit is how many texts beside the elements of an item are looked at.
const bareLimit = 20

// bareDays are dates that stand in an item beside its elements.
func bareDays(s *goquery.Selection) []string {
	var days []string
	for _, item := range s.Nodes {
		left := bareLimit
		for n := item.FirstChild; n != nil && left > 0; n = n.NextSibling {
			if n.Type != html.TextNode {
				continue
			}
			left--
			if day := strings.Trim(n.Data, " \t\r\n|:,;()[]·•–—-"); len(day) <= longestDate && strings.ContainsAny(day, "0123456789") && isDay(day) {
				days = append(days, day)
			}
		}
	}
	return days
}

// picture is an image element, or the first one in what was found that has an
// address: pages that load pictures late keep it in an attribute of their own.
func picture(s *goquery.Selection) digest.Image {
	images := s.Filter("img")
	if images.Length() == 0 {
		images = s.Find("img")
	}
	for _, image := range images.EachIter() {
		for _, name := range []string{"data-src", "data-lazy-src", "data-original", "src", "data-srcset", "srcset"} {
			address, _, _ := strings.Cut(strings.TrimSpace(image.AttrOr(name, "")), " ")
			if address != "" && !strings.HasPrefix(address, "data:") {
				return digest.Image{URL: strings.TrimSuffix(address, ","), Alt: html.EscapeString(image.AttrOr("alt", ""))}
			}
		}
	}
	return digest.Image{}
}

// inner is the markup within the first element found.
func inner(s *goquery.Selection) string {
	if s.Length() == 0 {
		return ""
	}
	markup, err := s.First().Html()
	if err != nil {
		return html.EscapeString(s.First().Text())
	}
	return markup
}
