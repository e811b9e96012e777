package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Incident is something that is wrong. ID says what and since which edition or
// of which source, so that the same trouble has the same ID while it lasts.
type Incident struct {
	ID, Text string
	Since    time.Time
}

// Incidents writes down what is wrong at now, to be told by each way, and
// forgets what is not wrong any more.
func (s *Store) Incidents(ctx context.Context, now time.Time, wrong []Incident, ways []string) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		known, err := collect(ctx, tx, scanText, `SELECT DISTINCT id FROM incidents`)
		if err != nil {
			return err
		}
		for _, id := range known {
			if slices.ContainsFunc(wrong, func(i Incident) bool { return i.ID == id }) {
				continue
			}
			if _, err := exec(ctx, tx, `DELETE FROM incidents WHERE id = $1`, id); err != nil {
				return err
			}
		}
		for _, i := range slices.SortedFunc(slices.Values(wrong), func(a, b Incident) int { return strings.Compare(a.ID, b.ID) }) {
			for _, way := range ways {
				_, err := exec(ctx, tx, `INSERT INTO incidents (id, way, text, since, due, told) VALUES ($1, $2, $3, $4, $4, 0)
					ON CONFLICT (id, way) DO NOTHING`, i.ID, way, i.Text, millis(now))
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("write incidents: %w", err)
	}
	return nil
}

// ClaimIncidents takes what is to be told by a way now, and nobody else is given
// it until the lease ends.
func (s *Store) ClaimIncidents(ctx context.Context, way string, now time.Time, lease time.Duration) ([]Incident, error) {
	var claimed []Incident
	err := s.write(ctx, func(tx *sql.Tx) (err error) {
		claimed, err = collect(ctx, tx, func(rows *sql.Rows) (i Incident, err error) {
			var since int64
			err = rows.Scan(&i.ID, &i.Text, &since)
			i.Since = instant(since)
			return i, err
		}, `UPDATE incidents SET due = $3 WHERE way = $1 AND told = 0 AND due <= $2 RETURNING id, text, since`,
			way, millis(now), millis(now.Add(lease)))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("claim incidents: %w", err)
	}
	slices.SortFunc(claimed, func(a, b Incident) int { return strings.Compare(a.ID, b.ID) })
	return claimed, nil
}

// IncidentTold writes down that an incident was told by a way: never again,
// while it lasts.
func (s *Store) IncidentTold(ctx context.Context, id, way string, at time.Time) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		_, err := exec(ctx, tx, `UPDATE incidents SET told = $3 WHERE id = $1 AND way = $2`, id, way, millis(at))
		return err
	})
	if err != nil {
		return fmt.Errorf("mark incident %s: %w", id, err)
	}
	return nil
}
