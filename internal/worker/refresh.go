package worker

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// hostsAtOnce is how many hosts one Refresh visits at a time: more than a
// fetch.Client asks by default, so that some are read and saved while others
// are waited for. The Client has the last word.
const hostsAtOnce = 64

// Progress is told of every visit as it ends, one at a time.
type Progress func(done, total int, v store.Visit)

// Refresh visits the sources, due or not, and saves what they bring. A source
// that fails is no error: that is saved, too. An error means that the database
// fails or that ctx ended; what was saved until then stays. progress may be nil.
func (w *Worker) Refresh(ctx context.Context, sources []digest.Source, progress Progress) error {
	_, err := w.refresh(ctx, ctx.Done(), sources, progress)
	return err
}

// tally counts the visits of a round.
type tally struct{ visited, failed, unchanged, fresh, changed int }

// refresh begins no further visit once enough is closed.
func (w *Worker) refresh(ctx context.Context, enough <-chan struct{}, sources []digest.Source, progress Progress) (tally, error) {
	states, err := w.Store.States(ctx, ids(sources))
	if err != nil {
		return tally{}, fmt.Errorf("refresh: %w", err)
	}
	hubs, err := w.Store.Hubs(ctx)
	if err != nil {
		return tally{}, fmt.Errorf("refresh: %w", err)
	}
	r := &round{worker: w, states: states, hubs: hubsBySource(hubs), total: len(sources), progress: progress}
	err = w.eachHost(ctx, enough, sources, r.visit)
	if err != nil {
		err = fmt.Errorf("refresh: %w", err)
	}
	return r.tally, err
}

// eachHost calls visit for every source: at once for several hosts, and for the
// sources of one host by as many at a time as the host bears.
func (w *Worker) eachHost(ctx context.Context, enough <-chan struct{}, sources []digest.Source, visit func(context.Context, digest.Source) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(hostsAtOnce)
	for _, line := range byHost(sources) {
		group.Go(func() error { return w.walk(ctx, enough, line, visit) })
	}
	return group.Wait()
}

// walk visits the sources of one host, in order.
func (w *Worker) walk(ctx context.Context, enough <-chan struct{}, line []digest.Source, visit func(context.Context, digest.Source) error) error {
	group, inside := errgroup.WithContext(ctx)
	group.SetLimit(w.Fetch.PerHost(hostOf(line[0])))
	for _, source := range line {
		if inside.Err() != nil {
			break
		}
		group.Go(func() error {
			if isClosed(enough) {
				return nil
			}
			return visit(inside, source)
		})
	}
	return cmp.Or(group.Wait(), context.Cause(ctx))
}

// byHost sorts sources into one line a host, in the order of the first of each.
func byHost(sources []digest.Source) [][]digest.Source {
	place := map[string]int{}
	var lines [][]digest.Source
	for _, source := range sources {
		host := hostOf(source)
		n, known := place[host]
		if !known {
			n = len(lines)
			place[host], lines = n, append(lines, nil)
		}
		lines[n] = append(lines[n], source)
	}
	return lines
}

// hostOf is whom a visit to the source is a burden to: its server, or for an
// address without one the address itself.
func hostOf(source digest.Source) string {
	u, err := url.Parse(source.Address())
	if err != nil || u.Hostname() == "" {
		return source.Address()
	}
	return strings.ToLower(u.Hostname())
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// round is one turn through the sources.
type round struct {
	worker   *Worker
	states   map[string]store.State
	hubs     map[string][]store.Hub
	total    int
	progress Progress

	saving  sync.Mutex // held while a batch is saved
	mu      sync.Mutex
	waiting []call // visits to be saved with the next batch
	tally   tally
}

// call is a visit that is not saved yet.
type call struct {
	source digest.Source
	last   store.State
	visit  store.Visit
}

// visit visits and saves one source.
func (r *round) visit(ctx context.Context, source digest.Source) error {
	last := r.states[source.ID]
	v := r.worker.Visit(ctx, source, last)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	hubs := r.hubs[source.ID]
	heard := hear(hubs, last, v)
	r.mu.Lock()
	r.waiting = append(r.waiting, call{source, last, restLonger(v, heard)})
	r.mu.Unlock()
	if err := r.saveWaiting(ctx); err != nil {
		return err
	}
	return r.worker.answer(ctx, hubs, heard)
}

// saveWaiting saves, in one transaction, all that has come while the last one
// was under way. What it finds done was done by another.
func (r *round) saveWaiting(ctx context.Context) error {
	r.saving.Lock()
	defer r.saving.Unlock()
	r.mu.Lock()
	batch := r.waiting
	r.waiting = nil
	r.mu.Unlock()
	if len(batch) == 0 {
		return nil
	}
	visits := make([]store.Visit, len(batch))
	for i, c := range batch {
		visits[i] = c.visit
	}
	saved, err := r.worker.Store.SaveVisits(ctx, visits)
	for i, c := range batch {
		if err == nil {
			r.saved(ctx, c, c.visit, saved[i])
			continue
		}
		// One of them is to blame, or the database.
		v, alone, err := r.worker.save(ctx, c)
		if err != nil {
			return err
		}
		r.saved(ctx, c, v, alone)
	}
	return nil
}

// save keeps what a visit brought. If the database will not have it, it may be
// this source's bytes: then this source alone has failed. If it is the
// database, that cannot be written down either, and is an error.
func (w *Worker) save(ctx context.Context, c call) (store.Visit, store.Saved, error) {
	saved, err := w.Store.SaveVisit(ctx, c.visit)
	if err == nil {
		return c.visit, saved, nil
	}
	state := recall(c.source, c.last)
	state.LastVisit = c.visit.State.LastVisit
	v := failed(c.source, state, "save", err)
	saved, err = w.Store.SaveVisit(ctx, v)
	return v, saved, err
}

// saved tells of a visit: to whom waits for it, and to the operator once.
func (r *round) saved(ctx context.Context, c call, v store.Visit, saved store.Saved) {
	if v.State.Advice != "" && v.State.Advice != c.last.Advice {
		r.worker.Log.WarnContext(ctx, "source", "id", c.source.ID, "error", v.State.Error, "advice", v.State.Advice)
	}
	r.count(v, saved)
}

func (r *round) count(v store.Visit, saved store.Saved) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tally.visited++
	r.tally.fresh += saved.New
	r.tally.changed += saved.Changed
	switch {
	case v.State.Failures > 0:
		r.tally.failed++
	case v.Items == nil:
		r.tally.unchanged++
	}
	if r.progress != nil {
		r.progress(r.tally.visited, r.total, v)
	}
}
