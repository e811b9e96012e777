package sample

import (
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string      `xml:"xml:lang,attr"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle"`
	Updated  string      `xml:"updated"`
	Links    []atomLink  `xml:"link"`
	Author   atomPerson  `xml:"author"`
	Rights   string      `xml:"rights"`
	Entries  []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomPerson struct {
	Name string `xml:"name"`
	URI  string `xml:"uri"`
}

type atomEntry struct {
	ID        string       `xml:"id"`
	Title     string       `xml:"title"`
	Link      atomLink     `xml:"link"`
	Authors   []atomPerson `xml:"author"`
	Category  atomCategory `xml:"category"`
	Published string       `xml:"published"`
	Updated   string       `xml:"updated"`
	Summary   string       `xml:"summary"`
	Content   atomText     `xml:"content"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// renderAtom writes Atom 1.0 (RFC 4287).
func renderAtom(p paper, items []item) ([]byte, error) {
	newest := items[0].published
	feed := atomFeed{
		Lang:     p.language,
		ID:       p.home + "/",
		Title:    p.title,
		Subtitle: p.description,
		Updated:  newest.Format(time.RFC3339),
		Links: []atomLink{
			{"self", "application/atom+xml", p.feed},
			{"alternate", "text/html", p.home + "/"},
		},
		Author: atomPerson{p.title, p.home + "/"},
		Rights: fmt.Sprintf("© %d %s", newest.Year(), p.title),
	}
	for _, it := range items {
		entry, err := newAtomEntry(p, it)
		if err != nil {
			return nil, err
		}
		feed.Entries = append(feed.Entries, entry)
	}
	return marshalXML(feed)
}

func newAtomEntry(p paper, it item) (atomEntry, error) {
	content, err := it.illustrated().html()
	entry := atomEntry{
		ID:        tagURI(p, it),
		Title:     it.title,
		Link:      atomLink{"alternate", "text/html", it.url},
		Category:  atomCategory{it.section},
		Published: it.published.Format(time.RFC3339),
		Updated:   it.published.Format(time.RFC3339),
		Summary:   it.text[0],
		Content:   atomText{"html", content},
	}
	for _, author := range it.authors {
		entry.Authors = append(entry.Authors, atomPerson{author, p.home + "/writers/" + slug(author)})
	}
	return entry, err
}

// tagURI names an item as RFC 4151 has it.
func tagURI(p paper, it item) string {
	host := strings.TrimPrefix(p.home, "https://")
	return fmt.Sprintf("tag:%s,%s:%d", host, it.published.Format(time.DateOnly), it.number)
}
