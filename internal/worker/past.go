package worker

import (
	"context"

	"broadsheet/digest"
)

// past is what d has printed lately, before the edition of a slot.
func (w *Worker) past(ctx context.Context, d digest.Digest, slot digest.Slot) (digest.Past, error) {
	editions, err := w.Store.EditionsBefore(ctx, d.ID, slot.Date, slot.At.Add(-digest.Remembered))
	return digest.Past{Editions: editions}, err
}
