package web

import (
	"context"
	"database/sql"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// mayBeHeld is how long the edition of the watched paper may wait for its sources.
const mayBeHeld = 5 * time.Minute

// watched is a paper of one edition, of the 23rd at seven, that came out three
// minutes late, and of a day before that was skipped; of its sources one is well,
// one fails, one is gone for good, one is new.
func watched(t *testing.T, now *time.Time, operators string) http.Handler {
	t.Helper()
	schedule, err := digest.ParseSchedule("0 7 * * *")
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "broadsheet.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	seven := time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)
	for _, state := range []store.State{
		{Source: "well", LastVisit: seven, LastGood: seven, NextVisit: seven.Add(24 * time.Hour)},
		{Source: "ill", LastVisit: seven, NextVisit: seven.Add(time.Hour), Failures: 4, Error: "get: 404 Not Found", Advice: "look <there>"},
		{Source: "lost", LastVisit: seven, LastGood: seven, NextVisit: seven, Gone: true},
	} {
		if _, err := s.SaveVisit(t.Context(), store.Visit{State: state}); err != nil {
			t.Fatal(err)
		}
	}
	for _, e := range []digest.Edition{
		{Digest: "morning", Date: "2026-11-22", At: seven.AddDate(0, 0, -1), Due: seven.AddDate(0, 0, -1), Skipped: "a thin day"},
		{Digest: "morning", Date: "2026-11-23", At: seven.Add(3 * time.Minute), Due: seven},
	} {
		if _, err := s.Publish(t.Context(), e, store.Mailing{}, 10, func(context.Context, *sql.Tx, int) error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Beat(t.Context(), store.Process{ID: "p", Place: "press", PID: 42, Roles: "fetch", Started: seven, Beat: seven}); err != nil {
		t.Fatal(err)
	}
	if err := s.Tally(t.Context(), map[string]int{"visits failed": 4, "items new": 9}); err != nil {
		t.Fatal(err)
	}
	return Handler(Options{
		Store: s, Site: paper,
		Digests: []digest.Digest{{
			ID: "morning", Title: "Morning", Schedule: schedule, Zone: time.UTC, HoldIfMissing: .5, HoldFor: mayBeHeld,
		}},
		Sources: []digest.Source{{ID: "well", Zone: time.FixedZone("its own", 9*60*60)}, {ID: "ill"}, {ID: "lost"}, {ID: "new"}}, Operators: []netip.Prefix{netip.MustParsePrefix(operators)},
		Now: func() time.Time { return *now }, Log: slog.New(slog.DiscardHandler),
	})
}

// look asks a handler as somebody at an address does.
func look(t *testing.T, h http.Handler, path, from string, header ...string) (int, string) {
	t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	r.RemoteAddr = from
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.Code, string(body)
}

const operator = "10.1.2.3:4"

func TestReady(t *testing.T) {
	now := time.Date(2026, 11, 24, 6, 0, 0, 0, time.UTC)
	h := watched(t, &now, "10.0.0.0/8")
	for _, c := range []struct {
		after  time.Duration
		status int
		says   string
	}{
		{0, 200, "ready"},
		{time.Hour + overdueAfter + mayBeHeld, 200, "ready"},
		{time.Hour + overdueAfter + mayBeHeld + time.Second, 503, "an edition of morning is overdue"},
	} {
		now = time.Date(2026, 11, 24, 6, 0, 0, 0, time.UTC).Add(c.after)
		if status, body := look(t, h, "/readyz", "203.0.113.1:4"); status != c.status || !strings.Contains(body, c.says) {
			t.Errorf("after %v: %d %s", c.after, status, body)
		}
		if status, _ := look(t, h, "/healthz", "203.0.113.1:4"); status != 200 {
			t.Errorf("after %v it is not healthy: %d", c.after, status)
		}
	}
}

func TestMetrics(t *testing.T) {
	now := time.Date(2026, 11, 24, 7, 20, 0, 0, time.UTC)
	h := watched(t, &now, "10.0.0.0/8")
	status, body := look(t, h, "/metrics", operator)
	if status != 200 {
		t.Fatalf("%d %s", status, body)
	}
	for _, line := range []string{
		`broadsheet_visits_total{outcome="failed"} 4`,
		`broadsheet_items_total{outcome="new"} 9`,
		`broadsheet_sources{condition="failed"} 1`,
		`broadsheet_sources{condition="gone"} 1`,
		`broadsheet_sources{condition="new"} 1`,
		`broadsheet_sources_due 3`,
		`broadsheet_editions_total{digest="morning"} 1`,
		`broadsheet_edition_lateness_seconds{digest="morning"} 180`,
		`broadsheet_edition_overdue_seconds{digest="morning"} 1200`,
		`broadsheet_deliveries_total{digest="morning",outcome="sent"} 0`,
		`broadsheet_processes{roles="fetch"} 1`,
	} {
		if !strings.Contains(body, line+"\n") {
			t.Errorf("not there: %s", line)
		}
	}
	if t.Failed() {
		t.Log(body)
	}
}

func TestStatus(t *testing.T) {
	now := time.Date(2026, 11, 24, 7, 20, 0, 0, time.UTC)
	status, body := look(t, watched(t, &now, "10.0.0.0/8"), "/status", operator)
	if status != 200 {
		t.Fatalf("%d %s", status, body)
	}
	for _, words := range []string{"OVERDUE for 20m", "2026-11-23 07:03, 3m late", "404 Not Found; look &lt;there&gt;", "morning/2026-11-23", "none: a thin day", ">42<", ">24h20m ago<", "Last good (UTC)", "<th scope=\"col\">Zone"} {
		if !strings.Contains(body, words) {
			t.Errorf("it does not say %q", words)
		}
	}
	if strings.Index(body, ">ill<") > strings.Index(body, ">well<") {
		t.Error("the well come before the ill")
	}
	// All in the paper's zone, not each in that of its source.
	if !strings.Contains(body, "2026-11-24 07:00") || strings.Contains(body, "2026-11-23 16:00") {
		t.Errorf("the hours of sources are in their own zones:\n%s", body)
	}
}

// While no mail leaves, the page says since when and why.
func TestStatusOfAnOutage(t *testing.T) {
	s := serve(t, 0)
	options := Options{Store: s.store, Site: paper, Operators: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, Now: func() time.Time { return seven }, Log: slog.New(slog.DiscardHandler)}
	if _, body := look(t, Handler(options), "/status", operator); strings.Contains(body, "No mail leaves") {
		t.Error("mail leaves, and the page says that none does")
	}
	if _, err := s.store.Shut(t.Context(), store.ByMail, store.Outage{}, seven, seven.Add(time.Minute), "AUTH: 535 wrong password"); err != nil {
		t.Fatal(err)
	}
	_, body := look(t, Handler(options), "/status", operator)
	for _, words := range []string{"No mail leaves", "AUTH: 535 wrong password", moment(seven.Add(time.Minute), time.UTC)} {
		if !strings.Contains(body, words) {
			t.Errorf("it does not say %q", words)
		}
	}
}

// What is for operators is for nobody else, nor for whom a proxy speaks.
func TestForOperators(t *testing.T) {
	now := time.Date(2026, 11, 24, 7, 20, 0, 0, time.UTC)
	h := watched(t, &now, "10.0.0.0/8")
	for _, path := range []string{"/status", "/metrics"} {
		if status, _ := look(t, h, path, "203.0.113.1:4"); status != 404 {
			t.Errorf("%s from elsewhere: %d", path, status)
		}
		if status, _ := look(t, h, path, operator, "X-Forwarded-For", "203.0.113.1"); status != 404 {
			t.Errorf("%s through a proxy: %d", path, status)
		}
		old := httptest.NewRequest("GET", path, nil)
		old.RemoteAddr, old.Proto, old.ProtoMinor = operator, "HTTP/1.0", 0
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, old); w.Code != 404 {
			t.Errorf("%s through a proxy that does not say so: %d", path, w.Code)
		}
		if status, _ := look(t, h, path, "[::ffff:10.1.2.3]:4"); status != 200 {
			t.Errorf("%s from an operator's address in the form of IPv6: %d", path, status)
		}
	}
}
