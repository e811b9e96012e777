package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"broadsheet/digest"
)

// Why things are left out stands with the edition: of ten thousand in few bytes.
func testLeftOut(t *testing.T, dsn string) {
	s := open(t, dsn)
	e := edition("morning", day, story("dawn", 1))
	printed := digest.Decision{Item: "dawn-000001", Outcome: digest.Leads, Lead: "dawn-000001", Reason: "first"}
	want := []digest.Decision{{Item: "dawn-000002", Kind: digest.Story, Outcome: digest.Waits, Lead: "dawn-000003", Reason: "full"}}
	for i := range 10_000 {
		id := fmt.Sprintf("item-%05d", i)
		want = append(want, digest.Decision{Item: id, Kind: digest.Story, Outcome: digest.Waits, Section: "Top stories", Lead: id, Reason: "full"})
	}
	_, err := s.Publish(t.Context(), e, Mailing{}, 10, func(ctx context.Context, tx *sql.Tx, _ int) error {
		return s.KeepLeftOut(ctx, tx, e, append([]digest.Decision{printed}, want...))
	})
	if err != nil {
		t.Fatal(err)
	}
	got, kept, err := s.LeftOut(t.Context(), "morning", day)
	if diff := cmp.Diff(want, got); diff != "" || !kept || err != nil {
		t.Errorf("%v, %v; left out (-want +got):\n%s", kept, err, diff)
	}
	var body string
	if err := s.readers.QueryRow("SELECT left_out FROM editions").Scan(&body); err != nil || len(body) > 150_000 {
		t.Errorf("they take %d bytes, %v", len(body), err)
	}
	publish(t, s, edition("evening", day, story("dawn", 2)), 10)
	if got, kept, err := s.LeftOut(t.Context(), "evening", day); len(got) > 0 || kept || err != nil {
		t.Errorf("where nothing was kept: %v, %v, %v", got, kept, err)
	}
	if _, _, err := s.LeftOut(t.Context(), "morning", "2026-11-24"); !errors.Is(err, ErrNotFound) {
		t.Errorf("of an edition that is not out: %v", err)
	}
}

func testEditionsBefore(t *testing.T, dsn string) {
	s := open(t, dsn)
	for i, date := range []string{"2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"} {
		e := edition("morning", date, story("dawn", i))
		e.At = seven.AddDate(0, 0, i-3)
		publish(t, s, e, 10)
	}
	publish(t, s, edition("evening", "2026-11-21", story("dawn", 1)), 10)
	editions, err := s.EditionsBefore(t.Context(), "morning", "2026-11-23", seven.AddDate(0, 0, -2))
	if err != nil {
		t.Fatal(err)
	}
	var dates []string
	for _, e := range editions {
		dates = append(dates, e.ID())
	}
	if diff := cmp.Diff([]string{"morning/2026-11-22", "morning/2026-11-21"}, dates); diff != "" {
		t.Errorf("editions before (-want +got):\n%s", diff)
	}
	if at, err := s.ComposedBefore(t.Context(), "morning", "2026-11-23"); !at.Equal(seven.AddDate(0, 0, -1)) || err != nil {
		t.Errorf("composed before: %v, %v", at, err)
	}
	if at, err := s.ComposedBefore(t.Context(), "morning", "2026-11-20"); at != (time.Time{}) || err != nil {
		t.Errorf("composed before the first: %v, %v", at, err)
	}
}

// Leads that have changed since they were printed, or may have, and nothing else.
func testChanged(t *testing.T, dsn string) {
	s := open(t, dsn)
	save := func(at time.Time, item digest.Item) {
		t.Helper()
		if _, err := s.SaveVisit(t.Context(), Visit{State: State{Source: "dawn", LastVisit: at}, Items: []digest.Item{item}}); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 6 {
		save(seven.Add(-time.Hour), story("dawn", i))
	}
	e := edition("morning", day, story("dawn", 0), story("dawn", 1), story("dawn", 2))
	e.Sections[0].Clusters[0].AlsoIn = []digest.Entry{{Item: story("dawn", 3)}}
	publish(t, s, e, 10)
	for _, i := range []int{1, 3, 4, 5} {
		item := story("dawn", i)
		item.Title = "Otherwise"
		save(seven.Add(time.Hour), item)
	}
	under := story("dawn", 2)
	under.Title = "By a visit that began before"
	save(seven.Add(-time.Minute), under)
	got, err := s.Changed(t.Context(), e, 10*time.Minute)
	if diff := cmp.Diff([]string{"dawn-000001", "dawn-000002"}, ids(got)); diff != "" || err != nil {
		t.Errorf("%v; changed (-want +got):\n%s", err, diff)
	}
	if got[0].Title != "Otherwise" || got[0].Content == "" {
		t.Errorf("it is not as it reads now, with its text: %+v", got[0])
	}
}

// A correction is told once: a second edition that would tell the same fails.
func testCorrections(t *testing.T, dsn string) {
	s := open(t, dsn)
	publish(t, s, edition("morning", day, story("dawn", 1)), 10)
	correct := func(date string, nth int) (bool, error) {
		e := edition("morning", date, digest.Item{ID: "news of " + date})
		e.At = seven.AddDate(0, 0, nth)
		e.Corrections = []digest.Correction{{Date: day, Entry: digest.Entry{Item: story("dawn", 1)}, Was: "Before", Change: digest.NewHeadline, Nth: nth}}
		return s.Publish(t.Context(), e, Mailing{}, 10, nothingMore)
	}
	for nth, date := range []string{1: "2026-11-24", 2: "2026-11-25"} {
		if nth == 0 {
			continue
		}
		if published, err := correct(date, nth); !published || err != nil {
			t.Fatalf("%v, %v", published, err)
		}
	}
	published, err := correct("2026-11-26", 2)
	if published {
		t.Error("a correction is told twice")
	}
	wantWords(t, err, "publish morning/2026-11-26", "correction of dawn-000001")
	got, err := s.Corrections(t.Context(), "morning", day)
	want := []Corrected{
		{"dawn-000001", digest.NewHeadline, "2026-11-24", seven.AddDate(0, 0, 1)},
		{"dawn-000001", digest.NewHeadline, "2026-11-25", seven.AddDate(0, 0, 2)},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v; corrections (-want +got):\n%s", err, diff)
	}
}

// What is missing is noted once, withdrawn, and back.
func testMissing(t *testing.T, dsn string) {
	s := open(t, dsn)
	visit(t, s, "dawn", stories("dawn", 3)...)
	for i := range 2 {
		v := Visit{State: State{Source: "dawn", LastVisit: seven.Add(time.Duration(i) * time.Hour)}, Missed: []string{"dawn-000001", "unknown"}}
		if _, err := s.SaveVisit(t.Context(), v); err != nil {
			t.Fatal(err)
		}
	}
	check := func(want string) {
		t.Helper()
		missing, err := s.Missing(t.Context(), seven)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, m := range missing {
			got += fmt.Sprint(m.ID, " since ", m.Since.Sub(seven), ", withdrawn: ", !m.Withdrawn.IsZero())
		}
		if got != want {
			t.Errorf("missing: %q, want %q", got, want)
		}
	}
	check("dawn-000001 since 0s, withdrawn: false")
	if err := s.Withdraw(t.Context(), "dawn-000001", seven.Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	check("dawn-000001 since 0s, withdrawn: true")
	items, err := s.Candidates(t.Context(), "morning", []string{"dawn"}, seven, seven)
	if err != nil || !items[1].Withdrawn.Equal(seven.Add(2*time.Hour)) || !items[0].Withdrawn.IsZero() {
		t.Errorf("%v, %v", items[1].Withdrawn, err)
	}
	edited := story("dawn", 1)
	edited.Title = "Edited"
	visit(t, s, "dawn", edited)
	check("dawn-000001 since 0s, withdrawn: true")
	if err := s.Withdraw(t.Context(), "dawn-000001", time.Time{}); err != nil {
		t.Fatal(err)
	}
	check("")
}
