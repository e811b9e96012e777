package worker

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// What changes after it was printed is corrected in the next edition, once; the
// edition that printed it stays as it is.
func TestCorrections(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		s := open(t, dsn)
		w, at := newsroom(t, s, digest.Source{ID: "harbour", URL: "https://harbour.example/feed"})
		told := func(id, title string) {
			item := digest.Item{ID: id, Source: "harbour", Title: title, FirstSeen: at.Now(), Content: "<p>At length.</p>"}
			if _, err := s.SaveVisit(t.Context(), store.Visit{State: store.State{Source: "harbour", LastVisit: at.Now()}, Items: []digest.Item{item}}); err != nil {
				t.Fatal(err)
			}
		}
		day := func(n int, want ...string) digest.Edition {
			t.Helper()
			told(fmt.Sprint("news-", n), fmt.Sprintf("News of day %d", n))
			e, published, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: fmt.Sprintf("2026-11-2%d", n), At: at.Now()})
			if err != nil || !published {
				t.Fatalf("%v, %v", published, err)
			}
			var got []string
			for _, c := range e.Corrections {
				got = append(got, fmt.Sprintf("%s %s %s: %s", c.Date, c.Entry.ID, c.Change, c.Entry.Title))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("corrections of day %d (-want +got):\n%s", n, diff)
			}
			at.add(24 * time.Hour)
			return e
		}
		told("ferry", "Ferry sinks, 12 dead")
		first := day(3)
		told("ferry", "Ferry sinks, 19 dead")
		day(4, "2026-11-23 ferry headline: Ferry sinks, 19 dead")
		day(5)
		told("ferry", "Ferry sinks, 12 dead")
		day(6, "2026-11-23 ferry headline: Ferry sinks, 12 dead")
		again, err := s.Edition(t.Context(), "morning", "2026-11-23")
		if diff := cmp.Diff(first, again); diff != "" || err != nil {
			t.Errorf("%v; a published edition changed\n%s", err, diff)
		}
		corrected, err := s.Corrections(t.Context(), "morning", "2026-11-23")
		want := []store.Corrected{
			{Item: "ferry", Change: digest.NewHeadline, Date: "2026-11-24", At: seven.Add(24 * time.Hour)},
			{Item: "ferry", Change: digest.NewHeadline, Date: "2026-11-26", At: seven.Add(72 * time.Hour)},
		}
		if diff := cmp.Diff(want, corrected); diff != "" || err != nil {
			t.Errorf("%v; (-want +got):\n%s", err, diff)
		}
	})
}

// A digest that comes seldom corrects its last edition, however old it is.
func TestCorrectionsOfAWeekly(t *testing.T) {
	s := open(t, ":memory:")
	w, at := newsroom(t, s, digest.Source{ID: "harbour", URL: "https://harbour.example/feed"})
	told := func(id, title string) {
		t.Helper()
		item := digest.Item{ID: id, Source: "harbour", Title: title, FirstSeen: at.Now()}
		if _, err := s.SaveVisit(t.Context(), store.Visit{State: store.State{Source: "harbour", LastVisit: at.Now()}, Items: []digest.Item{item}}); err != nil {
			t.Fatal(err)
		}
	}
	var said []digest.Correction
	for week, title := range []string{"Ferry sinks, 12 dead", "Ferry sinks, 19 dead"} {
		told("ferry", title)
		told(fmt.Sprint("news-", week), fmt.Sprint("News of week ", week))
		date := at.Now().Format(time.DateOnly)
		e, published, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: date, At: at.Now()})
		if err != nil || !published {
			t.Fatalf("%v, %v", published, err)
		}
		said = e.Corrections
		at.add(8 * 24 * time.Hour)
	}
	if len(said) != 1 || said[0].Entry.Title != "Ferry sinks, 19 dead" {
		t.Errorf("%+v", said)
	}
}
