package store

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"broadsheet/digest"
)

// fill puts something into every table that moves.
func fill(t *testing.T, dsn string) {
	t.Helper()
	s, err := Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	visit(t, s, "dawn", stories("dawn", 1200)...)
	edited := story("dawn", 1)
	edited.Title = "Edited"
	visit(t, s, "dawn", edited)
	readers(t, s, "morning", 7)
	e := edition("morning", "2026-11-23", stories("dawn", 30)...)
	e.Corrections = []digest.Correction{{Date: "2026-11-22", Entry: digest.Entry{Item: story("dawn", 99)}, Change: digest.NewText, Nth: 1}}
	publish(t, s, e, 2)
	claimed, err := s.Claim(t.Context(), "morning", "2026-11-23", 0, seven, time.Minute, 2)
	if err == nil {
		err = s.MarkSent(t.Context(), claimed[0], seven)
	}
	if err == nil {
		_, err = s.AskHub(t.Context(), Hub{Token: "t", Secret: "s", Source: "dawn", Hub: "https://hub.example/", Topic: "https://dawn.example/", State: HubAsked, Asked: seven}, Hub{}.Asked)
	}
	if err == nil {
		err = s.Tally(t.Context(), map[string]int{"visits": 1})
	}
	if err == nil {
		_, err = s.db.Exec(`INSERT INTO corrections (digest, item, nth, change, printed, date)
			VALUES ('morning', 'dawn-000001', 0, '{}', '2026-11-23', '2026-11-23')`)
	}
	if err == nil {
		err = s.SavePage(t.Context(), Page{Item: "dawn-000001", Asked: seven})
	}
	if err == nil {
		err = s.Ask(t.Context(), "morning", "asks@reader.example", seven)
	}
	if err == nil {
		_, err = s.Key(t.Context(), "bounces")
	}
	if err == nil {
		b := digest.Bounce{Date: "2026-11-23", Status: "4.2.2", At: seven}
		_, err = s.Bounce(t.Context(), claimed[0].Subscriber.ID, b, func([]digest.Bounce) bool { return false })
	}
	if err = errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
}

func testMove(t *testing.T, dsn string) {
	from := filepath.Join(t.TempDir(), "old.db")
	fill(t, from)
	var tables []string
	told := func(m Moved) {
		if m.Rows == 0 {
			t.Errorf("nothing of %s has moved", m.Table)
		}
		tables = append(tables, m.Table)
	}
	// It breaks off in the middle, twice, and nobody works on half of it.
	for _, enough := range []int{0, 4} {
		ctx, cancel := context.WithCancel(t.Context())
		seen := 0
		err := Move(ctx, from, dsn, func(Moved) {
			if seen++; seen > enough {
				cancel()
			}
		})
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		_, err = Open(t.Context(), dsn)
		if !errors.Is(err, ErrHalfMoved) {
			t.Fatalf("half a database opens: %v", err)
		}
		if err := open(t, from).Close(); err != nil {
			t.Fatalf("the old one does not open: %v", err)
		}
	}
	if err := Move(t.Context(), from, dsn, told); err != nil {
		t.Fatal(err)
	}
	if len(tables) != len(moved) {
		t.Errorf("moved %q", tables)
	}
	_, err := Open(t.Context(), from)
	if !errors.Is(err, ErrMoved) {
		t.Errorf("the old one opens: %v", err)
	}
	movedOn(t, open(t, dsn))
	// Once more, from where it was moved: nothing is left to do, and nothing is done twice.
	if err := Move(t.Context(), from, dsn, func(Moved) {}); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("moved again: %v", err)
	}
}

// movedOn goes on with the work in the new database.
func movedOn(t *testing.T, s *Store) {
	t.Helper()
	if got, err := s.Candidates(t.Context(), "morning", []string{"dawn"}, seven.AddDate(0, 0, -2), seven.AddDate(0, 0, 1)); err != nil || len(got) != 1170 {
		t.Errorf("%d candidates, want those that are not printed, %v", len(got), err)
	}
	published, err := s.Publish(t.Context(), edition("morning", "2026-11-23", story("dawn", 99)), Mailing{}, 2, nothingMore)
	if err != nil || published {
		t.Errorf("the edition came out again: %v %v", published, err)
	}
	summaries, err := s.Summaries(t.Context(), "morning")
	if err != nil || len(summaries) != 1 || summaries[0].Sent != 1 || summaries[0].Pending != 6 {
		t.Errorf("%+v, %v", summaries, err)
	}
	blocks, err := s.Undelivered(t.Context(), seven)
	if err != nil || len(blocks) != 3 {
		t.Errorf("%+v, %v: a plan would not find the mails", blocks, err)
	}
}

func testMoveRefuses(t *testing.T, dsn string) {
	from := filepath.Join(t.TempDir(), "old.db")
	fill(t, from)
	if err := open(t, dsn).Roster(t.Context(), "evening", []digest.Subscriber{{Address: "other@reader.example"}}); err != nil {
		t.Fatal(err)
	}
	err := Move(t.Context(), from, dsn, func(Moved) {})
	wantWords(t, err, "there is another paper in it", "subscribers")
	if n := count(t, open(t, dsn), "items"); n != 0 {
		t.Errorf("%d items came over", n)
	}
	open(t, from)
}

// Whoever adds a table says whether it moves.
func TestMoveKnowsEveryTable(t *testing.T) {
	s := open(t, ":memory:")
	tables, err := collect(t.Context(), s.db, scanText, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
	if err != nil {
		t.Fatal(err)
	}
	stays := []string{"goose_db_version", "incidents", "moves", "outages", "paces", "processes"} // how it is now, not what was
	for _, table := range tables {
		moves := slices.ContainsFunc(moved, func(m struct {
			name string
			key  []string
		},
		) bool {
			return m.name == table
		})
		if moves == slices.Contains(stays, table) {
			t.Errorf("the table %s: does it move or stay?", table)
		}
	}
	for _, table := range moved {
		var keys string
		err := s.db.QueryRow(`SELECT group_concat(name, ',') FROM (SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk)`, table.name).Scan(&keys)
		if err != nil || keys != strings.Join(table.key, ",") {
			t.Errorf("the key of %s is %s, not %v, %v", table.name, keys, table.key, err)
		}
	}
}

// A row that changed on its way is noticed.
func TestMoveCompares(t *testing.T) {
	folder := t.TempDir()
	from, to := filepath.Join(folder, "old.db"), filepath.Join(folder, "new.db")
	fill(t, from)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	_ = Move(ctx, from, to, func(m Moved) {
		if m.Table == "items" {
			cancel()
		}
	})
	db, err := sql.Open("sqlite", to)
	if err == nil {
		_, err = db.Exec("UPDATE items SET hash = 'x' WHERE id = 'dawn-000007'")
	}
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	wantWords(t, Move(t.Context(), from, to, func(Moved) {}), "table items", "or they differ", "empty the other database")
	open(t, from)
}
