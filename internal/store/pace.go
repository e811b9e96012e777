package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Reserve takes up to n of what may be done so many times in any hour under a
// name, whoever asks on this database, and says how many it got. The others may
// be tried at first, and each later by gap: spread out behind those who were
// told to wait before.
func (s *Store) Reserve(ctx context.Context, name string, n, perHour int, now time.Time) (got int, first time.Time, gap time.Duration, err error) {
	burst := max(1, perHour/10) // at once; with what follows in an hour it is perHour
	gap = time.Hour / time.Duration(max(1, perHour-burst))
	err = s.write(ctx, func(tx *sql.Tx) error {
		used, spread, err := lockPace(ctx, tx, name)
		if err != nil {
			return err
		}
		at, step := now.UnixMicro(), gap.Microseconds()
		if used > at+leastAhead.Microseconds() { // by a clock that was ahead
			used, spread = at, at
		}
		used = max(used, at-int64(burst)*step)
		got = min(n, int(max(0, at-used)/step))
		used += int64(got) * step
		spread = max(spread, used+step)
		first = time.UnixMicro(spread).UTC()
		_, err = exec(ctx, tx, `UPDATE paces SET used = $2, spread = $3 WHERE name = $1`, name, used, spread+int64(n-got)*step)
		return err
	})
	if err != nil {
		return 0, time.Time{}, 0, fmt.Errorf("reserve of %s: %w", name, err)
	}
	return got, first, gap, nil
}

// lockPace reads a pace, and keeps others from it until the transaction ends.
func lockPace(ctx context.Context, tx *sql.Tx, name string) (used, spread int64, err error) {
	_, err = exec(ctx, tx, `INSERT INTO paces (name, used, spread) VALUES ($1, 0, 0) ON CONFLICT (name) DO NOTHING`, name)
	if err != nil {
		return 0, 0, err
	}
	rows, err := collect(ctx, tx, func(rows *sql.Rows) (pair [2]int64, err error) {
		err = rows.Scan(&pair[0], &pair[1])
		return pair, err
	}, `UPDATE paces SET used = used WHERE name = $1 RETURNING used, spread`, name)
	if err != nil {
		return 0, 0, err
	}
	return rows[0][0], rows[0][1], nil
}
