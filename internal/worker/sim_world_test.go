package worker

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	"broadsheet/internal/store"
	"broadsheet/templates"
)

// world is everything around the program: time, the press, the post office, the
// machine, the editor; and what is known of them without asking the program.
type world struct {
	t      *testing.T
	ctx    context.Context
	seed   uint64
	rng    *rand.Rand
	log    func(string, ...any)
	begin  time.Time     // in the bubble
	base   time.Time     // what the calendar shows at begin
	wrong  time.Duration // by how much the machine's clock is ahead
	store  *store.Store
	jobs   *jobs // nil when no process runs
	faults faults
	press  wires
	office postOffice
	cfg    simConfig
	// readers are the addresses that get the mails now.
	readers  []string
	expected map[string]string // by Message-ID the reader that must get it
	rows     []simRow          // the ledger, as it was after the last pass
	broken   []string
	mischief *mischief
	tally    happenings
}

func newWorld(t *testing.T, seed uint64, m *mischief, log func(string, ...any)) *world {
	rng := rand.New(rand.NewPCG(seed, 26))
	w := &world{
		t: t, ctx: context.Background(), seed: seed, rng: rng, log: log, begin: time.Now(), mischief: m,
		base:     time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rng.IntN(330*24*60)) * time.Minute),
		expected: map[string]string{}, readers: []string{"reader0", "reader1"},
	}
	if w.log == nil {
		w.log = func(string, ...any) {}
	}
	w.press.print(w)
	w.office.world = w
	w.cfg = w.randomConfig()
	w.store = openWatched(t, &w.faults)
	w.log("config %s", w.cfg)
	return w
}

// opening lets one life at a time open its database: that is how the
// connection finds whose it is.
var opening struct {
	sync.Mutex
	faults *faults
}

func openWatched(t *testing.T, f *faults) *store.Store {
	opening.Lock()
	defer opening.Unlock()
	opening.faults = f
	defer func() { opening.faults = nil }()
	s, err := store.Open(context.Background(), ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (w *world) end() {
	w.stop()
	if err := w.store.Close(); err != nil {
		w.t.Error(err)
	}
}

// since is how long the life has lasted; true is the time that it is, and now
// what the machine's clock shows.
func (w *world) since() time.Duration { return time.Since(w.begin) }
func (w *world) true() time.Time      { return w.base.Add(w.since()) }
func (w *world) now() time.Time       { return w.true().Add(w.wrong) }

func (w *world) chance(p float64) bool { return w.rng.Float64() < p }

// between is a random time between two.
func (w *world) between(least, most time.Duration) time.Duration {
	return least + time.Duration(w.rng.Int64N(int64(most-least)))
}

func (w *world) fail(format string, args ...any) {
	w.broken = append(w.broken, w.now().Format("2006-01-02 15:04: ")+fmt.Sprintf(format, args...))
}

// sleep lets time pass until something may be due: mostly some hours, often
// until just after the next edition's, and at times days in which nothing runs.
func (w *world) sleep() {
	d := w.between(time.Hour, 26*time.Hour)
	next, ok := w.cfg.nextAfter(w.now())
	switch {
	case w.chance(0.03):
		w.stop()
		d = w.between(12*time.Hour, 5*24*time.Hour)
		w.log("%s down for %s", w.now().Format(time.DateTime), d)
	case ok && next.Sub(w.now()) < d && w.chance(0.9):
		d = next.Sub(w.now()) + w.between(0, 3*time.Minute)
	}
	time.Sleep(d)
}

// happen is what befalls the world between two passes.
func (w *world) happen() {
	w.press.happen(w)
	w.office.happen(w)
	w.faults.happen(w)
	if w.wrong != 0 && w.chance(0.3) {
		w.wrong = 0
		w.log("%s clock put right", w.now().Format(time.DateTime))
	} else if w.wrong == 0 && w.chance(0.03) {
		w.wrong = w.between(-10*time.Hour, 10*time.Hour)
		w.tally.jumps++
		w.log("%s clock wrong by %s", w.now().Format(time.DateTime), w.wrong)
	}
	if w.chance(0.02) {
		w.stop()
		w.cfg = w.randomConfig()
		w.tally.changes++
		w.log("%s config %s", w.now().Format(time.DateTime), w.cfg)
	}
	if w.chance(0.03) && len(w.readers) < 4 {
		w.stop()
		w.readers = append(w.readers, fmt.Sprintf("reader%d", len(w.readers)))
	}
}

// stop ends the process, as kill -9 does: all that it knew is gone.
func (w *world) stop() {
	if w.jobs != nil {
		w.jobs.Fetch.Close()
		w.jobs = nil
	}
	w.faults.revive()
}

// start begins a process, if none runs.
func (w *world) start() error {
	if w.jobs != nil {
		return nil
	}
	d := w.cfg.digest()
	if w.mischief != nil && w.mischief.digest != nil {
		w.mischief.digest(&d)
	}
	var listed []digest.Subscriber
	for _, id := range w.readers {
		listed = append(listed, digest.Subscriber{ID: id, Address: id + "@reader.example", Since: w.now()})
	}
	if err := w.store.Roster(w.ctx, d.ID, listed); err != nil {
		return err
	}
	w.jobs = &jobs{
		Worker: New(Options{
			Store: w.store, Fetch: fetch.New(fetch.Options{
				Openers: map[string]fetch.Opener{"wire": w.press.open}, PerHost: fetch.PerHost{Connections: 2}, Now: w.now,
			}),
			Sender: &w.office, Posting: Posting{Connections: 1, GiveUpAfter: 1000 * time.Hour},
			Sources: w.press.sources(), Digests: []digest.Digest{d},
			Site: templates.Site{Title: "The Daily Broadsheet", URL: "https://paper.example", Language: "en"},
			From: "The Daily Broadsheet <digest@paper.example>", Now: w.now, Log: slog.New(slog.DiscardHandler),
		}),
		begin:  func() (context.Context, context.CancelFunc) { return context.WithTimeout(w.ctx, stint) },
		insert: func(context.Context, *sql.Tx, []river.InsertManyParams) error { return nil },
	}
	return nil
}

// pass is a plan and its jobs, in the place of River: in any order, some twice,
// some not at all.
func (w *world) pass() {
	at := w.now()
	clean := w.work()
	if w.faults.isDead() {
		w.tally.crashes++
		w.log("%s crash", w.now().Format(time.DateTime))
		w.stop()
		time.Sleep(w.between(time.Second, 10*time.Minute))
		clean = false
	}
	w.office.settle(w)
	if w.mischief != nil && w.mischief.after != nil {
		w.mischief.after(w)
	}
	w.check(at, clean)
}

// work says whether everything that was to be done was begun and went well.
func (w *world) work() (clean bool) {
	if w.start() != nil {
		return false
	}
	now := w.now().UTC()
	a, err := w.jobs.agenda(w.ctx, now)
	if err != nil {
		return false
	}
	blocks, err := w.store.Undelivered(w.ctx, now)
	if err != nil {
		return false
	}
	queue := a.inserts(now, blocks)
	w.rng.Shuffle(len(queue), func(i, j int) { queue[i], queue[j] = queue[j], queue[i] })
	clean = true
	for n := 0; len(queue) > 0 && n < 100 && !w.faults.isDead(); n++ {
		job := queue[0]
		queue = queue[1:]
		if w.chance(0.02) {
			clean = false
			continue
		}
		w.faults.draw(w)
		err := w.do(job.Args)
		var snooze *rivertype.JobSnoozeError
		_, sending := job.Args.(deliverArgs)
		switch {
		case errors.As(err, &snooze) && !sending:
			queue = append(queue, job)
			time.Sleep(snooze.Duration + 10*time.Second)
		case err != nil && !errors.As(err, &snooze):
			clean = false
		case w.chance(0.02):
			queue = append(queue, job)
		}
	}
	return clean && len(queue) == 0 && !w.faults.isDown()
}

func (w *world) do(args river.JobArgs) error {
	var err error
	switch args := args.(type) {
	case refreshArgs:
		_, err = w.jobs.refreshShard(w.ctx, &river.Job[refreshArgs]{Args: args})
	case composeArgs:
		var about line
		about, err = w.jobs.compose(w.ctx, &river.Job[composeArgs]{Args: args})
		w.log("%s compose %v %v", w.now().Format(time.DateTime), about, err)
	case deliverArgs:
		_, err = w.jobs.deliverBlock(w.ctx, &river.Job[deliverArgs]{Args: args})
	default:
		w.fail("a job %T", args)
	}
	return err
}

// heal ends all troubles and lets some days pass, so that what can come comes.
func (w *world) heal() {
	w.stop()
	w.wrong = 0
	w.press.heal()
	w.office.heal()
	w.faults.heal()
	w.cfg = simConfig{simPlan: simPlans[0], zone: w.cfg.zone, catchUp: digest.CatchUpLatest, notBefore: w.cfg.notBefore, shown: map[time.Time]time.Time{}}
	w.press.stopped = w.true()
	for range 5 * 3 {
		time.Sleep(8 * time.Hour)
		w.pass()
	}
}
