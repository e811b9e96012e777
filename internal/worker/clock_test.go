package worker

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// A clock that was set is told once, whichever way it went, and time that
// passes is none of it.
func TestJumpIsToldOnce(t *testing.T) {
	at, steady, woken := &clock{now: seven}, time.Duration(0), 0
	log := &journal{}
	w := New(Options{
		Store: open(t, ":memory:"), Now: at.Now, Steady: func() time.Duration { return steady },
		Log: slog.New(slog.NewTextHandler(log, nil)),
	})
	look := func(passed, set time.Duration, jumps, wakes int) {
		t.Helper()
		steady += passed
		at.add(passed + set)
		for range 2 {
			if err := w.watchClock(t.Context(), func(context.Context) error { woken++; return nil }); err != nil {
				t.Fatal(err)
			}
		}
		if got := strings.Count(log.String(), "jumped="); got != jumps || woken != wakes {
			t.Errorf("%d jumps told and %d times woken, want %d and %d:\n%s", got, woken, jumps, wakes, log.String())
		}
	}
	look(0, 0, 0, 0)
	look(72*time.Hour, 0, 0, 0)
	look(5*time.Second, 59*time.Second, 0, 0)
	look(5*time.Second, 3*time.Hour, 1, 0)
	look(5*time.Second, -3*time.Hour, 2, 1)
	if !strings.Contains(log.String(), "jumped=3h0m0s") || !strings.Contains(log.String(), "jumped=-3h0m0s") {
		t.Error(log.String())
	}
}

// By the database's clock a machine whose own is wrong is right, and stays so
// when its own is set.
func TestHandsGoByTheDatabase(t *testing.T) {
	at, steady := &clock{now: seven.Add(2 * time.Hour)}, time.Duration(0)
	h := &hands{wall: at.Now, steady: func() time.Duration { return steady }}
	if ahead := h.set(seven); ahead != 2*time.Hour || !h.now().Equal(seven) {
		t.Errorf("%s ahead, shows %s", ahead, h.now())
	}
	h.jump()
	steady = time.Minute
	at.add(-100 * time.Hour)
	if now := h.now(); !now.Equal(seven.Add(time.Minute)) || moved(h) != 0 {
		t.Errorf("after a minute %s", now)
	}
	if ahead := h.set(seven.Add(time.Minute - leastSkew/2)); ahead != leastSkew/2 || !h.now().Equal(seven.Add(time.Minute)) {
		t.Errorf("a little skew: %s, %s", ahead, h.now())
	}
	if h.set(seven.Add(6 * time.Hour)); moved(h) != 6*time.Hour-time.Minute {
		t.Error("the database's clock was set, and nobody noticed")
	}
}

func moved(h *hands) time.Duration {
	jump, _ := h.jump()
	return jump
}

func TestClockOfTheDatabase(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		s := open(t, dsn)
		before := time.Now()
		clock, shared, err := s.Clock(t.Context())
		if err != nil || shared != (s.Dialect() == store.Postgres) {
			t.Fatalf("%v, %v", shared, err)
		}
		if shared && clock.Sub(before).Abs() > time.Hour {
			t.Errorf("it shows %s", clock)
		}
	})
}

// A job that waits for a time begins at once.
func TestWaitingJobsAreWoken(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		s := open(t, dsn)
		w, _ := newsroom(t, s)
		if err := w.migrate(t.Context(), w.driver(), w.Log); err != nil {
			t.Fatal(err)
		}
		client, err := river.NewClient(w.driver(), &river.Config{Logger: w.Log})
		if err != nil {
			t.Fatal(err)
		}
		later := time.Now().Add(9 * time.Hour)
		waits, err := client.Insert(t.Context(), refreshArgs{Shard: 1}, &river.InsertOpts{ScheduledAt: later})
		if err != nil {
			t.Fatal(err)
		}
		if err := wakeJobs(t.Context(), client); err != nil {
			t.Fatal(err)
		}
		job, err := client.JobGet(t.Context(), waits.Job.ID)
		if err != nil || job.State != rivertype.JobStateAvailable || !job.ScheduledAt.Before(later.Add(-time.Hour)) {
			t.Errorf("%s, at %s, %v", job.State, job.ScheduledAt, err)
		}
	})
}

// A source that was visited by a clock that was ahead is visited again by the
// right one, and an edition waits for that.
func TestVisitOfTheFutureIsNone(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", feed("harbour", 3))
	s := open(t, ":memory:")
	w, at := newsroom(t, s, p.source("harbour"))
	at.set(seven.Add(10 * time.Hour))
	refreshed(t, w)
	at.set(seven)
	a, err := w.agenda(t.Context(), at.Now())
	if err != nil || len(a.sources) != 1 || len(a.editions) != 1 || len(a.editions[0].awaited) != 1 {
		t.Errorf("%+v, %v", a, err)
	}
	refreshed(t, w)
	if a, err = w.agenda(t.Context(), at.Now()); err != nil || len(a.sources) != 0 || len(a.editions[0].awaited) != 0 {
		t.Errorf("%+v, %v", a, err)
	}
	if _, err := s.Edition(t.Context(), "morning", "2026-11-23"); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
	if !mayAsk(store.State{Patience: seven.Add(mostRest + time.Hour)}, seven) || mayAsk(store.State{Patience: seven.Add(mostRest)}, seven) {
		t.Error("patience is believed beyond what may be asked for")
	}
	if !isDue(digest.Source{ID: "new"}, store.State{LastVisit: seven.Add(time.Second)}, seven) {
		t.Error("a changed source waits for a visit that was not")
	}
}

// What was met by a clock that was days ahead is printed by the right one.
func TestItemsOfTheFutureAreMetNow(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		p := newPress(t)
		p.print("/harbour", feed("harbour", 3))
		s := open(t, dsn)
		w, at := newsroom(t, s, p.source("harbour"))
		at.set(seven.Add(9 * 24 * time.Hour))
		refreshed(t, w)
		at.set(seven.Add(time.Minute))
		e, _, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: "2026-11-23", At: at.Now()})
		if err != nil || e.Items() != 3 {
			t.Errorf("%d items, %v", e.Items(), err)
		}
		for _, entry := range e.Entries() {
			if !entry.FirstSeen.Equal(at.Now()) {
				t.Errorf("%s was first seen at %s", entry.ID, entry.FirstSeen)
			}
		}
	})
}

// A process that begins, or whose clock is set back, puts right when items were met.
func TestClockSetBackMeetsItems(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", feed("harbour", 3))
	s := open(t, ":memory:")
	w, at := newsroom(t, s, p.source("harbour"))
	steady := time.Duration(0)
	w.hands.steady = func() time.Duration { return steady }
	look := func(ahead time.Duration, met int) {
		t.Helper()
		steady += time.Second
		at.set(seven.Add(ahead))
		if err := w.watchClock(t.Context(), func(context.Context) error { return nil }); err != nil {
			t.Fatal(err)
		}
		items, err := s.Recent(t.Context(), "harbour", seven.Add(time.Hour))
		if err != nil || len(items) != met {
			t.Errorf("%s ahead: %d items are of the future, %v", ahead, len(items), err)
		}
	}
	look(0, 0)
	look(9*24*time.Hour, 0)
	refreshed(t, w)
	look(9*24*time.Hour, 3)
	look(0, 0)
}
