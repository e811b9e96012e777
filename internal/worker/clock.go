package worker

import (
	"context"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

const (
	// leastJump is how far a clock must be set forward or back to be told.
	leastJump = time.Minute
	// leastSkew is how far our clock may be from the database's without being
	// put right: what an answer takes on its way is less.
	leastSkew = time.Second
)

// hands show the time by which a process works. Where many machines share a
// database it is the database's: asked for with each pulse, and in between
// counted on by what passes on a clock that nobody sets. So machines whose
// clocks differ agree about when an edition is due and a lease has ended.
// Elsewhere it is the machine's.
type hands struct {
	wall   func() time.Time
	steady func() time.Duration // nil if there is no such clock

	mu     sync.Mutex
	anchor time.Time // what the database's clock showed at since, zero if it was not asked
	since  time.Duration
	// lookedAt is the last look at both clocks.
	lookedAt     time.Time
	lookedSteady time.Duration
}

func (h *hands) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.shown()
}

func (h *hands) shown() time.Time {
	if h.anchor.IsZero() {
		return h.wall()
	}
	return h.anchor.Add(h.steady() - h.since)
}

// set puts the hands right by the database's clock, and answers by how much
// they were ahead of it.
func (h *hands) set(clock time.Time) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	ahead := h.shown().Sub(clock)
	if h.anchor.IsZero() || ahead.Abs() >= leastSkew {
		h.anchor, h.since = clock, h.steady()
	}
	return ahead
}

// jump is how much further the hands have moved than time has passed since it
// was last called, and whether it never was. The readings of the wall clock are
// compared as such, without what Go notes beside them.
func (h *hands) jump() (moved time.Duration, first bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	at, steady := h.shown().Round(0), h.steady()
	first, moved = h.lookedAt.IsZero(), at.Sub(h.lookedAt)-(steady-h.lookedSteady)
	h.lookedAt, h.lookedSteady = at, steady
	if first || moved.Abs() < leastJump {
		return 0, first
	}
	return moved, false
}

// watchClock puts our clock right, and tells once when a clock was set. After
// one that went back there are items that were met later than now, and jobs that
// would wait until it is as late again; wake lets them begin.
func (w *Worker) watchClock(ctx context.Context, wake func(context.Context) error) error {
	if w.hands.steady == nil {
		return nil
	}
	if err := w.putRight(ctx); err != nil {
		return err
	}
	moved, first := w.hands.jump()
	if first || moved < 0 {
		if err := w.Store.MetBy(ctx, w.Now()); err != nil {
			return err
		}
	}
	if moved == 0 {
		return nil
	}
	w.Log.WarnContext(ctx, "clock", "jumped", moved.Round(time.Second), "now", w.Now().UTC(),
		"advice", "it was set, or the machine slept; no edition is doubled or lost by it")
	if moved > 0 {
		return nil
	}
	return wake(ctx)
}

// putRight sets our hands by the database's clock, where it has one of its own.
func (w *Worker) putRight(ctx context.Context) error {
	clock, shared, err := w.Store.Clock(ctx)
	if err != nil || !shared {
		return err
	}
	if ahead := w.hands.set(clock); ahead.Abs() >= leastSkew {
		w.Log.WarnContext(ctx, "clock", "ahead_of_the_database", ahead.Round(time.Millisecond), "used", "the database's")
	}
	return nil
}

// wakeJobs lets every job begin that waits for a time.
func wakeJobs[T any](ctx context.Context, client *river.Client[T]) error {
	waiting := river.NewJobListParams().First(someJobs).
		States(rivertype.JobStateAvailable, rivertype.JobStateScheduled, rivertype.JobStateRetryable)
	found, err := client.JobList(ctx, waiting)
	if err != nil {
		return err
	}
	for _, job := range found.Jobs {
		if _, err := client.JobRetry(ctx, job.ID); err != nil {
			return err
		}
	}
	return nil
}
