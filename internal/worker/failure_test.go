package worker

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// answer is a paper that has only a status and a header for its readers.
func answer(status int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
	}
}

func TestRestGrowsWithFailures(t *testing.T) {
	for status, want := range map[int]string{
		404: "[15m0s 30m0s 1h0m0s 2h0m0s 4h0m0s 8h0m0s 16h0m0s 24h0m0s 24h0m0s]",
		500: "[15m0s 30m0s 1h0m0s 2h0m0s 4h0m0s 8h0m0s 16h0m0s 24h0m0s 24h0m0s]",
		429: "[30m0s 1h0m0s 2h0m0s 4h0m0s 8h0m0s 16h0m0s 24h0m0s 24h0m0s 24h0m0s]",
		503: "[30m0s 1h0m0s 2h0m0s 4h0m0s 8h0m0s 16h0m0s 24h0m0s 24h0m0s 24h0m0s]",
	} {
		p := newPress(t)
		p.print("/harbour", answer(status))
		w, at := newsroom(t, open(t, ":memory:"))
		source := p.source("harbour")
		var state store.State
		var rests []string
		for range 9 {
			state = w.Visit(t.Context(), source, state).State
			rests = append(rests, state.NextVisit.Sub(at.Now()).String())
			at.set(state.NextVisit)
		}
		if got := fmt.Sprint(rests); got != want {
			t.Errorf("after %d rests %s, want %s", status, got, want)
		}
		if state.Failures != 9 || state.NextReason != "failed 9 times" || !strings.HasPrefix(state.Error, fmt.Sprint("get: ", status)) {
			t.Errorf("%+v", state)
		}
		p.print("/harbour", feed("harbour", 1))
		state = w.Visit(t.Context(), source, state).State
		if state.Failures != 0 || state.Error != "" || state.Advice != "" || !state.NextVisit.Equal(at.Now().Add(15*time.Minute)) {
			t.Errorf("back to health: %+v", state)
		}
	}
}

// A quiet source that fails is not asked more often than when it was well.
func TestFailureDoesNotShortenTheRest(t *testing.T) {
	state := store.State{LastVisit: seven, Interval: 2 * time.Hour, Failures: 1}
	backOff(&state, digest.Source{Every: 15 * time.Minute}, false, 0)
	if got := state.NextVisit.Sub(seven); got != 2*time.Hour {
		t.Errorf("next in %v", got)
	}
}

func TestPatienceIsBelievedWithinReason(t *testing.T) {
	for name, c := range map[string]struct {
		status            int
		value             string
		rest, notAskedFor time.Duration
		reason            string
	}{
		"an hour":           {503, "3600", time.Hour, time.Hour, "the server said to come back in 1h"},
		"a minute":          {429, "60", 30 * time.Minute, time.Minute, "failed once"},
		"a year":            {503, "31536000", 24 * time.Hour, 24 * time.Hour, "the server said to come back in 24h"},
		"of a broken one":   {500, "7200", 2 * time.Hour, 2 * time.Hour, "the server said to come back in 2h"},
		"nothing of it":     {503, "", 30 * time.Minute, 0, "failed once"},
		"no number, no day": {503, "soon", 30 * time.Minute, 0, "failed once"},
	} {
		p := newPress(t)
		p.print("/harbour", answer(c.status, "Retry-After", c.value))
		p.print("/neighbour", feed("neighbour", 1))
		w, at := newsroom(t, open(t, ":memory:"))
		source := p.source("harbour")
		state := w.Visit(t.Context(), source, store.State{}).State
		if got := state.NextVisit.Sub(seven); got != c.rest || state.NextReason != c.reason {
			t.Errorf("%s: next in %v (%s), want %v (%s)", name, got, state.NextReason, c.rest, c.reason)
		}
		if c.notAskedFor > 0 {
			at.set(seven.Add(c.notAskedFor - time.Second))
			if again := w.Visit(t.Context(), source, state).State; p.visits("/harbour") != 1 || again.Failures != 1 {
				t.Errorf("%s: the server was asked before its time", name)
			}
		}
		at.set(seven.Add(c.notAskedFor))
		if again := w.Visit(t.Context(), source, state).State; p.visits("/harbour") != 2 || again.Failures != 2 {
			t.Errorf("%s: the server was not asked when its time had come", name)
		}
		if v := w.Visit(t.Context(), p.source("neighbour"), store.State{}); v.State.Failures != 0 {
			t.Errorf("%s: a neighbour at the same host must wait: %s", name, v.State.Error)
		}
	}
}

// Gone is gone: no visit, whoever wants one, until the config gives another address.
func TestGoneIsNotAskedAgain(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		p := newPress(t)
		p.print("/harbour", answer(http.StatusGone))
		p.print("/new", feed("harbour", 1))
		s := open(t, dsn)
		w, at := newsroom(t, s, p.source("harbour"))
		log := &journal{}
		w.Log = slog.New(slog.NewTextHandler(log, nil))
		refreshed(t, w)
		at.add(100 * 24 * time.Hour)
		refreshed(t, w)
		a, err := w.agenda(t.Context(), at.Now())
		if err != nil || len(a.sources) != 0 || len(a.editions) != 1 || len(a.editions[0].awaited) != 0 {
			t.Errorf("%+v, %v: a source that has gone is due", a, err)
		}
		if n := p.visits("/harbour"); n != 1 {
			t.Errorf("%d visits, want 1", n)
		}
		state := stateOf(t, s, "harbour")
		const advice = "the source has gone (410): take it out of the config or give its new address"
		if !state.Gone || state.NextReason != "gone" || state.Error != "get: 410 Gone" || state.Advice != advice {
			t.Errorf("%+v", state)
		}
		if n := strings.Count(log.String(), "level=WARN msg=source id=harbour"); n != 1 {
			t.Errorf("the operator was told %d times:\n%s", n, log)
		}
		w.Sources[0].URL = p.URL + "/new"
		if a, err = w.agenda(t.Context(), at.Now()); err != nil || len(a.sources) != 1 {
			t.Errorf("%+v, %v: its new address is not due", a, err)
		}
		refreshed(t, w)
		if state = stateOf(t, s, "harbour"); state.Gone || state.Failures != 0 || state.Advice != "" || !state.LastGood.Equal(at.Now()) {
			t.Errorf("%+v", state)
		}
	})
}

func stateOf(t *testing.T, s *store.Store, id string) store.State {
	t.Helper()
	states, err := s.States(t.Context(), []string{id})
	if err != nil {
		t.Fatal(err)
	}
	return states[id]
}

// What no visit will heal is the operator's from the third time on.
func TestOperatorIsCalledTheThirdTime(t *testing.T) {
	for name, c := range map[string]struct {
		paper http.HandlerFunc
		word  string // of the advice; empty if waiting may help
	}{
		"401":        {answer(401), "login"},
		"403":        {answer(403), "login"},
		"404":        {answer(404), "moved"},
		"451":        {answer(451), "browser"},
		"429":        {answer(429), "longer every"},
		"500":        {answer(500), ""},
		"503":        {answer(503), ""},
		"not a feed": {body("text/html", "<p>Sold to a casino.</p>"), "address of a feed"},
	} {
		p := newPress(t)
		p.print("/harbour", c.paper)
		w, at := newsroom(t, open(t, ":memory:"))
		var state store.State
		for n := 1; n <= 4; n++ {
			state = w.Visit(t.Context(), p.source("harbour"), state).State
			if wanted := n >= 3 && c.word != ""; (state.Advice != "") != wanted || !strings.Contains(state.Advice, c.word) && wanted {
				t.Errorf("%s, time %d: advice %q", name, n, state.Advice)
			}
			at.set(state.NextVisit)
		}
	}
}

// An edition that is due may ask before the time, but not whom it must not.
func TestEditionDoesNotPress(t *testing.T) {
	p := newPress(t)
	p.print("/well", feed("well", 1))
	p.print("/asks", answer(503, "Retry-After", "86400"))
	p.print("/gone", answer(http.StatusGone))
	p.print("/fails", answer(500))
	s := open(t, ":memory:")
	w, at := newsroom(t, s, p.source("well"), p.source("asks"), p.source("gone"), p.source("fails"), p.source("seen"))
	p.print("/seen", feed("seen", 1))
	at.set(seven.Add(-10 * time.Minute))
	refreshed(t, w)
	if _, _, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: "2026-11-22", At: at.Now()}); err != nil {
		t.Fatal(err)
	}
	at.set(seven.Add(-time.Minute))
	if err := w.Refresh(t.Context(), w.Sources[4:], nil); err != nil {
		t.Fatal(err)
	}
	for _, now := range []time.Time{seven, seven.Add(90 * time.Second)} {
		a, err := w.agenda(t.Context(), now)
		if err != nil || len(a.editions) != 1 {
			t.Fatalf("%+v, %v", a, err)
		}
		if got := fmt.Sprint(a.editions[0].awaited); got != "[well fails]" {
			t.Errorf("awaits %s", got)
		}
	}
	w.Sources[1].URL += "?new"
	if a, err := w.agenda(t.Context(), seven); err != nil || fmt.Sprint(a.editions[0].awaited) != "[well asks fails]" {
		t.Errorf("a new address does not count: %+v, %v", a.editions, err)
	}
}
