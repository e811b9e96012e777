package store

import (
	"context"
	"database/sql"
	"fmt"

	"broadsheet/digest"
)

// Mailing says how an edition goes to its readers.
type Mailing struct {
	// Refusal, if it is not empty, is why nobody gets the edition by mail.
	Refusal string
}

// LastSlot is the slot that the digest's newest edition fills of those whose
// date sorts before the given one, or ErrNotFound.
func (s *Store) LastSlot(ctx context.Context, digestID, before string) (digest.Slot, error) {
	var slots []digest.Slot
	err := s.read(func(q querier) (err error) {
		slots, err = collect(ctx, q, scanSlot, `
			SELECT date, composed_at, due, rule FROM editions
			WHERE digest = $1 AND date < $2 ORDER BY date DESC LIMIT 1`, digestID, before)
		return err
	})
	if err == nil && len(slots) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return digest.Slot{}, fmt.Errorf("the last edition of %s before %s: %w", digestID, before, err)
	}
	return slots[0], nil
}

func scanSlot(rows *sql.Rows) (s digest.Slot, err error) {
	var at, due int64
	err = rows.Scan(&s.Date, &at, &due, &s.Rule)
	s.At, s.Due = instant(at), instant(due)
	return s, err
}
