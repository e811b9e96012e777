package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"broadsheet/digest"
)

// Enlist adds the subscribers whose address the digest does not know, in
// whatever case it is written, and leaves the others as they are: who has
// unsubscribed stays so. It makes the ID of one that has none; one without a
// state is confirmed.
func (s *Store) Enlist(ctx context.Context, subs []digest.Subscriber) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		for chunk := range slices.Chunk(subs, rowsAtOnce) {
			args := make([]any, 0, 7*len(chunk))
			for _, sub := range chunk {
				args = append(args, cmp.Or(sub.ID, strings.ToLower(rand.Text())), sub.Digest, sub.Address,
					strings.ToLower(sub.Address), sub.Name, string(cmp.Or(sub.State, digest.Confirmed)), millis(sub.Since))
			}
			_, err := exec(ctx, tx, `
				INSERT INTO subscribers (id, digest, address, folded, name, state, since)
				VALUES `+tuples(1, len(chunk), 7)+` ON CONFLICT (digest, folded) DO NOTHING`, args...)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("enlist: %w", err)
	}
	return nil
}

const subscriberColumns = `id, digest, address, name, state, since`

// Subscribers is all that the digest ever had, by address.
func (s *Store) Subscribers(ctx context.Context, digestID string) ([]digest.Subscriber, error) {
	var subs []digest.Subscriber
	err := s.read(func(q querier) (err error) {
		subs, err = collect(ctx, q, scanSubscriber,
			`SELECT `+subscriberColumns+` FROM subscribers WHERE digest = $1`, digestID)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("subscribers of %s: %w", digestID, err)
	}
	slices.SortFunc(subs, func(a, b digest.Subscriber) int { return strings.Compare(a.Address, b.Address) })
	return subs, nil
}

// Subscriber is the subscriber of that ID, or ErrNotFound.
func (s *Store) Subscriber(ctx context.Context, id string) (digest.Subscriber, error) {
	var subs []digest.Subscriber
	err := s.read(func(q querier) (err error) {
		subs, err = collect(ctx, q, scanSubscriber,
			`SELECT `+subscriberColumns+` FROM subscribers WHERE id = $1`, id)
		return err
	})
	if err == nil && len(subs) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return digest.Subscriber{}, fmt.Errorf("subscriber %s: %w", id, err)
	}
	return subs[0], nil
}

func scanSubscriber(rows *sql.Rows) (digest.Subscriber, error) {
	var sub digest.Subscriber
	var since int64
	err := rows.Scan(&sub.ID, &sub.Digest, &sub.Address, &sub.Name, &sub.State, &since)
	sub.Since = instant(since)
	return sub, err
}

// Unsubscribe ends a subscription; what has not been sent to it yet never will
// be. It may be done again. An ID that nobody has is ErrNotFound.
func (s *Store) Unsubscribe(ctx context.Context, id string) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		n, err := exec(ctx, tx, `UPDATE subscribers SET state = 'unsubscribed' WHERE id = $1`, id)
		if err == nil && n == 0 {
			err = ErrNotFound
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("unsubscribe %s: %w", id, err)
	}
	return nil
}
