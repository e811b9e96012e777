package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"path"
	"strings"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// Files gives everything that the paper publishes as files, such as any web
// server or object store can serve: keep is called with the name of each,
// slashes between its parts, and what it holds, which is what Handler answers.
// /morning is morning/index.html. What is named comes before what names it, so that
// no link leads nowhere if it ends early. Of each digest it gives the newest
// editions and no others; 0 are all.
func Files(ctx context.Context, o Options, newest int, keep func(name string, body []byte) error) error {
	s := site{Options: o, feeds: &shelf{copies: map[string]feedCopy{}}}
	mux := s.pages()
	for _, d := range o.Digests {
		addresses, err := s.addresses(ctx, d, newest)
		if err != nil {
			return err
		}
		for _, address := range addresses {
			if err := keepOne(ctx, mux, address, keep); err != nil {
				return err
			}
		}
	}
	if err := keepOne(ctx, mux, "/icon.svg", keep); err != nil {
		return err
	}
	return keepOne(ctx, mux, "/", keep)
}

// addresses are those of a digest.
func (s site) addresses(ctx context.Context, d digest.Digest, newest int) ([]string, error) {
	summaries, err := s.Store.Summaries(ctx, d.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	if newest > 0 {
		summaries = summaries[:min(len(summaries), newest)]
	}
	var all []string
	for _, e := range summaries {
		if e.Skipped == "" {
			all = append(all, "/"+d.ID+"/"+e.Date)
		}
	}
	all = append(all, "/"+d.ID+"/archive")
	for _, format := range formats {
		all = append(all, "/feeds/"+d.ID+format.ending, "/feeds/"+d.ID+"/items"+format.ending)
	}
	return append(all, "/"+d.ID), nil
}

// keepOne keeps what is answered at an address.
func keepOne(ctx context.Context, pages http.Handler, address string, keep func(string, []byte) error) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	page := &proof{header: http.Header{}}
	pages.ServeHTTP(page, request)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if page.status != http.StatusOK {
		return fmt.Errorf("file of %s: %s", address, http.StatusText(page.status))
	}
	return keep(fileOf(address), page.body.Bytes())
}

// fileOf is the file in which an address is served: that of a feed or a picture has
// an ending, that of a page is a folder with an index.
func fileOf(address string) string {
	name := strings.TrimPrefix(address, "/")
	if path.Ext(name) != "" {
		return name
	}
	return path.Join(name, "index.html")
}

// proof is an answer that goes nowhere.
type proof struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (p *proof) Header() http.Header { return p.header }

func (p *proof) WriteHeader(status int) {
	if p.status == 0 {
		p.status = status
	}
}

func (p *proof) Write(text []byte) (int, error) {
	p.WriteHeader(http.StatusOK)
	return p.body.Write(text)
}
