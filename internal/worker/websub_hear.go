package worker

import (
	"context"
	"slices"
	"time"

	"broadsheet/internal/store"
)

// earshot is how often we listen for pings.
const earshot = time.Second

// listen has a plan made whenever a ping has come, so that the news need not
// wait for the next tick. It goes on until the returned function is called.
func (w *Worker) listen(ctx context.Context, plan func(context.Context) error) (stop func()) {
	if !w.does(Fetch) || !isPublic(w.Site.URL) {
		return func() {}
	}
	heard := 0
	return every(ctx, earshot, func(ctx context.Context) {
		pings, err := w.Store.Unanswered(ctx)
		if err == nil && pings != heard && pings > 0 {
			err = plan(ctx)
		}
		if err == nil {
			heard = pings
		} else if ctx.Err() == nil {
			w.Log.WarnContext(ctx, "listen for pings", "error", err)
		}
	})
}

// every does something each time d has passed, until the returned function is
// called, which waits for the last time to end.
func every(ctx context.Context, d time.Duration, do func(context.Context)) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(d)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				do(ctx)
			case <-ctx.Done():
				return
			}
		}
	}()
	return func() {
		cancel()
		<-stopped
	}
}

// hubsBySource are the hubs that we know, by the source that they announce.
func hubsBySource(hubs []store.Hub) map[string][]store.Hub {
	by := map[string][]store.Hub{}
	for _, hub := range hubs {
		by[hub.Source] = append(by[hub.Source], hub)
	}
	return by
}

// isPinged says whether a hub has announced news that no visit has looked for,
// and the source may be visited.
func isPinged(state store.State, hubs []store.Hub, now time.Time) bool {
	return mayAsk(state, now) && !state.LastVisit.Add(leastRest).After(now) &&
		slices.ContainsFunc(hubs, func(h store.Hub) bool { return h.Pings > h.Answered })
}

// hear is what a visit shows about the source's hubs: the pings that came
// before it are answered, and who said nothing of the news has missed it.
func hear(hubs []store.Hub, last store.State, v store.Visit) []store.Hub {
	if !v.State.LastVisit.After(last.LastVisit) {
		return hubs // nobody was asked
	}
	heard := slices.Clone(hubs)
	for i := range heard {
		h := &heard[i]
		switch {
		case h.Pings > h.Answered:
			h.Answered, h.Missed = h.Pings, 0
		case v.State.LastNew.Equal(v.State.LastVisit) && h.LeaseEnd.After(v.State.LastVisit):
			h.Missed++
		}
	}
	return heard
}

// restLonger puts off the next visit to a source whose hub will tell us.
func restLonger(state *store.State, hubs []store.Hub) {
	if state.Failures > 0 || state.Gone || state.Patience.After(state.LastVisit) {
		return
	}
	for _, h := range hubs {
		believed := h.State != store.HubLeaving && h.Failures <= hubTries && h.Missed < hubMisses
		next := state.LastVisit.Add(hubRest)
		if h.LeaseEnd.Before(next) {
			next = h.LeaseEnd
		}
		if believed && next.After(state.NextVisit) {
			state.NextVisit, state.NextReason = next, "its hub tells us of news before"
		}
	}
}

// answer writes down what a visit has shown about hubs.
func (w *Worker) answer(ctx context.Context, before, after []store.Hub) error {
	for i, h := range after {
		if h == before[i] {
			continue
		}
		if err := w.Store.AnswerHub(ctx, h.Token, h.Answered, h.Missed); err != nil {
			return err
		}
	}
	return nil
}
