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

// past is what d has printed lately, before the edition of a slot. One that is
// brought out after a later one has no corrections: those are said by then.
func (w *Worker) past(ctx context.Context, d digest.Digest, slot digest.Slot) (past digest.Past, err error) {
	since := slot.At.Add(-digest.Remembered)
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
	return past, nil
}
