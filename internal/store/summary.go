package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Summary is an edition in one line: what it holds and how its mail stands.
type Summary struct {
	Digest string
	Date   string
	Title  string
	// Headline is the title of what leads it; empty if nothing does, or if it came
	// out before this was written down.
	Headline string
	At       time.Time
	// Due is the hour at which it should have come out, zero if it has none.
	Due time.Time
	// Skipped is why the day has no edition; empty if it has one.
	Skipped string
	// Missing is how many sources failed, were late or were stale.
	Sections, Clusters, Items, Missing int
	// Pending counts what is being sent as well.
	Sent, Pending, Refused, Bounced int
}

// Summaries is a line for each edition of the digest, newest first, and for
// each day that was skipped.
func (s *Store) Summaries(ctx context.Context, digestID string) ([]Summary, error) {
	var summaries []Summary
	err := s.read(func(q querier) (err error) {
		summaries, err = collect(ctx, q, scanSummary, `
			SELECT e.digest, e.date, e.title, e.headline, e.composed_at, e.due, e.sections, e.clusters, e.items, e.missing, e.skipped,
				COUNT(CASE WHEN d.state = 'sent' THEN 1 END),
				COUNT(CASE WHEN d.state IN ('pending', 'sending') THEN 1 END),
				COUNT(CASE WHEN d.state = 'refused' THEN 1 END),
				COUNT(CASE WHEN d.state = 'bounced' THEN 1 END)
			FROM editions e LEFT JOIN deliveries d ON d.digest = e.digest AND d.date = e.date
			WHERE e.digest = $1
			GROUP BY e.digest, e.date
			ORDER BY e.date DESC`, digestID)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("editions of %s: %w", digestID, err)
	}
	return summaries, nil
}

func scanSummary(rows *sql.Rows) (Summary, error) {
	var s Summary
	var at, due int64
	err := rows.Scan(&s.Digest, &s.Date, &s.Title, &s.Headline, &at, &due, &s.Sections, &s.Clusters, &s.Items, &s.Missing,
		&s.Skipped, &s.Sent, &s.Pending, &s.Refused, &s.Bounced)
	s.At, s.Due = instant(at), instant(due)
	return s, err
}
