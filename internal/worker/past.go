package worker

import (
	"context"
	"time"

	"broadsheet/digest"
)

// pastTitles is how many titles of the days before tell what words weigh: more
// change the weights little, and each costs its reading.
const pastTitles = 20_000

// underWay is longer than any visit: what one brings was seen when it began.
const underWay = 10 * time.Minute

// versionsKept is how far back a past day can be composed of items as they read
// then. Beyond it they are as they read when this began.
const versionsKept = 35 * 24 * time.Hour

// BringOutPast brings out the edition of a past day as BringOut does, but of
// items as they read then. One that was due and missed meanwhile is not of the
// past: what is printed late is the newest.
func (w *Worker) BringOutPast(ctx context.Context, d digest.Digest, slot digest.Slot) (digest.Edition, bool, error) {
	then := *w
	then.asThen = true
	return then.BringOut(ctx, d, slot)
}

// asOf gives items as they read at an instant, if that is what is wanted.
func (w *Worker) asOf(ctx context.Context, items []digest.Item, at time.Time) ([]digest.Item, error) {
	if !w.asThen {
		return items, nil
	}
	return w.Store.AsOf(ctx, items, at)
}

// since is the first sight of the oldest candidates of an edition: as long ago
// as its lookback, or as the edition before it, so that of everything that was
// ever seen it is said why it was not printed.
func (w *Worker) since(ctx context.Context, d digest.Digest, slot digest.Slot) (time.Time, error) {
	oldest := slot.At.Add(-d.Lookback)
	before, err := w.Store.ComposedBefore(ctx, d.ID, slot.Date)
	if !before.IsZero() && before.Add(-underWay).Before(oldest) {
		oldest = before.Add(-underWay)
	}
	return oldest, err
}

// past is what d has printed lately, before the edition of a slot, and how that
// had changed by then. One that is brought out after a later one has no
// corrections: those are said.
func (w *Worker) past(ctx context.Context, d digest.Digest, slot digest.Slot) (past digest.Past, err error) {
	since := slot.At.Add(-digest.Remembered)
	last, err := w.Store.ComposedBefore(ctx, d.ID, slot.Date)
	if err != nil {
		return past, err
	}
	if !last.IsZero() && last.Before(since) {
		since = last // of a digest that comes once a week, or more seldom
	}
	if past.Editions, err = w.Store.EditionsBefore(ctx, d.ID, slot.Date, since); err != nil {
		return past, err
	}
	if past.Titles, err = w.Store.Titles(ctx, slot.At.Add(-d.Lookback), pastTitles); err != nil {
		return past, err
	}
	_, after, err := w.Store.Neighbours(ctx, d.ID, slot.Date)
	if err != nil || after != "" {
		return past, err
	}
	for _, e := range past.Editions {
		changed, err := w.Store.Changed(ctx, e, underWay)
		if err != nil {
			return past, err
		}
		past.Changed = append(past.Changed, changed...)
	}
	if past.Changed, err = w.asOf(ctx, past.Changed, slot.At); err != nil {
		return past, err
	}
	for n := range past.Changed {
		if past.Changed[n].Withdrawn.After(slot.At) {
			past.Changed[n].Withdrawn = time.Time{}
		}
	}
	return past, nil
}
