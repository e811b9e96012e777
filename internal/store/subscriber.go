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

// Roster makes the editor's list of a digest's readers hold. An address that
// the digest does not know, in whatever case it is written, is added: with an
// ID made for it if it has none, and confirmed unless it says otherwise. Who
// came by an earlier list and is not on this one is unlisted, and is confirmed
// again by a list that names them, with what came back before forgotten. Who has unsubscribed stays so, whatever the
// list says; nobody else is changed.
func (s *Store) Roster(ctx context.Context, digestID string, listed []digest.Subscriber) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		known, err := collect(ctx, tx, scanMember,
			`SELECT id, folded, state, origin FROM subscribers WHERE digest = $1 ORDER BY id`, digestID)
		if err != nil {
			return err
		}
		fresh, back, left := compareRoster(known, listed)
		if err := insertSubscribers(ctx, tx, digestID, fresh); err != nil {
			return err
		}
		if err := setState(ctx, tx, back, digest.Confirmed); err != nil {
			return err
		}
		if err := forgetBounces(ctx, tx, back); err != nil {
			return err
		}
		return setState(ctx, tx, left, digest.Unlisted)
	})
	if err != nil {
		return fmt.Errorf("roster of %s: %w", digestID, err)
	}
	return nil
}

// byConfig is the origin of those whom the editor's list brought.
const byConfig = "config"

// member is a subscriber as a roster compares it.
type member struct {
	id, folded, origin string
	state              digest.SubscriberState
}

func scanMember(rows *sql.Rows) (m member, err error) {
	err = rows.Scan(&m.id, &m.folded, &m.state, &m.origin)
	return m, err
}

// compareRoster says who is new, and whose IDs come back or leave. Of an
// address listed twice the first counts.
func compareRoster(known []member, listed []digest.Subscriber) (fresh []digest.Subscriber, back, left []string) {
	named := map[string]bool{}
	for _, sub := range listed {
		named[strings.ToLower(sub.Address)] = true
	}
	met := map[string]bool{}
	for _, m := range known {
		met[m.folded] = true
		switch {
		case m.state == digest.Unlisted && named[m.folded]:
			back = append(back, m.id)
		case (m.state == digest.Confirmed || m.state == digest.Unreachable) && m.origin == byConfig && !named[m.folded]:
			left = append(left, m.id)
		}
	}
	for _, sub := range listed {
		if folded := strings.ToLower(sub.Address); !met[folded] {
			met[folded] = true
			fresh = append(fresh, sub)
		}
	}
	return fresh, back, left
}

func insertSubscribers(ctx context.Context, q querier, digestID string, subs []digest.Subscriber) error {
	for chunk := range slices.Chunk(subs, rowsAtOnce) {
		args := make([]any, 0, 8*len(chunk))
		for _, sub := range chunk {
			args = append(args, cmp.Or(sub.ID, strings.ToLower(rand.Text())), digestID, sub.Address, strings.ToLower(sub.Address),
				sub.Name, string(cmp.Or(sub.State, digest.Confirmed)), millis(sub.Since), byConfig)
		}
		// Another process may be reading the same list.
		_, err := exec(ctx, q, `
			INSERT INTO subscribers (id, digest, address, folded, name, state, since, origin)
			VALUES `+tuples(1, len(chunk), 8)+` ON CONFLICT (digest, folded) DO NOTHING`, args...)
		if err != nil {
			return err
		}
	}
	return nil
}

func setState(ctx context.Context, q querier, ids []string, state digest.SubscriberState) error {
	for chunk := range slices.Chunk(ids, listLength) {
		_, err := exec(ctx, q, `UPDATE subscribers SET state = $1 WHERE id IN `+tuples(2, 1, len(chunk)),
			append([]any{string(state)}, list(chunk)...)...)
		if err != nil {
			return err
		}
	}
	return nil
}

func forgetBounces(ctx context.Context, q querier, ids []string) error {
	for chunk := range slices.Chunk(ids, listLength) {
		if _, err := exec(ctx, q, `DELETE FROM bounces WHERE subscriber IN `+tuples(1, 1, len(chunk)), list(chunk)...); err != nil {
			return err
		}
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
