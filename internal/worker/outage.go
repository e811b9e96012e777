package worker

import (
	"context"
	"fmt"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/mail"
	"broadsheet/internal/store"
)

// How long it is left alone after it was found closed.
const (
	firstShut = 15 * time.Second
	mostShut  = 10 * time.Minute
)

// Outage is how the way stands by which the mails leave.
func (w *Worker) Outage(ctx context.Context) (store.Outage, error) {
	return w.Store.Outage(ctx, store.ByMail)
}

// look notes whether the way out is left alone now: in the quiet hours of the
// digest, or since it was found closed. One that was found closed until later
// than it can be was found so by a clock that was ahead.
func (m *mailing) look(ctx context.Context) (err error) {
	now := m.Now()
	if d, known := m.digest(m.block.Digest); known && d.Awake(now).After(now) {
		m.done.closed = d.Awake(now)
		return nil
	}
	if m.outage, err = m.Store.Outage(ctx, store.ByMail); err != nil {
		return err
	}
	if wait := m.outage.Until.Sub(now); wait > 0 && wait <= mostShut {
		m.done.closed = m.outage.Until
	}
	return nil
}

// probe sends one message alone where the way out was found closed last: it
// is open again if that is not told so.
func (m *mailing) probe(ctx context.Context) error {
	if m.outage.Failures == 0 {
		return nil
	}
	claimed, err := m.Store.Claim(ctx, m.block.Digest, m.block.Date, m.block.Block, m.Now(), lease, 1)
	if err != nil || len(claimed) == 0 {
		return err
	}
	m.berths <- struct{}{}
	err = m.send(ctx, claimed[0])
	<-m.berths
	if err != nil || !m.done.closed.IsZero() || ctx.Err() != nil {
		return err
	}
	m.Log.InfoContext(ctx, "mail goes out again", "closed_since", m.outage.Since, "tries", m.outage.Failures)
	m.outage.Failures = 0
	return m.Store.Reopen(ctx, store.ByMail)
}

// shut leaves the way out alone, longer each time it is found closed. Nobody's
// attempts are counted; whose message found it closed comes last, lest one
// reader for whom the server always parts hold up all others.
func (m *mailing) shut(ctx context.Context, d digest.Delivery, outage *mail.Outage) error {
	ctx = context.WithoutCancel(ctx)
	now, cause := m.Now(), outage.Error()
	wait := max(doubled(firstShut, m.outage.Failures, mostShut), min(outage.Wait, mostShut))
	stands, err := m.Store.Shut(ctx, store.ByMail, m.outage, now, now.Add(wait), cause)
	if err != nil {
		return err
	}
	m.halt.Do(func() { close(m.halted) })
	m.note(func(done *post) {
		if done.closed.IsZero() && stands.Failures == m.outage.Failures+1 {
			m.Log.WarnContext(ctx, "mail waits", "until", stands.Until, "tries", stands.Failures, "since", stands.Since, "cause", cause)
		}
		done.closed, done.cause = stands.Until, cause
	})
	return m.release(ctx, stands.Until, fmt.Sprintf("waits: %s", cause), d)
}
