package store

import (
	"context"
	"encoding/json"
	"fmt"
)

// What a reading leaves has a table of its own: most visits bring nothing, and
// need and change none of it. A row is written with its source's.

// readingColumns are in the order of readingValues, behind the source, and of
// readingFields.
const readingColumns = `format, feed, oddities, items, memory, news_days`

const putReading = `
	INSERT INTO readings (source, ` + readingColumns + `)
	VALUES ($1, $2, $3, $4, $5, $6, $7)
	ON CONFLICT (source) DO UPDATE SET format = excluded.format, feed = excluded.feed, oddities = excluded.oddities,
		items = excluded.items, memory = excluded.memory, news_days = excluded.news_days`

func readingValues(s *State) ([]any, error) {
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
	return []any{s.Source, s.Format, string(feed), string(oddities), s.Items, s.Memory, string(newsDays)}, nil
}

func (r *row) readingFields() []any {
	return []any{&r.s.Format, &r.feed, &r.oddities, &r.s.Items, &r.s.Memory, &r.newsDays}
}

// whole is the state of which all fields have been read.
func (r *row) whole() (State, error) {
	s, err := r.brief()
	if err != nil {
		return State{}, err
	}
	return r.read(s)
}

// read adds to a state what the fields of the reading have been read to.
func (r *row) read(s State) (State, error) {
	s.Format, s.Items, s.Memory, s.Brief = r.s.Format, r.s.Items, r.s.Memory, false
	if err := json.Unmarshal([]byte(r.feed), &s.Feed); err != nil {
		return State{}, fmt.Errorf("feed of %s: %w", s.Source, err)
	}
	if err := json.Unmarshal([]byte(r.oddities), &s.Oddities); err != nil {
		return State{}, fmt.Errorf("oddities of %s: %w", s.Source, err)
	}
	if r.newsDays == "" { // as those of before had it
		return s, nil
	}
	if err := json.Unmarshal([]byte(r.newsDays), &s.NewsDays); err != nil {
		return State{}, fmt.Errorf("news days of %s: %w", s.Source, err)
	}
	return s, nil
}

const getReading = `SELECT ` + readingColumns + ` FROM readings WHERE source = $1`

// Whole adds to a brief state what the last reading left.
func (s *Store) Whole(ctx context.Context, state State) (State, error) {
	if !state.Brief {
		return state, nil
	}
	var r row
	if err := s.scanReading(ctx, state.Source, r.readingFields()); err != nil {
		return State{}, fmt.Errorf("read the reading of %s: %w", state.Source, err)
	}
	return r.read(state)
}

func (s *Store) scanReading(ctx context.Context, source string, fields []any) error {
	args := clean([]any{source})
	if r := s.rehearsal; r != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.tx.QueryRowContext(ctx, getReading, args...).Scan(fields...)
	}
	return s.lost(s.getReading.QueryRowContext(s.quick(ctx), args...).Scan(fields...))
}
