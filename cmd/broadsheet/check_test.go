package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// feedOf is an RSS feed of three items with this title, date and text.
func feedOf(title, date, text string) string {
	var items strings.Builder
	for n := range 3 {
		fmt.Fprintf(&items, "<item><guid>%d</guid><title>Story number %d</title><link>/%d</link><pubDate>%s</pubDate><description>%s</description></item>", n, n, n, date, text)
	}
	return "<rss version='2.0'><channel><title>" + title + "</title>" + items.String() + "</channel></rss>"
}

// answers serves a text at each path; one that begins with a slash is where
// the path has moved for good.
func answers(t *testing.T, texts map[string]string) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, known := texts[r.URL.Path]
		switch {
		case !known:
			http.NotFound(w, r)
		case strings.HasPrefix(text, "/"):
			http.Redirect(w, r, text, http.StatusMovedPermanently)
		case strings.HasPrefix(text, "<!doctype html>"):
			w.Header().Set("Content-Type", "text/html")
			io.WriteString(w, text)
		default:
			w.Header().Set("Content-Type", "application/xml")
			io.WriteString(w, text)
		}
	}))
	t.Cleanup(server.Close)
	return server
}

// execute runs the program on a config in a folder of its own, which may visit this machine.
func execute(t *testing.T, folder, sources string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	file := filepath.Join(folder, "config.yaml")
	if sources != "" {
		text := "title: Paper\nurl: http://localhost:8080\nfetch: {allow_private: [127.0.0.0/8], per_host: {gap: 1ms}}\nsources:\n" + sources +
			"digests: [{id: m, title: M, schedule: '0 7 * * *', sections: [{title: News}]}]\n"
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out, log strings.Builder
	program := &app{stdin: strings.NewReader(""), stdout: &out, stderr: &log, env: noEnv, now: clock()}
	code = program.run(t.Context(), append(args, "--config", file))
	return code, out.String(), log.String()
}

// TestCheckSaysWhatWouldBeBetter for sources that can be read.
func TestCheckSaysWhatWouldBeBetter(t *testing.T) {
	const good = "Mon, 23 Nov 2026 07:00:00 +0000"
	server := answers(t, map[string]string{
		"/good":  feedOf("Good", good, "A whole sentence."),
		"/moved": "/good",
		"/led":   page(`<meta http-equiv=refresh content="0; url=/good">`, 0),
		"/cut":   feedOf("Cut", good, "A sentence that ends before…"),
		"/zone":  feedOf("Zone", "23 Nov 2026 07:00", "A whole sentence."),
		"/old":   feedOf("", "Mon, 05 Jan 2026 07:00:00 +0000", "A whole sentence."),
	})
	var sources strings.Builder
	for _, name := range []string{"good", "moved", "led", "cut", "zone", "old"} {
		fmt.Fprintf(&sources, "  - {id: %s, url: '%s/%s'}\n", name, server.URL, name)
	}
	fmt.Fprintf(&sources, "  - {id: told, url: '%s/zone', timezone: Asia/Karachi}\n  - {id: full, url: '%s/cut', full_text: true}\n", server.URL, server.URL)
	code, stdout, stderr := execute(t, t.TempDir(), sources.String(), "check", "--json")
	var answer checked
	if err := json.Unmarshal([]byte(stdout), &answer); err != nil || code != exitDone {
		t.Fatalf("%d %v: %s%s", code, err, stdout, stderr)
	}
	want := map[string]string{
		"good": "", "told": "", "full": "", "moved": "moved permanently to " + server.URL + "/good", "cut": "full_text: true", "led": "a page is there that leads to " + server.URL + "/good: change the address",
		"zone": "give timezone:, its times name none and are taken for UTC", "old": "it has no title|nothing new for two months",
	}
	for _, h := range answer.Sources {
		said := strings.Join(h.Better, "|")
		for part := range strings.SplitSeq(want[h.Source], "|") {
			if !strings.Contains(said, part) || want[h.Source] == "" && said != "" {
				t.Errorf("%s: says %q, want %q", h.Source, said, want[h.Source])
			}
		}
	}
}

// TestCheckSaysWhatToDo about sources that cannot be read.
func TestCheckSaysWhatToDo(t *testing.T) {
	server := answers(t, map[string]string{
		"/page":       page(link("/feed"), 0),
		"/on":         page(`<a href=/rss>RSS</a>`, 0),
		"/feed":       feedOf("Feed", "", "A sentence."),
		"/robots.txt": "User-agent: *\nDisallow: /walled",
		"/all":        "<sitemapindex><sitemap><loc>/index</loc></sitemap></sitemapindex>",
		"/index":      "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>/news.xml</loc></sitemap></sitemapindex>",
	})
	sources := strings.ReplaceAll("  - {id: page, url: 'SERVER/page'}\n  - {id: on, url: 'SERVER/on'}\n  - {id: index, sitemap: 'SERVER/all'}\n"+
		"  - {id: feed, page: 'SERVER/feed'}\n  - {id: map, url: 'SERVER/index'}\n  - {id: walled, page: 'SERVER/walled'}\n", "SERVER", server.URL)
	code, stdout, _ := execute(t, t.TempDir(), sources, "check")
	said := strings.Join(strings.Fields(stdout), " ") // lines are broken where they end
	for _, want := range []string{
		"this is a page, and it names its feed: " + server.URL + "/feed", "this may be its feed: " + server.URL + "/rss",
		"in its place: sitemap: " + server.URL + "/news.xml", "this is a feed: give its address as url:", "this is a sitemap: give its address as sitemap:",
		"get " + server.URL + "/walled: robots.txt does not allow to read it hint: the site wants no program to read this page",
	} {
		if code != exitPartial || !strings.Contains(said, want) {
			t.Errorf("%d, not %q: %s", code, want, stdout)
		}
	}
}

// TestParseSaysThatTheAnswerWasCut though whole items were in it.
func TestParseSaysThatTheAnswerWasCut(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "100000")
		io.WriteString(w, feedOf("Cut", "", "A sentence."))
	}))
	t.Cleanup(server.Close)
	code, stdout, _ := execute(t, t.TempDir(), "  - {id: a, url: 'sample:wire'}\n", "parse", server.URL)
	if code != exitDone || !strings.Contains(stdout, `"oddities":["the answer ends in the middle"]`) || !strings.Contains(stdout, "Story number 2") {
		t.Errorf("%d: %s", code, stdout)
	}
}

// TestTablesFitATerminal whatever stands in them, but for words that are
// longer than a line.
func TestTablesFitATerminal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := health{
			Source: rapid.StringMatching(`[a-z0-9-]{1,64}`).Draw(t, "id"), State: "waiting", Format: "json feed 1.1", Items: 10000,
			LastGood: instant, NextVisit: instant.AddDate(-1, 0, 0), Failures: 12, Error: rapid.String().Draw(t, "error"),
			NextReason: "nothing new for 20h: every 2h30m", Better: rapid.SliceOf(rapid.String()).Draw(t, "better"),
		}
		var stdout strings.Builder
		a := &app{stdout: &stdout, now: func() time.Time { return instant }}
		if err := a.showSources([]health{h, h}, instant.Location()); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(stdout.String()) {
			if utf8.RuneCountInString(line) > lineWidth+1 && len(strings.Fields(line)) > 1 {
				t.Fatalf("%d wide: %q", utf8.RuneCountInString(line), line)
			}
			if slices.Contains([]string{"\a", "\x1b"}, line) {
				t.Fatalf("moves the cursor: %q", line)
			}
		}
	})
}
