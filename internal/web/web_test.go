package web

import (
	"compress/gzip"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"broadsheet/digest"
)

func TestRoutes(t *testing.T) {
	s := serve(t, 3)
	for _, test := range []struct {
		path, kind string
		status     int
		holds      string
	}{
		{"/", htmlType, 200, "2026-11-23"},
		{"/", htmlType, 200, "https://paper.example/evening"},
		{"/", htmlType, 200, "https://paper.example/morning/archive"},
		{"/morning", htmlType, 200, "2026-11-23"},
		{"/morning/2026-11-22", htmlType, 200, "https://paper.example/morning/2026-11-21"},
		{"/morning/2026-11-22", htmlType, 200, "https://paper.example/morning/2026-11-23"},
		{"/morning/2026-11-22", htmlType, 200, `type="application/atom&#43;xml"`},
		{"/morning/archive", htmlType, 200, "https://paper.example/morning/2026-11-21"},
		{"/morning/archive", htmlType, 200, "Next edition: Tuesday, 24 November 2026, 07:00"},
		{"/morning/archive", htmlType, 200, "<bdi>Harbour plan 0 passes</bdi>"},
		{"/evening", htmlType, 200, "ابھی کچھ شائع نہیں ہوا"},
		{"/evening/archive", htmlType, 200, `<html lang="ur" dir="rtl">`},
		{"/evening/archive", htmlType, 200, "The Evening Digest"},
		{"/feeds/morning.rss", "application/rss+xml; charset=utf-8", 200, "tag:paper.example,2026:broadsheet/morning/2026-11-22"},
		{"/feeds/morning.atom", "application/atom+xml; charset=utf-8", 200, "https://paper.example/feeds/morning.atom"},
		{"/feeds/morning.json", "application/feed+json", 200, "https://paper.example/feeds/morning.json"},
		{"/feeds/morning/items.rss", "application/rss+xml; charset=utf-8", 200, "broadsheet/item/2026-11-23-0"},
		{"/feeds/morning/items.atom", "application/atom+xml; charset=utf-8", 200, "بندرگاہ کا نیا منصوبہ منظور"},
		{"/feeds/morning/items.json", "application/feed+json", 200, "broadsheet/item/2026-11-21-3"},
		{"/feeds/evening.rss", "application/rss+xml; charset=utf-8", 200, "The Evening Digest"},
		{"/feeds/evening/items.json", "application/feed+json", 200, `"items": []`},
		{"/healthz", "text/plain; charset=utf-8", 200, "ok\n"},
		{"/nowhere", htmlType, 404, "There is no such page."},
		{"/morning/2026-11-20", htmlType, 404, "There is no such page."},
		{"/morning/2026-11-20", htmlType, 404, `<p><a href="https://paper.example/morning/archive"><bdi>All editions</bdi></a></p>`},
		{"/evening/2026-11-20", htmlType, 404, "ایسا کوئی صفحہ نہیں"},
		{"/morning/2026-11-22/x", htmlType, 404, "There is no such page."},
		{"/morning/%00", htmlType, 404, "There is no such page."},
		{"/nowhere/archive", htmlType, 404, "There is no such page."},
		{"/nowhere/", htmlType, 404, "There is no such page."},
		{"/feeds/morning.xml", htmlType, 404, "There is no such page."},
		{"/feeds/nowhere.rss", htmlType, 404, "There is no such page."},
		{"/feeds/morning/other.rss", htmlType, 404, "There is no such page."},
		{"/feeds/..%2fmorning.rss", htmlType, 404, "There is no such page."},
		{"/..%2f..%2fetc%2fpasswd", htmlType, 404, "There is no such page."},
		{"/unsubscribe/nobody", htmlType, 404, "This link does not work"},
		{"//other.example/x", htmlType, 404, "There is no such page."},
		{"/favicon.ico", "", 204, ""},
		{"/icon.svg", "image/svg+xml", 200, "<svg "},
	} {
		got := s.ask(t, "GET", test.path)
		if got.status != test.status || got.header.Get("Content-Type") != test.kind || !strings.Contains(got.body, test.holds) {
			t.Errorf("GET %s: %d %s, want %d %s with %q in\n%s", test.path, got.status, got.header.Get("Content-Type"), test.status, test.kind, test.holds, got.body)
		}
		head := s.ask(t, "HEAD", test.path)
		if head.status != got.status || head.body != "" || head.header.Get("ETag") != got.header.Get("ETag") || head.header.Get("Content-Type") != test.kind {
			t.Errorf("HEAD %s is not like GET: %d %v", test.path, head.status, head.header)
		}
	}
	if s.log.Len() > 0 {
		t.Errorf("nothing failed, but the log says\n%s", s.log)
	}
}

func TestSlash(t *testing.T) {
	got := serve(t, 1).ask(t, "GET", "/morning/")
	if got.status != http.StatusPermanentRedirect || got.header.Get("Location") != "/morning" {
		t.Errorf("got %d to %q", got.status, got.header.Get("Location"))
	}
}

// Whoever has the bytes gets none, and whoever has others gets all.
func TestNotModified(t *testing.T) {
	s := serve(t, 3)
	for _, path := range []string{"/", "/morning/2026-11-22", "/morning/archive", "/feeds/morning.rss", "/feeds/morning.atom", "/feeds/morning/items.json"} {
		first := s.ask(t, "GET", path)
		etag, modified := first.header.Get("ETag"), first.header.Get("Last-Modified")
		if etag == "" || modified == "" {
			t.Fatalf("%s: ETag %q, Last-Modified %q", path, etag, modified)
		}
		for _, test := range []struct {
			status  int
			headers []string
		}{
			{304, []string{"If-None-Match", etag}},
			{304, []string{"If-None-Match", strings.TrimPrefix(etag, "W/")}},
			{304, []string{"If-None-Match", `"x", ` + etag}},
			{304, []string{"If-None-Match", "*"}},
			{304, []string{"If-None-Match", etag, "Accept-Encoding", "gzip"}},
			{304, []string{"If-Modified-Since", modified}},
			{304, []string{"If-None-Match", etag, "If-Modified-Since", "Thu, 01 Jan 1998 00:00:00 GMT"}},
			{200, []string{"If-None-Match", `"x"`}},
			{200, []string{"If-None-Match", `"x"`, "If-Modified-Since", modified}},
			{200, []string{"If-Modified-Since", "Thu, 01 Jan 1998 00:00:00 GMT"}},
			{200, []string{"If-Modified-Since", "yesterday"}},
		} {
			for _, method := range []string{"GET", "HEAD"} {
				got := s.ask(t, method, path, test.headers...)
				if got.status != test.status || (got.status == 304 && (got.body != "" || got.header.Get("ETag") != etag || got.header.Get("Cache-Control") == "")) {
					t.Errorf("%s %s with %q: %d %v, want %d", method, path, test.headers, got.status, got.header, test.status)
				}
			}
		}
	}
}

// A new edition, and one for a past day, change the feed's tag.
func TestETagChanges(t *testing.T) {
	s := serve(t, 1)
	seen := map[string]bool{}
	for _, daysAgo := range []int{-1, 3} {
		seen[s.ask(t, "GET", "/feeds/morning.rss").header.Get("ETag")] = true
		publish(t, s.store, edition(daysAgo, 4))
	}
	seen[s.ask(t, "GET", "/feeds/morning.rss").header.Get("ETag")] = true
	if len(seen) != 3 {
		t.Errorf("three feeds have the tags %v", seen)
	}
}

func TestGzip(t *testing.T) {
	s := serve(t, 3)
	for _, path := range []string{"/", "/feeds/morning.rss", "/feeds/morning.atom", "/feeds/morning.json"} {
		plain, packed := s.ask(t, "GET", path), s.ask(t, "GET", path, "Accept-Encoding", "gzip")
		if packed.header.Get("Content-Encoding") != "gzip" || len(packed.body) >= len(plain.body) {
			t.Fatalf("%s: %d bytes in %q out of %d", path, len(packed.body), packed.header.Get("Content-Encoding"), len(plain.body))
		}
		reader, err := gzip.NewReader(strings.NewReader(packed.body))
		if err != nil {
			t.Fatal(err)
		}
		if unpacked, err := io.ReadAll(reader); err != nil || string(unpacked) != plain.body {
			t.Errorf("%s: gzip unpacks to something else: %v", path, err)
		}
		if refused := s.ask(t, "GET", path, "Accept-Encoding", "gzip;q=0"); refused.header.Get("Content-Encoding") != "" {
			t.Errorf("%s: packed for a reader that refuses it", path)
		}
		for _, got := range []reply{plain, packed} {
			if got.header.Get("Vary") != "Accept-Encoding" || !strings.HasPrefix(got.header.Get("ETag"), "W/") {
				t.Errorf("%s: Vary %q, ETag %q", path, got.header.Get("Vary"), got.header.Get("ETag"))
			}
		}
	}
}

func TestWrongMethods(t *testing.T) {
	s := serve(t, 1)
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "TRACE"} {
		for _, path := range []string{"/", "/morning", "/morning/2026-11-23", "/feeds/morning.rss", "/feeds/morning/items.rss", "/healthz", "/nowhere"} {
			if got := s.ask(t, method, path); got.status != 405 || got.header.Get("Allow") != "GET, HEAD" {
				t.Errorf("%s %s: %d, Allow %q", method, path, got.status, got.header.Get("Allow"))
			}
		}
		if got := s.ask(t, method, "/morning", "Sec-Fetch-Site", "cross-site"); method != "TRACE" && got.status != 403 {
			t.Errorf("%s from another site: %d", method, got.status)
		}
	}
	if got := s.ask(t, "DELETE", "/unsubscribe/x"); got.status != 405 || got.header.Get("Allow") != "GET, HEAD, POST" {
		t.Errorf("DELETE /unsubscribe/x: %d, Allow %q", got.status, got.header.Get("Allow"))
	}
}

func TestHeaders(t *testing.T) {
	s := serve(t, 1)
	for _, path := range []string{"/", "/nowhere", "/feeds/morning.rss", "/healthz"} {
		got := s.ask(t, "GET", path)
		policy := got.header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "style-src 'sha256-"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: the policy %q lacks %q", path, policy, want)
			}
		}
		if strings.Contains(policy, "script") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: the policy allows too much: %q", path, policy)
		}
		if got.header.Get("X-Content-Type-Options") != "nosniff" || got.header.Get("Referrer-Policy") != "same-origin" || got.header.Get("Cache-Control") == "" {
			t.Errorf("%s: %v", path, got.header)
		}
	}
}

func TestBeforeTheFirstEdition(t *testing.T) {
	s := serve(t, 0)
	for _, path := range []string{"/", "/morning", "/feeds/morning.rss"} {
		if got := s.ask(t, "GET", path); got.status != 200 || got.header.Get("Last-Modified") != "" {
			t.Errorf("%s: %d %v", path, got.status, got.header)
		}
	}
	bare := httptest.NewServer(Handler(Options{Store: s.store, Site: paper, Log: slog.New(slog.DiscardHandler)}))
	defer bare.Close()
	if got := (server{bare, nil, nil}).ask(t, "GET", "/"); got.status != 200 {
		t.Errorf("without digests: %d", got.status)
	}
}

// When the store is gone the reader is told so much and no more, the log says
// why in one line, without the ID that ends a subscription, and /healthz is red.
func TestBrokenStore(t *testing.T) {
	s := serve(t, 1)
	if err := s.store.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path, logged string
		status       int
	}{
		{"/morning", "/morning", 500},
		{"/feeds/morning.rss", "/feeds/morning.rss", 500},
		{"/unsubscribe/5f2c", "/unsubscribe/{id}", 500},
		{"/healthz", "/healthz", 503},
	} {
		s.log.Reset()
		got := s.ask(t, "GET", c.path)
		if got.status != c.status || c.status == 500 && !strings.Contains(got.body, "Please try again later") || strings.Contains(got.body, "sql") || got.header.Get("ETag") != "" {
			t.Errorf("%s: %d %v\n%s", c.path, got.status, got.header, got.body)
		}
		if log := s.log.String(); strings.Count(log, "\n") != 1 || !strings.Contains(log, "path="+c.logged+" ") || !strings.Contains(log, "closed") {
			t.Errorf("%s: the log says\n%s", c.path, log)
		}
	}
}

// The items feed ends with a whole edition.
func TestRecent(t *testing.T) {
	for _, test := range []struct {
		sizes []int
		want  int
	}{
		{nil, 0},
		{[]int{12, 12}, 2},
		{[]int{100, 100, 1}, 2},
		{[]int{500, 1}, 1},
	} {
		var editions []digest.Edition
		for day, size := range test.sizes {
			editions = append(editions, edition(day, size))
		}
		if got := len(recent(editions)); got != test.want {
			t.Errorf("of editions of %v leads %d are taken, want %d", test.sizes, got, test.want)
		}
	}
}

// A day that was skipped has no page and no line in the archive.
func TestSkippedDay(t *testing.T) {
	s := serve(t, 1)
	skipped := edition(-1, 0)
	skipped.Sections, skipped.Skipped = []digest.PrintedSection{}, "a thin day"
	publish(t, s.store, skipped)
	for path, want := range map[string]int{"/morning/" + skipped.Date: http.StatusNotFound, "/morning": http.StatusOK, "/morning/archive": http.StatusOK} {
		response, err := http.Get(s.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || response.StatusCode != want || strings.Contains(string(body), skipped.Date) {
			t.Errorf("%s: %d, names the day: %v, %v", path, response.StatusCode, strings.Contains(string(body), skipped.Date), err)
		}
	}
}
