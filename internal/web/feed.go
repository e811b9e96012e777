package web

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"

	"broadsheet/digest"
	"broadsheet/feedgen"
	"broadsheet/templates"
)

// format is a way to write a feed.
type format struct {
	name   string
	ending string
	// media is the media type; kind the Content-Type, which says the charset
	// where the media type has such a parameter.
	media, kind string
	write       func(io.Writer, feedgen.Feed) error
}

var formats = []format{
	{"RSS", ".rss", "application/rss+xml", "application/rss+xml; charset=utf-8", feedgen.WriteRSS},
	{"Atom", ".atom", "application/atom+xml", "application/atom+xml; charset=utf-8", feedgen.WriteAtom},
	{"JSON", ".json", "application/feed+json", "application/feed+json", feedgen.WriteJSON},
}

// How long a feed is. The items feed ends with a whole edition, so that a
// reader who comes once a day misses nothing; the newest is always in it.
const (
	seriesEditions = 14
	itemsLeads     = 200
)

// series is the feed of a digest's editions.
func (s site) series(r *http.Request) (answer, error) {
	for _, format := range formats {
		if id, ok := strings.CutSuffix(r.PathValue("file"), format.ending); ok {
			return s.feed(r, id, format, feedgen.Series)
		}
	}
	return nothing(r)
}

// items is the feed of the items in a digest's editions.
func (s site) items(r *http.Request) (answer, error) {
	for _, format := range formats {
		if r.PathValue("file") == "items"+format.ending {
			return s.feed(r, r.PathValue("digest"), format, recentItems)
		}
	}
	return nothing(r)
}

// composer is how a feed is made of editions, newest first.
type composer func(templates.Site, digest.Digest, []digest.Edition) (feedgen.Feed, error)

func recentItems(site templates.Site, d digest.Digest, editions []digest.Edition) (feedgen.Feed, error) {
	return feedgen.Items(site, d, recent(editions))
}

// feed is the feed of the newest editions: as it was written last if they are
// still the same, else written anew.
func (s site) feed(r *http.Request, id string, f format, compose composer) (answer, error) {
	d, err := s.digest(id)
	if err != nil {
		return answer{}, err
	}
	editions, err := s.Store.Editions(r.Context(), d.ID, seriesEditions)
	if err != nil {
		return answer{}, err
	}
	if a, ok := s.feeds.find(r.URL.Path, editions); ok {
		return a, nil
	}
	feed, err := compose(s.Site, d, editions)
	if err != nil {
		return answer{}, fmt.Errorf("feed of %s: %w", d.ID, err)
	}
	var body bytes.Buffer
	if err := f.write(&body, feed); err != nil {
		return answer{}, fmt.Errorf("feed of %s: %w", d.ID, err)
	}
	a := answer{body: body.Bytes(), kind: f.kind, modified: feed.Updated, cache: cacheFeed, shared: true}
	s.feeds.keep(r.URL.Path, editions, a)
	return a, nil
}

// recent is the newest editions that have at most itemsLeads leads together,
// and never less than one edition.
func recent(editions []digest.Edition) []digest.Edition {
	leads := 0
	for i, e := range editions {
		for _, section := range e.Sections {
			leads += len(section.Clusters)
		}
		if i > 0 && leads > itemsLeads {
			return editions[:i]
		}
	}
	return editions
}
