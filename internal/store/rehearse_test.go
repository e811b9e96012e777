package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"broadsheet/digest"
)

func testRehearse(t *testing.T, dsn string) {
	s := open(t, dsn)
	visit(t, s, "dawn", story("dawn", 1))
	err := s.Rehearse(t.Context(), func(r *Store) error {
		rehearseDay(t, r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for table, want := range map[string]int{
		"items": 1, "sources": 1, "editions": 0, "printed": 0, "subscribers": 0, "deliveries": 0,
	} {
		if n := count(t, s, table); n != want {
			t.Errorf("after the rehearsal %s has %d rows, want %d", table, n, want)
		}
	}
	publish(t, s, edition("morning", day, story("dawn", 1)), 10)
}

// rehearseDay calls every method that writes, and some that read.
func rehearseDay(t *testing.T, s *Store) {
	if s.DB() != nil || s.Pool() != nil {
		t.Error("a rehearsal must not hand out the pool")
	}
	visit(t, s, "dawn", story("dawn", 2))
	readers(t, s, "morning", 3)
	items, err := s.Candidates(t.Context(), "morning", []string{"dawn"}, seven, seven)
	if err != nil || len(items) != 2 {
		t.Errorf("rehearsed candidates %v, %v; want 2", ids(items), err)
	}
	_, err = s.Publish(t.Context(), edition("morning", day, items...), Mailing{}, 10, func(ctx context.Context, tx *sql.Tx, _ int) error {
		_, err := tx.ExecContext(ctx, "UPDATE editions SET title = 'seen in the same transaction'")
		return err
	})
	if err != nil {
		t.Error(err)
	}
	claimed := claim(t, s, 0, seven, 10)
	if len(claimed) != 3 {
		t.Fatalf("claimed %d, want 3", len(claimed))
	}
	if err := errors.Join(
		s.MarkSent(t.Context(), claimed[0], seven),
		s.MarkLater(t.Context(), claimed[1], seven, "451"),
		s.MarkRefused(t.Context(), claimed[2], "550"),
		s.Unsubscribe(t.Context(), claimed[2].Subscriber.ID),
	); err != nil {
		t.Error(err)
	}
	wantUndelivered(t, s, seven, Block{"morning", day, 0})
	summaries, err := s.Summaries(t.Context(), "morning")
	if err != nil || len(summaries) != 1 || summaries[0].Sent != 1 || summaries[0].Title != "seen in the same transaction" {
		t.Errorf("rehearsed summaries %+v, %v", summaries, err)
	}
}

func testRehearseStep(t *testing.T, dsn string) {
	s := open(t, dsn)
	stop := errors.New("stop")
	err := s.Rehearse(t.Context(), func(r *Store) error {
		visit(t, r, "dawn", story("dawn", 1))
		_, err := r.Publish(t.Context(), full(), Mailing{}, 10, func(ctx context.Context, tx *sql.Tx, _ int) error {
			_, err := tx.ExecContext(ctx, "this is not SQL")
			return err
		})
		wantWords(t, err, "publish morning/2026-11-23")
		if editions, err := r.Editions(t.Context(), "morning", 0); err != nil || len(editions) != 0 {
			t.Errorf("the step that failed left %d editions, %v", len(editions), err)
		}
		if items, err := r.Find(t.Context(), "dawn-000001"); err != nil || len(items) != 1 {
			t.Errorf("the step before has %d items, %v; want 1", len(items), err)
		}
		if err := r.Rehearse(t.Context(), func(*Store) error { return nil }); err == nil {
			t.Error("a rehearsal within a rehearsal was not refused")
		}
		return stop
	})
	if err != stop {
		t.Errorf("error %v, want what the rehearsal returned", err)
	}
}

func testRehearseInParallel(t *testing.T, dsn string) {
	s := open(t, dsn)
	err := s.Rehearse(t.Context(), func(r *Store) error {
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				source := fmt.Sprint("source-", i)
				visit(t, r, source, stories(source, 20)...)
				items, err := r.Candidates(t.Context(), "morning", []string{source}, time.Time{}, seven)
				if err != nil || len(items) != 20 {
					t.Errorf("%s: %d candidates, %v; want 20", source, len(items), err)
				}
			})
		}
		all.Wait()
		return r.Roster(t.Context(), "morning", []digest.Subscriber{{Address: "a@example.org"}})
	})
	if err != nil {
		t.Fatal(err)
	}
}
