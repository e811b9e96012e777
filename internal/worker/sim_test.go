package worker

import (
	"flag"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

var (
	simSeeds = flag.Int("seeds", 24, "how many lives TestSimulation lives")
	simSeed  = flag.Uint64("seed", 0, "the one life that TestSimulation lives, and tells of")
	simDays  = flag.Int("days", 20, "how many days a life has")
	simRaced = false
)

// A life is some weeks of a paper on a virtual clock: the real Worker, store
// and mails, with a press, a post office and a machine around them that fail at
// random. After each pass and at the end the promises are checked. The same
// seed is the same life.
func TestSimulation(t *testing.T) {
	if *simSeed != 0 {
		tell(t, live(t, *simSeed, nil, t.Logf))
		return
	}
	var mu sync.Mutex
	sum := happenings{}
	t.Run("lives", func(t *testing.T) {
		for n := range *simSeeds {
			t.Run(fmt.Sprint(n+1), func(t *testing.T) {
				t.Parallel()
				w := live(t, uint64(n+1), nil, nil)
				tell(t, w)
				mu.Lock()
				defer mu.Unlock()
				sum.add(w.tally)
			})
		}
	})
	t.Logf("%d lives of %d days: %s", *simSeeds, *simDays, sum)
	if *simSeeds >= 10 && (sum.crashes == 0 || sum.jumps == 0 || sum.changes == 0 || sum.doubts == 0 || sum.late == 0) {
		t.Error("not everything that can go wrong has gone wrong")
	}
}

// Each of these is a fault of the program, or of what it stands on. The
// harness must find it, or it is no harness.
func TestSimulationFindsFaults(t *testing.T) {
	if simRaced {
		t.Skip("nothing races here that does not in TestSimulation")
	}
	for _, m := range mischiefs {
		t.Run(m.name, func(t *testing.T) {
			for seed := uint64(1); seed <= 12; seed++ {
				w := live(t, seed, &m, nil)
				if found := strings.Join(w.broken, "\n"); strings.Contains(found, m.breaks) {
					return
				}
			}
			t.Errorf("in 12 lives nobody said %q", m.breaks)
		})
	}
}

// The same seed is the same life, or nobody could look into it.
func TestSimulationIsRepeatable(t *testing.T) {
	one, other := live(t, 5, nil, nil), live(t, 5, nil, nil)
	if diff := cmp.Diff(one.office.taken, other.office.taken, cmp.AllowUnexported(simLetter{})); diff != "" || len(one.office.taken) == 0 {
		t.Errorf("other mails (-once +again):\n%s", diff)
	}
	if one.tally != other.tally {
		t.Errorf("once %s, again %s", one.tally, other.tally)
	}
}

// live lives a life. Its clock is that of a bubble, in which time passes when
// everybody sleeps.
func live(t *testing.T, seed uint64, m *mischief, log func(string, ...any)) *world {
	var w *world
	synctest.Test(t, func(t *testing.T) {
		w = newWorld(t, seed, m, log)
		defer w.end()
		last := w.since() + time.Duration(*simDays)*24*time.Hour
		for w.since() < last && len(w.broken) == 0 {
			w.sleep()
			w.happen()
			w.pass()
		}
		if len(w.broken) == 0 {
			w.heal()
			w.judge()
		}
	})
	return w
}

// tell says what was broken in a life, and how to live it again.
func tell(t *testing.T, w *world) {
	t.Helper()
	if len(w.broken) > 0 {
		t.Errorf("seed %d: %s\nagain with: go test ./internal/worker -run 'TestSimulation$' -seed %d -days %d -v",
			w.seed, strings.Join(w.broken, "\n  "), w.seed, *simDays)
	}
}

// happenings counts what happened.
type happenings struct{ editions, mails, crashes, jumps, changes, doubts, late, outages int }

func (a *happenings) add(b happenings) {
	a.editions += b.editions
	a.mails += b.mails
	a.crashes += b.crashes
	a.jumps += b.jumps
	a.changes += b.changes
	a.doubts += b.doubts
	a.late += b.late
	a.outages += b.outages
}

func (a happenings) String() string {
	return fmt.Sprintf("%d editions, %d of them too late for mail, %d mails, of which %d were in doubt and sent twice; %d outages, %d crashes, %d clock jumps, %d changes of config",
		a.editions, a.late, a.mails, a.doubts, a.outages, a.crashes, a.jumps, a.changes)
}
