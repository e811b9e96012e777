package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// ByMail is the name of the way by which mails leave.
const ByMail = "mail"

// Outage is a way out that was found closed. The zero value is one that is open.
type Outage struct {
	// Since is when it was first found closed, Until how long it is left alone.
	Since, Until time.Time
	// Failures is how often in a row it was found closed, and Cause what the
	// last try was told.
	Failures int
	Cause    string
}

// Outage is how the way out of that name stands.
func (s *Store) Outage(ctx context.Context, name string) (Outage, error) {
	var found []Outage
	err := s.read(func(q querier) (err error) {
		found, err = outages(ctx, q, name)
		return err
	})
	if err != nil || len(found) == 0 {
		return Outage{}, wrapOutage(name, err)
	}
	return found[0], nil
}

// Shut records that the way out was found closed at now and is left alone until
// then, and returns how it stands. Of several who have met the same outage,
// known, the first counts.
func (s *Store) Shut(ctx context.Context, name string, known Outage, now, until time.Time, cause string) (Outage, error) {
	var found []Outage
	err := s.write(ctx, func(tx *sql.Tx) error {
		_, err := exec(ctx, tx, `
			INSERT INTO outages (name, since, until, failures, cause) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (name) DO UPDATE SET until = excluded.until, failures = excluded.failures, cause = excluded.cause
			WHERE outages.failures < excluded.failures`,
			name, millis(now), millis(until), known.Failures+1, cause)
		if err != nil {
			return err
		}
		found, err = outages(ctx, tx, name)
		return err
	})
	if err != nil {
		return Outage{}, wrapOutage(name, err)
	}
	return found[0], nil
}

// Reopen records that the way out is open.
func (s *Store) Reopen(ctx context.Context, name string) error {
	return wrapOutage(name, s.write(ctx, func(tx *sql.Tx) error {
		_, err := exec(ctx, tx, `DELETE FROM outages WHERE name = $1`, name)
		return err
	}))
}

func outages(ctx context.Context, q querier, name string) ([]Outage, error) {
	return collect(ctx, q, func(rows *sql.Rows) (o Outage, err error) {
		var since, until int64
		err = rows.Scan(&since, &until, &o.Failures, &o.Cause)
		o.Since, o.Until = instant(since), instant(until)
		return o, err
	}, `SELECT since, until, failures, cause FROM outages WHERE name = $1`, name)
}

func wrapOutage(name string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("outage of %s: %w", name, err)
}
