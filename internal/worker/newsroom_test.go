package worker

import (
	"crypto/rand"
	"database/sql"
	"fmt"
	"html"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	"broadsheet/internal/mail"
	"broadsheet/internal/store"
	"broadsheet/templates"
)

func TestMain(m *testing.M) {
	if os.Getenv(farmVariable) != "" {
		serveFarm()
		return
	}
	goleak.VerifyTestMain(m)
}

// seven is seven in the morning in Karachi, when the paper comes out.
var seven = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

// clock stands still until a hand moves it.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

func (c *clock) add(d time.Duration) { c.set(c.Now().Add(d)) }

// press is a real HTTP server with a paper at each path.
type press struct {
	*httptest.Server
	mu     sync.Mutex
	papers map[string]http.HandlerFunc
	asked  map[string]int
}

func newPress(t testing.TB) *press {
	p := &press{papers: map[string]http.HandlerFunc{}, asked: map[string]int{}}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		p.asked[r.URL.Path]++
		paper := p.papers[r.URL.Path]
		p.mu.Unlock()
		if paper == nil {
			http.NotFound(w, r)
			return
		}
		paper(w, r)
	}))
	t.Cleanup(p.Close)
	return p
}

func (p *press) print(path string, paper http.HandlerFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.papers[path] = paper
}

func (p *press) visits(path string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked[path]
}

// source is the source whose feed is at "/" + its ID.
func (p *press) source(id string) digest.Source {
	return digest.Source{ID: id, Title: "The " + id, URL: p.URL + "/" + id, Every: 15 * time.Minute, Zone: time.UTC}
}

// feed is a paper with n stories, the newest of which is an hour old at seven.
func feed(name string, n int) http.HandlerFunc {
	return body("application/rss+xml", issue(name, 0, n))
}

// issue is an RSS document with n stories from the one numbered first on.
func issue(name string, first, n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>The %s</title><link>https://%s.example/</link><description>News</description>`, name, name)
	for i := first; i < first+n; i++ {
		title := fmt.Sprintf("%s reports that ship number %d has come in", name, i)
		fmt.Fprintf(&b, `<item><guid isPermaLink="false">%s-%d</guid><title>%s</title><link>https://%s.example/news/%d</link><description>It came with the tide.</description><pubDate>%s</pubDate></item>`,
			name, i, html.EscapeString(title), name, i, seven.Add(-time.Hour-time.Duration(i)*time.Second).Format(time.RFC1123Z))
	}
	b.WriteString(`</channel></rss>`)
	return b.String()
}

// latest is a paper with one story, an hour old at the given time.
func latest(name string, at time.Time) http.HandlerFunc {
	return body("application/rss+xml", fmt.Sprintf(`<rss version="2.0"><channel><title>The %s</title><link>https://%s.example/</link><description>News</description>`+
		`<item><guid isPermaLink="false">late-%d</guid><title>The last ship has come in</title><link>https://%s.example/late/%d</link><pubDate>%s</pubDate></item></channel></rss>`,
		name, name, at.Unix(), name, at.Unix(), at.Add(-time.Hour).Format(time.RFC1123Z)))
}

// silent is a source on another host that answers only when it is released.
func silent(t *testing.T, release <-chan struct{}) digest.Source {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Skip("this machine has only one loopback address")
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	}))
	_ = server.Listener.Close()
	server.Listener = listener
	server.Start()
	t.Cleanup(server.Close)
	return digest.Source{ID: "silent", Title: "The silent", URL: server.URL + "/", Every: 15 * time.Minute, Zone: time.UTC}
}

func body(contentType, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write([]byte(text))
	}
}

func morning(t testing.TB) digest.Digest {
	t.Helper()
	schedule, err := digest.ParseSchedule("0 7 * * *")
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Asia/Karachi")
	if err != nil {
		t.Fatal(err)
	}
	return digest.Digest{
		ID: "morning", Title: "The Morning Digest", Language: "en", Zone: zone, Schedule: schedule,
		CatchUp: digest.CatchUpLatest, Lookback: 48 * time.Hour,
		Sections: []digest.Section{{Title: "Top stories", Max: 12}},
	}
}

// newsroom is a Worker at seven o'clock, with a folder for its mails.
func newsroom(t testing.TB, s *store.Store, sources ...digest.Source) (*Worker, *clock) {
	t.Helper()
	at := &clock{now: seven}
	client := fetch.New(fetch.Options{
		UserAgent: "Broadsheet test", AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
	})
	t.Cleanup(client.Close)
	return New(Options{
		Store: s, Fetch: client, Sender: mail.Outbox{Folder: filepath.Join(t.TempDir(), "outbox")},
		Sources: sources, Digests: []digest.Digest{morning(t)},
		Site: templates.Site{Title: "The Daily Broadsheet", URL: "https://paper.example", Language: "en"},
		From: "The Daily Broadsheet <digest@paper.example>",
		Now:  at.Now, Log: slog.New(slog.DiscardHandler),
	}), at
}

// mails lists the outbox.
func mails(t testing.TB, w *Worker) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(w.Sender.(mail.Outbox).Folder, "*.eml"))
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		names[i] = filepath.Base(name)
	}
	return names
}

func enlist(t testing.TB, s *store.Store, addresses ...string) {
	t.Helper()
	var subscribers []digest.Subscriber
	for i, address := range addresses {
		subscribers = append(subscribers, digest.Subscriber{
			ID: fmt.Sprintf("reader%d", i), Digest: "morning", Address: address, Name: fmt.Sprintf("Reader %d", i),
			State: digest.Confirmed, Since: seven,
		})
	}
	if err := s.Roster(t.Context(), "morning", subscribers); err != nil {
		t.Fatal(err)
	}
}

func open(t testing.TB, dsn string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// onEach runs a test on SQLite and, where there is one, on PostgreSQL. The test
// gets the name of a database of its own.
func onEach(t *testing.T, test func(t *testing.T, dsn string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "broadsheet.db")) })
	t.Run("postgres", func(t *testing.T) {
		server := os.Getenv("BROADSHEET_TEST_POSTGRES")
		if server == "" && os.Getenv("BROADSHEET_REQUIRE_POSTGRES") != "" {
			t.Fatal("set BROADSHEET_TEST_POSTGRES to the postgres:// address of a server to test on")
		}
		if server == "" {
			t.Skip("no BROADSHEET_TEST_POSTGRES")
		}
		test(t, freshSchema(t, server))
	})
}

// freshSchema makes a schema for one test and names it in the address.
func freshSchema(t *testing.T, server string) string {
	t.Helper()
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	schema := "test_" + strings.ToLower(rand.Text())
	if _, err := db.Exec("CREATE SCHEMA " + schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.Exec("DROP SCHEMA " + schema + " CASCADE"); err != nil {
			t.Error(err)
		}
		_ = db.Close()
	})
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Set("search_path", schema)
	u.RawQuery = query.Encode()
	return u.String()
}
