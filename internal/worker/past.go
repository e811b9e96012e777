package worker

import (
	"context"

	"broadsheet/digest"
)

// pastTitles is how many titles of the days before tell what words weigh: more
// change the weights little, and each costs its reading.
const pastTitles = 20_000

// past is what d has printed lately, before the edition of a slot.
func (w *Worker) past(ctx context.Context, d digest.Digest, slot digest.Slot) (digest.Past, error) {
	editions, err := w.Store.EditionsBefore(ctx, d.ID, slot.Date, slot.At.Add(-digest.Remembered))
	if err != nil {
		return digest.Past{}, err
	}
	titles, err := w.Store.Titles(ctx, slot.At.Add(-d.Lookback), pastTitles)
	return digest.Past{Editions: editions, Titles: titles}, err
}
