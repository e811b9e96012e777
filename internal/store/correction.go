package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"broadsheet/digest"
)

// Corrected says that a later edition has a word about an item of an earlier one.
type Corrected struct {
	Item   string
	Change digest.Change
	// Date is that of the later edition, At when it was composed.
	Date string
	At   time.Time
}

// insertCorrections writes what an edition says of earlier ones. Of two editions
// that would say the same at once the second fails, and is composed anew.
func insertCorrections(ctx context.Context, q querier, e digest.Edition) error {
	for _, c := range e.Corrections {
		_, err := exec(ctx, q, `INSERT INTO corrections (digest, item, nth, change, printed, date) VALUES `+tuples(1, 1, 6),
			e.Digest, c.Entry.ID, c.Nth, string(c.Change), c.Date, e.Date)
		if err != nil {
			return fmt.Errorf("write the correction of %s: %w", c.Entry.ID, err)
		}
	}
	return nil
}

// Corrections is what later editions of the digest say of that of a date,
// oldest first.
func (s *Store) Corrections(ctx context.Context, digestID, date string) ([]Corrected, error) {
	var found []Corrected
	err := s.read(func(q querier) (err error) {
		found, err = collect(ctx, q, func(rows *sql.Rows) (Corrected, error) {
			var c Corrected
			var at int64
			err := rows.Scan(&c.Item, &c.Change, &c.Date, &at)
			c.At = instant(at)
			return c, err
		}, `SELECT c.item, c.change, c.date, e.composed_at
			FROM corrections c JOIN editions e ON e.digest = c.digest AND e.date = c.date
			WHERE c.digest = $1 AND c.printed = $2 ORDER BY c.date, c.nth`, digestID, date)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("corrections of %s/%s: %w", digestID, date, err)
	}
	return found, nil
}

// Changed is the leads of an edition that may have changed after they were
// printed, or were withdrawn, as they read now; by ID. A change counts that was
// seen less than slack before the edition was composed: the visit may have ended
// after it.
func (s *Store) Changed(ctx context.Context, e digest.Edition, slack time.Duration) ([]digest.Item, error) {
	var leads []string
	for _, section := range e.Sections {
		for _, cluster := range section.Clusters {
			leads = append(leads, cluster.Lead.ID)
		}
	}
	var items []digest.Item
	err := s.read(func(q querier) error {
		for chunk := range slices.Chunk(leads, listLength) {
			found, err := collect(ctx, q, scanItem, `
				SELECT `+itemColumns+` FROM items
				WHERE (changed_at > $1 OR withdrawn > 0) AND id IN `+tuples(2, 1, len(chunk)),
				append([]any{millis(e.At.Add(-slack))}, list(chunk)...)...)
			if err != nil {
				return err
			}
			items = append(items, found...)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("what has changed of %s: %w", e.ID(), err)
	}
	sortItems(items)
	return items, nil
}
