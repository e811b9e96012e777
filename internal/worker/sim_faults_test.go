package worker

import (
	"sync"
	"time"

	"modernc.org/sqlite"
)

func init() {
	sqlite.RegisterConnectionHook(func(conn sqlite.ExecQuerierContext, _ string) error {
		if f, hooks := opening.faults, sqlite.HookRegisterer(nil); f != nil {
			hooks = conn.(sqlite.HookRegisterer)
			hooks.RegisterPreUpdateHook(func(sqlite.SQLitePreUpdateData) { f.touch() })
			hooks.RegisterCommitHook(f.commit)
			hooks.RegisterRollbackHook(f.rollback)
		}
		return nil
	})
}

// moment is where a process dies, or the database fails.
type moment int

const (
	never moment = iota
	beforeCommit
	afterCommit
	atCommit // the database will not have it, and the process lives on
	beforeSend
	afterSend
)

// faults is the machine: what it does to the process and to the database. A
// process that is dead changes nothing any more: what it wanted to commit is
// not, and nobody hears what it says.
type faults struct {
	mu      sync.Mutex
	at      moment
	count   int // how many such moments are to pass before
	changed bool
	dead    bool
	trouble bool      // something has failed since it was last asked
	down    time.Time // until when the database takes nothing
	clock   func() time.Time
}

// draw decides what befalls the next job.
func (f *faults) draw(w *world) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.at, f.count, f.clock = never, w.rng.IntN(3), w.true
	if roll := w.rng.IntN(70); roll < int(afterSend) {
		f.at = moment(roll + 1)
	}
}

// happen begins an outage of the database at times: it may be read, not written.
func (f *faults) happen(w *world) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if w.chance(0.05) {
		f.down, f.clock = w.true().Add(w.between(time.Second, 8*time.Hour)), w.true
		w.tally.outages++
	}
}

func (f *faults) isDown() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.clock != nil && f.clock().Before(f.down)
}

// comes says that the moment is this one.
func (f *faults) comes(at moment) bool {
	if f.at != at {
		return false
	}
	f.count--
	return f.count < 0
}

// commit is asked by SQLite before each commit; an answer other than 0 undoes it.
func (f *faults) commit() int32 {
	f.mu.Lock()
	defer f.mu.Unlock()
	changed := f.changed
	f.changed = false
	switch {
	case f.dead:
		f.trouble = true
		return 1
	case !changed:
		return 0
	case f.clock != nil && f.clock().Before(f.down), f.comes(atCommit):
		f.at, f.trouble = never, true
		return 1
	case f.comes(beforeCommit):
		f.dead, f.trouble = true, true
		return 1
	case f.comes(afterCommit):
		f.dead = true
	}
	return 0
}

func (f *faults) touch() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.changed = true
}

func (f *faults) rollback() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.changed = false
}

// dies says that the process is dead, or dies at this moment.
func (f *faults) dies(at moment) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.dead = f.dead || f.comes(at)
	return f.dead
}

func (f *faults) isDead() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.dead
}

func (f *faults) revive() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.dead, f.at = false, never
}

func (f *faults) heal() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.dead, f.at, f.down = false, never, time.Time{}
}
