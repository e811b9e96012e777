package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"broadsheet/digest"
)

// EditionsBefore is the digest's editions of dates before the given one that
// were composed at since or later, newest first.
func (s *Store) EditionsBefore(ctx context.Context, digestID, date string, since time.Time) ([]digest.Edition, error) {
	editions, err := s.editions(ctx, `
		SELECT body FROM editions WHERE digest = $1 AND date < $2 AND composed_at >= $3 ORDER BY date DESC`,
		digestID, date, millis(since))
	if err != nil {
		return nil, fmt.Errorf("editions of %s before %s: %w", digestID, date, err)
	}
	return editions, nil
}

// ComposedBefore is when the digest's edition next before a date was composed,
// zero if there is none.
func (s *Store) ComposedBefore(ctx context.Context, digestID, date string) (time.Time, error) {
	var at []time.Time
	err := s.read(func(q querier) (err error) {
		at, err = collect(ctx, q, func(rows *sql.Rows) (time.Time, error) {
			var ms int64
			err := rows.Scan(&ms)
			return instant(ms), err
		}, `SELECT composed_at FROM editions WHERE digest = $1 AND date < $2 ORDER BY date DESC LIMIT 1`, digestID, date)
		return err
	})
	if err != nil || len(at) == 0 {
		return time.Time{}, err
	}
	return at[0], nil
}
