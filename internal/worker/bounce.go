package worker

import (
	"context"
	"errors"
	"fmt"
	"io"

	"broadsheet/digest"
	"broadsheet/internal/mail"
	"broadsheet/internal/store"
)

// ErrStranger is that a report names no delivery of ours.
var ErrStranger = errors.New("it is about no mail of ours")

// Bounce reads a report of a failed delivery and records it. to is the address
// that it came to, if that is known; else the report's own word is taken. It
// returns what was recorded, and what became of the subscriber. An error that is
// mail.ErrNoReport or ErrStranger says that nothing was: the address holds a code
// that nobody can guess, and without it a report is not believed.
func (w *Worker) Bounce(ctx context.Context, r io.Reader, to string) (digest.Bounce, store.Bounced, error) {
	report, err := mail.ReadReport(r)
	if err != nil {
		return digest.Bounce{}, store.Bounced{}, err
	}
	if to != "" {
		report.To = []string{to}
	}
	box, err := w.bounces(ctx)
	if err != nil {
		return digest.Bounce{}, store.Bounced{}, err
	}
	for _, address := range report.To {
		if subscriber, date, ok := box.Read(address); ok {
			b := digest.Bounce{Date: date, Status: report.Status, Text: report.Text, At: w.Now()}
			if report.Action != "failed" {
				b.Status = "4" + b.Status[1:] // it may still arrive
			}
			became, err := w.record(ctx, subscriber, b)
			return b, became, err
		}
	}
	return digest.Bounce{}, store.Bounced{}, ErrStranger
}

func (w *Worker) record(ctx context.Context, subscriber string, b digest.Bounce) (store.Bounced, error) {
	became, err := w.Store.Bounce(ctx, subscriber, b, func(all []digest.Bounce) bool { return digest.Stops(all, b.At) })
	if errors.Is(err, store.ErrNotFound) {
		return became, fmt.Errorf("%w: %w", ErrStranger, err)
	}
	if err == nil && became.Stopped {
		w.Log.InfoContext(ctx, "reader unreachable", "digest", became.Subscriber.Digest, "subscriber", subscriber, "status", b.Status)
	}
	return became, err
}

// bounce records a refusal that says of the reader's mailbox what a report
// would. One without a code may as well mean us, and is not counted.
func (m *mailing) bounce(ctx context.Context, d digest.Delivery, refusal *mail.Refusal) error {
	b := digest.Bounce{Date: d.Date, Status: refusal.EnhancedStatus(), Text: refusal.Text, At: m.Now()}
	if refusal.Stage != "RCPT" || !b.Hard() {
		return nil
	}
	_, err := m.record(context.WithoutCancel(ctx), d.Subscriber.ID, b)
	return err
}

// bounces is the box that makes and reads addresses; without one configured,
// one that does neither.
func (w *Worker) bounces(ctx context.Context) (mail.Bounces, error) {
	if w.Bounces == "" {
		return mail.Bounces{}, nil
	}
	key, err := w.Store.Key(ctx, "bounces")
	return mail.Bounces{Box: w.Bounces, Key: key}, err
}
