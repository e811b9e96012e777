package worker

import (
	"context"
	"slices"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/parse"
)

// secondLook is how long after an item was missed first its source must have
// been looked at again: a server may show an older copy for a while.
const secondLook = 30 * time.Minute

// missed is the items of a source that vanished from the middle of its document.
func (w *Worker) missed(ctx context.Context, source digest.Source, before string, reading parse.Reading) ([]string, error) {
	vanished := parse.FindVanished(before, reading)
	if len(vanished) == 0 {
		return nil, nil
	}
	items, err := w.Store.Recent(ctx, source.ID, w.Now().Add(-digest.Remembered))
	if err != nil {
		return nil, err
	}
	return itemIDs(slices.DeleteFunc(items, func(item digest.Item) bool { return !vanished.Has(item) })), nil
}

// settle decides about the items that are missing: one that still is when its
// source was looked at again is withdrawn, unless the source has the same under
// another id; one that is back stands again.
func (w *Worker) settle(ctx context.Context, now time.Time) error {
	missing, err := w.Store.Missing(ctx, now.Add(-digest.Remembered))
	if err != nil || len(missing) == 0 {
		return err
	}
	states, err := w.Store.States(ctx, ids(w.Sources))
	if err != nil {
		return err
	}
	for _, m := range missing {
		state := states[m.Source]
		carried, known := parse.Carries(state.Memory, m.Item)
		switch {
		case !known:
			continue
		case carried:
			err = w.Store.Withdraw(ctx, m.ID, time.Time{})
		case m.Withdrawn.IsZero() && !state.LastGood.Before(m.Since.Add(secondLook)):
			_, err = w.withdraw(ctx, m.Item, now, func(other digest.Item) bool { return digest.SameArticle(other, m.Item) })
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// withdraw says whether it withdraws an item: not if its source has another in
// which it goes on.
func (w *Worker) withdraw(ctx context.Context, item digest.Item, now time.Time, goesOn func(digest.Item) bool) (bool, error) {
	others, err := w.Store.Recent(ctx, item.Source, item.FirstSeen)
	if err != nil {
		return false, err
	}
	if slices.ContainsFunc(others, func(other digest.Item) bool { return other.ID != item.ID && goesOn(other) }) {
		return false, nil
	}
	return true, w.Store.Withdraw(ctx, item.ID, now)
}
