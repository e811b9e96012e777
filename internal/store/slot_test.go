package store

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"broadsheet/digest"

	"github.com/google/go-cmp/cmp"
)

// The last slot is the newest edition's of those before a date, hours of a day
// among them.
func testLastSlot(t *testing.T, dsn string) {
	s := open(t, dsn)
	if _, err := s.LastSlot(t.Context(), "morning", "2026-11-24"); !errors.Is(err, ErrNotFound) {
		t.Errorf("of none: %v", err)
	}
	for i, date := range []string{"2026-11-22", "2026-11-23T18", "2026-11-23T07", "2030-01-01"} {
		e := edition("morning", date, story("dawn", i))
		e.Due, e.Rule = seven.Add(time.Duration(i)*time.Hour), "0 7 * * * UTC"
		publish(t, s, e, 10)
	}
	for before, want := range map[string]string{
		"2026-11-23": "2026-11-22", "2026-11-23T18": "2026-11-23T07", "2026-11-24": "2026-11-23T18", "9": "2030-01-01",
	} {
		slot, err := s.LastSlot(t.Context(), "morning", before)
		if err != nil || slot.Date != want {
			t.Errorf("before %s: %s, %v, want %s", before, slot.Date, err, want)
		}
	}
	slot, err := s.LastSlot(t.Context(), "morning", "2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	e, err := s.Edition(t.Context(), "morning", "2026-11-22")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(e.Slot(), slot); diff != "" {
		t.Errorf("the edition's own slot is another (-edition +row):\n%s", diff)
	}
}

// Mails may be refused as a whole, with the reason kept.
func testMailing(t *testing.T, dsn string) {
	s := open(t, dsn)
	readers(t, s, "morning", 2)
	_, err := s.Publish(t.Context(), edition("morning", day, story("dawn", 2)), Mailing{Refusal: "too late"}, 10,
		func(_ context.Context, _ *sql.Tx, blocks int) error {
			if blocks != 0 {
				t.Errorf("%d blocks to send", blocks)
			}
			return nil
		})
	if err != nil {
		t.Fatal(err)
	}
	summaries, err := s.Summaries(t.Context(), "morning")
	if err != nil || summaries[0].Refused != 2 || summaries[0].Pending != 0 {
		t.Errorf("%+v, %v", summaries, err)
	}
	var causes int
	if err := s.readers.QueryRow(`SELECT COUNT(*) FROM deliveries WHERE error = 'too late' AND state = $1`, string(digest.Refused)).Scan(&causes); err != nil || causes != 2 {
		t.Errorf("%d causes, %v", causes, err)
	}
}
