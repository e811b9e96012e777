package worker

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"path/filepath"
	"testing"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
)

// farm is a hundred sources of 25 items each that know their readers.
func farm(b *testing.B) (*Worker, *clock) {
	p := newPress(b)
	var sources []digest.Source
	for i := range 100 {
		id := fmt.Sprint("farm", i)
		paper := feed(id, 25)
		p.print("/"+id, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", `"one"`)
			if r.Header.Get("If-None-Match") == `"one"` {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			paper(w, r)
		})
		sources = append(sources, p.source(id))
	}
	w, at := newsroom(b, open(b, filepath.Join(b.TempDir(), "bench.db")), sources...)
	w.Fetch = fetch.New(fetch.Options{
		AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, PerHost: fetch.PerHost{Connections: 8},
	})
	b.Cleanup(w.Fetch.Close)
	if err := w.Refresh(b.Context(), sources, nil); err != nil {
		b.Fatal(err)
	}
	return w, at
}

func BenchmarkRefreshUnchanged(b *testing.B) {
	w, at := farm(b)
	for b.Loop() {
		at.add(time.Minute)
		if err := w.Refresh(b.Context(), w.Sources, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// What asking alone costs.
func BenchmarkAskOnly(b *testing.B) {
	w, _ := farm(b)
	for b.Loop() {
		err := w.eachHost(b.Context(), nil, w.Sources, func(ctx context.Context, source digest.Source) error {
			r, err := w.Fetch.Get(ctx, fetch.Request{URL: source.Address(), ETag: `"one"`})
			if err == nil && !r.NotModified {
				err = fmt.Errorf("%s has changed", source.ID)
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
