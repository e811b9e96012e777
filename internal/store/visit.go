package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"broadsheet/digest"
)

// State is what we know of a source from visiting it.
type State struct {
	Source string
	// ETag and LastModified are the validators of the last good visit,
	// verbatim; BodyHash is the hash of what it brought.
	ETag         string
	LastModified string
	BodyHash     string
	// Format, Feed, Oddities and Items (how many) are of the last reading.
	Format   string
	Feed     digest.Feed
	Oddities []string
	Items    int
	// LastNew is the last visit that brought an item we had never met.
	LastVisit time.Time
	LastGood  time.Time
	LastNew   time.Time
	NextVisit time.Time
	// Failures is how many visits failed in a row, Error what the last was told.
	Failures int
	Error    string
}

// Visit is what one visit to a source brought.
type Visit struct {
	State State
	// Items is nil when the visit failed or brought nothing new to read.
	Items []digest.Item
}

// Saved says what a visit brought that the store had not: items never met
// before, and items that now read otherwise.
type Saved struct{ New, Changed int }

// States is the state of each of the sources that was ever visited.
func (s *Store) States(ctx context.Context, ids []string) (map[string]State, error) {
	states := make(map[string]State, len(ids))
	err := s.read(func(q querier) error {
		for chunk := range slices.Chunk(ids, listLength) {
			found, err := collect(ctx, q, scanState, `
				SELECT id, etag, last_modified, body_hash, format, feed, oddities, items,
					last_visit, last_good, last_new, next_visit, failures, error
				FROM sources WHERE id IN `+tuples(1, 1, len(chunk)), list(chunk)...)
			if err != nil {
				return err
			}
			for _, state := range found {
				states[state.Source] = state
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read states: %w", err)
	}
	return states, nil
}

func scanState(rows *sql.Rows) (State, error) {
	var s State
	var feed, oddities string
	var visit, good, fresh, next int64
	err := rows.Scan(&s.Source, &s.ETag, &s.LastModified, &s.BodyHash, &s.Format, &feed, &oddities, &s.Items,
		&visit, &good, &fresh, &next, &s.Failures, &s.Error)
	if err != nil {
		return State{}, err
	}
	s.LastVisit, s.LastGood, s.LastNew, s.NextVisit = instant(visit), instant(good), instant(fresh), instant(next)
	if err := json.Unmarshal([]byte(feed), &s.Feed); err != nil {
		return State{}, fmt.Errorf("feed of %s: %w", s.Source, err)
	}
	if err := json.Unmarshal([]byte(oddities), &s.Oddities); err != nil {
		return State{}, fmt.Errorf("oddities of %s: %w", s.Source, err)
	}
	return s, nil
}

// SaveVisit keeps what a visit brought, all of it or nothing. A known item
// keeps its FirstSeen and, if it reads as before, is not written at all.
// LastNew becomes LastVisit when an item is new, and else stays as it was
// whatever the state says.
func (s *Store) SaveVisit(ctx context.Context, v Visit) (Saved, error) {
	var saved Saved
	drafts, err := draftItems(v.Items)
	if err == nil {
		err = s.write(ctx, func(tx *sql.Tx) error {
			saved, err = saveItems(ctx, tx, drafts, v.State.LastVisit)
			if err != nil {
				return err
			}
			return saveState(ctx, tx, v.State, saved.New > 0)
		})
	}
	if err != nil {
		return Saved{}, fmt.Errorf("save visit of %s: %w", v.State.Source, err)
	}
	return saved, nil
}

func saveState(ctx context.Context, q querier, s State, fresh bool) error {
	feed, err := json.Marshal(s.Feed)
	if err != nil {
		return err
	}
	oddities, err := json.Marshal(s.Oddities)
	if err != nil {
		return err
	}
	var lastNew int64
	if fresh {
		lastNew = millis(s.LastVisit)
	}
	_, err = exec(ctx, q, `
		INSERT INTO sources (id, etag, last_modified, body_hash, format, feed, oddities, items,
			last_visit, last_good, last_new, next_visit, failures, error)
		VALUES `+tuples(1, 1, 14)+`
		ON CONFLICT (id) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified,
			body_hash = excluded.body_hash, format = excluded.format, feed = excluded.feed,
			oddities = excluded.oddities, items = excluded.items, last_visit = excluded.last_visit,
			last_good = excluded.last_good, next_visit = excluded.next_visit,
			last_new = CASE WHEN excluded.last_new > 0 THEN excluded.last_new ELSE sources.last_new END,
			failures = excluded.failures, error = excluded.error`,
		s.Source, s.ETag, s.LastModified, s.BodyHash, s.Format, string(feed), string(oddities), s.Items,
		millis(s.LastVisit), millis(s.LastGood), lastNew, millis(s.NextVisit), s.Failures, s.Error)
	return err
}
