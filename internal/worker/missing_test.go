package worker

import (
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// composing runs the job for the paper of the 23rd, noticed at seven, and says
// whether it waits on.
func composing(t *testing.T, w *Worker) (waits bool) {
	t.Helper()
	j := &jobs{Worker: w}
	_, err := j.compose(t.Context(), &river.Job[composeArgs]{Args: composeArgs{Digest: "morning", Date: "2026-11-23", Noticed: seven}})
	var snooze *rivertype.JobSnoozeError
	if err != nil && !errors.As(err, &snooze) {
		t.Fatal(err)
	}
	return err != nil
}

// Half of the papers fail: the edition has them asked again, waits for its half
// hour, comes out and says so.
func TestEditionIsHeld(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", feed("harbour", 3))
	s := open(t, ":memory:")
	w, at := newsroom(t, s, p.source("harbour"), p.source("gone"))
	w.Digests[0].HoldIfMissing, w.Digests[0].HoldFor = .5, 30*time.Minute
	refreshed(t, w)
	if !composing(t, w) {
		t.Fatal("it came out at once")
	}
	at.add(holdRetry)
	a, err := w.agenda(t.Context(), at.Now())
	if err != nil || !slices.Contains(ids(a.sources), "gone") || slices.Contains(ids(a.sources), "harbour") {
		t.Errorf("after %s %v are asked, %v", holdRetry, ids(a.sources), err)
	}
	at.set(seven.Add(29 * time.Minute))
	if !composing(t, w) {
		t.Error("it came out before its time")
	}
	at.set(seven.Add(30 * time.Minute))
	if composing(t, w) {
		t.Fatal("it waits on")
	}
	e, err := s.Latest(t.Context(), "morning")
	if err != nil || e.Waited != 30 || len(e.Missing()) != 1 {
		t.Errorf("waited %d minutes for %+v, %v", e.Waited, e.Missing(), err)
	}
}

// When the papers come while it is held, it comes out with them.
func TestEditionIsNoLongerHeld(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", feed("harbour", 3))
	s := open(t, ":memory:")
	w, at := newsroom(t, s, p.source("harbour"), p.source("gone"))
	w.Digests[0].HoldIfMissing, w.Digests[0].HoldFor = .5, 30*time.Minute
	refreshed(t, w)
	p.print("/gone", feed("gone", 2))
	at.add(10 * time.Minute)
	if !composing(t, w) {
		t.Fatal("it came out without")
	}
	refreshed(t, w)
	if composing(t, w) {
		t.Fatal("it waits on")
	}
	e, err := s.Latest(t.Context(), "morning")
	if err != nil || e.Waited != 0 || len(e.Entries()) != 5 {
		t.Errorf("waited %d minutes, has %d items, %v", e.Waited, len(e.Entries()), err)
	}
}

// A paper that could not be reached in time is late, and the edition comes out.
func TestLateSource(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", feed("harbour", 3))
	p.print("/slow", func(http.ResponseWriter, *http.Request) {})
	s := open(t, ":memory:")
	w, at := newsroom(t, s, p.source("harbour"), p.source("slow"))
	if err := w.Refresh(t.Context(), w.Sources[:1], nil); err != nil {
		t.Fatal(err)
	}
	if !composing(t, w) {
		t.Fatal("it did not wait at all")
	}
	at.add(patience)
	if composing(t, w) {
		t.Fatal("it waits on")
	}
	e, err := s.Latest(t.Context(), "morning")
	if err != nil || len(e.Missing()) != 1 || e.Missing()[0].Condition != digest.Late {
		t.Errorf("missing %+v, %v", e.Missing(), err)
	}
}

// A thin day is skipped once and for good, with its reason; what it had comes
// out the next day.
func TestThinDay(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		p := newPress(t)
		p.print("/harbour", feed("harbour", 3))
		s := open(t, dsn)
		enlist(t, s, "one@reader.example")
		w, at := newsroom(t, s, p.source("harbour"))
		w.Digests[0].MinItems = 5
		refreshed(t, w)
		for _, first := range []bool{true, false} {
			e, published, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: "2026-11-23", At: at.Now()})
			if err != nil || published != first || e.Skipped != "a thin day: min_items is 5, and there are 3" || len(e.Entries()) > 0 {
				t.Fatalf("%q with %d items, published: %v, %v", e.Skipped, len(e.Entries()), published, err)
			}
		}
		if a, err := w.agenda(t.Context(), at.Now()); err != nil || len(a.editions) > 0 {
			t.Errorf("it is due again: %+v, %v", a.editions, err)
		}
		if _, err := s.Latest(t.Context(), "morning"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("it came out: %v", err)
		}
		at.add(24 * time.Hour)
		p.print("/harbour", feed("harbour", 5))
		refreshed(t, w)
		e, published, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: "2026-11-24", At: at.Now()})
		if err != nil || !published || len(e.Entries()) != 5 {
			t.Errorf("the next day: %v, %v, %d items", published, err, len(e.Entries()))
		}
	})
}

// A source is stale after three times the gap that is usual between its days
// with news; before that is known, after the digest's lookback, or after a day.
func TestStale(t *testing.T) {
	d := morning(t)
	for _, c := range []struct {
		name   string
		days   []int
		silent time.Duration
		want   digest.Condition
		reason string
	}{
		{"daily, over a weekend", []int{1, 2, 3, 4, 5, 8, 9, 10}, 70 * time.Hour, digest.Read, ""},
		{"daily, four days", []int{1, 2, 3, 4, 5, 8, 9, 10}, 96 * time.Hour, digest.Stale, "nothing new since 19 November 2026, where it has something every day"},
		{"weekly, after two weeks", []int{7, 14, 21, 28}, 14 * day, digest.Read, ""},
		{"weekly, after four", []int{7, 14, 21, 28}, 28 * day, digest.Stale, "nothing new since 26 October 2026, where it has something every 7 days"},
		{"weekly, with one long silence", []int{7, 14, 21, 90, 97}, 22 * day, digest.Stale, "nothing new since 1 November 2026, where it has something every 7 days"},
		{"not known yet", []int{7, 14}, 49 * time.Hour, digest.Stale, "nothing new since 21 November 2026"},
		{"not known yet, and fresh", nil, 47 * time.Hour, digest.Read, ""},
	} {
		state := store.State{LastVisit: seven, LastNew: seven.Add(-c.silent), NewsDays: c.days}
		if got, reason := condition(d, state, seven); got != c.want || reason != c.reason {
			t.Errorf("%s: %s, %q, want %s, %q", c.name, got, reason, c.want, c.reason)
		}
	}
	d.Lookback = 6 * time.Hour
	for silent, want := range map[time.Duration]digest.Condition{23 * time.Hour: digest.Read, 25 * time.Hour: digest.Stale} {
		if got, reason := condition(d, store.State{LastVisit: seven, LastNew: seven.Add(-silent)}, seven); got != want {
			t.Errorf("silent for %s, with a lookback of six hours: %s, %q", silent, got, reason)
		}
	}
}

// That a source fails today says nothing of a past day, if it was read after that.
func TestFailedThen(t *testing.T) {
	state := store.State{LastVisit: seven, LastGood: seven.Add(-24 * time.Hour), LastNew: seven.Add(-48 * time.Hour), Failures: 2, Error: "get: 503 Service Unavailable"}
	for ago, want := range map[time.Duration]digest.Condition{0: digest.Failed, 20 * time.Hour: digest.Failed, 30 * time.Hour: digest.Read} {
		if got, reason := condition(morning(t), state, seven.Add(-ago)); got != want {
			t.Errorf("%s ago: %s, %q", ago, got, reason)
		}
	}
}

// The days of news are those of the items, once each, the last nine.
func TestNewsDays(t *testing.T) {
	var items []digest.Item
	for n := range 20 {
		items = append(items, digest.Item{Published: time.Unix(0, 0).AddDate(0, 0, 2*(n/2)), FirstSeen: seven})
	}
	if got, want := withNews([]int{1, 18}, items), []int{1, 2, 4, 6, 8, 10, 12, 14, 16, 18}; !slices.Equal(got, want[1:]) {
		t.Errorf("got %v, want %v", got, want[1:])
	}
}
