package worker

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"broadsheet/digest"
	"broadsheet/internal/mail"
	"broadsheet/internal/store"
)

const (
	// handful is how many deliveries are claimed at once, and so how many wait
	// for the end of the lease when the process is killed.
	handful = 100
	lease   = 75 * time.Second
	// longestSend is cut off; a claim is not used once less than that is left
	// of its lease, so that nobody sends what another has claimed meanwhile.
	longestSend = 45 * time.Second
)

// Deliver sends what is due of one block of an edition's deliveries and marks
// each as sent, refused or to be tried later. It does nothing while the way out
// is closed. An error means that the database failed or that ctx ended: then it
// sends nothing further.
func (w *Worker) Deliver(ctx context.Context, digestID, date string, block int) error {
	_, err := w.deliver(ctx, ctx.Done(), digestID, date, block)
	return err
}

// post counts what became of deliveries.
type post struct {
	sent, later, refused int
	cause                string    // what the last that was not sent was told
	unfinished           bool      // there may be more that is due
	closed               time.Time // until when the way out is left alone; zero if it is open
	leased               time.Time // when the next lease of another ends; zero if there is none
}

// foundClosed says that the way out was known to be closed, so that nothing was done.
func (p post) foundClosed() bool {
	return !p.closed.IsZero() && p.cause == "" && p.sent+p.later+p.refused == 0
}

// mailing is the work on a block: one feeds it with what is due, many carry.
type mailing struct {
	*Worker
	block    store.Block
	printing *printing
	outage   store.Outage // as it was found
	enough   <-chan struct{}
	ready    chan claim
	halted   chan struct{} // closed when there is no use in going on

	mu   sync.Mutex
	done post
	halt sync.Once
}

// claim is a delivery that is ours to be sent until then.
type claim struct {
	digest.Delivery
	until time.Time
}

// deliver begins no further message once enough is closed.
func (w *Worker) deliver(ctx context.Context, enough <-chan struct{}, digestID, date string, block int) (post, error) {
	m := &mailing{
		Worker: w, block: store.Block{Digest: digestID, Date: date, Block: block},
		enough: enough, ready: make(chan claim), halted: make(chan struct{}),
	}
	var err error
	if err = m.look(ctx); err != nil || !m.done.closed.IsZero() {
		return m.done, err
	}
	if m.printing, err = w.printing(ctx, digestID, date); err != nil {
		return m.done, err
	}
	if err = m.probe(ctx); err == nil && m.done.closed.IsZero() {
		err = m.run(ctx)
	}
	if err == nil {
		err = context.Cause(ctx)
	}
	if err == nil {
		m.done.leased, err = w.Store.Leased(ctx, m.block)
	}
	return m.done, err
}

func (m *mailing) run(ctx context.Context) error {
	var group errgroup.Group
	group.Go(func() error { return m.failed(m.feed(ctx)) })
	for range cap(m.berths) {
		group.Go(func() error { return m.failed(m.carry(ctx)) })
	}
	return group.Wait()
}

// failed ends the mailing if err is an error.
func (m *mailing) failed(err error) error {
	if err != nil {
		m.halt.Do(func() { close(m.halted) })
	}
	return err
}

// feed claims what is due and hands it to the carriers.
func (m *mailing) feed(ctx context.Context) error {
	defer close(m.ready)
	for !m.over() {
		now := m.Now()
		claimed, err := m.Store.Claim(ctx, m.block.Digest, m.block.Date, m.block.Block, now, lease, m.atOnce())
		if err != nil || len(claimed) == 0 {
			return err
		}
		if claimed, err = m.paced(ctx, claimed); err != nil {
			return err
		}
		if err := m.hand(ctx, claimed, now.Add(lease-longestSend)); err != nil {
			return err
		}
	}
	m.note(func(done *post) { done.unfinished = true })
	return nil
}

// atOnce is how many are claimed at once: no more than can be begun in time.
func (m *mailing) atOnce() int {
	if m.PerSecond > 0 {
		return min(handful, m.PerSecond)
	}
	return handful
}

// hand gives the carriers what was claimed, and gives back what they do not take.
func (m *mailing) hand(ctx context.Context, claimed []digest.Delivery, until time.Time) error {
	for i, d := range claimed {
		if m.over() || m.Now().After(until) {
			return m.giveBack(ctx, claimed[i:]...)
		}
		select {
		case m.ready <- claim{d, until}:
		case <-m.enough:
			return m.giveBack(ctx, claimed[i:]...)
		case <-m.halted:
			return m.giveBack(ctx, claimed[i:]...)
		}
	}
	return nil
}

// over says that nothing further should be begun.
func (m *mailing) over() bool { return isClosed(m.enough) || isClosed(m.halted) }

// giveBack lets others send deliveries at once. It works after ctx has ended.
func (m *mailing) giveBack(ctx context.Context, claimed ...digest.Delivery) error {
	return m.release(ctx, m.Now(), "", claimed...)
}

// release gives deliveries back that were not tried, to be claimed from due on.
func (m *mailing) release(ctx context.Context, due time.Time, cause string, claimed ...digest.Delivery) error {
	for i := range claimed {
		claimed[i].NextTry = due
	}
	return m.Store.Release(context.WithoutCancel(ctx), claimed, cause)
}

// carry sends what is ready, one after the other. A berth is held until it is
// written down what became of the message: so no more messages are in doubt, if
// the process is killed, than there are berths.
func (m *mailing) carry(ctx context.Context) error {
	for c := range m.ready {
		m.berths <- struct{}{}
		err := m.carryOne(ctx, c)
		<-m.berths
		if err != nil {
			return err
		}
	}
	return nil
}

func (m *mailing) carryOne(ctx context.Context, c claim) error {
	if err := m.pace.Wait(ctx); err != nil || m.over() || m.Now().After(c.until) {
		return m.giveBack(ctx, c.Delivery)
	}
	return m.send(ctx, c.Delivery)
}

// send sends one message and writes down what became of it, even when ctx
// ended meanwhile: what the server took is sent.
func (m *mailing) send(ctx context.Context, d digest.Delivery) error {
	limit, cancel := context.WithTimeout(ctx, longestSend)
	err := m.Sender.Send(limit, m.printing.letter(d.Subscriber))
	cancel()
	if err == nil {
		return m.sent(ctx, d)
	}
	var refusal *mail.Refusal
	var outage *mail.Outage
	switch {
	case errors.As(err, &refusal):
		return errors.Join(m.refused(ctx, d, err.Error()), m.bounce(ctx, d, refusal))
	case errors.As(err, &outage):
		return m.shut(ctx, d, outage)
	case ctx.Err() != nil:
		return m.giveBack(ctx, d) // it was we who cut it off
	}
	return m.later(ctx, d, err.Error())
}

// sent marks a delivery. Since the server has the message, a database that
// fails is asked again, for six seconds: it may only be starting anew.
func (m *mailing) sent(ctx context.Context, d digest.Delivery) error {
	m.note(func(done *post) { done.sent++ })
	at := m.Now()
	err := m.Store.MarkSent(context.WithoutCancel(ctx), d, at)
	for wait := 100 * time.Millisecond; err != nil && wait < 4*time.Second; wait *= 2 {
		time.Sleep(wait)
		err = m.Store.MarkSent(context.WithoutCancel(ctx), d, at)
	}
	return err
}

func (m *mailing) refused(ctx context.Context, d digest.Delivery, cause string) error {
	m.note(func(done *post) { done.refused, done.cause = done.refused+1, cause })
	return m.Store.MarkRefused(context.WithoutCancel(ctx), d, cause)
}

// later has a delivery tried again, unless that has gone on for too long.
func (m *mailing) later(ctx context.Context, d digest.Delivery, cause string) error {
	now, wait := m.Now(), waitAfter(d.Attempts)
	if d.FirstTry.IsZero() {
		d.FirstTry = now
	}
	if patience := cmp.Or(m.GiveUpAfter, 48*time.Hour); now.Add(wait).Sub(d.FirstTry) > patience {
		return m.refused(ctx, d, fmt.Sprintf("given up after %s: %s", digest.Brief(patience), cause))
	}
	m.note(func(done *post) { done.later, done.cause = done.later+1, cause })
	return m.Store.MarkLater(context.WithoutCancel(ctx), d, now.Add(wait), cause)
}

// note changes the count.
func (m *mailing) note(change func(*post)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change(&m.done)
}

// How long a delivery waits after an attempt that failed.
const (
	firstWait = time.Minute
	mostWait  = 4 * time.Hour
)

// waitAfter grows with the attempts that have failed before this one.
func waitAfter(attempts int) time.Duration { return doubled(firstWait, attempts, mostWait) }

// doubled is a wait, doubled so many times, and not longer than most.
func doubled(wait time.Duration, times int, most time.Duration) time.Duration {
	for n := 0; n < times && wait < most; n++ {
		wait *= 2
	}
	return min(wait, most)
}
