package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Mails is how an amount of deliveries stands: Open are those that are pending
// or being sent; Bounced were sent and came back for good.
type Mails struct{ Sent, Open, Refused, Bounced int }

// mailCounts are the columns of Mails.
const mailCounts = `COUNT(CASE WHEN state = 'sent' THEN 1 END), COUNT(CASE WHEN state IN ('pending', 'sending') THEN 1 END),
	COUNT(CASE WHEN state = 'refused' THEN 1 END), COUNT(CASE WHEN state = 'bounced' THEN 1 END)`

// Standing is how much there is of everything, and was done of it.
type Standing struct {
	Items int
	// Editions and Mails are by digest.
	Editions map[string]int
	Mails    map[string]Mails
	// Due counts deliveries that somebody could take now.
	Due int
	// Tallies are what processes have counted, by name.
	Tallies map[string]int
}

// Standing counts, at now.
func (s *Store) Standing(ctx context.Context, now time.Time) (Standing, error) {
	st := Standing{Editions: map[string]int{}, Mails: map[string]Mails{}, Tallies: map[string]int{}}
	err := s.read(func(q querier) (err error) {
		if st.Items, err = countRows(ctx, q, "items"); err != nil {
			return err
		}
		if err = tally(ctx, q, st.Editions, `SELECT digest, COUNT(*) FROM editions WHERE skipped = '' GROUP BY digest`); err != nil {
			return err
		}
		if err = tally(ctx, q, st.Tallies, `SELECT name, total FROM tallies`); err != nil {
			return err
		}
		due := map[string]int{}
		if err = tally(ctx, q, due, `SELECT '', COUNT(*) FROM deliveries WHERE state IN ('pending', 'sending') AND due <= $1`, millis(now)); err != nil {
			return err
		}
		st.Due = due[""]
		return st.countMails(ctx, q)
	})
	if err != nil {
		return Standing{}, fmt.Errorf("read the standing: %w", err)
	}
	return st, nil
}

func (st *Standing) countMails(ctx context.Context, q querier) error {
	type line struct {
		id    string
		mails Mails
	}
	lines, err := collect(ctx, q, func(rows *sql.Rows) (l line, err error) {
		err = rows.Scan(&l.id, &l.mails.Sent, &l.mails.Open, &l.mails.Refused, &l.mails.Bounced)
		return l, err
	}, `
		SELECT digest, `+mailCounts+` FROM deliveries GROUP BY digest`)
	for _, l := range lines {
		st.Mails[l.id] = l.mails
	}
	return err
}

// tally reads a name and a number from each row.
func tally(ctx context.Context, q querier, into map[string]int, query string, args ...any) error {
	type line struct {
		name string
		n    int
	}
	lines, err := collect(ctx, q, func(rows *sql.Rows) (l line, err error) {
		err = rows.Scan(&l.name, &l.n)
		return l, err
	}, query, args...)
	for _, l := range lines {
		into[l.name] = l.n
	}
	return err
}

// Tally adds to what processes have counted.
func (s *Store) Tally(ctx context.Context, more map[string]int) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		// In order, so that two never wait for each other crosswise.
		for _, name := range slices.Sorted(maps.Keys(more)) {
			_, err := exec(ctx, tx, `INSERT INTO tallies (name, total) VALUES ($1, $2)
				ON CONFLICT (name) DO UPDATE SET total = tallies.total + excluded.total`, name, more[name])
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("tally: %w", err)
	}
	return nil
}

// Posted is how the mails of an edition stand.
type Posted struct {
	Date string // the edition's
	Mails
	// Stuck are those of Open that have failed, or that nobody took in time, and
	// Why is what became of one of them.
	Stuck int
	Why   string
	// Last is when the last was taken, or the edition composed.
	Last time.Time
}

// NewestMails is how the mails of a digest's newest edition stand, or
// ErrNotFound. In time are those that were due after an instant.
func (s *Store) NewestMails(ctx context.Context, digestID string, inTime time.Time) (p Posted, err error) {
	err = s.read(func(q querier) error {
		found, err := collect(ctx, q, scanPosted, `
			SELECT e.date, `+mailCounts+`,
				COUNT(CASE WHEN state IN ('pending', 'sending') AND (attempts > 0 OR d.due <= $2) THEN 1 END),
				COALESCE(MAX(CASE WHEN state = 'pending' THEN error END), ''), e.composed_at, COALESCE(MAX(sent_at), 0)
			FROM editions e LEFT JOIN deliveries d ON d.digest = e.digest AND d.date = e.date
			WHERE e.digest = $1 AND e.date = (SELECT MAX(date) FROM editions WHERE digest = $1 AND skipped = '') GROUP BY e.date, e.composed_at`,
			digestID, millis(inTime))
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return ErrNotFound
		}
		p = found[0]
		return nil
	})
	if err != nil {
		return Posted{}, fmt.Errorf("newest mails of %s: %w", digestID, err)
	}
	return p, nil
}

func scanPosted(rows *sql.Rows) (p Posted, err error) {
	var composed, sent int64
	err = rows.Scan(&p.Date, &p.Sent, &p.Open, &p.Refused, &p.Bounced, &p.Stuck, &p.Why, &composed, &sent)
	p.Last = instant(max(composed, sent))
	return p, err
}
