package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"broadsheet/digest"

	"github.com/google/go-cmp/cmp"
)

// full is an edition in which nothing is left out, and some of it is odd.
func full() digest.Edition {
	e := edition("morning", "2026-11-23", stories("dawn", 3)...)
	e.At = time.Date(2026, 11, 23, 12, 0, 0, 123456789, time.FixedZone("", 5*60*60))
	e.Sections[0].Clusters[0].AlsoIn = []digest.Entry{{Item: story("wire", 1), Kind: digest.Analysis, Paper: "The Wire"}}
	e.Sections[0].Clusters[1].Lead.Title = "broken \xff and nul \x00 <b>&</b> \u2028 اردو"
	e.Sections[0].Clusters[1].Lead.Categories = []string{}
	e.Sections = append(e.Sections, digest.PrintedSection{Title: "Opinion", Clusters: []digest.Cluster{
		{Lead: digest.Entry{Item: story("op-ed", 1), Kind: digest.Opinion}},
	}})
	e.Sources = []digest.Report{
		{Source: "dawn", Title: "Dawn", Condition: digest.Read, LastGood: seven},
		{Source: "gone", Title: "Gone", Condition: digest.Failed, Reason: "503 Service Unavailable"},
		{Source: "old", Title: "Old", Condition: digest.Stale},
	}
	return e
}

func testPublish(t *testing.T, dsn string) {
	s := open(t, dsn)
	readers(t, s, "morning", 5)
	readers(t, s, "evening", 2)
	e := full()
	var blocks int
	published, err := s.Publish(t.Context(), e, Mailing{}, 2, func(_ context.Context, _ *sql.Tx, n int) error {
		blocks = n
		return nil
	})
	if err != nil || !published || blocks != 3 {
		t.Fatalf("published %v in %d blocks, %v; want true in 3", published, blocks, err)
	}
	if printed, deliveries := count(t, s, "printed"), count(t, s, "deliveries"); printed != 5 || deliveries != 5 {
		t.Errorf("%d ledger rows and %d deliveries, want 5 and 5", printed, deliveries)
	}
	printings, err := s.Printings(t.Context(), "wire-000001")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Printing{{"morning", "2026-11-23", false}}, printings); diff != "" {
		t.Errorf("printings (-want +got):\n%s", diff)
	}
	again, err := s.Publish(t.Context(), e, Mailing{}, 2, func(context.Context, *sql.Tx, int) error {
		t.Error("then was called for an edition that is out")
		return nil
	})
	if err != nil || again {
		t.Errorf("published again: %v, %v; want false", again, err)
	}
}

func testEditionBytes(t *testing.T, dsn string) {
	s := open(t, dsn)
	publish(t, s, full(), 10)
	var kept string
	if err := s.readers.QueryRow("SELECT body FROM editions").Scan(&kept); err != nil {
		t.Fatal(err)
	}
	e, err := s.Edition(t.Context(), "morning", "2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(kept, string(again)); diff != "" {
		t.Errorf("the edition read back is not the bytes that are kept (-kept +read):\n%s", diff)
	}
	want := full()
	want.Sections[0].Clusters[1].Lead.Title = "broken \uFFFD and nul \x00 <b>&</b> \u2028 اردو"
	want.Sections[0].Clusters[1].Lead.Categories = nil
	if diff := cmp.Diff(want, e); diff != "" {
		t.Errorf("edition (-published +read):\n%s", diff)
	}
}

func testPublishRefuses(t *testing.T, dsn string) {
	s := open(t, dsn)
	_, err := s.Publish(t.Context(), edition("morning", "23/11/2026"), Mailing{}, 10, nothingMore)
	wantWords(t, err, "publish morning/23/11/2026", "not the date of an edition")
	_, err = s.Publish(t.Context(), edition("morning", "2026-11-23"), Mailing{}, 0, nothingMore)
	wantWords(t, err, "a block of 0 deliveries")
}

func testPrintedOnce(t *testing.T, dsn string) {
	s := open(t, dsn)
	readers(t, s, "morning", 1)
	publish(t, s, edition("morning", "2026-11-22", story("dawn", 1)), 10)
	publish(t, s, edition("evening", "2026-11-22", story("dawn", 1)), 10)
	_, err := s.Publish(t.Context(), edition("morning", "2026-11-23", stories("dawn", 120)...), Mailing{}, 10, nothingMore)
	wantWords(t, err, "publish morning/2026-11-23", "item dawn-000001 is printed in this digest already")
	_, err = s.Publish(t.Context(), edition("morning", "2026-11-24", story("dawn", 9), story("dawn", 9)), Mailing{}, 10, nothingMore)
	wantWords(t, err, "item dawn-000009 is printed in this digest already")
	if editions, deliveries := count(t, s, "editions"), count(t, s, "deliveries"); editions != 2 || deliveries != 1 {
		t.Errorf("%d editions and %d deliveries, want 2 and 1: what was refused left something", editions, deliveries)
	}
	printings, err := s.Printings(t.Context(), "dawn-000001")
	if err != nil {
		t.Fatal(err)
	}
	want := []Printing{{"evening", "2026-11-22", true}, {"morning", "2026-11-22", true}}
	if diff := cmp.Diff(want, printings); diff != "" {
		t.Errorf("printings (-want +got):\n%s", diff)
	}
}

func testThenFails(t *testing.T, dsn string) {
	s := open(t, dsn)
	readers(t, s, "morning", 3)
	killed := errors.New("killed")
	published, err := s.Publish(t.Context(), full(), Mailing{}, 1, func(ctx context.Context, tx *sql.Tx, _ int) error {
		if _, err := tx.ExecContext(ctx, "UPDATE subscribers SET name = 'touched'"); err != nil {
			t.Error(err)
		}
		return killed
	})
	if published || !errors.Is(err, killed) {
		t.Errorf("published %v, %v; want false, killed", published, err)
	}
	for _, table := range []string{"editions", "printed", "deliveries", "subscribers WHERE name = 'touched'"} {
		if n := count(t, s, table); n != 0 {
			t.Errorf("%d rows are left in %s, want none", n, table)
		}
	}
	publish(t, s, full(), 1)
}

func testThenShares(t *testing.T, dsn string) {
	s := open(t, dsn)
	if _, err := s.DB().Exec("CREATE TABLE jobs (edition TEXT)"); err != nil {
		t.Fatal(err)
	}
	_, err := s.Publish(t.Context(), full(), Mailing{}, 1, func(ctx context.Context, tx *sql.Tx, _ int) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO jobs SELECT date FROM editions")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := count(t, s, "jobs"); n != 1 {
		t.Errorf("%d jobs, want 1: then must see the edition and be kept with it", n)
	}
}

// However many publishers there are, one brings the edition out.
func testTwoPublishers(t *testing.T, dsn string) {
	stores := []*Store{open(t, dsn), open(t, dsn)}
	readers(t, stores[0], "morning", 20)
	var published, then atomic.Int64
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			out, err := stores[i%2].Publish(t.Context(), full(), Mailing{}, 7, func(context.Context, *sql.Tx, int) error {
				then.Add(1)
				return nil
			})
			if err != nil {
				t.Error(err)
			}
			if out {
				published.Add(1)
			}
		})
	}
	all.Wait()
	if published.Load() != 1 || then.Load() != 1 {
		t.Errorf("published %d times, then called %d times; want once", published.Load(), then.Load())
	}
	if n := count(t, stores[0], "deliveries"); n != 20 {
		t.Errorf("%d deliveries, want 20", n)
	}
}

// Two editions of one digest composed at once from the same items: one comes
// out, the other fails and leaves nothing.
func testTwoEditions(t *testing.T, dsn string) {
	stores := []*Store{open(t, dsn), open(t, dsn)}
	items := stories("dawn", 200)
	var published atomic.Int64
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			mine := slices.Clone(items)
			if i%2 == 1 {
				slices.Reverse(mine)
			}
			out, err := stores[i%2].Publish(t.Context(), edition("morning", fmt.Sprintf("2026-11-%02d", i+1), mine...), Mailing{}, 7, nothingMore)
			if out {
				published.Add(1)
			} else {
				wantWords(t, err, "item dawn-000000 is printed in this digest already")
			}
		})
	}
	all.Wait()
	if editions, printed := count(t, stores[0], "editions"), count(t, stores[0], "printed"); published.Load() != 1 || editions != 1 || printed != 200 {
		t.Errorf("%d said to be published; %d editions and %d ledger rows are kept; want 1, 1, 200", published.Load(), editions, printed)
	}
}

func testEditions(t *testing.T, dsn string) {
	s := open(t, dsn)
	readers(t, s, "morning", 3)
	for _, date := range []string{"2026-11-21", "2026-11-19", "2026-11-20"} {
		publish(t, s, edition("morning", date), 10)
	}
	publish(t, s, full(), 10)
	publish(t, s, edition("evening", "2026-12-01"), 10)
	claimed, err := s.Claim(t.Context(), "morning", "2026-11-23", 0, seven, time.Minute, 2)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.MarkSent(t.Context(), claimed[0], seven), s.MarkRefused(t.Context(), claimed[1], "550")); err != nil {
		t.Fatal(err)
	}

	latest, err := s.Latest(t.Context(), "morning")
	if err != nil || latest.Date != "2026-11-23" {
		t.Errorf("latest %s, %v", latest.Date, err)
	}
	for limit, want := range map[int][]string{
		0: {"2026-11-23", "2026-11-21", "2026-11-20", "2026-11-19"},
		2: {"2026-11-23", "2026-11-21"},
	} {
		editions, err := s.Editions(t.Context(), "morning", limit)
		if err != nil {
			t.Fatal(err)
		}
		var dates []string
		for _, e := range editions {
			dates = append(dates, e.Date)
		}
		if diff := cmp.Diff(want, dates); diff != "" {
			t.Errorf("editions, limit %d (-want +got):\n%s", limit, diff)
		}
	}
	summaries, err := s.Summaries(t.Context(), "morning")
	if err != nil || len(summaries) != 4 {
		t.Fatalf("%d summaries, %v; want 4", len(summaries), err)
	}
	want := Summary{
		Digest: "morning", Date: "2026-11-23", Title: "The Morning Digest", Headline: full().Entries()[0].Title, At: full().At.Truncate(time.Millisecond),
		Sections: 2, Clusters: 4, Items: 5, Missing: 2, Sent: 1, Pending: 1, Refused: 1,
	}
	if diff := cmp.Diff(want, summaries[0]); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
}

func testNeighbours(t *testing.T, dsn string) {
	s := open(t, dsn)
	for _, date := range []string{"2026-11-23", "2026-11-20", "2026-11-21"} {
		publish(t, s, edition("morning", date), 10)
	}
	publish(t, s, edition("evening", "2026-11-22"), 10)
	for date, want := range map[string][2]string{
		"2026-11-19": {"", "2026-11-20"},
		"2026-11-20": {"", "2026-11-21"},
		"2026-11-21": {"2026-11-20", "2026-11-23"},
		"2026-11-23": {"2026-11-21", ""},
	} {
		before, after, err := s.Neighbours(t.Context(), "morning", date)
		if got := [2]string{before, after}; err != nil || got != want {
			t.Errorf("around %s: %q, %v; want %q", date, got, err, want)
		}
	}
}

// A skipped day stands in the ledger, and nowhere among what came out; nobody
// gets a mail of it.
func testSkipped(t *testing.T, dsn string) {
	s := open(t, dsn)
	readers(t, s, "morning", 2)
	skipped := edition("morning", "2026-11-22")
	skipped.Sections, skipped.Skipped = []digest.PrintedSection{}, "a thin day"
	for _, e := range []digest.Edition{edition("morning", "2026-11-21"), skipped, edition("morning", "2026-11-23")} {
		publish(t, s, e, 10)
	}
	if n := count(t, s, "deliveries"); n != 4 {
		t.Errorf("%d deliveries, want 4", n)
	}
	if last, err := s.LastSlot(t.Context(), "morning", "2026-11-23"); err != nil || last.Date != "2026-11-22" {
		t.Errorf("the last day that is done with is %q, %v", last.Date, err)
	}
	if editions, err := s.Editions(t.Context(), "morning", 0); err != nil || len(editions) != 2 {
		t.Errorf("%d editions, %v", len(editions), err)
	}
	if before, after, err := s.Neighbours(t.Context(), "morning", "2026-11-22"); err != nil || before != "2026-11-21" || after != "2026-11-23" {
		t.Errorf("neighbours %q and %q, %v", before, after, err)
	}
	if before, _, err := s.Neighbours(t.Context(), "morning", "2026-11-23"); err != nil || before != "2026-11-21" {
		t.Errorf("before the 23rd came %q, %v", before, err)
	}
	summaries, err := s.Summaries(t.Context(), "morning")
	if err != nil || len(summaries) != 3 || summaries[1].Skipped != "a thin day" || summaries[0].Skipped != "" {
		t.Errorf("%+v, %v", summaries, err)
	}
	if e, err := s.Edition(t.Context(), "morning", "2026-11-22"); err != nil || e.Skipped == "" {
		t.Errorf("%+v, %v", e, err)
	}
}
