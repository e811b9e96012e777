package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Page is the page of an item that was printed, and how it was found.
type Page struct {
	Item, Source, Link string
	// Printed is when the first edition that it leads a place in was composed.
	Printed time.Time
	// Asked is when it was asked for last, Stood when it was there last, and
	// Gone since when it is not; zero for never.
	Asked, Stood, Gone time.Time
	// Withdrawn is the item's.
	Withdrawn time.Time
}

// Pages is the pages of what the editions lead with that were composed at since
// or later, those that were not asked for the longest first.
func (s *Store) Pages(ctx context.Context, since time.Time) ([]Page, error) {
	var pages []Page
	err := s.read(func(q querier) (err error) {
		pages, err = collect(ctx, q, scanPage, `
			SELECT i.id, i.source, i.link, MIN(e.composed_at), COALESCE(g.asked, 0), COALESCE(g.stood, 0), COALESCE(g.gone, 0), i.withdrawn
			FROM editions e
				JOIN printed p ON p.digest = e.digest AND p.date = e.date AND p.lead = 1
				JOIN items i ON i.id = p.item
				LEFT JOIN pages g ON g.item = i.id
			WHERE e.composed_at >= $1
			GROUP BY i.id, i.source, i.link, g.asked, g.stood, g.gone, i.withdrawn
			ORDER BY 5, 4, 1`, millis(since))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read pages: %w", err)
	}
	return pages, nil
}

func scanPage(rows *sql.Rows) (Page, error) {
	var p Page
	var printed, asked, stood, gone, withdrawn int64
	err := rows.Scan(&p.Item, &p.Source, &p.Link, &printed, &asked, &stood, &gone, &withdrawn)
	p.Printed, p.Asked, p.Stood, p.Gone, p.Withdrawn = instant(printed), instant(asked), instant(stood), instant(gone), instant(withdrawn)
	return p, err
}

// SavePage keeps how a page was found.
func (s *Store) SavePage(ctx context.Context, p Page) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		_, err := exec(ctx, tx, `
			INSERT INTO pages (item, asked, stood, gone) VALUES ($1, $2, $3, $4)
			ON CONFLICT (item) DO UPDATE SET asked = excluded.asked, stood = excluded.stood, gone = excluded.gone`,
			p.Item, millis(p.Asked), millis(p.Stood), millis(p.Gone))
		return err
	})
	if err != nil {
		return fmt.Errorf("save the page of %s: %w", p.Item, err)
	}
	return nil
}
