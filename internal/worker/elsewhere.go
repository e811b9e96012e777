package worker

import (
	"context"
	"fmt"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	"broadsheet/internal/store"
)

// readElsewhere visits the address that what stands at the source's own leads to: a
// sitemap by its index, or a feed by a page. Where that is changes, of sitemaps from
// day to day, so that its validators and its moves are none of the source's; only the
// hash of the last body is known again. That it cannot be had is no word of the
// source's server about the source.
func (w *Worker) readElsewhere(ctx context.Context, source digest.Source, state store.State, asked fetch.Request, address string) (fetch.Response, news, error) {
	limit, cancel := context.WithTimeout(ctx, longestReading)
	defer cancel()
	request := Beside(asked, address)
	request.BodyHash = asked.BodyHash
	response, err := w.Fetch.Get(limit, request)
	if err != nil {
		return response, news{}, fmt.Errorf("what it leads to: %v", err)
	}
	response.ETag, response.LastModified, response.MovedTo = "", "", ""
	if response.NotModified {
		return response, news{same: true}, nil
	}
	n, err := w.read(ctx, source, state, response)
	return response, n, err
}
