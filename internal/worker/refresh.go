package worker

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync/atomic"

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
	known, err := w.known(ctx, sources)
	if err != nil {
		return fmt.Errorf("refresh: %w", err)
	}
	_, err = w.refresh(ctx, ctx.Done(), visits{sources, known}, progress)
	return err
}

// tally counts the visits of a round.
type tally struct{ visited, failed, unchanged, fresh, changed int }

// refresh begins no further visit once enough is closed.
func (w *Worker) refresh(ctx context.Context, enough <-chan struct{}, due visits, progress Progress) (tally, error) {
	r := newRound(w, due, progress)
	if err := r.run(ctx, enough, r.save); err != nil {
		return r.tally, fmt.Errorf("refresh: %w", err)
	}
	return r.tally, nil
}

// eachHost calls visit for every source: at once for several hosts, and for the
// sources of one host by as many at a time as the host bears.
func (w *Worker) eachHost(ctx context.Context, enough <-chan struct{}, sources []digest.Source, visit func(context.Context, *digest.Source) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(hostsAtOnce)
	for _, line := range byHost(sources) {
		group.Go(func() error { return w.walk(ctx, enough, line, visit) })
	}
	return group.Wait()
}

// walk visits the sources of one host, in order.
func (w *Worker) walk(ctx context.Context, enough <-chan struct{}, line []*digest.Source, visit func(context.Context, *digest.Source) error) error {
	group, inside := errgroup.WithContext(ctx)
	var begun atomic.Int64
	for range min(w.Fetch.PerHost(hostOf(*line[0])), len(line)) {
		group.Go(func() error {
			for inside.Err() == nil && !isClosed(enough) {
				n := int(begun.Add(1))
				if n > len(line) {
					break
				}
				if err := visit(inside, line[n-1]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return cmp.Or(group.Wait(), context.Cause(ctx))
}

// byHost sorts sources into one line a host, in the order of the first of each.
func byHost(sources []digest.Source) [][]*digest.Source {
	place, lengths := map[string]int{}, []int{}
	hosts := make([]int, len(sources))
	for i, source := range sources {
		host := hostOf(source)
		n, known := place[host]
		if !known {
			n = len(lengths)
			place[host], lengths = n, append(lengths, 0)
		}
		hosts[i] = n
		lengths[n]++
	}
	lines := make([][]*digest.Source, len(lengths))
	for i, n := range hosts {
		if lines[n] == nil {
			lines[n] = make([]*digest.Source, 0, lengths[n])
		}
		lines[n] = append(lines[n], &sources[i])
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
