package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"broadsheet/digest"
)

// Request is somebody's wish to have a digest by mail. Anybody can wish that for
// any address, so that it is written to once, and the answer counts.
type Request struct {
	// Token is opaque and unguessable: who has it has read the mail.
	Token, Digest, Address string
	Asked                  time.Time
}

const (
	// RequestLasts is how long a request can be confirmed. Then it is forgotten.
	RequestLasts = 3 * 24 * time.Hour
	// askedAgain is after how long an address is written to once more, and
	// mostAsked how many are in an hour.
	askedAgain = 24 * time.Hour
	mostAsked  = 100
)

// ErrTooMany says that more has been asked for within the last hour than people
// ask for.
var ErrTooMany = errors.New("too many requests within the hour")

// byWeb is the origin of those who subscribed by themselves.
const byWeb = "web"

// Ask writes down a request made at an instant, for ClaimRequests. Nothing is to
// be done where the address has the digest already, or was asked for within the
// day; who asks is not told so. An error may be ErrTooMany.
func (s *Store) Ask(ctx context.Context, digestID, address string, at time.Time) error {
	folded := strings.ToLower(address)
	err := s.write(ctx, func(tx *sql.Tx) error {
		idle, err := isIdle(ctx, tx, digestID, folded, at)
		if err != nil || idle {
			return err
		}
		_, err = exec(ctx, tx, `
			INSERT INTO requests (token, digest, address, folded, asked, due, mailed) VALUES ($1, $2, $3, $4, $5, $5, 0)
			ON CONFLICT (digest, folded) DO UPDATE SET address = excluded.address, asked = excluded.asked, due = excluded.due, mailed = 0`,
			strings.ToLower(rand.Text()), digestID, address, folded, millis(at))
		return err
	})
	if err != nil {
		return fmt.Errorf("ask for %s: %w", digestID, err)
	}
	return nil
}

// isIdle says that nothing is to be done for a request, or that there are too many.
func isIdle(ctx context.Context, q querier, digestID, folded string, at time.Time) (bool, error) {
	counts, err := collect(ctx, q, func(rows *sql.Rows) (c [3]int, err error) {
		err = rows.Scan(&c[0], &c[1], &c[2])
		return c, err
	}, `SELECT
		(SELECT COUNT(*) FROM subscribers WHERE digest = $1 AND folded = $2 AND state = 'confirmed'),
		(SELECT COUNT(*) FROM requests WHERE digest = $1 AND folded = $2 AND asked > $3),
		(SELECT COUNT(*) FROM requests WHERE asked > $4)`,
		digestID, folded, millis(at.Add(-askedAgain)), millis(at.Add(-time.Hour)))
	if err != nil {
		return false, err
	}
	has, wasAsked, hour := counts[0][0] > 0, counts[0][1] > 0, counts[0][2]
	if hour >= mostAsked && !has && !wasAsked {
		return false, ErrTooMany
	}
	return has || wasAsked, nil
}

const requestColumns = `token, digest, address, asked`

func scanRequest(rows *sql.Rows) (r Request, err error) {
	var asked int64
	err = rows.Scan(&r.Token, &r.Digest, &r.Address, &asked)
	r.Asked = instant(asked)
	return r, err
}

// ClaimRequests takes those to whom no mail was sent yet, and nobody else is
// given them until the lease ends. What is too old to be confirmed it forgets.
func (s *Store) ClaimRequests(ctx context.Context, now time.Time, lease time.Duration) ([]Request, error) {
	var claimed []Request
	err := s.write(ctx, func(tx *sql.Tx) error {
		_, err := exec(ctx, tx, `DELETE FROM requests WHERE asked <= $1`, millis(now.Add(-RequestLasts)))
		if err != nil {
			return err
		}
		claimed, err = collect(ctx, tx, scanRequest,
			`UPDATE requests SET due = $2 WHERE mailed = 0 AND due <= $1 RETURNING `+requestColumns, millis(now), millis(now.Add(lease)))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("claim requests: %w", err)
	}
	return claimed, nil
}

// RequestMailed writes down that a request was written to, or never can be.
func (s *Store) RequestMailed(ctx context.Context, token string, at time.Time) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		_, err := exec(ctx, tx, `UPDATE requests SET mailed = $2 WHERE token = $1`, token, millis(at))
		return err
	})
	if err != nil {
		return fmt.Errorf("mark request: %w", err)
	}
	return nil
}

// Request is the request of that token, as long as it lasts, or ErrNotFound.
func (s *Store) Request(ctx context.Context, token string, now time.Time) (r Request, err error) {
	err = s.read(func(q querier) error {
		r, err = requestOf(ctx, q, token, now)
		return err
	})
	if err != nil {
		return Request{}, fmt.Errorf("request: %w", err)
	}
	return r, nil
}

func requestOf(ctx context.Context, q querier, token string, now time.Time) (Request, error) {
	found, err := collect(ctx, q, scanRequest,
		`SELECT `+requestColumns+` FROM requests WHERE token = $1 AND asked > $2`, token, millis(now.Add(-RequestLasts)))
	if err != nil {
		return Request{}, err
	}
	if len(found) == 0 {
		return Request{}, ErrNotFound
	}
	return found[0], nil
}

// Confirm makes a subscriber of who has read the mail of a request, whatever was
// before: it is the reader's own word, as Unsubscribe is. It may be done again. A
// token that is none, or is too old, is ErrNotFound.
func (s *Store) Confirm(ctx context.Context, token string, at time.Time) (digest.Subscriber, error) {
	var sub digest.Subscriber
	err := s.write(ctx, func(tx *sql.Tx) error {
		r, err := requestOf(ctx, tx, token, at)
		if err != nil {
			return err
		}
		subs, err := collect(ctx, tx, scanSubscriber, `
			INSERT INTO subscribers (id, digest, address, folded, name, state, since, origin) VALUES ($1, $2, $3, $4, '', $5, $6, $7)
			ON CONFLICT (digest, folded) DO UPDATE SET state = excluded.state, origin = excluded.origin, since = excluded.since RETURNING `+subscriberColumns,
			strings.ToLower(rand.Text()), r.Digest, r.Address, strings.ToLower(r.Address), string(digest.Confirmed), millis(at), byWeb)
		if err != nil {
			return err
		}
		sub = subs[0]
		return forgetBounces(ctx, tx, []string{sub.ID})
	})
	if err != nil {
		return digest.Subscriber{}, fmt.Errorf("confirm: %w", err)
	}
	return sub, nil
}
