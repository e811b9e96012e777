package worker

import (
	"context"
	"errors"
	"slices"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// agenda is what the ledger says must be done now. It is asked afresh each
// time; nothing of it is remembered.
type agenda struct {
	visits
	editions []dueEdition
	errands  []errand
}

// visits are sources to be visited, since their time has come or an edition
// waits for them, and what is known of them.
type visits struct {
	sources []digest.Source
	known
}

// known is what the store knows of sources: their states, briefly, and the hubs
// that announce them.
type known struct {
	states map[string]store.State
	hubs   map[string][]store.Hub
}

// dueEdition is a digest whose paper should be out.
type dueEdition struct {
	digest digest.Digest
	// slots are oldest first. The newest is composed now; those before it, as
	// of their own hour.
	slots []digest.Slot
	// awaited are the sources not visited since the newest fell due, or just
	// before; again are those that failed and are asked again while it is held.
	awaited, again []string
}

// date is that of the newest slot.
func (d dueEdition) date() string { return d.slots[len(d.slots)-1].Date }

// agenda asks what is due at now.
func (w *Worker) agenda(ctx context.Context, now time.Time) (agenda, error) {
	a, err := w.agendaOf(ctx, w.Sources, now)
	if err != nil {
		return agenda{}, err
	}
	a.errands, err = w.errands(ctx, now)
	return a, err
}

// agendaOf asks what is due at now of some of the sources: the visits, and the
// editions that take them.
func (w *Worker) agendaOf(ctx context.Context, sources []digest.Source, now time.Time) (a agenda, err error) {
	if a.known, err = w.known(ctx, sources); err != nil {
		return agenda{}, err
	}
	awaited := map[string]bool{}
	for _, d := range w.Digests {
		due, err := w.due(ctx, d, taken(d, sources), a.states, now)
		if err != nil {
			return agenda{}, err
		}
		if len(due.slots) == 0 {
			continue
		}
		a.editions = append(a.editions, due)
		for _, id := range slices.Concat(due.awaited, due.again) {
			awaited[id] = true
		}
	}
	for _, source := range sources {
		state := a.states[source.ID]
		if awaited[source.ID] || isDue(source, state, now) || isPinged(state, a.hubs[source.ID], now) {
			a.sources = append(a.sources, source)
		}
	}
	return a, nil
}

func (w *Worker) known(ctx context.Context, sources []digest.Source) (known, error) {
	states, err := w.Store.BriefStates(ctx, ids(sources))
	if err != nil {
		return known{}, err
	}
	hubs, err := w.Store.Hubs(ctx)
	if err != nil {
		return known{}, err
	}
	return known{states, hubsBySource(hubs)}, nil
}

// due asks for the editions of one digest, and which of the sources they wait for.
func (w *Worker) due(ctx context.Context, d digest.Digest, sources []digest.Source, states map[string]store.State, now time.Time) (dueEdition, error) {
	due := dueEdition{digest: d}
	last, err := w.lastSlot(ctx, d, now)
	if err != nil {
		return due, err
	}
	due.slots = digest.Due(d, last, now)
	if len(due.slots) == 0 {
		return due, nil
	}
	newest := &due.slots[len(due.slots)-1]
	since := newest.Due.Add(-leastRest)
	if last.Date == "" {
		// The first edition of all waits until each source was visited once.
		since = time.Time{}.Add(1)
	}
	newest.At = now
	for _, source := range sources {
		state := states[source.ID]
		switch {
		case !mayAsk(recall(source, state), now):
		case !within(state.LastVisit, since, now):
			due.awaited = append(due.awaited, source.ID)
		case d.HoldIfMissing > 0 && state.Failures > 0 && now.Sub(state.LastVisit) >= holdRetry:
			due.again = append(due.again, source.ID)
		}
	}
	return due, nil
}

// lastSlot is the newest edition of d, the zero Slot if there is none. One of
// a day to come, brought out by a clock that was ahead, does not count: its day
// will find it there, and until then the paper goes on.
func (w *Worker) lastSlot(ctx context.Context, d digest.Digest, now time.Time) (digest.Slot, error) {
	last, err := w.Store.LastSlot(ctx, d.ID, digest.DayAfter(d, now))
	if errors.Is(err, store.ErrNotFound) {
		return digest.Slot{}, nil
	}
	return last, err
}

// within says that t is neither before since nor after now.
func within(t, since, now time.Time) bool { return !t.Before(since) && !t.After(now) }
