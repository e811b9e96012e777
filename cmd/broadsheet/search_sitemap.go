package main

import (
	"context"
	"errors"
	"net/url"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	"broadsheet/internal/parse"
)

// asSitemap is the same look at the same answer, taken for a news sitemap.
func (c candidate) asSitemap(now time.Time) candidate {
	c.source = digest.Source{ID: "add", Sitemap: c.asked}
	c.reading, c.err = parse.Feed(c.source, c.document, now)
	return c
}

// mostSitemaps is how many sitemaps of a site are tried.
const mostSitemaps = 6

// sitemaps is the first of these with news in it, by way of an index of
// sitemaps, too.
func (s *search) sitemaps(ctx context.Context, list []string) []candidate {
	for n := 0; n < min(len(list), mostSitemaps) && ctx.Err() == nil; n++ {
		if !isWebAddress(list[n]) {
			continue
		}
		c := s.try(ctx, digest.Source{ID: "add", Sitemap: list[n]})
		var index *parse.SitemapIndex
		switch {
		case c.err == nil && len(c.reading.Items) > 0:
			return []candidate{c}
		case errors.As(c.err, &index) && len(index.Sitemaps) > 0:
			list = append(list, index.Sitemaps[0])
		}
	}
	return nil
}

// namedSitemaps are those that the robots.txt of an address's site names.
func (s *search) namedSitemaps(ctx context.Context, address string) []string {
	u, err := url.Parse(address)
	if err != nil || !isWebAddress(address) {
		return nil
	}
	robots := u.ResolveReference(&url.URL{Path: "/robots.txt"}).String()
	response, err := s.client.Get(ctx, fetch.Request{URL: robots})
	if err != nil {
		return nil // there is none, or none that says anything
	}
	return parse.Sitemaps(response.Body, response.URL)
}
