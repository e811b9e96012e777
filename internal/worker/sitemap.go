package worker

import (
	"context"
	"errors"
	"fmt"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	"broadsheet/internal/parse"
	"broadsheet/internal/store"
)

// sitemapIn is the sitemap that an index of sitemaps leads to; "" if the error is
// of another kind.
func sitemapIn(err error) string {
	var index *parse.SitemapIndex
	if errors.As(err, &index) && len(index.Sitemaps) > 0 && isWebAddress(index.Sitemaps[0]) {
		return index.Sitemaps[0]
	}
	return ""
}

// readSitemap visits the sitemap that a source's own, an index, leads to. Which one
// that is changes from day to day, so that its validators and its moves are none of
// the source's; only the hash of the last body is known again. That it cannot be
// had is no word of the source's server about the source.
func (w *Worker) readSitemap(ctx context.Context, source digest.Source, state store.State, asked fetch.Request, address string) (fetch.Response, news, error) {
	limit, cancel := context.WithTimeout(ctx, longestReading)
	defer cancel()
	request := Beside(asked, address)
	request.BodyHash = asked.BodyHash
	response, err := w.Fetch.Get(limit, request)
	if err != nil {
		return response, news{}, fmt.Errorf("the sitemap that the index names: %v", err)
	}
	response.ETag, response.LastModified, response.MovedTo = "", "", ""
	if response.NotModified {
		return response, news{same: true}, nil
	}
	n, err := w.read(ctx, source, state, response)
	return response, n, err
}
