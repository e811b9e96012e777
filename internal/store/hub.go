package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"
)

// HubState is how far we and a hub are.
type HubState string

// The states of a Hub.
const (
	HubAsked   HubState = "asked"   // to announce the topic; it has not asked back
	HubAgreed  HubState = "agreed"  // it asked back, and announces until the lease ends
	HubDenied  HubState = "denied"  // it will not announce the topic
	HubLeaving HubState = "leaving" // asked to be silent; it has not asked back
)

// Hub is what stands between us and a hub that announces a source's changes
// (WebSub, W3C Recommendation of 2018). When to ask and what to believe is
// decided in internal/worker.
type Hub struct {
	// Source, Hub and Topic say whose changes are announced, by which address,
	// under which name. There is one Hub of the three.
	Source, Hub, Topic string
	// Token is the last part of our callback's address, Secret the key of the
	// hub's signatures. Nobody else knows them.
	Token, Secret string
	State         HubState
	// Asked is when we asked last, NextAsk when to ask again if no answer comes.
	Asked, NextAsk time.Time
	// LeaseEnd is until when the hub has agreed to announce; zero if it has not.
	LeaseEnd time.Time
	// Failures is how often in a row we asked in vain, Error what came of it last.
	Failures int
	Error    string
	// Pings is how often the hub announced something, Answered how many of the
	// pings have led to a visit, and Missed how often in a row a visit found
	// news without one.
	Pings, Answered, Missed int
}

const hubColumns = `token, source, hub, topic, secret, state, asked_at, next_ask, lease_end, failures, error, pings, answered, missed`

// Hubs is all of them, by source, hub and topic.
func (s *Store) Hubs(ctx context.Context) ([]Hub, error) {
	var hubs []Hub
	err := s.read(func(q querier) (err error) {
		hubs, err = collect(ctx, q, scanHub, `SELECT `+hubColumns+` FROM hubs`)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the hubs: %w", err)
	}
	slices.SortFunc(hubs, func(a, b Hub) int {
		return cmp.Or(strings.Compare(a.Source, b.Source), strings.Compare(a.Hub, b.Hub), strings.Compare(a.Topic, b.Topic))
	})
	return hubs, nil
}

// Hub is the one whose callback ends with the token, or ErrNotFound.
func (s *Store) Hub(ctx context.Context, token string) (Hub, error) {
	var found []Hub
	err := s.read(func(q querier) (err error) {
		found, err = collect(ctx, q, scanHub, `SELECT `+hubColumns+` FROM hubs WHERE token = $1`, token)
		return err
	})
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Hub{}, fmt.Errorf("hub of a callback: %w", err)
	}
	return found[0], nil
}

func scanHub(rows *sql.Rows) (h Hub, err error) {
	var asked, next, end int64
	err = rows.Scan(&h.Token, &h.Source, &h.Hub, &h.Topic, &h.Secret, &h.State, &asked, &next, &end,
		&h.Failures, &h.Error, &h.Pings, &h.Answered, &h.Missed)
	h.Asked, h.NextAsk, h.LeaseEnd = instant(asked), instant(next), instant(end)
	return h, err
}

// AskHub writes down that h is about to be asked for h.State, HubAsked or
// HubLeaving. It is false if somebody else has asked since h was read, which
// was when before was the last time; a Hub that is new was never asked before.
func (s *Store) AskHub(ctx context.Context, h Hub, before time.Time) (bool, error) {
	n := 0
	err := s.write(ctx, func(tx *sql.Tx) error {
		_, err := exec(ctx, tx, `
			INSERT INTO hubs (`+hubColumns+`) VALUES ($1, $2, $3, $4, $5, '', 0, 0, 0, 0, '', 0, 0, 0)
			ON CONFLICT DO NOTHING`, h.Token, h.Source, h.Hub, h.Topic, h.Secret)
		if err != nil {
			return err
		}
		n, err = exec(ctx, tx, `
			UPDATE hubs SET state = $2, asked_at = $3, next_ask = $4, failures = $5
			WHERE token = $1 AND asked_at = $6`,
			h.Token, string(h.State), millis(h.Asked), millis(h.NextAsk), h.Failures, millis(before))
		return err
	})
	if err != nil {
		return false, fmt.Errorf("ask hub %s: %w", h.Hub, err)
	}
	return n == 1, nil
}

// HubFailed writes down that asking, as AskHub has noted it, was in vain; the
// cause and when to ask again are in h. A hub that has asked back meanwhile has
// not failed.
func (s *Store) HubFailed(ctx context.Context, h Hub) error {
	_, err := s.changeHub(ctx, `UPDATE hubs SET next_ask = $3, error = $4
		WHERE token = $1 AND asked_at = $2 AND state IN ('asked', 'leaving')`,
		h.Token, millis(h.Asked), millis(h.NextAsk), h.Error)
	return err
}

// ForgetHub ends what was between us: its callback leads nowhere.
func (s *Store) ForgetHub(ctx context.Context, token string) error {
	_, err := s.changeHub(ctx, `DELETE FROM hubs WHERE token = $1`, token)
	return err
}

// AgreeHub is the hub asking back whether we asked it to announce the topic,
// for so long. It is false if we did not. The lease counts from when we asked.
// A hub may ask back again.
func (s *Store) AgreeHub(ctx context.Context, token, topic string, lease time.Duration) (bool, error) {
	return s.changeHub(ctx, `
		UPDATE hubs SET state = 'agreed', lease_end = asked_at + $3, failures = 0, error = ''
		WHERE token = $1 AND topic = $2 AND state IN ('asked', 'agreed')`, token, topic, lease.Milliseconds())
}

// LeaveHub is the hub asking back whether we asked it to be silent. It is
// false if we did not.
func (s *Store) LeaveHub(ctx context.Context, token, topic string) (bool, error) {
	return s.changeHub(ctx, `DELETE FROM hubs WHERE token = $1 AND topic = $2 AND state = 'leaving'`, token, topic)
}

// DenyHub is the hub saying that it will not, or no longer, announce the topic.
// It is false if there is no such topic. Of one that was announced until now it
// is the last ping: nobody will tell what comes next.
func (s *Store) DenyHub(ctx context.Context, token, topic, reason string) (bool, error) {
	return s.changeHub(ctx, `
		UPDATE hubs SET state = 'denied', error = $3, lease_end = 0,
			pings = CASE WHEN lease_end > 0 THEN pings + 1 ELSE pings END
		WHERE token = $1 AND topic = $2`, token, topic, reason)
}

// PingHub is the hub announcing a change.
func (s *Store) PingHub(ctx context.Context, token string) error {
	_, err := s.changeHub(ctx, `UPDATE hubs SET pings = pings + 1 WHERE token = $1`, token)
	return err
}

// AnswerHub writes down what a visit shows: how many pings came before it, and
// how often in a row there was news without a ping.
func (s *Store) AnswerHub(ctx context.Context, token string, answered, missed int) error {
	_, err := s.changeHub(ctx, `UPDATE hubs SET answered = $2, missed = $3 WHERE token = $1 AND answered <= $2`, token, answered, missed)
	return err
}

// Unanswered changes when a ping comes that no visit has followed yet, and is
// 0 if there is none.
func (s *Store) Unanswered(ctx context.Context) (int, error) {
	var sums []int
	err := s.read(func(q querier) (err error) {
		sums, err = collect(ctx, q, func(rows *sql.Rows) (n int, err error) {
			err = rows.Scan(&n)
			return n, err
		}, `SELECT CAST(COALESCE(SUM(pings), 0) AS BIGINT) FROM hubs WHERE pings > answered`)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("read the pings: %w", err)
	}
	return sums[0], nil
}

// changeHub says whether a statement about one hub found it.
func (s *Store) changeHub(ctx context.Context, statement string, args ...any) (bool, error) {
	n := 0
	err := s.write(ctx, func(tx *sql.Tx) (err error) {
		n, err = exec(ctx, tx, statement, args...)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("change a hub: %w", err)
	}
	return n > 0, nil
}
