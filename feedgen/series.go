package feedgen

import (
	"fmt"
	"time"

	"broadsheet/digest"
	"broadsheet/templates"
)

// Series is the feed of a digest: one entry per edition, in the order of
// editions, which is newest first. It is called by what leads it, as its mail
// is, and its content is the whole edition.
func Series(site templates.Site, d digest.Digest, editions []digest.Edition) (Feed, error) {
	f := newFeed(site, d, editions)
	f.ID = tag(site, d.ID)
	f.Self = site.URL + "/feeds/" + d.ID
	for _, e := range editions {
		content, err := templates.EditionContent(e, site)
		if err != nil {
			return Feed{}, fmt.Errorf("content of %s: %w", e.ID(), err)
		}
		f.Entries = append(f.Entries, Entry{
			ID:         tag(site, e.Digest, e.Date),
			Link:       page(site, e),
			Title:      templates.Subject(e),
			Summary:    templates.Preheader(e),
			Content:    content,
			Language:   e.Language,
			Categories: sectionTitles(e),
			Published:  e.At,
			Updated:    e.At,
		})
	}
	return f, nil
}

// newFeed is what the two feeds of a digest have in common.
func newFeed(site templates.Site, d digest.Digest, editions []digest.Edition) Feed {
	return Feed{
		Title:       d.Title,
		Description: d.Description,
		Link:        site.URL + "/" + d.ID,
		Language:    d.Language,
		Updated:     newest(editions),
		Authors:     []digest.Author{{Name: site.Title, URL: site.URL}},
	}
}

// newest is when the last of editions was composed; zero if there are none.
func newest(editions []digest.Edition) time.Time {
	var at time.Time
	for _, e := range editions {
		if e.At.After(at) {
			at = e.At
		}
	}
	return at
}

// page is the address of an edition's page.
func page(site templates.Site, e digest.Edition) string {
	return site.URL + "/" + e.Digest + "/" + e.Date
}

func sectionTitles(e digest.Edition) []string {
	var titles []string
	for _, section := range e.Sections {
		titles = append(titles, section.Title)
	}
	return titles
}
