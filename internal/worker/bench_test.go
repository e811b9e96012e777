package worker

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
)

// farm is a hundred sources of 25 items each that know their readers. print
// brings an issue out in which two of the items are new.
func farm(b *testing.B) (w *Worker, at *clock, print func()) {
	var paper atomic.Pointer[http.HandlerFunc]
	issues := 0
	print = func() {
		etag, text := fmt.Sprintf(`"%d"`, issues), issue("farm", -2*issues, 25)
		handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", etag)
			if r.Header.Get("If-None-Match") == etag {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			body("application/rss+xml", text)(w, r)
		})
		paper.Store(&handler)
		issues++
	}
	print()
	p := newPress(b)
	var sources []digest.Source
	for i := range 100 {
		id := fmt.Sprint("farm", i)
		p.print("/"+id, func(w http.ResponseWriter, r *http.Request) { (*paper.Load())(w, r) })
		sources = append(sources, p.source(id))
	}
	w, at = newsroom(b, open(b, filepath.Join(b.TempDir(), "bench.db")), sources...)
	w.Fetch = fetch.New(fetch.Options{
		AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, PerHost: fetch.PerHost{Connections: 8},
	})
	b.Cleanup(w.Fetch.Close)
	return w, at, print
}

// poll visits all of the farm and expects that each source has so many new items.
func poll(b *testing.B, w *Worker, fresh int) {
	b.Helper()
	told, err := w.refresh(b.Context(), nil, w.Sources, nil)
	if err != nil || told.failed > 0 || told.fresh != fresh*len(w.Sources) {
		b.Fatalf("%+v, %v", told, err)
	}
}

func BenchmarkRefreshCold(b *testing.B) {
	w, _, _ := farm(b)
	for b.Loop() {
		b.StopTimer()
		w.Store = open(b, filepath.Join(b.TempDir(), "cold.db"))
		b.StartTimer()
		poll(b, w, 25)
	}
}

func BenchmarkRefreshChanged(b *testing.B) {
	w, at, print := farm(b)
	poll(b, w, 25)
	for b.Loop() {
		print()
		at.add(time.Minute)
		poll(b, w, 2)
	}
}

func BenchmarkRefreshUnchanged(b *testing.B) {
	w, at, _ := farm(b)
	poll(b, w, 25)
	for b.Loop() {
		at.add(time.Minute)
		poll(b, w, 0)
	}
}

// What asking alone costs.
func BenchmarkAskOnly(b *testing.B) {
	w, _, _ := farm(b)
	for b.Loop() {
		err := w.eachHost(b.Context(), nil, w.Sources, func(ctx context.Context, source digest.Source) error {
			r, err := w.Fetch.Get(ctx, fetch.Request{URL: source.Address(), ETag: `"0"`})
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
