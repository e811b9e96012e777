package parse

import (
	"fmt"
	"strings"

	"github.com/mmcdole/gofeed/atom"

	"broadsheet/digest"
)

// readAtom has Atom 0.3 and 1.0 read by gofeed's atom parser.
func readAtom(doc *repaired, odd *oddities) (*draft, error) {
	feed, spans, err := withoutTexts(doc, odd, (&atom.Parser{}).Parse, func(into, part *atom.Feed) {
		into.Entries = append(into.Entries, part.Entries...)
	}, atomTexts)
	if err != nil {
		return nil, fmt.Errorf("parse atom: %w", err)
	}
	d := &draft{format: format("atom", feed.Version), base: doc.base, exact: true}
	x := extensions(feed.Extensions)
	d.feed = feedDraft{
		id:          either(feed.ID, x.text("kept", "guid"), x.text("dc", "identifier")),
		title:       either(feed.Title, x.text("dc", "title")),
		link:        either(linkOf(feed.Links, "alternate"), x.text("kept", "link"), absolute(feed.ID)),
		self:        linkOf(feed.Links, "self"),
		description: either(feed.Subtitle, x.text("dc", "description"), x.text("kept", "description"), x.itunes()),
		rights:      either(feed.Rights, x.text("dc", "rights"), x.text("kept", "copyright")),
		language:    either(doc.lang, feed.Language, x.text("kept", "language"), x.text("dc", "language")),
		hubs:        hrefs(feed.Links, "hub"),
		pace:        x.pace(""),
		image:       either(feed.Logo, feed.Icon, x.attr("itunes", "image", "href")),
		updated:     x.claims(feed.Updated, "dc:date", "dcterms:modified", "kept:lastbuilddate", "kept:pubdate"),
		authors:     persons(feed.Authors),
	}
	d.feed.authors = x.signed(d.feed.authors)
	d.items = make([]itemDraft, 0, len(feed.Entries))
	for i, entry := range feed.Entries {
		item := atomItem(entry, at(doc, spans, len(feed.Entries), i))
		if len(item.authors) == 0 {
			item.authors = d.feed.authors // RFC 4287 §4.1.1
		}
		d.items = append(d.items, item)
	}
	return d, nil
}

// atomTexts visits the fields of the entries that may hold a long text.
func atomTexts(feed *atom.Feed, visit func(*string)) {
	for _, entry := range feed.Entries {
		visit(&entry.Summary)
		if entry.Content != nil {
			visit(&entry.Content.Value)
		}
	}
}

func atomItem(from *atom.Entry, s span) itemDraft {
	x := extensions(from.Extensions)
	item := itemDraft{
		guid:      either(from.ID, x.text("kept", "guid"), x.text("dc", "identifier")),
		link:      linkOf(from.Links, "alternate"),
		title:     either(from.Title, x.text("dc", "title"), x.text("media", "title")),
		summary:   markup{html: either(from.Summary, x.text("dc", "description"), x.text("kept", "description"), x.text("media", "description"), x.itunes()), base: s.bases["summary"]},
		authors:   persons(from.Authors),
		published: x.claims(from.Published, "dcterms:issued", "dcterms:created", "kept:created", "kept:pubdate"),
		updated:   x.claims(from.Updated, "dcterms:modified", "dc:date"),
		isEntry:   true,
		language:  either(x.text("dc", "language"), s.lang),
		rights:    either(from.Rights, x.text("dc", "rights"), x.text("media", "copyright")),
		images:    x.images(),
		base:      s.base,
	}
	item.authors = x.signed(item.authors)
	if c := from.Content; c != nil && c.Type == "" {
		item.content = markup{html: c.Value, base: s.bases["content"]}
	}
	item.content.html = either(item.content.html, x.text("content", "encoded"))
	if c := from.Content; c != nil && item.link == "" {
		item.link = c.Src // RFC 4287 §4.1.3.2
	}
	item.link = either(item.link, x.text("kept", "link"), absolute(item.guid))
	if source := from.Source; source != nil {
		item.publication = source.Title
		if len(item.authors) == 0 {
			item.authors = persons(source.Authors)
		}
	}
	for _, c := range from.Categories {
		item.categories = append(item.categories, either(c.Label, c.Term))
	}
	item.categories = append(item.categories, x.texts("kept", "category", "dc", "subject")...)
	item.categories = append(item.categories, x.subjects()...)
	atomFiles(&item, from.Links)
	item.enclosures = append(item.enclosures, x.files()...)
	return item
}

// atomFiles are the entry's enclosures.
func atomFiles(item *itemDraft, links []*atom.Link) {
	for _, l := range links {
		if relation(l) != "enclosure" {
			continue
		}
		item.enclosures = append(item.enclosures, digest.Enclosure{URL: l.Href, Type: l.Type, Length: bytesOf(l.Length)})
		if strings.HasPrefix(l.Type, "image/") {
			item.images = append(item.images, digest.Image{URL: l.Href, Alt: l.Title})
		}
	}
}

// linkOf is the first link of a relation, a web page before anything else.
func linkOf(links []*atom.Link, rel string) string {
	found := ""
	for _, l := range links {
		if relation(l) != rel || l.Href == "" {
			continue
		}
		if l.Type == "" || strings.Contains(l.Type, "html") {
			return l.Href
		}
		found = either(found, l.Href)
	}
	return found
}

// hrefs are the addresses of all links of a relation.
func hrefs(links []*atom.Link, rel string) []string {
	var list []string
	for _, l := range links {
		if relation(l) == rel {
			list = append(list, l.Href)
		}
	}
	return list
}

// relation is a link's by its short name (RFC 4287 §4.2.7.2).
func relation(l *atom.Link) string {
	rel := strings.ToLower(strings.TrimSpace(l.Rel))
	return strings.TrimPrefix(rel, "http://www.iana.org/assignments/relation/")
}

func persons(from []*atom.Person) []digest.Author {
	var list []digest.Author
	for _, p := range from {
		author := digest.Author{Name: headline(p.Name, true), Email: fold(p.Email), URL: p.URI}
		if author.Email == "" {
			author = person(p.Name)
			author.URL = p.URI
		}
		list = merge(list, author)
	}
	return list
}
