package worker

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	"broadsheet/internal/store"
)

func TestVisitReadsAndRemembers(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"one"`)
		if r.Header.Get("If-None-Match") == `"one"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		feed("harbour", 3)(w, r)
	})
	w, at := newsroom(t, open(t, ":memory:"))
	source := p.source("harbour")

	first := w.Visit(t.Context(), source, store.State{})
	if len(first.Items) != 3 || first.State.ETag != `"one"` || first.State.Items != 3 || first.State.Feed.Title != "The harbour" {
		t.Fatalf("%+v", first)
	}
	if !first.State.LastVisit.Equal(seven) || !first.State.NextVisit.Equal(seven.Add(15*time.Minute)) {
		t.Errorf("visited %v, next %v", first.State.LastVisit, first.State.NextVisit)
	}
	at.add(15 * time.Minute)
	second := w.Visit(t.Context(), source, first.State)
	if second.Items != nil || second.State.Items != 3 || !second.State.LastGood.Equal(at.Now()) {
		t.Errorf("%+v", second)
	}
}

// What was kept of a feed is not read again, unless it is asked for anew.
func TestVisitReadsWhatIsNew(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", feed("harbour", 3))
	store := open(t, ":memory:")
	w, at := newsroom(t, store, p.source("harbour"))
	source := p.source("harbour")
	var last time.Time
	visit := func() (items int) {
		states, err := store.States(t.Context(), []string{source.ID})
		if err != nil {
			t.Fatal(err)
		}
		v := w.Visit(t.Context(), source, states[source.ID])
		if _, err := store.SaveVisit(t.Context(), v); err != nil || v.State.Error != "" {
			t.Fatal(err, v.State.Error)
		}
		last = v.State.LastNew
		at.set(v.State.NextVisit)
		return len(v.Items)
	}
	if n := visit(); n != 3 {
		t.Errorf("%d items at first, want 3", n)
	}
	p.print("/harbour", feed("harbour", 5))
	second := at.Now()
	if n := visit(); n != 2 || !last.Equal(second) {
		t.Errorf("%d items when two are new, the last new %v", n, last)
	}
	p.print("/harbour", feed("harbour", 4))
	if n := visit(); n != 0 || !last.Equal(second) {
		t.Errorf("%d items when none is new, the last new %v", n, last)
	}
	states, err := store.States(t.Context(), []string{source.ID})
	if err != nil || states[source.ID].Items != 4 {
		t.Errorf("%d items in the feed, want 4: %v", states[source.ID].Items, err)
	}
	at.add(9 * 24 * time.Hour)
	if n := visit(); n != 4 {
		t.Errorf("%d items when the whole is asked for, want 4", n)
	}
}

// A body that cannot be read must not be called known: its server would answer
// "not modified" for ever.
func TestBrokenBodyIsNotRemembered(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"broken"`)
		body("text/html", "<!doctype html><title>Log in</title><p>Please log in.</p>")(w, r)
	})
	w, _ := newsroom(t, open(t, ":memory:"))
	source := p.source("harbour")
	last := recall(source, store.State{})
	last.ETag, last.BodyHash, last.Items, last.LastGood = `"good"`, "good", 3, seven.Add(-time.Hour)
	v := w.Visit(t.Context(), source, last)
	if v.State.Failures != 1 || v.State.Error == "" || v.Items != nil {
		t.Fatalf("%+v", v)
	}
	if v.State.ETag != last.ETag || v.State.BodyHash != last.BodyHash || v.State.Items != 3 || !v.State.LastGood.Equal(last.LastGood) {
		t.Errorf("what was known was forgotten: %+v", v.State)
	}
}

func TestRefreshKeepsWhatItFinds(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", feed("harbour", 3))
	p.print("/page", body("text/html", "<p>not a feed</p>"))
	s := open(t, ":memory:")
	w, at := newsroom(t, s, p.source("harbour"), p.source("page"), p.source("gone"))
	told := map[string]int{}
	err := w.Refresh(t.Context(), w.Sources, func(done, total int, v store.Visit) {
		told[v.State.Source] = v.State.Failures
		if total != 3 || done != len(told) {
			t.Errorf("%d of %d after %v", done, total, told)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(told); got != "map[gone:1 harbour:0 page:1]" {
		t.Errorf("told %s", got)
	}
	reports, err := w.Reports(t.Context(), w.Digests[0], at.Now())
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []digest.Condition{digest.Read, digest.Failed, digest.Failed} {
		if reports[i].Condition != want || (reports[i].Reason == "") != (want == digest.Read) {
			t.Errorf("%+v, want %s", reports[i], want)
		}
	}
	if reports[2].Reason != "404 Not Found" || reports[2].Title != "The gone" {
		t.Errorf("%+v", reports[2])
	}
	at.add(100 * time.Hour)
	reports, err = w.Reports(t.Context(), w.Digests[0], at.Now())
	if err != nil {
		t.Fatal(err)
	}
	if reports[0].Condition != digest.Stale || reports[0].Reason != "nothing new since 23 November 2026" {
		t.Errorf("%+v", reports[0])
	}
}

func TestCancelledRefreshBlamesNobody(t *testing.T) {
	p := newPress(t)
	arrived := make(chan struct{})
	var once atomic.Bool
	p.print("/slow", func(_ http.ResponseWriter, r *http.Request) {
		if once.CompareAndSwap(false, true) {
			close(arrived)
		}
		<-r.Context().Done()
	})
	s := open(t, ":memory:")
	w, _ := newsroom(t, s, p.source("slow"), p.source("next"))
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	if err := w.Refresh(ctx, w.Sources, nil); err == nil {
		t.Error("no error")
	}
	states, err := s.States(t.Context(), []string{"slow", "next"})
	if err != nil || len(states) != 0 {
		t.Errorf("%v, %v", states, err)
	}
	if p.visits("/next") != 0 {
		t.Error("went on after the cancel")
	}
}

// One host is asked one thing at a time, and a farm of feeds as many as it bears.
func TestFarmIsPolledWithMany(t *testing.T) {
	for _, many := range []int{1, 3} {
		p := newPress(t)
		var mu sync.Mutex
		under, most, full := 0, 0, make(chan struct{})
		var sources []digest.Source
		for i := range 12 {
			id := fmt.Sprint("farm", i)
			sources = append(sources, p.source(id))
			p.print("/"+id, func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				under++
				if most = max(most, under); most == many && under == many {
					select {
					case <-full:
					default:
						close(full)
					}
				}
				mu.Unlock()
				<-full // nobody is answered before as many as may be have come
				mu.Lock()
				under--
				mu.Unlock()
				feed(id, 1)(w, r)
			})
		}
		w, _ := newsroom(t, open(t, ":memory:"), sources...)
		w.Fetch = fetch.New(fetch.Options{
			AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, PerHost: fetch.PerHost{Connections: many},
		})
		t.Cleanup(w.Fetch.Close)
		refreshed(t, w)
		states, err := w.Store.States(t.Context(), ids(sources))
		if err != nil || len(states) != 12 || most != many {
			t.Errorf("%d of 12 visited, %d at once, want %d; %v", len(states), most, many, err)
		}
	}
}
