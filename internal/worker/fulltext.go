package worker

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	"broadsheet/internal/parse"
)

const (
	// mostPages is how many pages one visit reads, and longestReading the time
	// that it has for them: both fit into the time of a job.
	mostPages      = 20
	longestReading = 20 * time.Second
)

// fillIn gives the items that the feed cuts the text of their own pages. An
// item is asked for once, when it is met; from then on its text is that which
// it was stored with. What cannot be had leaves an item as the feed has it, and
// is one of the oddities.
func (w *Worker) fillIn(ctx context.Context, source digest.Source, reading *parse.Reading, met map[string]bool) error {
	stored, err := w.storedText(ctx, reading.Items, met)
	if err != nil {
		return err
	}
	limit, cancel := context.WithTimeout(ctx, longestReading)
	defer cancel()
	asked, refused := 0, 0
	var why error
	for i := range reading.Items {
		item := &reading.Items[i]
		switch {
		case !isCut(*item):
		case met[item.ID]:
			if text := stored[item.ID]; saysMore(text, *item) {
				item.Content = text
			}
		case asked < mostPages && limit.Err() == nil && isWebAddress(item.Link):
			asked++
			text, err := w.textOf(limit, source, *item)
			if err != nil {
				refused++
				why = cmp.Or(why, err)
				continue
			}
			item.Content = text
		}
	}
	if refused > 0 {
		reading.Oddities = append(reading.Oddities, fmt.Sprintf("full text: %d of %d pages were of no use, the first because %v", refused, asked, why))
	}
	return nil
}

// storedText is the texts of those items that are known.
func (w *Worker) storedText(ctx context.Context, items []digest.Item, met map[string]bool) (map[string]digest.HTML, error) {
	var ids []string
	for _, item := range items {
		if met[item.ID] && isCut(item) {
			ids = append(ids, item.ID)
		}
	}
	stored, err := w.Store.Items(ctx, ids)
	if err != nil {
		return nil, err
	}
	texts := make(map[string]digest.HTML, len(stored))
	for _, item := range stored {
		texts[item.ID] = item.Content
	}
	return texts, nil
}

// longTeaser is how long a text is, in bytes, that a feed gives as the summary
// because it knows no other place for it.
const longTeaser = 2000

// isCut says that a feed gives no text of an item, or one that is no longer
// than a teaser that breaks off.
func isCut(item digest.Item) bool {
	if item.Cut && item.Summary != "" {
		return len(item.Content) < 2*len(item.Summary)
	}
	return (item.Cut || item.Content == "") && len(item.Content)+len(item.Summary) < longTeaser
}

func saysMore(text digest.HTML, item digest.Item) bool {
	return len(text) > max(len(item.Content), len(item.Summary))
}

// textOf reads the text in an item's own page, if the page may be read and kept.
func (w *Worker) textOf(ctx context.Context, source digest.Source, item digest.Item) (digest.HTML, error) {
	response, err := w.Fetch.Get(ctx, w.pageRequest(source, item.Link))
	switch {
	case err != nil:
		return "", cause(err)
	case response.Truncated:
		return "", errors.New("the answer ends in the middle")
	}
	article, err := readArticle(source, response, item.FirstSeen)
	switch {
	case err != nil:
		return "", err
	case response.NoArchive || article.NoArchive:
		return "", errors.New("the page asks for no copy to be kept (noarchive)")
	case !saysMore(article.Item.Content, item):
		return "", errors.New("the page says no more than the feed")
	}
	return article.Item.Content, nil
}

// pageRequest asks for a page of a source, if the page may be read.
func (w *Worker) pageRequest(source digest.Source, page string) fetch.Request {
	asked := w.Requests[source.ID]
	asked.URL = source.Address()
	request := Beside(asked, page)
	request.Robots = true
	return request
}

// Beside asks for another address in the way of a source's own, but shows what is
// for the source's origin to no other.
func Beside(asked fetch.Request, address string) fetch.Request {
	request := fetch.Request{URL: address, UserAgent: asked.UserAgent, Proxy: asked.Proxy}
	if originOf(address) == originOf(asked.URL) {
		request.Header, request.TLS = asked.Header, asked.TLS
		request.Username, request.Password, request.Bearer = asked.Username, asked.Password, asked.Bearer
	}
	return request
}

func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Scheme + "://" + u.Host)
}

func isWebAddress(address string) bool {
	origin := originOf(address)
	return strings.HasPrefix(origin, "http://") || strings.HasPrefix(origin, "https://")
}

// readArticle reads the text in a page.
func readArticle(source digest.Source, r fetch.Response, seen time.Time) (article parse.Article, err error) {
	defer catch(&err)
	return parse.FullText(source, parse.Document{Body: r.Body, ContentType: r.ContentType, URL: r.URL}, seen)
}
