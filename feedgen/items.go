package feedgen

import (
	"cmp"
	"fmt"
	"time"

	"broadsheet/digest"
	"broadsheet/templates"
)

// Items is the feed of what a digest prints: one entry per cluster, its lead,
// in reading order, newest edition first. The entry links to the publisher;
// the other papers of the cluster stand in its content.
func Items(site templates.Site, d digest.Digest, editions []digest.Edition) (Feed, error) {
	f := newFeed(site, d, editions)
	f.ID = tag(site, d.ID, "items")
	f.Self = site.URL + "/feeds/" + d.ID + "/items"
	for _, e := range editions {
		for _, section := range e.Sections {
			for _, cluster := range section.Clusters {
				entry, err := item(site, e, section.Title, cluster)
				if err != nil {
					return Feed{}, err
				}
				f.Entries = append(f.Entries, entry)
			}
		}
	}
	return f, nil
}

func item(site templates.Site, e digest.Edition, section string, c digest.Cluster) (Entry, error) {
	content, err := templates.EntryContent(c.Lead, c.AlsoIn)
	if err != nil {
		return Entry{}, fmt.Errorf("content of %s in %s: %w", c.Lead.ID, e.ID(), err)
	}
	lead := c.Lead
	published, updated := dates(lead.Item, e.At)
	return Entry{
		ID:         tag(site, "item", lead.ID),
		Link:       cmp.Or(address(lead.Link), page(site, e)),
		Title:      lead.Title,
		Summary:    teaser(c),
		Content:    content,
		Language:   lead.Language,
		Authors:    signed(lead),
		Categories: append([]string{string(lead.Kind), section}, lead.Categories...),
		Published:  published,
		Updated:    updated,
		Source:     source(site, e, lead),
		Image:      lead.Image,
		Enclosures: lead.Enclosures,
	}, nil
}

// teaser is the lead's own, or the summary that stands for it, and whose that is.
func teaser(c digest.Cluster) string {
	switch {
	case c.Summary == nil:
		return c.Lead.Summary.Text(0)
	case c.Summary.Item == c.Lead.ID:
		return c.Summary.Text
	}
	return c.Summary.Text + " (" + c.Summary.Paper + ")"
}

// dates is when an item came out and last changed. A publisher's date may lie
// ahead; here nothing is later than the edition that prints it.
func dates(i digest.Item, at time.Time) (published, updated time.Time) {
	published, updated = i.When(), i.Updated
	if published.IsZero() || published.After(at) {
		published = at
	}
	if updated.Before(published) || updated.After(at) {
		updated = published
	}
	return published, updated
}

// signed is who signs an entry: its authors, else its paper.
func signed(e digest.Entry) []digest.Author {
	if len(e.Authors) > 0 {
		return e.Authors
	}
	return []digest.Author{{Name: cmp.Or(e.Paper, e.Source)}}
}

// source is the paper of an entry. Its name is the paper's address; a paper
// whose address we do not know gets a name of ours.
func source(site templates.Site, e digest.Edition, entry digest.Entry) *Source {
	s := &Source{Title: cmp.Or(entry.Paper, entry.Source), Updated: e.At}
	for _, report := range e.Sources {
		if report.Source == entry.Source {
			s.Link = report.Link
		}
	}
	s.ID = cmp.Or(address(s.Link), tag(site, "source", entry.Source))
	return s
}
