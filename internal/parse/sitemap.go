package parse

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
	"time"

	"broadsheet/digest"
)

// SitemapIndex is the error of a sitemap that only names other sitemaps. Feed
// cannot fetch them; the caller may visit the first in its place.
type SitemapIndex struct {
	// Sitemaps are the absolute addresses of the others, those that promise news
	// first, and of these the last changed; those without a date follow in the
	// order of the index.
	Sitemaps []string
}

func (e *SitemapIndex) Error() string {
	if len(e.Sitemaps) == 0 {
		return "parse sitemap: this is an index of sitemaps that names none"
	}
	return fmt.Sprintf("parse sitemap: this is an index of %d sitemaps, such as %s", len(e.Sitemaps), e.Sitemaps[0])
}

// sitemap is a document of the sitemap protocol as it is read: elements by
// their local names, since publishers bind the news and image namespaces to
// whatever prefix and address they please.
type sitemap struct {
	desk     *desk
	page     *draft
	path     []string // of the open elements
	text     strings.Builder
	item     itemDraft
	picture  digest.Image
	paper    string // the publication
	bare     int    // addresses without a headline
	begun    bool   // the first element was met,
	index    bool   // and was that of an index
	children []child
}

// child is a sitemap that an index names.
type child struct {
	address string
	changed time.Time
}

// sitemapDepth is how deep elements may be nested.
const sitemapDepth = 32

// readSitemap reads a news sitemap: each address with a headline is an item.
func (d *desk) readSitemap(text []byte) (*draft, error) {
	s := &sitemap{desk: d, page: &draft{format: "news sitemap", exact: true, base: d.address}}
	decoder := xml.NewDecoder(bytes.NewReader(scrub(text, d.odd)))
	decoder.Strict = false
	decoder.Entity = xml.HTMLEntity
	decoder.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // decoded before
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return s.finish()
		}
		if err == nil {
			err = s.token(token)
		}
		if err != nil && len(s.page.items)+len(s.children) > 0 {
			d.odd.add("the sitemap could be read only in part")
			return s.finish()
		}
		if err != nil {
			return nil, fmt.Errorf("parse sitemap: %w", err)
		}
	}
}

func (s *sitemap) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return s.start(strings.ToLower(t.Name.Local))
	case xml.CharData:
		s.text.Write(t)
	case xml.EndElement:
		s.end(strings.TrimSpace(s.text.String()))
		s.text.Reset()
		s.path = s.path[:len(s.path)-1]
	}
	return nil
}

func (s *sitemap) start(name string) error {
	switch {
	case len(s.path) == 0 && name != "urlset" && name != "sitemapindex":
		return fmt.Errorf("this document begins with <%s>, not as a sitemap does", short(name))
	case len(s.path) == sitemapDepth:
		return fmt.Errorf("elements are nested deeper than %d", sitemapDepth)
	case len(s.path) == 0:
		s.begun, s.index = true, name == "sitemapindex"
	case len(s.path) == 1 && name == "url":
		s.item = itemDraft{base: s.page.base}
	case len(s.path) == 1 && name == "sitemap":
		s.children = append(s.children, child{})
	case name == "image":
		s.picture = digest.Image{}
	}
	s.path = append(s.path, name)
	s.text.Reset()
	return nil
}

// end takes the text of the element that closes.
func (s *sitemap) end(text string) {
	item := &s.item
	switch strings.Join(s.path[1:], "/") {
	case "url":
		s.take()
	case "url/loc":
		item.link = text
	case "url/lastmod":
		item.updated = claims(text)
	case "url/news/title":
		item.title = escaped(text)
	case "url/news/publication_date":
		item.published = claims(text)
	case "url/news/publication/language", "url/news/language":
		item.language = text
	case "url/news/publication/name":
		s.paper = either(s.paper, text)
	case "url/news/genres", "url/news/keywords":
		item.categories = append(item.categories, strings.Split(text, ",")...)
	case "url/image/loc":
		s.picture.URL = text
	case "url/image/caption", "url/image/title":
		s.picture.Alt = either(s.picture.Alt, html.EscapeString(text))
	case "url/image":
		item.images = append(item.images, pictures(s.picture)...)
	case "sitemap/loc":
		s.children[len(s.children)-1].address = absolute(text, s.desk.address)
	case "sitemap/lastmod":
		s.children[len(s.children)-1].changed, _ = parseDate(text, s.desk.source.Zone)
	}
}

// take keeps an address that has a headline.
func (s *sitemap) take() {
	if s.item.title == "" {
		s.bare++
		return
	}
	s.page.items = append(s.page.items, s.item)
}

func (s *sitemap) finish() (*draft, error) {
	switch {
	case s.index:
		return nil, s.named()
	case !s.begun:
		return nil, errors.New("parse sitemap: there is no element in this document")
	case len(s.page.items) > 0 && s.bare > 0:
		s.desk.odd.add("addresses without a headline were left out: %d", s.bare)
	case s.bare > 0:
		return nil, fmt.Errorf("parse sitemap: none of its %d addresses has a headline (news:title); this is no news sitemap", s.bare)
	}
	s.page.feed = feedDraft{title: html.EscapeString(s.paper)}
	if len(s.page.items) > 0 {
		s.page.feed.language = s.page.items[0].language
	}
	return s.page, nil
}

// named is the error that names the sitemaps of an index.
func (s *sitemap) named() error {
	slices.SortStableFunc(s.children, func(a, b child) int { return b.changed.Compare(a.changed) })
	var list []string
	for _, c := range s.children {
		if c.address != "" {
			list = append(list, c.address)
		}
	}
	return &SitemapIndex{newsFirst(list)}
}
