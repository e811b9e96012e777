package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// leastAhead is how far in the future something that was must lie to be of a
// wrong clock: those of several machines differ by less.
const leastAhead = time.Minute

// Clock is what the clock of the database's own machine shows, and whether it
// has one: an SQLite file goes by whoever opens it. It is for putting clocks
// right; no statement goes by it.
func (s *Store) Clock(ctx context.Context) (time.Time, bool, error) {
	if s.dialect != Postgres {
		return time.Time{}, false, nil
	}
	var ms int64
	err := s.db.QueryRowContext(ctx, `SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)`).Scan(&ms)
	if err != nil {
		return time.Time{}, false, fmt.Errorf("read the clock: %w", err)
	}
	return instant(ms), true, nil
}

// MetBy puts right when items were met that a clock which was ahead has met after
// now: they are met now, for to wait until it is so late in truth would leave them
// too old to be printed.
func (s *Store) MetBy(ctx context.Context, now time.Time) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		_, err := exec(ctx, tx, `UPDATE items SET first_seen = $1 WHERE first_seen > $2`, millis(now), millis(now.Add(leastAhead)))
		return err
	})
	if err != nil {
		return fmt.Errorf("put right when items were met: %w", err)
	}
	return nil
}
