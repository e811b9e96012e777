package store

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// How the mails of the newest edition stand, and those of all. Of six one is sent,
// one refused, one put off and one on its way, and nobody has come for two.
func testStanding(t *testing.T, dsn string) {
	s := open(t, dsn)
	if _, err := s.NewestMails(t.Context(), "morning", seven); !errors.Is(err, ErrNotFound) {
		t.Errorf("got %v, want that there is no edition", err)
	}
	visit(t, s, "dawn", story("dawn", 1), story("dawn", 99))
	readers(t, s, "morning", 6)
	publish(t, s, edition("morning", "2026-11-21", story("dawn", 99)), 10)
	publish(t, s, full(), 10)
	claimed := claim(t, s, 0, seven, 4)
	at, next := seven.Add(time.Minute), seven.Add(time.Hour)
	for _, err := range []error{
		s.MarkSent(t.Context(), claimed[0], at),
		s.MarkRefused(t.Context(), claimed[1], "550 no such user"),
		s.MarkLater(t.Context(), claimed[2], next, "451 greylisted"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	want := Posted{Date: day, Mails: Mails{Sent: 1, Open: 4, Refused: 1}, Stuck: 3, Why: "451 greylisted", Last: at.UTC()}
	got, err := s.NewestMails(t.Context(), "morning", seven.Add(-time.Hour))
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v; (-want +got):\n%s", err, diff)
	}
	want.Stuck++ // what was taken then should be sent by now
	if got, err = s.NewestMails(t.Context(), "morning", next); err != nil || got.Stuck != want.Stuck {
		t.Errorf("%d are stuck, %v; want %d", got.Stuck, err, want.Stuck)
	}

	if err := s.Tally(t.Context(), map[string]int{"visits good": 2}); err != nil {
		t.Fatal(err)
	}
	all, err := s.Standing(t.Context(), seven)
	if diff := cmp.Diff(Standing{
		Items: 2, Editions: map[string]int{"morning": 2}, Mails: map[string]Mails{"morning": {Sent: 1, Open: 10, Refused: 1}},
		Due: 8, Tallies: map[string]int{"visits good": 2},
	}, all); diff != "" || err != nil {
		t.Errorf("%v; (-want +got):\n%s", err, diff)
	}
}
