package worker

import (
	"context"
	"fmt"
	"slices"

	"broadsheet/digest"
)

// Replayed is an edition as it came out, and as the present config would have
// it come out.
type Replayed struct{ Then, Now digest.Edition }

// Replay composes the last editions of d anew, at most so many, the oldest
// first, each of what had been seen by its time and of what the ones before it,
// also composed anew, left over. It changes nothing. What was printed then is
// taken as it read there; what was not, as it read by then.
func (w *Worker) Replay(ctx context.Context, d digest.Digest, most int) ([]Replayed, error) {
	editions, err := w.Store.Editions(ctx, d.ID, most)
	if err != nil {
		return nil, err
	}
	slices.Reverse(editions)
	editions = slices.DeleteFunc(editions, func(e digest.Edition) bool { return e.Skipped != "" })
	stage := newReplay(w, d, editions)
	var all []Replayed
	for _, then := range editions {
		now, err := stage.compose(ctx, then)
		if err != nil {
			return nil, fmt.Errorf("replay %s: %w", then.ID(), err)
		}
		all = append(all, Replayed{then, now})
	}
	return all, nil
}

// replay is the editions that were composed anew, and a ledger of theirs.
type replay struct {
	*Worker
	digest  digest.Digest
	begin   string                 // the date of the first
	as      map[string]digest.Item // as they were printed then
	printed map[string]bool
	made    []digest.Edition // newest first
}

func newReplay(w *Worker, d digest.Digest, editions []digest.Edition) *replay {
	then := *w
	then.asThen = true
	r := &replay{Worker: &then, digest: d, as: map[string]digest.Item{}, printed: map[string]bool{}}
	for n, e := range editions {
		if n == 0 {
			r.begin = e.Date
		}
		for _, entry := range e.Entries() {
			r.as[entry.ID] = entry.Item
		}
	}
	return r
}

func (r *replay) compose(ctx context.Context, then digest.Edition) (digest.Edition, error) {
	slot := digest.Slot{Date: then.Date, At: then.At}
	items, err := r.candidates(ctx, slot)
	if err != nil {
		return digest.Edition{}, err
	}
	past, err := r.past(ctx, r.digest, digest.Slot{Date: r.begin, At: slot.At})
	if err != nil {
		return digest.Edition{}, err
	}
	past.Editions, past.Changed = append(slices.Clone(r.made), past.Editions...), nil
	now, _ := digest.Compose(r.digest, slot.Date, slot.At, r.Sources, items, then.Sources, past)
	for _, entry := range now.Entries() {
		r.printed[entry.ID] = true
	}
	r.made = slices.Insert(r.made, 0, now)
	return now, nil
}

// candidates are those that the edition would have had.
func (r *replay) candidates(ctx context.Context, slot digest.Slot) ([]digest.Item, error) {
	since, err := r.since(ctx, r.digest, slot)
	if err != nil {
		return nil, err
	}
	items, err := r.Store.CandidatesOn(ctx, r.digest.ID, r.begin, ids(r.sourcesOf(r.digest)), since, slot.At)
	if err != nil {
		return nil, err
	}
	if items, err = r.asOf(ctx, items, slot.At); err != nil {
		return nil, err
	}
	items = slices.DeleteFunc(items, func(item digest.Item) bool { return r.printed[item.ID] })
	for n, item := range items {
		if printed, found := r.as[item.ID]; found {
			items[n] = printed
		}
	}
	return items, nil
}
