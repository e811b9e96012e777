package worker

import (
	"context"
	"crypto/rand"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"golang.org/x/sync/errgroup"

	"broadsheet/internal/fetch"
	"broadsheet/internal/store"
)

const (
	// wantedLease is for how long we ask a hub to announce.
	wantedLease = 10 * 24 * time.Hour
	// hubsAtOnce is how many hubs are talked to at a time.
	hubsAtOnce = 8
)

// hubArgs are those of the job that does the errands.
type hubArgs struct{}

func (hubArgs) Kind() string { return "hub" }

func (hubArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: reporting, UniqueOpts: once}
}

// callHubs does the errands that are due by now.
func (j *jobs) callHubs(ctx context.Context, _ *river.Job[hubArgs]) (line, error) {
	errands, err := j.errands(ctx, j.Now().UTC())
	if err != nil {
		return nil, err
	}
	begin, cancel := j.begin()
	defer cancel()
	done, err := j.runErrands(ctx, begin.Done(), errands)
	if err == nil && done.run < len(errands) {
		err = river.JobSnooze(0)
	}
	about := line{"due", len(errands), "run", done.run, "failed", done.failed}
	if done.cause != "" {
		about = append(about, "cause", done.cause)
	}
	return about, err
}

// calls counts errands.
type calls struct {
	mu          sync.Mutex
	run, failed int
	cause       string // why one failed
}

// runErrands runs errands, at once to several hubs and in turn to each; it
// begins none once enough is closed. An error means that the database fails or
// that ctx ended.
func (w *Worker) runErrands(ctx context.Context, enough <-chan struct{}, errands []errand) (*calls, error) {
	done := &calls{}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(hubsAtOnce)
	for _, line := range byHub(errands) {
		group.Go(func() error {
			for _, e := range line {
				if isClosed(enough) {
					break
				}
				if err := w.runErrand(ctx, e, done); err != nil {
					return err
				}
			}
			return context.Cause(ctx)
		})
	}
	return done, group.Wait()
}

// byHub sorts errands into one line for each host that hubs are at.
func byHub(errands []errand) map[string][]errand {
	lines := map[string][]errand{}
	for _, e := range errands {
		host := ""
		if u, err := url.Parse(e.hub.Hub); err == nil {
			host = strings.ToLower(u.Hostname())
		}
		lines[host] = append(lines[host], e)
	}
	return lines
}

// runErrand asks a hub, or forgets it. It is written down first: some hubs ask
// back while we still wait for their answer.
func (w *Worker) runErrand(ctx context.Context, e errand, done *calls) error {
	if e.forget {
		done.count(nil)
		return w.Store.ForgetHub(ctx, e.hub.Token)
	}
	if e.hub.Token == "" {
		e.hub.Token, e.hub.Secret = rand.Text(), rand.Text()
	}
	asks, err := w.Store.AskHub(ctx, e.hub, e.before)
	if err != nil {
		return err
	}
	if asks {
		err = w.Fetch.Post(ctx, e.hub.Hub, w.hubForm(e.hub))
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	done.count(err)
	if err == nil {
		return nil
	}
	e.hub.Error = cause(err).Error()
	var status *fetch.StatusError
	if errors.As(err, &status) {
		e.hub.NextAsk = later(e.hub.NextAsk, e.hub.Asked.Add(min(status.RetryAfter, mostRest)))
	}
	return w.Store.HubFailed(ctx, e.hub)
}

func (c *calls) count(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.run++
	if err != nil {
		c.failed++
		c.cause = err.Error()
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// hubForm is what we say to a hub (WebSub §5.1).
func (w *Worker) hubForm(hub store.Hub) url.Values {
	form := url.Values{
		"hub.mode":     {"subscribe"},
		"hub.topic":    {hub.Topic},
		"hub.callback": {w.Site.URL + "/websub/" + hub.Token},
	}
	if hub.State == store.HubLeaving {
		form.Set("hub.mode", "unsubscribe")
		return form
	}
	form.Set("hub.lease_seconds", strconv.Itoa(int(wantedLease/time.Second)))
	form.Set("hub.secret", hub.Secret)
	return form
}
