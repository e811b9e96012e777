package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"broadsheet/digest"
)

// Block is a part of an edition's deliveries, as one job sends it.
type Block struct {
	Digest string
	Date   string
	Block  int
}

// Claim takes up to limit deliveries of the block for one worker, until the
// lease ends: those that are pending and due at now, and those whose worker
// has let its own lease end. Nobody else is given them meanwhile. What would
// go to someone who has unsubscribed or was unlisted is refused here. In the
// order of the subscribers' IDs; NextTry is left zero.
func (s *Store) Claim(ctx context.Context, digestID, date string, block int, now time.Time, lease time.Duration, limit int) ([]digest.Delivery, error) {
	var claimed []digest.Delivery
	err := s.write(ctx, func(tx *sql.Tx) error {
		err := refuseFormer(ctx, tx, digestID, date, block, now)
		if err != nil {
			return err
		}
		claimed, err = collect(ctx, tx, scanClaimed, `
			WITH free AS (
				SELECT subscriber FROM deliveries
				WHERE digest = $1 AND date = $2 AND block = $3 AND state IN ('pending', 'sending') AND due <= $4
				ORDER BY due, subscriber LIMIT $6`+s.skipLocked()+`)
			UPDATE deliveries SET state = 'sending', due = $5
			WHERE digest = $1 AND date = $2 AND subscriber IN (SELECT subscriber FROM free)
			RETURNING subscriber, attempts, error`,
			digestID, date, block, millis(now), millis(now.Add(lease)), limit)
		if err != nil {
			return err
		}
		return addSubscribers(ctx, tx, claimed)
	})
	if err != nil {
		return nil, fmt.Errorf("claim block %d of %s/%s: %w", block, digestID, date, err)
	}
	for i := range claimed {
		claimed[i].Digest, claimed[i].Date = digestID, date
	}
	return claimed, nil
}

// skipLocked is the only SQL that the two databases do not share. It
// lets two claimers on PostgreSQL pass each other by; on SQLite, where there is
// one writer, they cannot meet.
func (s *Store) skipLocked() string {
	if s.dialect == Postgres {
		return " FOR UPDATE SKIP LOCKED"
	}
	return ""
}

func refuseFormer(ctx context.Context, q querier, digestID, date string, block int, now time.Time) error {
	_, err := exec(ctx, q, `
		UPDATE deliveries SET state = 'refused',
			error = (SELECT state FROM subscribers WHERE id = deliveries.subscriber)
		WHERE digest = $1 AND date = $2 AND block = $3 AND state IN ('pending', 'sending') AND due <= $4
			AND subscriber IN (SELECT id FROM subscribers WHERE digest = $1 AND state <> 'confirmed')`,
		digestID, date, block, millis(now))
	return err
}

func scanClaimed(rows *sql.Rows) (digest.Delivery, error) {
	d := digest.Delivery{State: digest.Sending}
	err := rows.Scan(&d.Subscriber.ID, &d.Attempts, &d.Error)
	return d, err
}

// addSubscribers fills in who the deliveries go to and puts them in order.
func addSubscribers(ctx context.Context, q querier, deliveries []digest.Delivery) error {
	slices.SortFunc(deliveries, func(a, b digest.Delivery) int {
		return strings.Compare(a.Subscriber.ID, b.Subscriber.ID)
	})
	for chunk := range slices.Chunk(deliveries, listLength) {
		ids := make([]any, len(chunk))
		for i, d := range chunk {
			ids[i] = d.Subscriber.ID
		}
		subs, err := collect(ctx, q, scanSubscriber,
			`SELECT `+subscriberColumns+` FROM subscribers WHERE id IN `+tuples(1, 1, len(ids)), ids...)
		if err != nil {
			return err
		}
		slices.SortFunc(subs, func(a, b digest.Subscriber) int { return strings.Compare(a.ID, b.ID) })
		for i := range chunk {
			chunk[i].Subscriber = subs[i]
		}
	}
	return nil
}

// MarkSent records that the server took the message. It holds whatever the
// delivery's state, since what is sent is sent; the first time counts.
func (s *Store) MarkSent(ctx context.Context, d digest.Delivery, at time.Time) error {
	return s.mark(ctx, d, `
		UPDATE deliveries SET state = 'sent', sent_at = $4, error = ''
		WHERE digest = $1 AND date = $2 AND subscriber = $3 AND state <> 'sent'`, millis(at))
}

// MarkLater gives a claimed delivery back, to be tried again from next on, and
// counts the attempt.
func (s *Store) MarkLater(ctx context.Context, d digest.Delivery, next time.Time, cause string) error {
	return s.mark(ctx, d, `
		UPDATE deliveries SET state = 'pending', attempts = attempts + 1, due = $4, error = $5
		WHERE digest = $1 AND date = $2 AND subscriber = $3 AND state = 'sending'`, millis(next), cause)
}

// MarkRefused records that a claimed delivery is never to be tried again.
func (s *Store) MarkRefused(ctx context.Context, d digest.Delivery, cause string) error {
	return s.mark(ctx, d, `
		UPDATE deliveries SET state = 'refused', attempts = attempts + 1, error = $4
		WHERE digest = $1 AND date = $2 AND subscriber = $3 AND state = 'sending'`, cause)
}

func (s *Store) mark(ctx context.Context, d digest.Delivery, statement string, args ...any) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		_, err := exec(ctx, tx, statement, append([]any{d.Digest, d.Date, d.Subscriber.ID}, args...)...)
		return err
	})
	if err != nil {
		return fmt.Errorf("mark the delivery of %s/%s to %s: %w", d.Digest, d.Date, d.Subscriber.ID, err)
	}
	return nil
}

// Undelivered is the blocks in which something can be claimed at now; by
// digest, date and number.
func (s *Store) Undelivered(ctx context.Context, now time.Time) ([]Block, error) {
	var blocks []Block
	err := s.read(func(q querier) (err error) {
		blocks, err = collect(ctx, q, func(rows *sql.Rows) (b Block, err error) {
			err = rows.Scan(&b.Digest, &b.Date, &b.Block)
			return b, err
		}, `SELECT DISTINCT digest, date, block FROM deliveries
			WHERE state IN ('pending', 'sending') AND due <= $1`, millis(now))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read undelivered: %w", err)
	}
	slices.SortFunc(blocks, func(a, b Block) int {
		return cmp.Or(cmp.Compare(a.Digest, b.Digest), cmp.Compare(a.Date, b.Date), a.Block-b.Block)
	})
	return blocks, nil
}
