package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"broadsheet/digest"
)

// Missing is an item that was not where it should stand.
type Missing struct {
	digest.Item
	// Since is when that was noticed first.
	Since time.Time
}

// Recent is the items of a source that we first met at since or later; by ID,
// and without their Content.
func (s *Store) Recent(ctx context.Context, source string, since time.Time) ([]digest.Item, error) {
	var items []digest.Item
	err := s.read(func(q querier) (err error) {
		items, err = collect(ctx, q, scanItem, `SELECT `+lightColumns+` FROM items WHERE source = $1 AND first_seen >= $2`, source, millis(since))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("recent items of %s: %w", source, err)
	}
	sortItems(items)
	return items, nil
}

// miss notes that items were not where they should stand; the first time counts.
func miss(ctx context.Context, q querier, ids []string, at time.Time) error {
	if len(ids) == 0 {
		return nil
	}
	_, err := exec(ctx, q, `UPDATE items SET missed = $1 WHERE missed = 0 AND id IN `+tuples(2, 1, len(ids)),
		append([]any{millis(at)}, list(ids)...)...)
	if err != nil {
		return fmt.Errorf("note what is missing: %w", err)
	}
	return nil
}

// Missing is the items that are missing from their sources and that we first
// met at since or later, those withdrawn included.
func (s *Store) Missing(ctx context.Context, since time.Time) ([]Missing, error) {
	var missing []Missing
	err := s.read(func(q querier) error {
		ids, err := collect(ctx, q, func(rows *sql.Rows) (Missing, error) {
			var m Missing
			var at int64
			err := rows.Scan(&m.ID, &at)
			m.Since = instant(at)
			return m, err
		}, `SELECT id, missed FROM items WHERE missed > 0 AND first_seen >= $1 ORDER BY missed, id`, millis(since))
		if err != nil {
			return err
		}
		for _, m := range ids {
			items, err := collect(ctx, q, scanItem, `SELECT `+lightColumns+` FROM items WHERE id = $1`, m.ID)
			if err != nil {
				return err
			}
			missing = append(missing, Missing{items[0], m.Since})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("what is missing: %w", err)
	}
	return missing, nil
}

// Withdraw says that an item's publisher has taken it back, at the zero time
// that it stands where it should.
func (s *Store) Withdraw(ctx context.Context, itemID string, at time.Time) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		_, err := exec(ctx, tx, `UPDATE items SET withdrawn = CAST($2 AS BIGINT), missed = CASE WHEN CAST($2 AS BIGINT) = 0 THEN 0 ELSE missed END WHERE id = $1`, itemID, millis(at))
		return err
	})
	if err != nil {
		return fmt.Errorf("withdraw %s: %w", itemID, err)
	}
	return nil
}
