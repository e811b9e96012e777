package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"broadsheet/digest"
)

// State is what we know of a source from visiting it. What its values mean for
// the next visit is decided in internal/worker.
type State struct {
	Source string
	// Address is what the config named at the last visit, Recipe what else in
	// the config decided how it was read.
	Address string
	Recipe  string
	// ETag and LastModified are the validators of the last good visit,
	// verbatim; BodyHash is the hash of what it brought. ValidatorsSince is the
	// last good visit that was made without any of them.
	ETag            string
	LastModified    string
	BodyHash        string
	ValidatorsSince time.Time
	// MovedTo is where permanent redirects have led on MovedTimes visits in a row.
	MovedTo    string
	MovedTimes int
	// Memory is what the next reading is to be shown of the last, whose items
	// were kept.
	Memory string
	// Format, Feed, Oddities and Items (how many) are of the last reading.
	Format   string
	Feed     digest.Feed
	Oddities []string
	Items    int
	// LastNew is the last visit that brought an item we had never met.
	LastVisit time.Time
	LastGood  time.Time
	LastNew   time.Time
	// NextVisit is zero for a source that has Gone. NextReason says in words
	// why it is not earlier.
	NextVisit  time.Time
	NextReason string
	// Interval is how long the source is left alone by our own rules while it
	// is well, kept to the millisecond.
	Interval time.Duration
	// Patience is until when the server has asked to be left alone.
	Patience time.Time
	// Gone says that the server called the source gone for good.
	Gone bool
	// Failures is how many visits failed in a row, Error what the last was
	// told, Advice what only the operator can do about the source; empty if nothing.
	Failures int
	Error    string
	Advice   string
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

// stateColumns are in the order of stateValues and scanState.
const stateColumns = `id, address, recipe, etag, last_modified, body_hash, validators_since, moved_to, moved_times,
	format, feed, oddities, items, last_visit, last_good, last_new, next_visit, next_reason, pause, patience, gone,
	failures, error, advice, memory`

// States is the state of each of the sources that was ever visited.
func (s *Store) States(ctx context.Context, ids []string) (map[string]State, error) {
	states := make(map[string]State, len(ids))
	err := s.read(func(q querier) error {
		for chunk := range slices.Chunk(ids, listLength) {
			found, err := collect(ctx, q, scanState,
				`SELECT `+stateColumns+` FROM sources WHERE id IN `+tuples(1, 1, len(chunk)), list(chunk)...)
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
	var since, visit, good, fresh, next, pause, patience, gone int64
	err := rows.Scan(&s.Source, &s.Address, &s.Recipe, &s.ETag, &s.LastModified, &s.BodyHash, &since, &s.MovedTo, &s.MovedTimes,
		&s.Format, &feed, &oddities, &s.Items, &visit, &good, &fresh, &next, &s.NextReason, &pause, &patience, &gone,
		&s.Failures, &s.Error, &s.Advice, &s.Memory)
	if err != nil {
		return State{}, err
	}
	s.ValidatorsSince, s.Patience = instant(since), instant(patience)
	s.LastVisit, s.LastGood, s.LastNew, s.NextVisit = instant(visit), instant(good), instant(fresh), instant(next)
	s.Interval, s.Gone = time.Duration(pause)*time.Millisecond, gone == 1
	if err := json.Unmarshal([]byte(feed), &s.Feed); err != nil {
		return State{}, fmt.Errorf("feed of %s: %w", s.Source, err)
	}
	if err := json.Unmarshal([]byte(oddities), &s.Oddities); err != nil {
		return State{}, fmt.Errorf("oddities of %s: %w", s.Source, err)
	}
	return s, nil
}

// SaveVisit keeps what a visit brought. A known item keeps its FirstSeen and,
// if it reads as before, is not written at all. LastNew becomes LastVisit when
// an item is new, and else stays as it was whatever the state says.
//
// The state is saved in one transaction with the last of the items, never
// before one of them; so where it is, they all are.
func (s *Store) SaveVisit(ctx context.Context, v Visit) (Saved, error) {
	saved, err := s.SaveVisits(ctx, []Visit{v})
	if err != nil {
		return Saved{}, fmt.Errorf("save visit of %s: %w", v.State.Source, err)
	}
	return saved[0], nil
}

// SaveVisits keeps what visits to different sources brought as SaveVisit does,
// in one transaction: for one that brought nothing most of the work is the
// transaction. What was saved is in the visits' order.
func (s *Store) SaveVisits(ctx context.Context, visits []Visit) ([]Saved, error) {
	drafts := make([][]draft, len(visits))
	saved := make([]Saved, len(visits))
	for i, v := range visits {
		var err error
		if drafts[i], err = draftItems(v.Items); err != nil {
			return nil, err
		}
		if drafts[i], saved[i], err = s.saveAhead(ctx, drafts[i], v.State.LastVisit); err != nil {
			return nil, err
		}
	}
	err := s.write(ctx, func(tx *sql.Tx) (err error) {
		put := tx.StmtContext(ctx, s.putState)
		defer put.Close()
		for _, i := range inOrder(visits) {
			rest, err := saveItems(ctx, tx, drafts[i], visits[i].State.LastVisit)
			if err != nil {
				return err
			}
			saved[i].add(rest)
			values, err := stateValues(visits[i].State, saved[i].New > 0)
			if err != nil {
				return err
			}
			if _, err := put.ExecContext(ctx, clean(values)...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return saved, nil
}

// saveAhead saves all but the last of very many items, some at a time: in one
// transaction a document of ten thousand would keep every other writer waiting.
func (s *Store) saveAhead(ctx context.Context, drafts []draft, at time.Time) ([]draft, Saved, error) {
	var saved Saved
	for len(drafts) > itemsAtOnce {
		err := s.write(ctx, func(tx *sql.Tx) error {
			some, err := saveItems(ctx, tx, drafts[:itemsAtOnce], at)
			saved.add(some)
			return err
		})
		if err != nil {
			return nil, Saved{}, err
		}
		drafts = drafts[itemsAtOnce:]
	}
	return drafts, saved, nil
}

func (s *Saved) add(more Saved) {
	s.New += more.New
	s.Changed += more.Changed
}

// inOrder is the visits' places by source, so that two writers never wait for
// each other crosswise.
func inOrder(visits []Visit) []int {
	order := make([]int, len(visits))
	for i := range visits {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(visits[a].State.Source, visits[b].State.Source) })
	return order
}

// putState writes a row. Its last_new is the present one's unless the visit
// brought something new. To understand this text costs SQLite more than to do
// what it says, so that it is prepared once.
const putState = `
	INSERT INTO sources (` + stateColumns + `)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)
	ON CONFLICT (id) DO UPDATE SET address = excluded.address, recipe = excluded.recipe,
		etag = excluded.etag, last_modified = excluded.last_modified, body_hash = excluded.body_hash,
		validators_since = excluded.validators_since, moved_to = excluded.moved_to, moved_times = excluded.moved_times,
		format = excluded.format, feed = excluded.feed, oddities = excluded.oddities, items = excluded.items,
		last_visit = excluded.last_visit, last_good = excluded.last_good,
		last_new = CASE WHEN excluded.last_new > 0 THEN excluded.last_new ELSE sources.last_new END,
		next_visit = excluded.next_visit, next_reason = excluded.next_reason, pause = excluded.pause,
		patience = excluded.patience, gone = excluded.gone,
		failures = excluded.failures, error = excluded.error, advice = excluded.advice, memory = excluded.memory`

// stateValues are the values of stateColumns.
func stateValues(s State, fresh bool) ([]any, error) {
	feed, err := json.Marshal(s.Feed)
	if err != nil {
		return nil, err
	}
	oddities, err := json.Marshal(s.Oddities)
	if err != nil {
		return nil, err
	}
	var lastNew, gone int64
	if fresh {
		lastNew = millis(s.LastVisit)
	}
	if s.Gone {
		gone = 1
	}
	return []any{
		s.Source, s.Address, s.Recipe, s.ETag, s.LastModified, s.BodyHash, millis(s.ValidatorsSince), s.MovedTo, s.MovedTimes,
		s.Format, string(feed), string(oddities), s.Items,
		millis(s.LastVisit), millis(s.LastGood), lastNew, millis(s.NextVisit), s.NextReason,
		s.Interval.Milliseconds(), millis(s.Patience), gone, s.Failures, s.Error, s.Advice, s.Memory,
	}, nil
}
