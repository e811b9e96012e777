package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"

	"broadsheet/digest"
)

// Bounced is what became of a bounce.
type Bounced struct {
	Subscriber digest.Subscriber
	// Stopped says that the subscription has ended by it.
	Stopped bool
}

// Bounce records that an edition did not reach a subscriber: once for each, the
// hard word before a soft one. Then stops is asked whether what is recorded of the
// subscriber ends the subscription. ErrNotFound is that the edition never went
// to them.
func (s *Store) Bounce(ctx context.Context, subscriberID string, b digest.Bounce, stops func([]digest.Bounce) bool) (Bounced, error) {
	var out Bounced
	err := s.write(ctx, func(tx *sql.Tx) (err error) {
		if out.Subscriber, err = recipient(ctx, tx, subscriberID, b.Date); err != nil {
			return err
		}
		if err := keepBounce(ctx, tx, out.Subscriber, b); err != nil {
			return err
		}
		all, err := collect(ctx, tx, scanBounce, `SELECT date, status, text, at FROM bounces WHERE subscriber = $1 ORDER BY date`, subscriberID)
		if err != nil || out.Subscriber.State != digest.Confirmed || !stops(all) {
			return err
		}
		out.Stopped, out.Subscriber.State = true, digest.Unreachable
		return setState(ctx, tx, []string{subscriberID}, digest.Unreachable)
	})
	if err != nil {
		return Bounced{}, fmt.Errorf("bounce of %s: %w", subscriberID, err)
	}
	return out, nil
}

// recipient is the subscriber of an ID, if the edition went to them.
func recipient(ctx context.Context, q querier, id, date string) (digest.Subscriber, error) {
	found, err := collect(ctx, q, scanSubscriber, `
		SELECT `+subscriberColumns+` FROM subscribers WHERE id = $1 AND EXISTS (
			SELECT 1 FROM deliveries WHERE digest = subscribers.digest AND date = $2 AND subscriber = $1
				AND state IN ('sent', 'sending', 'refused', 'bounced'))`, id, date)
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return digest.Subscriber{}, err
	}
	return found[0], nil
}

func keepBounce(ctx context.Context, q querier, to digest.Subscriber, b digest.Bounce) error {
	hard := 0
	if b.Hard() {
		hard = 1
	}
	_, err := exec(ctx, q, `
		INSERT INTO bounces (subscriber, date, status, text, at, hard) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (subscriber, date) DO UPDATE SET status = excluded.status, text = excluded.text, at = excluded.at, hard = excluded.hard
		WHERE bounces.hard < excluded.hard`, to.ID, b.Date, b.Status, b.Text, millis(b.At), hard)
	if err != nil || hard == 0 {
		return err
	}
	_, err = exec(ctx, q, `
		UPDATE deliveries SET state = 'bounced', error = $4
		WHERE digest = $1 AND date = $2 AND subscriber = $3 AND state IN ('sent', 'sending')`, to.Digest, b.Date, to.ID, b.Status+" "+b.Text)
	return err
}

func scanBounce(rows *sql.Rows) (b digest.Bounce, err error) {
	var at int64
	err = rows.Scan(&b.Date, &b.Status, &b.Text, &at)
	b.At = instant(at)
	return b, err
}

// Key is a random key of that name, made when it is asked for first and the same
// for ever after, for all who use this database.
func (s *Store) Key(ctx context.Context, name string) ([]byte, error) {
	var found []string
	err := s.write(ctx, func(tx *sql.Tx) error {
		_, err := exec(ctx, tx, `INSERT INTO keys (name, secret) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`, name, rand.Text())
		if err != nil {
			return err
		}
		found, err = collect(ctx, tx, scanText, `SELECT secret FROM keys WHERE name = $1`, name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("key of %s: %w", name, err)
	}
	return []byte(found[0]), nil
}
