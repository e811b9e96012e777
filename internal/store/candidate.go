package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"broadsheet/digest"
)

// Candidates is the items of the sources that we first met between since and
// before, both included, and that no edition of the digest holds; by ID. They
// come without their Content, which Items has: most are never printed.
func (s *Store) Candidates(ctx context.Context, digestID string, sources []string, since, before time.Time) ([]digest.Item, error) {
	return s.CandidatesOn(ctx, digestID, afterAll, sources, since, before)
}

// afterAll sorts after the date of any edition.
const afterAll = "9999"

// CandidatesOn is what Candidates would have been if no edition of the date or
// a later one had come out: those that no earlier edition holds.
func (s *Store) CandidatesOn(ctx context.Context, digestID, date string, sources []string, since, before time.Time) ([]digest.Item, error) {
	var items []digest.Item
	gather := func(rows *sql.Rows) (none struct{}, err error) {
		item, err := scanItem(rows)
		items = append(items, item)
		return none, err
	}
	err := s.read(func(q querier) error {
		for chunk := range slices.Chunk(sources, listLength) {
			_, err := collect(ctx, q, gather, `
				SELECT `+lightColumns+` FROM items
				WHERE first_seen >= $1 AND first_seen <= $2
					AND NOT EXISTS (SELECT 1 FROM printed WHERE printed.digest = $3 AND printed.item = items.id AND printed.date < $4)
					AND source IN `+tuples(5, 1, len(chunk)),
				append([]any{millis(since), millis(before), digestID, date}, list(chunk)...)...)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read candidates of %s: %w", digestID, err)
	}
	sortItems(items)
	return items, nil
}
