package worker

import (
	"context"
	"fmt"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// Rehearse makes the edition of d that would come out now, from what its
// sources carry now, and leaves no trace. It is dated today, or for the next
// date of the schedule when today's is out. progress may be nil.
func (w *Worker) Rehearse(ctx context.Context, d digest.Digest, progress Progress) (digest.Edition, []digest.Decision, error) {
	calls, err := w.visitAll(ctx, w.sourcesOf(d), progress)
	if err != nil {
		return digest.Edition{}, nil, fmt.Errorf("rehearse %s: %w", d.ID, err)
	}
	var edition digest.Edition
	var decisions []digest.Decision
	err = w.Store.Rehearse(ctx, func(stage *store.Store) error {
		on := *w
		on.Store = stage
		edition, decisions, err = on.perform(ctx, d, calls)
		return err
	})
	if err != nil {
		return digest.Edition{}, nil, fmt.Errorf("rehearse %s: %w", d.ID, err)
	}
	return edition, decisions, nil
}

// visitAll visits and saves nothing: a rehearsal must not hold the database
// while it waits for the network.
func (w *Worker) visitAll(ctx context.Context, sources []digest.Source, progress Progress) ([]*call, error) {
	states, err := w.Store.States(ctx, ids(sources))
	if err != nil {
		return nil, err
	}
	r := newRound(w, visits{sources, known{states: states}}, progress)
	var calls []*call
	err = r.run(ctx, ctx.Done(), func(context.Context) error {
		for batch := r.gather(); len(batch) > 0; batch = r.gather() {
			for _, c := range batch {
				r.count(c.visit, store.Saved{})
			}
			calls = append(calls, batch...)
		}
		return nil
	})
	return calls, err
}

// perform saves and composes, on a stage.
func (w *Worker) perform(ctx context.Context, d digest.Digest, calls []*call) (digest.Edition, []digest.Decision, error) {
	for _, c := range calls {
		if _, err := w.save(ctx, c); err != nil {
			return digest.Edition{}, nil, err
		}
	}
	slot, err := w.NextSlot(ctx, d)
	if err != nil {
		return digest.Edition{}, nil, err
	}
	return w.Compose(ctx, d, slot)
}

// NextSlot is the edition that would come out if one came out now: today's, or
// the next after one that is out or a day under embargo.
func (w *Worker) NextSlot(ctx context.Context, d digest.Digest) (digest.Slot, error) {
	now := w.Now().UTC()
	last, err := w.lastSlot(ctx, d, now)
	if err != nil {
		return digest.Slot{}, err
	}
	today, comes := digest.Today(d, last, now)
	if comes && last.Date < today.Date {
		return today, nil
	}
	if !comes {
		last = digest.Slot{Date: now.In(d.Zone).Format(time.DateOnly)}
	}
	next, ok := digest.NextSlot(d, last)
	if !ok {
		return today, nil
	}
	next.At = now
	return next, nil
}
