package store

import (
	"context"
	"fmt"
	"time"
)

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
