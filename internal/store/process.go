package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Process is a running program that works on the database.
type Process struct {
	ID string
	// Place is where PID means something: a machine, or a container on it.
	Place string
	PID   int
	// Roles is what it does, in words for people; Version what it was built from.
	Roles, Version string
	Started        time.Time
	// Beat is when it last said that it lives, by its own clock, and Beats how
	// often it has.
	Beat  time.Time
	Beats int
}

// Beat writes down that a process lives at p.Beat, and counts it.
func (s *Store) Beat(ctx context.Context, p Process) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		_, err := exec(ctx, tx, `
			INSERT INTO processes (id, place, pid, roles, version, started_at, beat_at, beats)
			VALUES ($1, $2, $3, $4, $5, $6, $7, 1)
			ON CONFLICT (id) DO UPDATE SET beat_at = excluded.beat_at, beats = processes.beats + 1`,
			p.ID, p.Place, p.PID, p.Roles, p.Version, millis(p.Started), millis(p.Beat))
		return err
	})
	if err != nil {
		return fmt.Errorf("beat: %w", err)
	}
	return nil
}

// Processes is who works on the database, or did when it died; oldest first.
func (s *Store) Processes(ctx context.Context) ([]Process, error) {
	var found []Process
	err := s.read(func(q querier) (err error) {
		found, err = collect(ctx, q, func(rows *sql.Rows) (p Process, err error) {
			var started, beat int64
			err = rows.Scan(&p.ID, &p.Place, &p.PID, &p.Roles, &p.Version, &started, &beat, &p.Beats)
			p.Started, p.Beat = instant(started), instant(beat)
			return p, err
		}, `SELECT id, place, pid, roles, version, started_at, beat_at, beats FROM processes`)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read processes: %w", err)
	}
	slices.SortFunc(found, func(a, b Process) int {
		if order := a.Started.Compare(b.Started); order != 0 {
			return order
		}
		return strings.Compare(a.ID, b.ID)
	})
	return found, nil
}

// ForgetProcess takes a process out: it has ended, or died.
func (s *Store) ForgetProcess(ctx context.Context, id string) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		_, err := exec(ctx, tx, `DELETE FROM processes WHERE id = $1`, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("forget process %s: %w", id, err)
	}
	return nil
}

// ErrNewer says that a newer program has changed the tables.
var ErrNewer = errors.New("a newer broadsheet has taken the database over")

// Current looks whether the tables are still those of this program. If a newer
// one has changed them, that is ErrNewer: this one must stop, since it does not
// know what they mean now.
func (s *Store) Current(ctx context.Context) error {
	var versions []int64
	err := s.read(func(q querier) (err error) {
		versions, err = collect(ctx, q, func(rows *sql.Rows) (v int64, err error) {
			err = rows.Scan(&v)
			return v, err
		}, `SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version`)
		return err
	})
	if err != nil {
		return fmt.Errorf("read the version: %w", err)
	}
	known, err := newestMigration()
	if err == nil && versions[0] > known {
		err = fmt.Errorf("%w: its tables are of version %d, this program knows %d", ErrNewer, versions[0], known)
	}
	return err
}
