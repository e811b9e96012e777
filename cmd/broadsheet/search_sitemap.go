package main

import (
	"context"
	"net/url"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	"broadsheet/internal/parse"
)

// mostSitemaps is how many sitemaps of a site are tried.
const mostSitemaps = 6

// sitemaps is the first of these with news in it.
func (s *search) sitemaps(ctx context.Context, list []string) []candidate {
	for _, address := range list[:min(len(list), mostSitemaps)] {
		if !isWebAddress(address) || ctx.Err() != nil {
			continue
		}
		if c := s.try(ctx, digest.Source{ID: "add", Sitemap: address}); c.err == nil && len(c.reading.Items) > 0 {
			return []candidate{c}
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
