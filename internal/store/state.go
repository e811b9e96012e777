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
	// Brief says that this is what BriefStates gives: without what the last
	// reading left, which are Memory, Format, Feed but for its Pace, Oddities,
	// Items and NewsDays. Of such a state these are not written, either.
	Brief bool
}

// stateColumns are in the order of stateValues and stateFields.
const stateColumns = `id, address, recipe, etag, last_modified, body_hash, validators_since, moved_to, moved_times,
	last_visit, last_good, last_new, next_visit, next_reason, pause, patience, gone, failures, error, advice, pace`

// States is the state of each of the sources that was ever visited.
func (s *Store) States(ctx context.Context, ids []string) (map[string]State, error) {
	var r row
	return s.states(ctx, ids, `SELECT `+stateColumns+`, `+readingColumns+` FROM sources JOIN readings ON source = id WHERE id IN `,
		append(r.stateFields(), r.readingFields()...), r.whole)
}

// BriefStates is States without what only a visit that brings something needs.
func (s *Store) BriefStates(ctx context.Context, ids []string) (map[string]State, error) {
	var r row
	return s.states(ctx, ids, `SELECT `+stateColumns+` FROM sources WHERE id IN `, r.stateFields(), r.brief)
}

// states reads states, each by its fields and then as state.
func (s *Store) states(ctx context.Context, ids []string, query string, fields []any, state func() (State, error)) (map[string]State, error) {
	states := make(map[string]State, len(ids))
	err := s.read(func(q querier) error {
		for chunk := range slices.Chunk(ids, statesAtOnce) {
			_, err := collect(ctx, q, func(rows *sql.Rows) (none struct{}, err error) {
				if err := rows.Scan(fields...); err != nil {
					return none, err
				}
				one, err := state()
				states[one.Source] = one
				return none, err
			}, query+tuples(1, 1, len(chunk)), list(chunk)...)
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

// row is where the columns of a state are read to, one state after the other.
type row struct {
	s                                                      State
	since, visit, good, fresh, next, pause, patience, gone int64
	pace, feed, oddities, newsDays                         string
}

func (r *row) stateFields() []any {
	s := &r.s
	return []any{
		&s.Source, &s.Address, &s.Recipe, &s.ETag, &s.LastModified, &s.BodyHash, &r.since, &s.MovedTo, &s.MovedTimes,
		&r.visit, &r.good, &r.fresh, &r.next, &s.NextReason, &r.pause, &r.patience, &r.gone, &s.Failures, &s.Error, &s.Advice, &r.pace,
	}
}

// brief is the state of which the fields have been read.
func (r *row) brief() (State, error) {
	s := r.s
	s.ValidatorsSince, s.Patience = instant(r.since), instant(r.patience)
	s.LastVisit, s.LastGood, s.LastNew, s.NextVisit = instant(r.visit), instant(r.good), instant(r.fresh), instant(r.next)
	s.Interval, s.Gone, s.Brief = time.Duration(r.pause)*time.Millisecond, r.gone == 1, true
	var err error
	if s.Feed.Pace, err = readPace(r.pace); err != nil {
		err = fmt.Errorf("pace of %s: %w", s.Source, err)
	}
	return s, err
}

// readPace is the way back of writePace. Most feeds have no pace, and no text.
func readPace(text string) (pace digest.Pace, err error) {
	if text == "" {
		return digest.Pace{}, nil
	}
	err = json.Unmarshal([]byte(text), &pace)
	return pace, err
}

func writePace(pace digest.Pace) (string, error) {
	if isSamePace(pace, digest.Pace{}) {
		return "", nil
	}
	text, err := json.Marshal(pace)
	return string(text), err
}

func isSamePace(a, b digest.Pace) bool {
	return a.Every == b.Every && slices.Equal(a.SkipHours, b.SkipHours) && slices.Equal(a.SkipDays, b.SkipDays)
}

// pen writes states in a transaction.
type pen struct{ state, times, reading *sql.Stmt }

// take takes the prepared statements into a transaction, which closes them.
func (s *Store) take(ctx context.Context, tx *sql.Tx) pen {
	return pen{tx.StmtContext(ctx, s.putState), tx.StmtContext(ctx, s.putTimes), tx.StmtContext(ctx, s.putReading)}
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
	if v.Quiet && !fresh {
		n, err := rowsOf(p.times.ExecContext(ctx, clean(timesValues(&v.State))...))
		if err != nil || n > 0 {
			return err
		}
	}
	values, err := stateValues(&v.State, fresh)
	if err != nil {
		return err
	}
	if _, err = p.state.ExecContext(ctx, clean(values)...); err != nil || v.State.Brief {
		return err
	}
	if values, err = readingValues(&v.State); err != nil {
		return err
	}
	_, err = p.reading.ExecContext(ctx, clean(values)...)
	return err
}

// putState writes a row. Its last_new is the present one's unless the visit
// brought something new. To understand this text costs SQLite more than to do
// what it says, so that it is prepared once.
const putState = `
	INSERT INTO sources (` + stateColumns + `)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
	ON CONFLICT (id) DO UPDATE SET address = excluded.address, recipe = excluded.recipe,
		etag = excluded.etag, last_modified = excluded.last_modified, body_hash = excluded.body_hash,
		validators_since = excluded.validators_since, moved_to = excluded.moved_to, moved_times = excluded.moved_times,
		last_visit = excluded.last_visit, last_good = excluded.last_good,
		last_new = CASE WHEN excluded.last_new > 0 THEN excluded.last_new ELSE sources.last_new END,
		next_visit = excluded.next_visit, next_reason = excluded.next_reason, pause = excluded.pause,
		patience = excluded.patience, gone = excluded.gone,
		failures = excluded.failures, error = excluded.error, advice = excluded.advice, pace = excluded.pace`

// stateValues are the values of stateColumns.
func stateValues(s *State, fresh bool) ([]any, error) {
	pace, err := writePace(s.Feed.Pace)
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
		millis(s.LastVisit), millis(s.LastGood), lastNew, millis(s.NextVisit), s.NextReason,
		s.Interval.Milliseconds(), millis(s.Patience), gone, s.Failures, s.Error, s.Advice, pace,
	}, nil
}

// putTimes writes what a visit changes that found all as it was, as most do. If
// somebody else has found more meanwhile, that stays.
const putTimes = `
	UPDATE sources SET last_visit = $2, last_good = $3, next_visit = $4, next_reason = $5, pause = $6 WHERE id = $1`

// IsQuiet says that a visit that began with one brief state and ended with
// another has found all as it was: of what is written nothing differs but when
// it was, and when and why the next is.
func IsQuiet(before, now *State) bool {
	return before.Brief && now.Brief && before.Source == now.Source &&
		before.Address == now.Address && before.Recipe == now.Recipe &&
		before.ETag == now.ETag && before.LastModified == now.LastModified && before.BodyHash == now.BodyHash &&
		before.ValidatorsSince.Equal(now.ValidatorsSince) && before.LastNew.Equal(now.LastNew) && before.Patience.Equal(now.Patience) &&
		before.MovedTo == now.MovedTo && before.MovedTimes == now.MovedTimes && before.Gone == now.Gone &&
		before.Failures == now.Failures && before.Error == now.Error && before.Advice == now.Advice &&
		isSamePace(before.Feed.Pace, now.Feed.Pace)
}

func timesValues(s *State) []any {
	return []any{
		s.Source, millis(s.LastVisit), millis(s.LastGood), millis(s.NextVisit), s.NextReason, s.Interval.Milliseconds(),
	}
}
