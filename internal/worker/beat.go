package worker

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"os"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"

	"broadsheet/internal/store"
)

const (
	// pulse is how often a process says that it lives.
	pulse = 5 * time.Second
	// silence is how many beats of ours without one of another's tell that it
	// has died. Beats are counted, not times compared: clocks differ.
	silence = 4
	// someJobs is how many jobs of the dead are looked for at a time.
	someJobs = 1000
)

// introduce is this process as the others will know it.
func (w *Worker) introduce() store.Process {
	roles := w.Roles
	if len(roles) == 0 {
		roles = Roles
	}
	words := make([]string, len(roles))
	for i, role := range roles {
		words[i] = string(role)
	}
	return store.Process{
		ID: strings.ToLower(rand.Text()), Place: place(), PID: os.Getpid(),
		Roles: strings.Join(words, ","), Version: w.Version, Started: w.Now(),
	}
}

// place is where a process number means something: this machine, and in a
// container on Linux the space of process numbers that is its own.
func place() string {
	host, _ := os.Hostname()
	space, _ := os.Readlink("/proc/self/ns/pid")
	return strings.TrimSpace(host + " " + strings.TrimPrefix(space, machineSpace))
}

// machineSpace is what every Linux calls the space of processes outside all
// containers.
const machineSpace = "pid:[4026531836]"

// watch is what a process has seen of the others.
type watch struct {
	worker *Worker
	self   store.Process
	// jobs is River's way to its own table.
	jobs riverdriver.Executor
	plan func(context.Context) error
	wake func(context.Context) error
	seen map[string]sight
}

// sight is a process's count of beats, and for how many beats of ours it has stood.
type sight struct{ beats, still int }

// beat says that we live, at once and then with every pulse, and takes over
// from those who do not, until the returned function is called.
func (w *Worker) beat(ctx context.Context, self store.Process, jobs riverdriver.Executor, plan, wake func(context.Context) error) (stop func()) {
	v := &watch{w, self, jobs, plan, wake, map[string]sight{}}
	v.beat(ctx)
	// What was begun when ctx ended is still ours.
	stopBeating := every(context.WithoutCancel(ctx), pulse, v.beat)
	return func() {
		stopBeating()
		last := context.WithoutCancel(ctx)
		if err := errors.Join(w.counted.save(last, w.Store), w.Store.ForgetProcess(last, self.ID)); err != nil {
			w.Log.WarnContext(ctx, "beat", "error", err)
		}
	}
}

// beat is one beat. A database that does not answer now will at the next.
func (v *watch) beat(ctx context.Context) {
	err := v.worker.watchClock(ctx, v.wake)
	if err == nil {
		v.self.Beat = v.worker.Now()
		err = v.worker.Store.Beat(ctx, v.self)
	}
	var others []store.Process
	if err == nil {
		others, err = v.worker.Store.Processes(ctx)
	}
	for _, other := range others {
		if err == nil && other.ID != v.self.ID && v.isDead(other) {
			err = v.takeOver(ctx, other)
		}
	}
	if err == nil {
		err = v.worker.counted.save(ctx, v.worker.Store)
	}
	if err != nil && ctx.Err() == nil {
		v.worker.Log.WarnContext(ctx, "beat", "error", err)
	}
}

// isDead says whether a process is gone, or has not beaten for too long.
func (v *watch) isDead(other store.Process) bool {
	s, known := v.seen[other.ID]
	if known && s.beats == other.Beats {
		s.still++
	} else {
		s = sight{beats: other.Beats}
	}
	v.seen[other.ID] = s
	return s.still >= silence || other.Place == v.self.Place && !isAlive(other.PID)
}

// isAlive says whether there is a process of this number here. Where that cannot
// be asked, there is.
func isAlive(pid int) bool {
	if runtime.GOOS == "windows" {
		return true
	}
	process, err := os.FindProcess(pid)
	if err != nil {
		return true
	}
	err = process.Signal(syscall.Signal(0))
	return err == nil || errors.Is(err, syscall.EPERM)
}

// takeOver lets others have the jobs of a process that has died, which would
// look as if they ran until River's own patience ends. If it was only asleep,
// two do the same: the keys of the store and the leases see to it that nothing
// is done twice.
func (v *watch) takeOver(ctx context.Context, dead store.Process) error {
	n, err := release(ctx, v.jobs, dead.ID)
	if err == nil {
		err = v.worker.Store.ForgetProcess(ctx, dead.ID)
	}
	if err == nil {
		delete(v.seen, dead.ID)
		v.worker.Log.WarnContext(ctx, "took over", "place", dead.Place, "pid", dead.PID, "roles", dead.Roles, "jobs", n)
		err = v.plan(ctx)
	}
	return err
}

// always is later than any attempt.
var always = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// release makes the jobs that a process ran available again, but for those that
// had their last attempt: it may be they that kill. The next plan makes them anew.
func release(ctx context.Context, jobs riverdriver.Executor, process string) (int, error) {
	rescue := riverdriver.JobRescueManyParams{StuckHorizon: always}
	for after := int64(0); ; {
		running, err := jobs.JobGetStuck(ctx, &riverdriver.JobGetStuckParams{AfterID: after, Max: someJobs, StuckHorizon: always})
		if err != nil {
			return 0, err
		}
		for _, job := range running {
			after = job.ID
			if n := len(job.AttemptedBy); n > 0 && job.AttemptedBy[n-1] == process {
				if err := addRescue(&rescue, job); err != nil {
					return 0, err
				}
			}
		}
		if len(running) < someJobs {
			break
		}
	}
	if len(rescue.ID) == 0 {
		return 0, nil
	}
	_, err := jobs.JobRescueMany(ctx, &rescue)
	return len(rescue.ID), err
}

func addRescue(rescue *riverdriver.JobRescueManyParams, job *rivertype.JobRow) error {
	began := *cmp.Or(job.AttemptedAt, &job.ScheduledAt)
	words, err := json.Marshal(rivertype.AttemptError{At: began, Attempt: max(job.Attempt, 0), Error: "its process has died"})
	if err != nil {
		return err
	}
	state, ended := rivertype.JobStateAvailable, (*time.Time)(nil)
	if job.Attempt >= job.MaxAttempts {
		state, ended = rivertype.JobStateDiscarded, &began
	}
	rescue.ID = append(rescue.ID, job.ID)
	rescue.Error = append(rescue.Error, words)
	rescue.FinalizedAt = append(rescue.FinalizedAt, ended)
	rescue.ScheduledAt = append(rescue.ScheduledAt, job.ScheduledAt)
	rescue.State = append(rescue.State, string(state))
	return nil
}
