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
// go to someone who gets no mail any more is refused here. Those that have
// waited longest come first, but what is claimed comes in the order of the
// subscribers' IDs; NextTry is left zero.
func (s *Store) Claim(ctx context.Context, digestID, date string, block int, now time.Time, lease time.Duration, limit int) ([]digest.Delivery, error) {
	var claimed []digest.Delivery
	err := s.write(ctx, func(tx *sql.Tx) error {
		for {
			taken, err := collect(ctx, tx, scanClaimed, s.claim, digestID, date, block, millis(now), millis(now.Add(lease)), limit)
			if err != nil || len(taken) == 0 {
				return err
			}
			if claimed, err = refuseFormer(ctx, tx, digestID, date, taken); err != nil || len(claimed) > 0 {
				return err
			}
		}
	})
	if err != nil {
		return nil, fmt.Errorf("claim block %d of %s/%s: %w", block, digestID, date, err)
	}
	for i := range claimed {
		claimed[i].Digest, claimed[i].Date = digestID, date
	}
	return claimed, nil
}

// claimIn is the statement of Claim. SKIP LOCKED is the only SQL that the two
// databases do not share. It lets two claimers on PostgreSQL pass each other
// by; on SQLite, where there is one writer, they cannot meet.
func claimIn(dialect Dialect) string {
	skip := ""
	if dialect == Postgres {
		skip = " FOR UPDATE SKIP LOCKED"
	}
	return `
		WITH free AS (
			SELECT subscriber FROM deliveries
			WHERE digest = $1 AND date = $2 AND block = $3 AND state IN ('pending', 'sending') AND due <= $4
			ORDER BY due, subscriber LIMIT $6` + skip + `)
		UPDATE deliveries SET state = 'sending', due = $5
		WHERE digest = $1 AND date = $2 AND subscriber IN (SELECT subscriber FROM free)
		RETURNING subscriber, attempts, error, tried`
}

// refuseFormer says who the deliveries go to, and refuses those that go to
// somebody who gets no mail any more.
func refuseFormer(ctx context.Context, q querier, digestID, date string, taken []digest.Delivery) ([]digest.Delivery, error) {
	if err := addSubscribers(ctx, q, taken); err != nil {
		return nil, err
	}
	var claimed []digest.Delivery
	for _, d := range taken {
		if d.Subscriber.State == digest.Confirmed {
			claimed = append(claimed, d)
			continue
		}
		_, err := exec(ctx, q, `
			UPDATE deliveries SET state = 'refused', error = $4
			WHERE digest = $1 AND date = $2 AND subscriber = $3`, digestID, date, d.Subscriber.ID, string(d.Subscriber.State))
		if err != nil {
			return nil, err
		}
	}
	return claimed, nil
}

func scanClaimed(rows *sql.Rows) (digest.Delivery, error) {
	d := digest.Delivery{State: digest.Sending}
	var tried int64
	err := rows.Scan(&d.Subscriber.ID, &d.Attempts, &d.Error, &tried)
	d.FirstTry = instant(tried)
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
// delivery's state, since what is sent is sent; the first time counts. It
// returns when that is written; what is marked at about the same time is
// written together, whatever ctx says.
func (s *Store) MarkSent(ctx context.Context, d digest.Delivery, at time.Time) error {
	err := s.marks.add(mark{d, at}, func(marks []mark) error {
		return s.write(context.WithoutCancel(ctx), func(tx *sql.Tx) error { return writeSent(ctx, tx, marks) })
	})
	return markError(d, err)
}

// writeSent writes several marks as one statement.
func writeSent(ctx context.Context, q querier, marks []mark) error {
	ctx = context.WithoutCancel(ctx)
	for chunk := range slices.Chunk(marks, rowsAtOnce) {
		var rows strings.Builder
		args := make([]any, 0, 4*len(chunk))
		for i, m := range chunk {
			fmt.Fprintf(&rows, ", ($%d, $%d, $%d, CAST($%d AS BIGINT))", 4*i+1, 4*i+2, 4*i+3, 4*i+4)
			args = append(args, m.delivery.Digest, m.delivery.Date, m.delivery.Subscriber.ID, millis(m.at))
		}
		_, err := exec(ctx, q, `
			UPDATE deliveries SET state = 'sent', sent_at = mark.column4, error = ''
			FROM (VALUES `+rows.String()[2:]+`) AS mark
			WHERE digest = mark.column1 AND date = mark.column2 AND subscriber = mark.column3 AND state NOT IN ('sent', 'bounced')`, args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// MarkLater gives a claimed delivery back, to be tried again from next on, and
// counts the attempt. The first was at d.FirstTry.
func (s *Store) MarkLater(ctx context.Context, d digest.Delivery, next time.Time, cause string) error {
	return s.mark(ctx, d, `
		UPDATE deliveries SET state = 'pending', attempts = attempts + 1, due = $4, error = $5, tried = $6
		WHERE digest = $1 AND date = $2 AND subscriber = $3 AND state = 'sending'`, millis(next), cause, millis(d.FirstTry))
}

// MarkRefused records that a claimed delivery is never to be tried again.
func (s *Store) MarkRefused(ctx context.Context, d digest.Delivery, cause string) error {
	return s.mark(ctx, d, `
		UPDATE deliveries SET state = 'refused', attempts = attempts + 1, error = $4
		WHERE digest = $1 AND date = $2 AND subscriber = $3 AND state = 'sending'`, cause)
}

// Release gives claimed deliveries back that nobody has tried to send, each to
// be claimed again from its NextTry on. A cause that is not empty says why.
func (s *Store) Release(ctx context.Context, claimed []digest.Delivery, cause string) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		for _, d := range claimed {
			_, err := exec(ctx, tx, `
				UPDATE deliveries SET state = 'pending', due = $4, error = CASE WHEN $5 = '' THEN error ELSE $5 END
				WHERE digest = $1 AND date = $2 AND subscriber = $3 AND state = 'sending'`,
				d.Digest, d.Date, d.Subscriber.ID, millis(d.NextTry), cause)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("release %d deliveries: %w", len(claimed), err)
	}
	return nil
}

func (s *Store) mark(ctx context.Context, d digest.Delivery, statement string, args ...any) error {
	return markError(d, s.write(ctx, func(tx *sql.Tx) error {
		_, err := exec(ctx, tx, statement, append([]any{d.Digest, d.Date, d.Subscriber.ID}, args...)...)
		return err
	}))
}

func markError(d digest.Delivery, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("mark the delivery of %s/%s to %s: %w", d.Digest, d.Date, d.Subscriber.ID, err)
}

// IsDue says that something can be claimed of a block at now.
func (s *Store) IsDue(ctx context.Context, b Block, now time.Time) (due bool, err error) {
	err = s.read(func(q querier) error {
		found, err := collect(ctx, q, scanText, `
			SELECT date FROM deliveries
			WHERE digest = $1 AND date = $2 AND block = $3 AND state IN ('pending', 'sending') AND due <= $4 LIMIT 1`,
			b.Digest, b.Date, b.Block, millis(now))
		due = len(found) > 0
		return err
	})
	if err != nil {
		return false, fmt.Errorf("look for block %d of %s/%s: %w", b.Block, b.Digest, b.Date, err)
	}
	return due, nil
}

// Leased is when the first lease ends of those that run in a block, zero if
// none does: if its worker has died, the deliveries can be claimed then.
func (s *Store) Leased(ctx context.Context, b Block) (time.Time, error) {
	var ends []int64
	err := s.read(func(q querier) (err error) {
		ends, err = collect(ctx, q, func(rows *sql.Rows) (end int64, err error) {
			err = rows.Scan(&end)
			return end, err
		}, `SELECT COALESCE(MIN(due), 0) FROM deliveries
			WHERE digest = $1 AND date = $2 AND block = $3 AND state = 'sending'`, b.Digest, b.Date, b.Block)
		return err
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("read the leases of %s/%s: %w", b.Digest, b.Date, err)
	}
	return instant(ends[0]), nil
}

// Hindered is the deliveries of a digest that are put off because of an error,
// and those of its newest edition that were refused or came back; by date and
// subscriber, of whom only the ID is given.
func (s *Store) Hindered(ctx context.Context, digestID string) ([]digest.Delivery, error) {
	var found []digest.Delivery
	err := s.read(func(q querier) (err error) {
		found, err = collect(ctx, q, scanHindered, `
			SELECT subscriber, date, state, attempts, due, error FROM deliveries
			WHERE digest = $1 AND state IN ('pending', 'sending') AND error <> ''
			UNION ALL
			SELECT subscriber, date, state, attempts, due, error FROM deliveries
			WHERE digest = $1 AND date = (SELECT MAX(date) FROM deliveries WHERE digest = $1) AND state IN ('refused', 'bounced')
			ORDER BY 2, 1`, digestID)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("hindered mails of %s: %w", digestID, err)
	}
	return found, nil
}

func scanHindered(rows *sql.Rows) (d digest.Delivery, err error) {
	var due int64
	err = rows.Scan(&d.Subscriber.ID, &d.Date, &d.State, &d.Attempts, &due, &d.Error)
	d.NextTry = instant(due)
	return d, err
}

// blocksAtOnce is how many blocks Undelivered answers.
const blocksAtOnce = 1000

// Undelivered is the blocks in which something can be claimed at now; by
// digest, date and number. Of more than a thousand it is the first.
func (s *Store) Undelivered(ctx context.Context, now time.Time) ([]Block, error) {
	var blocks []Block
	err := s.read(func(q querier) (err error) {
		blocks, err = collect(ctx, q, func(rows *sql.Rows) (b Block, err error) {
			err = rows.Scan(&b.Digest, &b.Date, &b.Block)
			return b, err
		}, `SELECT DISTINCT digest, date, block FROM deliveries
			WHERE state IN ('pending', 'sending') AND due <= $1
			ORDER BY digest, date, block LIMIT $2`, millis(now), blocksAtOnce)
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
