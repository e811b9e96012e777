package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
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
	// NewsDays are the last days, since 1970 in UTC and in order, of which there
	// are items.
	NewsDays []int
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

// stateColumns are in the order of stateValues and scanState.
const stateColumns = `id, address, recipe, etag, last_modified, body_hash, validators_since, moved_to, moved_times,
	format, feed, oddities, items, last_visit, last_good, last_new, next_visit, next_reason, pause, patience, gone,
	failures, error, advice, memory, news_days`

// States is the state of each of the sources that was ever visited.
func (s *Store) States(ctx context.Context, ids []string) (map[string]State, error) {
	states := make(map[string]State, len(ids))
	err := s.read(func(q querier) error {
		for chunk := range slices.Chunk(ids, listLength) {
			_, err := collect(ctx, q, func(rows *sql.Rows) (none struct{}, err error) {
				state, err := scanState(rows)
				states[state.Source] = state
				return none, err
			}, `SELECT `+stateColumns+` FROM sources WHERE id IN `+tuples(1, 1, len(chunk)), list(chunk)...)
			if err != nil {
				return err
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
	var feed, oddities, newsDays string
	var since, visit, good, fresh, next, pause, patience, gone int64
	err := rows.Scan(&s.Source, &s.Address, &s.Recipe, &s.ETag, &s.LastModified, &s.BodyHash, &since, &s.MovedTo, &s.MovedTimes,
		&s.Format, &feed, &oddities, &s.Items, &visit, &good, &fresh, &next, &s.NextReason, &pause, &patience, &gone,
		&s.Failures, &s.Error, &s.Advice, &s.Memory, &newsDays)
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
	if newsDays != "" {
		if err := json.Unmarshal([]byte(newsDays), &s.NewsDays); err != nil {
			return State{}, fmt.Errorf("news days of %s: %w", s.Source, err)
		}
	}
	return s, nil
}

// pen writes states in a transaction.
type pen struct{ state, times *sql.Stmt }

// take takes the prepared statements into a transaction, which closes them.
func (s *Store) take(ctx context.Context, tx *sql.Tx) pen {
	return pen{tx.StmtContext(ctx, s.putState), tx.StmtContext(ctx, s.putTimes)}
}

// quick is the context of a statement on a single row. On SQLite that is done
// sooner than anything could stop it, and to be ready for that costs the driver
// a goroutine each; of a server one never knows.
func (s *Store) quick(ctx context.Context) context.Context {
	if s.dialect == SQLite {
		return context.WithoutCancel(ctx)
	}
	return ctx
}

// write writes the state after a visit, fresh if that brought something new.
func (p pen) write(ctx context.Context, v *Visit, fresh bool) error {
	if v.Before != nil && !fresh && onlyTimes(*v.Before, &v.State) {
		n, err := rowsOf(p.times.ExecContext(ctx, clean(timesValues(&v.State))...))
		if err != nil || n > 0 {
			return err
		}
	}
	values, err := stateValues(v.State, fresh)
	if err != nil {
		return err
	}
	_, err = p.state.ExecContext(ctx, clean(values)...)
	return err
}

// putState writes a row. Its last_new is the present one's unless the visit
// brought something new. To understand this text costs SQLite more than to do
// what it says, so that it is prepared once.
const putState = `
	INSERT INTO sources (` + stateColumns + `)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)
	ON CONFLICT (id) DO UPDATE SET address = excluded.address, recipe = excluded.recipe,
		etag = excluded.etag, last_modified = excluded.last_modified, body_hash = excluded.body_hash,
		validators_since = excluded.validators_since, moved_to = excluded.moved_to, moved_times = excluded.moved_times,
		format = excluded.format, feed = excluded.feed, oddities = excluded.oddities, items = excluded.items,
		last_visit = excluded.last_visit, last_good = excluded.last_good,
		last_new = CASE WHEN excluded.last_new > 0 THEN excluded.last_new ELSE sources.last_new END,
		next_visit = excluded.next_visit, next_reason = excluded.next_reason, pause = excluded.pause,
		patience = excluded.patience, gone = excluded.gone,
		failures = excluded.failures, error = excluded.error, advice = excluded.advice, memory = excluded.memory,
		news_days = excluded.news_days`

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
	newsDays, err := json.Marshal(s.NewsDays)
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
		s.Interval.Milliseconds(), millis(s.Patience), gone, s.Failures, s.Error, s.Advice, s.Memory, string(newsDays),
	}, nil
}

// putTimes writes what a visit changes that found all as it was, as most do. If
// somebody else has found more meanwhile, that stays.
const putTimes = `
	UPDATE sources SET last_visit = $2, last_good = $3, next_visit = $4, next_reason = $5, pause = $6 WHERE id = $1`

// onlyTimes says that nothing else differs in the state that is to be saved
// from the one that was read.
func onlyTimes(before State, now *State) bool {
	before.LastVisit, before.LastGood = now.LastVisit, now.LastGood
	before.NextVisit, before.NextReason, before.Interval = now.NextVisit, now.NextReason, now.Interval
	return reflect.DeepEqual(&before, now)
}

func timesValues(s *State) []any {
	return []any{
		s.Source, millis(s.LastVisit), millis(s.LastGood), millis(s.NextVisit), s.NextReason, s.Interval.Milliseconds(),
	}
}
