package worker

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// madeAhead is how many visits that brought something wait for those before them
// to be saved: each may hold a whole feed.
const madeAhead = 8

// What is saved together: a transaction costs as much as ten quiet visits, and
// one that holds more than savedTogether items and visits would keep every
// other writer waiting. saveDelay is how long a visit waits for others.
const (
	savedTogether = 512
	saveDelay     = 20 * time.Millisecond
)

// round is one turn through the sources.
type round struct {
	worker *Worker
	visits
	progress Progress
	made     chan *call // with what is to be kept
	quiet    chan *call // that brought nothing
	tally    tally
}

// call is a visit that was made and is not saved yet.
type call struct {
	source      *digest.Source
	visit       store.Visit
	hubs, heard []store.Hub // before the visit and after it
}

func newRound(w *Worker, due visits, progress Progress) *round {
	return &round{w, due, progress, make(chan *call, madeAhead), make(chan *call, savedTogether), tally{}}
}

// run visits the sources, and at the same time keeps the visits that are made.
func (r *round) run(ctx context.Context, enough <-chan struct{}, keep func(context.Context) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer close(r.made)
		return r.worker.eachHost(ctx, enough, r.sources, r.visit)
	})
	group.Go(func() error { return keep(ctx) })
	return group.Wait()
}

// visit visits one source.
func (r *round) visit(ctx context.Context, source *digest.Source) error {
	c, last := &call{source: source, hubs: r.hubs[source.ID]}, r.states[source.ID]
	c.visit = r.worker.Visit(ctx, *source, last)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	c.heard = hear(c.hubs, last, c.visit)
	restLonger(&c.visit.State, c.heard)
	c.visit.Quiet = store.IsQuiet(&last, &c.visit.State)
	made := r.made
	if len(c.visit.Items) == 0 {
		made = r.quiet
	}
	select {
	case made <- c:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// save saves all visits as they are made.
func (r *round) save(ctx context.Context) error {
	for batch := r.gather(); len(batch) > 0; batch = r.gather() {
		if err := r.saveTogether(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

// gather is the visits that are made in the next moment, none when no more will
// come; behind the last of the round nothing is waited for. To be woken by each
// that is quiet would cost more than to save it.
func (r *round) gather() []*call {
	var batch []*call
	room, open := savedTogether, true
	take := func(c *call) { batch, room = append(batch, c), room-1-len(c.visit.Items) }
	select {
	case c := <-r.quiet:
		take(c)
	case c, more := <-r.made:
		if open = more; open {
			take(c)
		}
	}
	moment := time.NewTimer(saveDelay)
	defer moment.Stop()
	for open && room > 0 {
		select {
		case c, more := <-r.made:
			if open = more; open {
				take(c)
			}
		case <-moment.C:
			open = false
		}
	}
	for room > 0 && len(r.quiet) > 0 {
		take(<-r.quiet)
	}
	return batch
}

// saveTogether saves visits in one transaction.
func (r *round) saveTogether(ctx context.Context, batch []*call) error {
	visits := make([]*store.Visit, len(batch))
	for i, c := range batch {
		visits[i] = &c.visit
	}
	saved, err := r.worker.Store.SaveVisits(ctx, visits)
	if err != nil {
		return r.saveEach(ctx, batch) // one of them is to blame, or the database
	}
	for i, c := range batch {
		if err := r.saved(ctx, c, saved[i]); err != nil {
			return err
		}
	}
	return nil
}

// saveEach saves visits one by one.
func (r *round) saveEach(ctx context.Context, batch []*call) error {
	for _, c := range batch {
		saved, err := r.worker.save(ctx, c)
		if err != nil {
			return err
		}
		if err := r.saved(ctx, c, saved); err != nil {
			return err
		}
	}
	return nil
}

// save keeps what a visit brought. If the database will not have it, it may be
// this source's bytes: then this source alone has failed. If it is the
// database, that cannot be written down either, and is an error.
func (w *Worker) save(ctx context.Context, c *call) (store.Saved, error) {
	saved, err := w.Store.SaveVisit(ctx, c.visit)
	if err == nil {
		return saved, nil
	}
	states, unknown := w.Store.BriefStates(ctx, []string{c.source.ID})
	if unknown != nil {
		return store.Saved{}, errors.Join(err, unknown)
	}
	state := recall(*c.source, states[c.source.ID])
	state.LastVisit = c.visit.State.LastVisit
	c.visit = failed(*c.source, state, "save", err)
	return w.Store.SaveVisit(ctx, c.visit)
}

// saved tells of a visit: the operator once, who waits for it, and the hubs' rows.
func (r *round) saved(ctx context.Context, c *call, saved store.Saved) error {
	if v := c.visit.State; v.Advice != "" && v.Advice != r.states[c.source.ID].Advice {
		r.worker.Log.WarnContext(ctx, "source", "id", c.source.ID, "error", v.Error, "advice", v.Advice)
	}
	r.count(c.visit, saved)
	return r.worker.answer(ctx, c.hubs, c.heard)
}

func (r *round) count(v store.Visit, saved store.Saved) {
	r.tally.visited++
	r.tally.fresh += saved.New
	r.tally.changed += saved.Changed
	outcome := VisitRead
	switch {
	case v.State.Failures > 0:
		r.tally.failed++
		outcome = VisitFailed
	case v.Items == nil:
		r.tally.unchanged++
		outcome = VisitUnchanged
	}
	r.worker.counted.add(outcome, 1)
	r.worker.counted.add(ItemsNew, saved.New)
	r.worker.counted.add(ItemsChanged, saved.Changed)
	if r.progress != nil {
		r.progress(r.tally.visited, len(r.sources), v)
	}
}
