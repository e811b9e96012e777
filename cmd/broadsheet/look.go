package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	"broadsheet/internal/parse"
	"broadsheet/internal/worker"
)

// look is one visit to a source, of which nothing is kept.
type look struct {
	source   digest.Source
	response fetch.Response
	document parse.Document
	reading  parse.Reading
	ledTo    string // where a page in the place of the feed led
	fetched  bool
	err      error
}

// visit makes one.
func (a *app) visit(ctx context.Context, client *fetch.Client, source digest.Source, request fetch.Request) look {
	l := look{source: source}
	l.take(ctx, client, request, a.now())
	if address := parse.Elsewhere(l.err); address != "" {
		if source.URL != "" {
			l.ledTo = address
		}
		l.take(ctx, client, worker.Beside(request, address), a.now())
	}
	return l
}

// take fetches and reads the document.
func (l *look) take(ctx context.Context, client *fetch.Client, request fetch.Request, now time.Time) {
	l.response, l.err = client.Get(ctx, request)
	if l.fetched = l.err == nil; !l.fetched {
		return
	}
	l.document = parse.Document{Body: l.response.Body, ContentType: l.response.ContentType, URL: l.response.URL}
	l.reading, l.err = parse.Feed(l.source, l.document, now)
}

// health is what a visit to the source of a config found.
func (l look) health(c sourceConfig, now time.Time) health {
	h := health{Source: l.source.ID, Address: redact(l.source.Address()), Title: l.source.Title, State: "read", LastVisit: now}
	if l.err != nil {
		h.State, h.Failures, h.Error, h.Hint = "FAILED", 1, l.err.Error(), l.hint(now)
		var status *fetch.StatusError
		if errors.As(l.err, &status) && status.Code == http.StatusGone {
			h.State, h.Gone = "gone", true
		}
		return h
	}
	r := l.reading
	h.Format, h.Items, h.Oddities, h.Found = r.Format, len(r.Items), r.Oddities, r.Found
	h.Title, h.LastGood, h.MovedTo = cmp.Or(h.Title, r.Feed.Title), now, redact(l.response.MovedTo)
	for _, item := range r.Items {
		if when := item.When(); when.After(h.Newest) {
			h.Newest = when
		}
	}
	h.Better = l.better(c, h, now)
	return h
}

// hint is what can be done about a visit that failed.
func (l look) hint(now time.Time) string {
	var index *parse.SitemapIndex
	switch {
	case errors.As(l.err, &index) && len(index.Sitemaps) > 0:
		return "name the one with the news in its place: sitemap: " + index.Sitemaps[0]
	case !l.fetched:
		return fetch.Hint(l.err)
	case l.otherKey(now) != "":
		return l.otherKey(now)
	case l.source.Page == "" && l.namedFeed() != "":
		return "this is a page, and it names its feed: " + l.namedFeed()
	case l.source.Page == "" && l.likelyFeed() != "":
		return "this is a page, and this may be its feed: " + l.likelyFeed()
	case l.source.Page != "" && l.source.Select.Item != "":
		return "open the page in a browser and compare its elements with the selectors"
	case l.source.Page != "":
		return "select: names the stories by hand where a browser shows some; broadsheet sources add looks for a feed or a news sitemap of the site"
	case l.source.Sitemap != "":
		return "broadsheet sources add with the site's front address finds its news sitemap, or a feed; page: reads a web page"
	}
	return "is this the address of the feed, or of a web page? broadsheet sources add finds the feed of a page; page: reads a page without one"
}

// otherKey says under which other key of the config the document can be read.
func (l look) otherKey(now time.Time) string {
	address := l.source.Address()
	switch {
	case l.source.URL == "" && l.reads(digest.Source{ID: l.source.ID, URL: address}, now):
		return "this is a feed: give its address as url:"
	case l.source.Sitemap == "" && l.reads(digest.Source{ID: l.source.ID, Sitemap: address}, now):
		return "this is a sitemap: give its address as sitemap:"
	}
	return ""
}

// reads says whether the document is what this source says it is.
func (l look) reads(source digest.Source, now time.Time) bool {
	_, err := parse.Feed(source, l.document, now)
	var index *parse.SitemapIndex
	return err == nil || errors.As(err, &index)
}

// better is what the operator can do for a source that is read.
func (l look) better(c sourceConfig, h health, now time.Time) []string {
	var advice []string
	add := func(when bool, format string, args ...any) {
		if when {
			advice = append(advice, fmt.Sprintf(format, args...))
		}
	}
	items := l.reading.Items
	cut, undated := 0, 0
	for _, item := range items {
		if item.Cut {
			cut++
		}
		if item.Published.IsZero() && item.Updated.IsZero() {
			undated++
		}
	}
	add(l.ledTo != "", "a page is there that leads to %s: change the address", redact(l.ledTo))
	add(h.MovedTo != "", "moved permanently to %s: change the address", h.MovedTo)
	add(l.source.Page != "" && l.namedFeed() != "", "the page names a feed: url: %s in the place of page:", l.namedFeed())
	add(l.response.Truncated, "the answer broke off or was damaged on the way: the rest is missing")
	add(len(items) == 0, "nothing is in it: is this the right feed?")
	add(2*cut > len(items) && !l.source.FullText && isWebAddress(l.source.Address()), "the feed is cut: full_text: true reads the items' own pages")
	add(c.Timezone.Location == nil && l.namesNoZone(now), "give timezone:, its times name none and are taken for %s", l.source.Zone)
	add(len(items) > 0 && undated == len(items) && l.source.Page != "", "its items have no dates: select: {published: …} may find them")
	add(h.Title == "", "it has no title: give title:")
	add(!h.Newest.IsZero() && now.Sub(h.Newest) > quiet, "nothing new for two months: is there a newer feed on the site?")
	return advice
}

// namedFeed is the first feed that the document, a page, names; empty if none.
func (l look) namedFeed() string {
	if named, _ := linksOf(l.document); len(named) > 0 {
		return named[0]
	}
	return ""
}

// likelyFeed is the first address in the document, a page, that may be its
// feed's and is not its own; empty if there is none.
func (l look) likelyFeed() string {
	_, guessed := linksOf(l.document)
	for _, address := range guessed {
		if address != l.document.URL {
			return address
		}
	}
	return ""
}

// namesNoZone says whether the times of the items depend on where they are
// read: it reads the document again, elsewhere.
func (l look) namesNoZone(now time.Time) bool {
	elsewhere := l.source
	elsewhere.Zone = time.FixedZone("elsewhere", 11*60*60+30*60)
	again, err := parse.Feed(elsewhere, l.document, now)
	if err != nil || len(again.Items) != len(l.reading.Items) {
		return false
	}
	for n, item := range l.reading.Items {
		if !item.Published.Equal(again.Items[n].Published) {
			return true
		}
	}
	return false
}

func isWebAddress(address string) bool {
	return strings.HasPrefix(address, "http://") || strings.HasPrefix(address, "https://")
}
