package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"broadsheet/digest"
)

// byHand is the origin of those whom a person added or took out by name: the
// editor's list does not end what it did not begin.
const byHand = "hand"

// Enlisted says what became of those who were to be added.
type Enlisted struct {
	Added int
	// Kept have it already, Back had left and get it again.
	Kept, Back int
	// Unsubscribed have said that they want no more, and stay so.
	Unsubscribed []string
}

// Enlist adds readers to a digest by hand. Whoever comes as unsubscribed, from
// another program's list, is kept so that no later list brings them back.
func (s *Store) Enlist(ctx context.Context, digestID string, subs []digest.Subscriber) (Enlisted, error) {
	var done Enlisted
	err := s.write(ctx, func(tx *sql.Tx) error {
		known, err := collect(ctx, tx, scanMember, `SELECT id, folded, state, origin FROM subscribers WHERE digest = $1`, digestID)
		if err != nil {
			return err
		}
		states := map[string]member{}
		for _, m := range known {
			states[m.folded] = m
		}
		var fresh []digest.Subscriber
		var back, left []string
		for _, sub := range subs {
			folded := strings.ToLower(sub.Address)
			m, met := states[folded]
			states[folded] = member{folded: folded, state: digest.Confirmed}
			switch {
			case !met:
				fresh = append(fresh, sub)
			case m.state == digest.Unsubscribed:
				done.Unsubscribed = append(done.Unsubscribed, sub.Address)
				states[folded] = m
			case sub.State == digest.Unsubscribed && m.id != "":
				left = append(left, m.id)
			case m.state == digest.Confirmed:
				done.Kept++
			default:
				back = append(back, m.id)
			}
		}
		done.Added, done.Back = len(fresh), len(back)
		return enlist(ctx, tx, digestID, fresh, back, left)
	})
	if err != nil {
		return Enlisted{}, fmt.Errorf("enlist for %s: %w", digestID, err)
	}
	return done, nil
}

func enlist(ctx context.Context, tx *sql.Tx, digestID string, fresh []digest.Subscriber, back, left []string) error {
	if err := insertSubscribers(ctx, tx, digestID, fresh); err != nil {
		return err
	}
	if err := setState(ctx, tx, back, digest.Confirmed); err != nil {
		return err
	}
	if err := forgetBounces(ctx, tx, back); err != nil {
		return err
	}
	if err := setState(ctx, tx, left, digest.Unsubscribed); err != nil {
		return err
	}
	var folded []string
	for _, sub := range fresh {
		folded = append(folded, strings.ToLower(sub.Address))
	}
	if err := setOrigin(ctx, tx, digestID, "folded", folded); err != nil {
		return err
	}
	return setOrigin(ctx, tx, digestID, "id", back)
}

func setOrigin(ctx context.Context, q querier, digestID, column string, values []string) error {
	for chunk := range slices.Chunk(values, listLength) {
		_, err := exec(ctx, q, `UPDATE subscribers SET origin = $1 WHERE digest = $2 AND `+column+` IN `+tuples(3, 1, len(chunk)),
			append([]any{byHand, digestID}, list(chunk)...)...)
		if err != nil {
			return err
		}
	}
	return nil
}

// Delist takes a reader out of a digest, by address. Somebody that the digest
// does not have is ErrNotFound. Whom the editor's list names comes back by it.
func (s *Store) Delist(ctx context.Context, digestID, address string) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		n, err := exec(ctx, tx, `UPDATE subscribers SET state = 'unlisted' WHERE digest = $1 AND folded = $2 AND state <> 'unsubscribed'`,
			digestID, strings.ToLower(address))
		if err == nil && n == 0 {
			err = ErrNotFound
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("take %s out of %s: %w", address, digestID, err)
	}
	return nil
}
