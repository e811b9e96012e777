package worker

import (
	"context"
	"errors"
	"fmt"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/mail"
)

const (
	// handful is how many deliveries are claimed at once, and so how many wait
	// for the end of the lease when the process is killed.
	handful = 10
	lease   = 2 * time.Minute
	// longestSend is cut off; a claim is not used once less than that is left
	// of its lease, so that nobody sends what another has claimed meanwhile.
	longestSend = time.Minute
)

// How long a delivery waits after an attempt that failed.
const (
	firstWait = time.Minute
	mostWait  = 4 * time.Hour
)

// Deliver sends what is due of one block of an edition's deliveries and marks
// each as sent, refused or to be tried later. An error means that the database
// failed or that ctx ended: then it sends nothing further.
func (w *Worker) Deliver(ctx context.Context, digestID, date string, block int) error {
	_, err := w.deliver(ctx, ctx.Done(), digestID, date, block)
	return err
}

// post counts what became of deliveries.
type post struct {
	sent, later, refused int
	cause                string // what the last that was not sent was told
	unfinished           bool   // there may be more that is due
}

// deliver begins no further message once enough is closed.
func (w *Worker) deliver(ctx context.Context, enough <-chan struct{}, digestID, date string, block int) (done post, err error) {
	edition, err := w.Store.Edition(ctx, digestID, date)
	if err != nil {
		return done, fmt.Errorf("deliver: %w", err)
	}
	for !isClosed(enough) {
		claimed, err := w.Store.Claim(ctx, digestID, date, block, w.Now(), lease, handful)
		if err != nil || len(claimed) == 0 {
			return done, err
		}
		if err := w.sendAll(ctx, enough, edition, claimed, &done); err != nil {
			return done, err
		}
	}
	done.unfinished = true
	return done, context.Cause(ctx)
}

// sendAll sends what was claimed, and gives back what it does not get to.
func (w *Worker) sendAll(ctx context.Context, enough <-chan struct{}, e digest.Edition, claimed []digest.Delivery, done *post) error {
	until := w.Now().Add(lease - longestSend)
	for i, d := range claimed {
		if isClosed(enough) || w.Now().After(until) {
			return w.giveBack(ctx, claimed[i:])
		}
		if err := w.send(ctx, e, d, done); err != nil {
			return errors.Join(err, w.giveBack(ctx, claimed[i+1:]))
		}
	}
	return nil
}

// giveBack lets others send deliveries at once. It works after ctx has ended.
func (w *Worker) giveBack(ctx context.Context, claimed []digest.Delivery) error {
	var failures error
	for _, d := range claimed {
		err := w.Store.MarkLater(context.WithoutCancel(ctx), d, w.Now(), "stopped before its turn")
		failures = errors.Join(failures, err)
	}
	return failures
}

// send sends one message and writes down what became of it, even when ctx
// ended meanwhile: what the server took is sent.
func (w *Worker) send(ctx context.Context, e digest.Edition, d digest.Delivery, done *post) error {
	message, err := w.Letter(e, d.Subscriber)
	if err == nil {
		limit, cancel := context.WithTimeout(ctx, longestSend)
		err = w.Sender.Send(limit, message)
		cancel()
	}
	mark := context.WithoutCancel(ctx)
	if err == nil {
		done.sent++
		return w.Store.MarkSent(mark, d, w.Now())
	}
	done.cause = err.Error()
	if refusal := (*mail.Refusal)(nil); errors.As(err, &refusal) {
		done.refused++
		return w.Store.MarkRefused(mark, d, done.cause)
	}
	done.later++
	return w.Store.MarkLater(mark, d, w.Now().Add(waitAfter(d.Attempts)), done.cause)
}

// waitAfter grows with the attempts that have failed before this one.
func waitAfter(attempts int) time.Duration {
	wait := firstWait
	for n := 0; n < attempts && wait < mostWait; n++ {
		wait *= 2
	}
	return min(wait, mostWait)
}
