package worker

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	"broadsheet/internal/store"
)

// stubborn is a paper that knows its readers by their validators for ever, and
// writes down what it was asked.
type stubborn struct {
	mu    sync.Mutex
	paper http.HandlerFunc
	asked []string
}

func (s *stubborn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	known := r.Header.Get("If-None-Match") + r.Header.Get("If-Modified-Since")
	s.asked = append(s.asked, known)
	w.Header().Set("ETag", fmt.Sprintf(`"%d"`, len(s.asked)))
	if known != "" {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	s.paper(w, r)
}

func TestValidatorsAreForgottenEveryEightDays(t *testing.T) {
	p := newPress(t)
	paper := &stubborn{paper: feed("harbour", 3)}
	p.print("/harbour", paper.ServeHTTP)
	w, at := newsroom(t, open(t, ":memory:"))
	var state store.State
	var asked []string
	for day := range 18 {
		at.set(seven.Add(time.Duration(day) * 24 * time.Hour))
		v := w.Visit(t.Context(), p.source("harbour"), state)
		if whole := day%8 == 0; (v.Items != nil) != whole || v.State.Failures > 0 {
			t.Errorf("day %d: %d items, %s", day, len(v.Items), v.State.Error)
		}
		if day%8 != 0 {
			asked = append(asked, v.State.ETag)
		}
		state = v.State
	}
	// A 304 renews the validator: each visit shows what the last one was given.
	for i, known := range paper.asked {
		if want := fmt.Sprintf(`"%d"`, i); i%8 != 0 && known != want || i%8 == 0 && known != "" {
			t.Errorf("visit %d showed %s", i, known)
		}
	}
	if len(asked) != 15 {
		t.Errorf("%d visits with validators", len(asked))
	}
}

// What was learned of one address is not shown to another, and what was read
// by one recipe is read again by the next.
func TestNewConfigIsReadAnew(t *testing.T) {
	for name, change := range map[string]func(*digest.Source){
		"address":   func(s *digest.Source) { s.URL += "?new" },
		"zone":      func(s *digest.Source) { s.Zone = time.FixedZone("Karachi", 5*3600) },
		"language":  func(s *digest.Source) { s.Language = "ur" },
		"selectors": func(s *digest.Source) { s.Select.Item = "article" },
	} {
		p := newPress(t)
		paper := &stubborn{paper: feed("harbour", 3)}
		p.print("/harbour", paper.ServeHTTP)
		s := open(t, ":memory:")
		w, at := newsroom(t, s, p.source("harbour"))
		refreshed(t, w)
		at.add(2 * time.Minute)
		refreshed(t, w)
		at.add(2 * time.Minute)
		if isDue(w.Sources[0], stateOf(t, s, "harbour"), at.Now()) {
			t.Errorf("%s: due without a change", name)
		}
		change(&w.Sources[0])
		if !isDue(w.Sources[0], stateOf(t, s, "harbour"), at.Now()) {
			t.Errorf("%s: a change in the config waits for the next visit", name)
		}
		before := stateOf(t, s, "harbour")
		refreshed(t, w)
		if want := []string{"", `"1"`, ""}; !slices.Equal(paper.asked, want) {
			t.Errorf("%s: asked with %q, want %q", name, paper.asked, want)
		}
		after := stateOf(t, s, "harbour")
		if after.Address != w.Sources[0].URL || after.Recipe == before.Recipe || !after.LastNew.Equal(before.LastNew) {
			t.Errorf("%s: %+v", name, after)
		}
		if isDue(w.Sources[0], after, at.Now()) {
			t.Errorf("%s: due again at once", name)
		}
	}
}

// The same words again, from a server that knows no validators, are not read.
func TestSameBodyIsNotReadAgain(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", feed("harbour", 3))
	w, at := newsroom(t, open(t, ":memory:"))
	first := w.Visit(t.Context(), p.source("harbour"), store.State{})
	at.add(time.Hour)
	second := w.Visit(t.Context(), p.source("harbour"), first.State)
	if len(first.Items) != 3 || second.Items != nil || second.State.Failures != 0 || second.State.Items != 3 {
		t.Errorf("%+v", second)
	}
}

// Of a body that breaks off the whole items are read, and nothing is called
// known: the next visit asks for all of it.
func TestBrokenOffBodyIsReadAndNotRemembered(t *testing.T) {
	p := newPress(t)
	whole := `<rss version="2.0"><channel><title>The harbour</title>` +
		`<item><guid>one</guid><title>A ship came in</title></item><item><guid>two</guid><title>A ship went out</title></item>`
	p.print("/harbour", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"part"`)
		w.Header().Set("Content-Length", "4000")
		body("application/rss+xml", whole+"<item><guid>thr")(w, r)
	})
	p.print("/nothing", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "4000")
		body("application/rss+xml", `<rss version="2.0"><channel><title>The harbour</title>`)(w, r)
	})
	w, _ := newsroom(t, open(t, ":memory:"))
	v := w.Visit(t.Context(), p.source("harbour"), store.State{})
	if len(v.Items) < 2 || v.State.Failures != 0 || v.State.ETag+v.State.BodyHash != "" {
		t.Errorf("%+v", v.State)
	}
	if !slices.Contains(v.State.Oddities, "the answer ends in the middle: the items that came whole were read") {
		t.Errorf("oddities %q", v.State.Oddities)
	}
	if v = w.Visit(t.Context(), p.source("nothing"), store.State{}); v.State.Failures != 1 || v.Items != nil {
		t.Errorf("%+v", v)
	}
}

// A body is remembered when its items are, or neither.
func TestValidatorsAreKeptWithTheItems(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"one"`)
		feed("harbour", 3)(w, r)
	})
	s := open(t, ":memory:")
	w, _ := newsroom(t, s, p.source("harbour"))
	if _, err := s.DB().Exec(`CREATE TRIGGER full BEFORE INSERT ON items BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`); err != nil {
		t.Fatal(err)
	}
	refreshed(t, w)
	if state := stateOf(t, s, "harbour"); state.ETag+state.BodyHash != "" || state.Failures != 1 || !state.LastGood.IsZero() {
		t.Errorf("%+v", state)
	}
	if _, err := s.DB().Exec(`DROP TRIGGER full`); err != nil {
		t.Fatal(err)
	}
	refreshed(t, w)
	if state := stateOf(t, s, "harbour"); state.ETag != `"one"` || state.Failures != 0 || state.LastNew.IsZero() {
		t.Errorf("%+v", state)
	}
}

// Visits are saved together, and blamed one by one.
func TestOneBadVisitSpoilsNoOther(t *testing.T) {
	p := newPress(t)
	for _, id := range []string{"harbour", "bad", "wire"} {
		p.print("/"+id, feed(id, 3))
	}
	s := open(t, ":memory:")
	w, _ := newsroom(t, s, p.source("harbour"), p.source("bad"), p.source("wire"))
	if _, err := s.DB().Exec(`CREATE TRIGGER bad BEFORE INSERT ON items WHEN NEW.source = 'bad' BEGIN SELECT RAISE(ABORT, 'too odd'); END`); err != nil {
		t.Fatal(err)
	}
	r := newRound(w, visits{sources: w.Sources}, nil)
	var batch []*call
	for _, source := range w.Sources {
		batch = append(batch, &call{source: &source, visit: w.Visit(t.Context(), source, store.State{})})
	}
	if err := r.saveTogether(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	if want := (tally{visited: 3, failed: 1, fresh: 6}); r.tally != want {
		t.Errorf("%+v, want %+v", r.tally, want)
	}
	if state := stateOf(t, s, "bad"); state.Failures != 1 || state.BodyHash != "" {
		t.Errorf("%+v", state)
	}
}

func TestRequestsOfTheConfig(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Key") != "open" || r.Header.Get("Authorization") != "Bearer token" || r.UserAgent() != "Sesame" {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		feed("harbour", 3)(w, r)
	})
	w, _ := newsroom(t, open(t, ":memory:"))
	w.Requests = map[string]fetch.Request{"harbour": {
		URL: "https://elsewhere.example", ETag: `"not ours"`,
		Header: http.Header{"X-Key": {"open"}}, Bearer: "token", UserAgent: "Sesame",
	}}
	if v := w.Visit(t.Context(), p.source("harbour"), store.State{}); v.State.Failures != 0 || len(v.Items) != 3 {
		t.Errorf("%+v", v.State)
	}
}
