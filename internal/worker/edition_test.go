package worker

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

func refreshed(t *testing.T, w *Worker) {
	t.Helper()
	if err := w.Refresh(t.Context(), w.Sources, nil); err != nil {
		t.Fatal(err)
	}
}

func TestBringOutTwiceChangesNothing(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", feed("harbour", 3))
	s := open(t, ":memory:")
	w, at := newsroom(t, s, p.source("harbour"))
	refreshed(t, w)
	slot := digest.Slot{Date: "2026-11-23", At: at.Now()}
	first, published, err := w.BringOut(t.Context(), w.Digests[0], slot)
	if err != nil || !published || len(first.Entries()) != 3 {
		t.Fatalf("%v, %v, %+v", published, err, first)
	}
	p.print("/harbour", feed("harbour", 5))
	at.add(time.Hour)
	refreshed(t, w)
	second, published, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: "2026-11-23", At: at.Now()})
	if err != nil || published {
		t.Fatalf("%v, %v", published, err)
	}
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("a published edition changed\n%s", diff)
	}
	next, published, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: "2026-11-24", At: at.Now()})
	if err != nil || !published || len(next.Entries()) != 2 {
		t.Errorf("the next day: %v, %v, %d entries", published, err, len(next.Entries()))
	}
}

// The store keeps whole texts apart; what leads comes out with its own.
func TestLeadsHaveTheirWholeText(t *testing.T) {
	s := open(t, ":memory:")
	w, at := newsroom(t, s, digest.Source{ID: "harbour", URL: "https://harbour.example/feed"})
	item := digest.Item{ID: "one", Source: "harbour", Title: "Tides", Summary: "<p>In short.</p>", Content: "<p>At length.</p>", FirstSeen: at.Now()}
	if _, err := s.SaveVisit(t.Context(), store.Visit{State: store.State{Source: "harbour", LastVisit: at.Now()}, Items: []digest.Item{item}}); err != nil {
		t.Fatal(err)
	}
	e, _, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: "2026-11-23", At: at.Now()})
	if err != nil || len(e.Entries()) != 1 {
		t.Fatalf("%+v, %v", e, err)
	}
	if diff := cmp.Diff(item, e.Entries()[0].Item); diff != "" {
		t.Error(diff)
	}
}

func TestPastEditionHoldsNothingSeenLater(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", feed("harbour", 3))
	s := open(t, ":memory:")
	w, at := newsroom(t, s, p.source("harbour"))
	refreshed(t, w)
	p.print("/harbour", feed("harbour", 5))
	at.add(time.Hour)
	refreshed(t, w)
	e, _, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: "2026-11-23", At: seven.Add(time.Minute)})
	if err != nil || len(e.Entries()) != 3 {
		t.Errorf("%d entries, %v", len(e.Entries()), err)
	}
}

func TestNothingToPrint(t *testing.T) {
	s := open(t, ":memory:")
	w, at := newsroom(t, s, newPress(t).source("gone"))
	refreshed(t, w)
	e, published, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: "2026-11-23", At: at.Now()})
	if !errors.Is(err, ErrNothingToPrint) || published || len(e.Missing()) != 1 {
		t.Errorf("%v, %v, %+v", published, err, e)
	}
	if _, err := s.Latest(t.Context(), "morning"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an empty edition came out: %v", err)
	}
}

func TestRehearsalLeavesNoTrace(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		p := newPress(t)
		p.print("/harbour", feed("harbour", 3))
		s := open(t, dsn)
		w, _ := newsroom(t, s, p.source("harbour"), p.source("gone"))
		enlist(t, s, "one@reader.example")
		told := 0
		e, decisions, err := w.Rehearse(t.Context(), w.Digests[0], func(int, int, store.Visit) { told++ })
		if err != nil || len(e.Entries()) != 3 || len(decisions) != 3 || told != 2 || len(e.Missing()) != 1 {
			t.Fatalf("%v, told %d, %+v, %+v", err, told, e, decisions)
		}
		states, err := s.States(t.Context(), []string{"harbour", "gone"})
		if err != nil || len(states) != 0 {
			t.Errorf("states %v, %v", states, err)
		}
		if items, err := s.Candidates(t.Context(), "morning", []string{"harbour"}, time.Time{}, seven.Add(time.Hour)); len(items) != 0 || err != nil {
			t.Errorf("%d items, %v", len(items), err)
		}
		refreshed(t, w)
		out, _, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: e.Date, At: e.At})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(e.Sections, out.Sections); diff != "" {
			t.Errorf("the paper is not the one that was rehearsed\n%s", diff)
		}
		if e, _, err = w.Rehearse(t.Context(), w.Digests[0], nil); err != nil || e.Date != "2026-11-24" {
			t.Errorf("rehearsed %s after the day's paper was out, %v", e.Date, err)
		}
	})
}

// What is due is asked of the ledger: after any downtime, by any process.
func TestAgenda(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", feed("harbour", 3))
	s := open(t, ":memory:")
	w, at := newsroom(t, s, p.source("harbour"), p.source("gone"))
	check := func(moment, want string) {
		t.Helper()
		a, err := w.agenda(t.Context(), at.Now())
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprint(ids(a.sources))
		for _, due := range a.editions {
			for _, slot := range due.slots {
				got += fmt.Sprintf(" %s as of %s", slot.Date, slot.At.Format(time.DateTime))
			}
			got += fmt.Sprintf(" awaits %v", due.awaited)
		}
		if got != want {
			t.Errorf("%s:\n got %s\nwant %s", moment, got, want)
		}
	}
	check("an empty database", "[harbour gone] 2026-11-23 as of 2026-11-23 02:00:00 awaits [harbour gone]")
	refreshed(t, w)
	check("all visited once", "[] 2026-11-23 as of 2026-11-23 02:00:00 awaits []")
	if _, _, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: "2026-11-23", At: at.Now()}); err != nil {
		t.Fatal(err)
	}
	check("the paper is out", "[]")
	at.set(seven.Add(24*time.Hour - 10*time.Minute))
	check("ten to seven", "[harbour gone]")
	refreshed(t, w)
	check("visited at ten to seven", "[]")
	at.set(seven.Add(24 * time.Hour))
	check("seven", "[harbour gone] 2026-11-24 as of 2026-11-24 02:00:00 awaits [harbour gone]")
	at.set(seven.Add(74 * time.Hour))
	check("after two nights", "[harbour gone] 2026-11-26 as of 2026-11-26 04:00:00 awaits [harbour gone]")
}

func TestShardsKeepHostsTogether(t *testing.T) {
	a := digest.Source{ID: "a", URL: "https://Paper.example/feed"}
	b := digest.Source{ID: "b", Page: "https://paper.example:8443/opinion"}
	if shardOf(a) != shardOf(b) {
		t.Error("one host is in two shards")
	}
	seen := map[int]bool{}
	for i := range 200 {
		seen[shardOf(digest.Source{URL: fmt.Sprintf("https://paper%d.example/feed", i)})] = true
	}
	if len(seen) != shards {
		t.Errorf("200 hosts in %d of %d shards", len(seen), shards)
	}
	lines := byHost([]digest.Source{a, {ID: "s", URL: "sample:one"}, b, {ID: "t", URL: "sample:two"}})
	if len(lines) != 3 || len(lines[0]) != 2 {
		t.Errorf("%v", lines)
	}
}
