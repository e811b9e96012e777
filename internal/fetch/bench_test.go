package fetch_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"broadsheet/internal/fetch"
)

// paper is a feed of 25 items, some 21 kB, as a daily would send it.
func paper() []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>The Harbour Post</title>`)
	for i := range 25 {
		fmt.Fprintf(&b, `<item><title>Council puts off the vote on quay %d</title><link>https://paper.example/news/%d</link>`+
			`<guid isPermaLink="false">post-%d</guid><pubDate>Mon, 23 Nov 2026 07:%02d:00 +0500</pubDate><description>%s</description></item>`,
			i, 1000+i, 1000+i, i, strings.Repeat(fmt.Sprintf("Dredging at berth %d is to wait for the spring tide. ", i), 12))
	}
	b.WriteString(`</channel></rss>`)
	return []byte(b.String())
}

// server answers with the paper, gzipped, or 304 to whoever has it.
func server(b *testing.B, body []byte) string {
	zipped := zip(b, body)
	return serve(b, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"today"`)
		if r.Header.Get("If-None-Match") == `"today"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml")
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(zipped)
	})
}

func BenchmarkVisit(b *testing.B) {
	body := paper()
	address := server(b, body)
	client := newClient(b, fetch.Options{})
	b.Run("cold", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(body)))
		for b.Loop() {
			if response := get(b, client, fetch.Request{URL: address}); len(response.Body) != len(body) {
				b.Fatal("not the paper")
			}
		}
	})
	b.Run("warm", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if response := get(b, client, fetch.Request{URL: address, ETag: `"today"`}); !response.NotModified {
				b.Fatal("not a 304")
			}
		}
	})
	b.Run("warm, bare net/http", func(b *testing.B) { bare(b, address) })
}

// bare is the least that a conditional visit can cost: a client that only asks.
func bare(b *testing.B, address string) {
	b.ReportAllocs()
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for b.Loop() {
		request, err := http.NewRequest(http.MethodGet, address, nil)
		if err != nil {
			b.Fatal(err)
		}
		request.Header.Set("If-None-Match", `"today"`)
		response, err := client.Do(request)
		if err != nil {
			b.Fatal(err)
		}
		response.Body.Close()
	}
}

func BenchmarkEncodings(b *testing.B) {
	body := paper()
	client := newClient(b, fetch.Options{})
	for _, name := range slices.Sorted(maps.Keys(compressors)) {
		squeezed, encoding := squeeze(b, body, compressors[name]), strings.TrimSpace(name)
		address := encoded(b, encoding, squeezed)
		b.Run(fmt.Sprintf("%q", name), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				if response := get(b, client, fetch.Request{URL: address}); len(response.Body) != len(body) {
					b.Fatal("not the paper")
				}
			}
		})
	}
}
