package feedgen

import (
	"io"
	"strconv"

	"github.com/gorilla/feeds"

	"broadsheet/digest"
)

// WriteAtom writes f as Atom 1.0 (RFC 4287), with Media RSS for images.
func WriteAtom(w io.Writer, f Feed) error {
	f = f.clean()
	plain := (&feeds.Atom{Feed: plainFeed(f)}).AtomFeed()
	plain.Id = f.ID
	plain.Link = nil
	plain.Updated = stamp(f.Updated)
	doc := &atomDocument{
		AtomFeed:  plain,
		Lang:      f.Language,
		Media:     mediaNamespace,
		Generator: generator,
		Links:     alternate(f.Link),
		Authors:   atomAuthors(f.Authors),
	}
	if f.Self != "" {
		doc.Links = append(doc.Links, feeds.AtomLink{Href: f.Self + ".atom", Rel: "self", Type: "application/atom+xml"})
	}
	for i, entry := range plain.Entries {
		doc.Entries = append(doc.Entries, newAtomEntry(entry, f.Entries[i]))
	}
	return writeXML(w, doc)
}

type atomDocument struct {
	*feeds.AtomFeed
	Lang      string             `xml:"xml:lang,attr,omitempty"`
	Media     string             `xml:"xmlns:media,attr"`
	Generator string             `xml:"generator"`
	Links     []feeds.AtomLink   `xml:"link"`
	Authors   []feeds.AtomAuthor `xml:"author"`
	Entries   []*atomEntry       `xml:"entry"`
}

// FeedXml makes the document one that feeds.WriteXML writes.
func (d *atomDocument) FeedXml() any { return d }

// atomEntry is the library's entry; what has the same name here hides what the
// library would write.
type atomEntry struct {
	*feeds.AtomEntry
	Lang       string             `xml:"xml:lang,attr,omitempty"`
	Categories []atomCategory     `xml:"category"`
	Authors    []feeds.AtomAuthor `xml:"author"`
	Source     *atomSource        `xml:"source"`
	Image      *media             `xml:"media:content"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomSource struct {
	ID      string           `xml:"id"`
	Title   string           `xml:"title"`
	Updated string           `xml:"updated"`
	Links   []feeds.AtomLink `xml:"link"`
}

func newAtomEntry(entry *feeds.AtomEntry, e Entry) *atomEntry {
	entry.Published = stamp(e.Published)
	entry.Updated = stamp(e.Updated)
	entry.Links = alternate(e.Link)
	for _, file := range e.Enclosures {
		entry.Links = append(entry.Links, enclosure(file))
	}
	if entry.Summary != nil {
		entry.Summary.Type = "text"
	}
	a := &atomEntry{AtomEntry: entry, Lang: e.Language, Authors: atomAuthors(e.Authors), Image: newMedia(e.Image)}
	for _, word := range e.Categories {
		a.Categories = append(a.Categories, atomCategory{Term: word})
	}
	if e.Source != nil {
		a.Source = &atomSource{ID: e.Source.ID, Title: e.Source.Title, Updated: stamp(e.Source.Updated), Links: alternate(e.Source.Link)}
	}
	return a
}

func alternate(href string) []feeds.AtomLink {
	if href == "" {
		return nil
	}
	return []feeds.AtomLink{{Href: href, Rel: "alternate", Type: "text/html"}}
}

func enclosure(file digest.Enclosure) feeds.AtomLink {
	link := feeds.AtomLink{Href: file.URL, Rel: "enclosure", Type: file.Type}
	if file.Length > 0 {
		link.Length = strconv.FormatInt(file.Length, 10)
	}
	return link
}

func atomAuthors(list []digest.Author) []feeds.AtomAuthor {
	people := make([]feeds.AtomAuthor, len(list))
	for i, a := range list {
		people[i].AtomPerson = feeds.AtomPerson{Name: a.Name, Uri: a.URL, Email: a.Email}
	}
	return people
}
