package worker

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// Composed anew with the same config, the last editions are what they were,
// whatever has become of their items; with more room what waited comes out.
func TestReplay(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		s := open(t, dsn)
		w, at := newsroom(t, s, digest.Source{ID: "harbour", URL: "https://harbour.example/feed"})
		w.Digests[0].Sections[0].Max = 3
		for day := range 5 {
			var items []digest.Item
			for n := range 4 {
				items = append(items, digest.Item{
					ID: fmt.Sprintf("%d-%d", day, n), Source: "harbour", Title: headline(4*day + n),
					FirstSeen: at.Now().Add(-time.Duration(n) * time.Minute),
				})
			}
			if day > 0 { // what was printed reads otherwise now
				items = append(items, digest.Item{ID: fmt.Sprintf("%d-0", day-1), Source: "harbour", Title: headline(20 + day), FirstSeen: at.Now()})
			}
			if _, err := s.SaveVisit(t.Context(), store.Visit{State: store.State{Source: "harbour", LastVisit: at.Now()}, Items: items}); err != nil {
				t.Fatal(err)
			}
			if _, _, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: fmt.Sprintf("2026-11-2%d", 3+day), At: at.Now()}); err != nil {
				t.Fatal(err)
			}
			at.add(24 * time.Hour)
		}
		if got := replayedDays(t, w, 3); got != "[2026-11-25 2026-11-26 2026-11-27]" {
			t.Errorf("the same config changes the last three: %s", got)
		}
		w.Digests[0].Sections[0].Max = 4
		if got := replayedDays(t, w, 7); got != "[2026-11-23 +0-3 2026-11-24 +1-3 2026-11-25 +2-3 2026-11-26 +3-3 2026-11-27 +4-3]" {
			t.Errorf("with room for four: %s", got)
		}
	})
}

// headline is the nth of headlines that have nothing in common.
func headline(n int) string {
	words := strings.Fields(`ferry sinks harvest begins court hears tunnel floods orchard burns airline folds minister travels
		bridge closes school moves museum buys lake freezes market opens singer retires dam leaks village votes rover lands
		baker strikes comet passes library lends glacier melts painter wins tram derails forest grows queen abdicates canal silts
		piano sounds desert blooms`)
	return words[2*n] + " " + words[2*n+1]
}

// replayedDays is the dates that are replayed, with what is added to and removed from each.
func replayedDays(t *testing.T, w *Worker, most int) string {
	t.Helper()
	editions, err := w.Replay(t.Context(), w.Digests[0], most)
	if err != nil {
		t.Fatal(err)
	}
	days := []string{}
	for _, e := range editions {
		days = append(days, e.Then.Date)
		for _, d := range digest.Compare(e.Then, e.Now) {
			days = append(days, map[digest.How]string{digest.Added: "+", digest.Removed: "-", digest.Moved: ">"}[d.How]+d.Entry.ID)
		}
	}
	return fmt.Sprint(days)
}

// An edition that is brought out for a past day takes nothing that a later one
// has, reads as it would have read then, and corrects nothing.
func TestPastDayTakesNothingTwice(t *testing.T) {
	s := open(t, ":memory:")
	w, at := newsroom(t, s, digest.Source{ID: "harbour", URL: "https://harbour.example/feed"})
	w.Digests[0].Sections[0].Max = 1
	save := func(id, title string) {
		item := digest.Item{ID: id, Source: "harbour", Title: title, FirstSeen: at.Now()}
		if _, err := s.SaveVisit(t.Context(), store.Visit{State: store.State{Source: "harbour", LastVisit: at.Now()}, Items: []digest.Item{item}}); err != nil {
			t.Fatal(err)
		}
	}
	bring := func(date string, when time.Time) []string {
		e, published, err := w.BringOutPast(t.Context(), w.Digests[0], digest.Slot{Date: date, At: when})
		if err != nil || !published || len(e.Corrections) > 0 {
			t.Fatalf("%v, %v, %+v", published, err, e.Corrections)
		}
		var held []string
		for _, entry := range e.Entries() {
			held = append(held, entry.ID+" "+entry.Title)
		}
		return held
	}
	save("a", "Ferry sinks")
	save("b", "Wheat harvest begins")
	at.add(24 * time.Hour)
	later := bring("2026-11-24", at.Now())
	save("b", "Wheat harvest is late")
	save("a", "Ferry does not sink")
	past := bring("2026-11-23", seven)
	if diff := cmp.Diff([]string{"a Ferry sinks", "b Wheat harvest begins"}, append(later, past...)); diff != "" {
		t.Error(diff)
	}
}
