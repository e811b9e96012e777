package web

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/store"
	"broadsheet/templates"
)

var (
	paper   = templates.Site{Title: "The Daily Broadsheet", URL: "https://paper.example", Language: "en"}
	morning = digest.Digest{ID: "morning", Title: "The Morning Digest", Description: "At seven.", Language: "en", Zone: time.UTC, Schedule: daily, SignUp: true}
	evening = digest.Digest{ID: "evening", Title: "The Evening Digest", Language: "ur", Zone: time.UTC, Schedule: daily}
	daily   = must(digest.ParseSchedule("0 7 * * *"))
	seven   = time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)
)

func must(s digest.Schedule, err error) digest.Schedule {
	if err != nil {
		panic(err)
	}
	return s
}

// server is the handler on a real port, over a real database, with two digests
// of which the first has as many editions as days; what it logs goes to log.
type server struct {
	*httptest.Server
	store *store.Store
	log   *bytes.Buffer
}

func serve(t testing.TB, days int) server {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "web.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	for day := range days {
		publish(t, s, edition(days-day-1, 12))
	}
	log := new(bytes.Buffer)
	handler := Handler(Options{Store: s, Digests: []digest.Digest{morning, evening}, Site: paper, Now: func() time.Time { return seven }, Log: slog.New(slog.NewTextHandler(log, nil))})
	ts := httptest.NewServer(handler)
	t.Cleanup(ts.Close)
	return server{ts, s, log}
}

func publish(t testing.TB, s *store.Store, e digest.Edition) {
	t.Helper()
	published, err := s.Publish(t.Context(), e, store.Mailing{}, 50, func(context.Context, *sql.Tx, int) error { return nil })
	if err != nil || !published {
		t.Fatalf("publish %s: %v, %v", e.ID(), published, err)
	}
}

// edition is that of so many days ago: clusters in English and Urdu.
func edition(daysAgo, clusters int) digest.Edition {
	at := seven.AddDate(0, 0, -daysAgo)
	e := digest.Edition{Digest: "morning", Title: morning.Title, Language: "en", Zone: "UTC", At: at, Date: at.Format(time.DateOnly)}
	top := digest.PrintedSection{Title: "Top stories"}
	for n := range clusters {
		item := digest.Item{
			ID: fmt.Sprintf("%s-%d", e.Date, n), Source: "metropolitan", Link: fmt.Sprintf("https://metropolitan.example/%s/%d", e.Date, n),
			Title: fmt.Sprintf("Harbour plan %d passes", n), Language: "en", FirstSeen: at.Add(-time.Hour), Published: at.Add(-2 * time.Hour),
			Summary: "<p>The harbour plan passed after a night of talks.</p>",
			Content: digest.HTML("<p>" + strings.Repeat("The harbour plan passed after a night of talks. ", 30) + "</p>"),
		}
		if n%4 == 1 {
			item.Title, item.Language, item.Summary, item.Content = "بندرگاہ کا نیا منصوبہ منظور", "ur", "<p>بندرگاہ پر کام شروع ہو گیا۔</p>", ""
		}
		top.Clusters = append(top.Clusters, digest.Cluster{Lead: digest.Entry{Item: item, Kind: digest.Story, Paper: "The Metropolitan"}})
	}
	e.Sections = []digest.PrintedSection{top}
	e.Sources = []digest.Report{{Source: "metropolitan", Title: "The Metropolitan", Link: "https://metropolitan.example/", Condition: digest.Read, LastGood: at}}
	return e
}

// reply is an answer as it came over the wire: nothing is unpacked.
type reply struct {
	status int
	header http.Header
	body   string
}

func (s server) ask(t testing.TB, method, path string, headers ...string) reply {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s.send(t, request, headers...)
}

func (s server) send(t testing.TB, request *http.Request, headers ...string) reply {
	t.Helper()
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	transport := &http.Transport{DisableCompression: true}
	defer transport.CloseIdleConnections()
	response, err := transport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{response.StatusCode, response.Header, string(body)}
}

// BenchmarkServe asks for what has been asked for before; "first" is a feed
// that nobody has asked for since its last edition.
func BenchmarkServe(b *testing.B) {
	s := serve(b, 0)
	for day := range 30 {
		publish(b, s.store, edition(day, 60))
	}
	options := Options{Store: s.store, Digests: []digest.Digest{morning}, Site: paper, Log: slog.New(slog.DiscardHandler)}
	handler := Handler(options)
	ask := func(b *testing.B, h http.Handler, path string) {
		request := httptest.NewRequestWithContext(b.Context(), "GET", path, nil)
		request.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, request)
		if w.Code != 200 {
			b.Fatal(w.Code)
		}
	}
	for _, path := range []string{"/", "/morning/archive", "/feeds/morning.rss", "/feeds/morning/items.atom", "/healthz"} {
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				ask(b, handler, path)
			}
		})
	}
	b.Run("first/feeds/morning.rss", func(b *testing.B) {
		for b.Loop() {
			ask(b, Handler(options), "/feeds/morning.rss")
		}
	})
}
