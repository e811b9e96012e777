package parse

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"broadsheet/digest"
)

// readPage finds items in a page by the source's selectors. Without a
// selector the title is the first heading, else the first link that has a
// text; the link is the first in the title, around it, or in the item.
func (d *desk) readPage(text []byte) (*draft, error) {
	pick, err := compile(d.source.Select)
	if err != nil {
		return nil, err
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("parse page: %w", err)
	}
	found := doc.FindMatcher(pick.item)
	if found.Length() == 0 {
		return nil, fmt.Errorf("parse page: the item selector %q matches nothing", d.source.Select.Item)
	}
	page := &draft{format: "page", exact: true}
	page.feed = feedDraft{
		title:       inner(doc.Find("title").First()),
		link:        either(doc.Find("link[rel=canonical]").AttrOr("href", ""), d.source.Page),
		description: html.EscapeString(doc.Find("meta[name=description]").AttrOr("content", "")),
		language:    doc.Find("html").AttrOr("lang", ""),
	}
	page.base = parsed(absolute(doc.Find("base[href]").AttrOr("href", ""), d.address, parsed(d.source.Page)))
	for _, s := range found.EachIter() {
		item := pick.read(s)
		item.base = page.base
		page.items = append(page.items, item)
	}
	return page, nil
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

// read drafts one item.
func (p *picker) read(s *goquery.Selection) itemDraft {
	title := p.find(s, p.title)
	if p.title == nil {
		title = firstTitle(s)
	}
	item := itemDraft{
		title:   inner(title),
		link:    href(title, s),
		summary: markup{html: inner(p.find(s, p.summary))},
	}
	if p.link != nil {
		item.link = href(p.find(s, p.link), nil)
	}
	if claim := claim(p.find(s, p.published)); claim != "" {
		item.published = []string{claim}
	}
	for _, author := range p.find(s, p.author).EachIter() {
		item.authors = merge(item.authors, person(inner(author)))
	}
	if p.image != nil {
		item.images = []digest.Image{picture(p.find(s, p.image))}
	}
	return item
}

// find is what a selector finds in an item; empty for none.
func (p *picker) find(s *goquery.Selection, m goquery.Matcher) *goquery.Selection {
	if m == nil {
		return &goquery.Selection{}
	}
	return s.FindMatcher(m)
}

// firstTitle is the first heading that has a link, else the first heading,
// else the first link with a text.
func firstTitle(s *goquery.Selection) *goquery.Selection {
	headings := s.Find("h1,h2,h3,h4,h5,h6")
	if linked := headings.Has("a[href]"); linked.Length() > 0 {
		return linked.First()
	}
	if headings.Length() > 0 {
		return headings.First()
	}
	links := s.Find("a[href]").FilterFunction(func(_ int, a *goquery.Selection) bool {
		return strings.TrimSpace(a.Text()) != ""
	})
	if links.Length() == 0 && s.Is("a[href]") {
		return s
	}
	return links.First()
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

// picture is an image element, or the first one in what was found.
func picture(s *goquery.Selection) digest.Image {
	image := s.Filter("img")
	if image.Length() == 0 {
		image = s.Find("img")
	}
	image = image.First()
	return digest.Image{
		URL: either(image.AttrOr("data-src", ""), image.AttrOr("src", "")),
		Alt: html.EscapeString(image.AttrOr("alt", "")),
	}
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
