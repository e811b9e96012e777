package worker

import (
	"compress/gzip"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	"broadsheet/internal/store"
)

// badPaper is a paper that brings nothing, and what is said of it.
type badPaper struct {
	name  string
	paper http.HandlerFunc
	words string
}

// badPapers are the ways in which the bad sources of the farm are bad.
func badPapers() []badPaper {
	return []badPaper{
		{"failing", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }, "500"},
		{"missing", http.NotFound, "404"},
		{"silent", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "no answer within 3s"},
		{"stuck", func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "<rss><channel>")
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}, "within 3s"},
		{"endless", func(w http.ResponseWriter, _ *http.Request) {
			for err := error(nil); err == nil; {
				_, err = io.WriteString(w, strings.Repeat("<rss><channel><item>", 1000))
			}
		}, "too large"},
		{"garbage", func(w http.ResponseWriter, _ *http.Request) {
			noise := make([]byte, 50_000)
			_, _ = rand.NewChaCha8([32]byte{}).Read(noise)
			_, _ = w.Write(noise)
		}, "read: "},
		{"torn", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = io.WriteString(w, "\x1f\x8b\x08 and no more")
		}, "gzip"},
		{"empty", func(http.ResponseWriter, *http.Request) {}, "read: "},
		{"circle", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path+"?"+r.URL.RawQuery+"i", http.StatusFound)
		}, "redirects"},
		{"dripping", func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				_, _ = io.WriteString(w, "<")
				_ = http.NewResponseController(w).Flush()
				time.Sleep(50 * time.Millisecond)
			}
		}, "within 3s"},
		{"bomb", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			packed := gzip.NewWriter(w)
			_, _ = io.CopyN(packed, zeros{}, 100<<20)
			_ = packed.Close()
		}, "too large"},
		{"deep", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, strings.Repeat("<rss>", 200_000))
		}, "read: "},
		{"spy", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
		}, "169.254.169.254"},
		{"rude", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "closed"},
	}
}

// zeros is a file that has no end.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

// A poll of some hundreds of sources of which every twentieth is bad, each in its
// own way, ends; all of the others is kept, and the bad ones are named.
func TestPollOfAFarmWithBadSources(t *testing.T) { onEach(t, testFarm) }

func testFarm(t *testing.T, dsn string) {
	bad := badPapers()
	p := newPress(t)
	hosts := onHosts(t, p, len(bad))
	var sources []digest.Source
	said := map[string]string{}
	for n := range 20 * len(bad) {
		id := fmt.Sprint("farm", n)
		paper := feed(id, 3)
		if kind := n / 20; n%20 == kind { // one of each on a host of its own
			id = bad[kind].name
			paper, said[id] = bad[kind].paper, bad[kind].words
		}
		p.print("/"+id, paper)
		source := p.source(id)
		source.URL = hosts[n%len(hosts)] + "/" + id
		sources = append(sources, source)
	}
	s := open(t, dsn)
	w, _ := newsroom(t, s, sources...)
	w.Fetch = fetch.New(fetch.Options{
		AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Timeout: 3 * time.Second, MaxBody: 1 << 20,
	})
	t.Cleanup(w.Fetch.Close)
	told := 0
	if err := w.Refresh(t.Context(), sources, func(_, _ int, _ store.Visit) { told++ }); err != nil || told != len(sources) {
		t.Fatalf("told of %d visits: %v", told, err)
	}
	for _, source := range sources {
		state := stateOf(t, s, source.ID)
		words, isBad := said[source.ID]
		switch {
		case isBad && (state.Failures != 1 || !strings.Contains(state.Error, words)):
			t.Errorf("%s: %q does not say %q", source.ID, state.Error, words)
		case !isBad && (state.Failures != 0 || state.Items != 3 || !state.LastGood.Equal(seven)):
			t.Errorf("%s: %+v", source.ID, state)
		}
	}
	items, err := s.Candidates(t.Context(), "morning", ids(sources), seven, seven)
	if want := 3 * (len(sources) - len(bad)); err != nil || len(items) != want {
		t.Errorf("%d items are kept, want %d: %v", len(items), want, err)
	}
	namesTheBad(t, w, bad)
}

// namesTheBad checks whom the colophon calls failed.
func namesTheBad(t *testing.T, w *Worker, bad []badPaper) {
	t.Helper()
	reports, err := w.Reports(t.Context(), w.Digests[0], seven)
	if err != nil {
		t.Fatal(err)
	}
	var named, want []string
	for _, r := range reports {
		if r.Condition == digest.Failed && r.Reason != "" {
			named = append(named, r.Source)
		}
	}
	for _, b := range bad {
		want = append(want, b.name)
	}
	if !slices.Equal(named, want) {
		t.Errorf("named as failed: %q, want %q", named, want)
	}
}

// onHosts has a press answer at several addresses of this machine.
func onHosts(t *testing.T, p *press, n int) []string {
	t.Helper()
	var hosts []string
	for i := range n {
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.%d:0", i+1))
		if err != nil {
			t.Skip("this machine has only one loopback address")
		}
		server := &httptest.Server{Listener: listener, Config: &http.Server{
			Handler: p.Config.Handler, ErrorLog: log.New(io.Discard, "", 0),
		}}
		server.Start()
		t.Cleanup(server.Close)
		hosts = append(hosts, server.URL)
	}
	return hosts
}

// When the database takes nothing any more, a poll says so and ends, however
// many visits are still to be made.
func TestPollEndsWithTheDatabase(t *testing.T) {
	p := newPress(t)
	var sources []digest.Source
	for n := range 5 * hostsAtOnce {
		id := fmt.Sprint("farm", n)
		p.print("/"+id, feed(id, 3))
		sources = append(sources, p.source(id))
	}
	s := open(t, ":memory:")
	w, _ := newsroom(t, s, sources...)
	if _, err := s.DB().Exec(`CREATE TRIGGER full BEFORE INSERT ON sources BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`); err != nil {
		t.Fatal(err)
	}
	if err := w.Refresh(t.Context(), sources, nil); err == nil || !strings.Contains(err.Error(), "the disk is full") {
		t.Errorf("the poll ends with %v", err)
	}
}
