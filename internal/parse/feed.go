package parse

import (
	"bytes"
	"fmt"
	"net/url"
	"time"

	"broadsheet/digest"
)

// Document is a body as it came.
type Document struct {
	Body []byte
	// ContentType is the header's value (RFC 9110 §8.3); empty if there was none.
	ContentType string
	// URL is where the body came from, after redirects: the last base of
	// relative addresses. Empty if it is not known; then they stay relative.
	URL string
	// Memory is that of the last reading of this source whose items were kept:
	// what is as it was then is passed over. Empty has all of it read.
	Memory string
}

// Reading is what a document says.
type Reading struct {
	// Format is "rss 2.0", "atom 1.0", "json feed 1.1", "page" and the like;
	// without a number where the document gives none.
	Format string
	Feed   digest.Feed
	// Items are in the order of the document. Every one has an ID, its Source,
	// Position and FirstSeen.
	Items []digest.Item
	// Skipped is how many items were left out for being as Document.Memory
	// knows them; all else is as if the whole had been read. Memory is for the
	// next visit; empty if that must read the whole.
	Skipped int
	Memory  string
	// Oddities says in plain words what was wrong and has been repaired.
	Oddities []string
	// Found says what was taken for the items of a page that has no selectors,
	// Select are the selectors that find the same; both empty otherwise.
	Found  string
	Select digest.Selectors
}

// Feed reads a document of a source: a feed, or, where source.Page is set, a
// page by source.Select (without it, by what repeats in the page), or, where
// source.Sitemap is set, a news sitemap. seen, the time of the visit, becomes
// the items' FirstSeen. All times are UTC.
//
// The error says in plain words why nothing could be read, and is a
// *SitemapIndex where a sitemap only names others, a *LeadsOn where a page leads
// on (Elsewhere); whatever the bytes, reading ends, in time that grows with their
// number.
func Feed(source digest.Source, doc Document, seen time.Time) (Reading, error) {
	d := &desk{source: source, address: parsed(doc.URL), seen: seen.UTC(), odd: &oddities{}}
	if doc.URL == "" {
		d.last = nowhere
	}
	d.delta.known = recall(doc.Memory)
	text := decode(doc.Body, doc.ContentType, d.odd)
	draft, err := d.read(text)
	if err != nil {
		return Reading{}, err
	}
	reading := Reading{Format: draft.format, Feed: d.feed(draft)}
	reading.Items = identify(source.ID, d.edit(draft), d.odd)
	if !d.remember(draft, &reading) {
		doc.Memory = ""
		return Feed(source, doc, seen)
	}
	untrackLinks(reading.Items)
	reading.Oddities = d.odd.list()
	reading.Found, reading.Select = d.found, d.selected
	return reading, nil
}

// desk is where the items of one document are edited.
type desk struct {
	source  digest.Source
	address *url.URL // of the document; nil if not known
	seen    time.Time
	odd     *oddities
	// bases are what the document's addresses are relative to, best first, and
	// last is the last of them if the document's own address is not known.
	bases []*url.URL
	last  *url.URL
	// found and selected are those of the Reading.
	found    string
	selected digest.Selectors
	delta    delta
}

// read finds out what kind of document this is and reads it so.
func (d *desk) read(text []byte) (*draft, error) {
	if d.source.Page != "" {
		return d.readPage(text)
	}
	if d.source.Sitemap != "" {
		return d.readSitemap(text)
	}
	if begin := bytes.TrimSpace(text); len(begin) > 0 && (begin[0] == '{' || begin[0] == '[') {
		return readJSON(d.leaveOutJSON(begin), d.odd)
	}
	doc, err := repair(text, d.address, d.odd)
	if err != nil {
		return nil, err
	}
	doc = d.leaveOut(doc)
	if doc.root == "feed" {
		return readAtom(doc, d.odd)
	}
	return readRSS(doc, d.odd)
}

// format is the name and version of a dialect.
func format(name, version string) string {
	if version == "" {
		return name
	}
	return fmt.Sprintf("%s %s", name, short(version))
}
