package worker

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"

	"broadsheet/internal/store"
)

const (
	tick = time.Minute
	// farewell is how long jobs may go on after ctx has ended before they are
	// cut off; with what they need then, Run returns within ten seconds.
	farewell = 8 * time.Second
	// shortJob cuts off the jobs that only read and write the database, and
	// rescue is when the job of a killed process is given to another.
	shortJob = 45 * time.Second
	rescue   = 50 * time.Second
)

// Run keeps the paper coming out until ctx ends, as far as its roles go. It
// makes River's tables if they are missing, shares the work with every other
// process on the database, takes over from those that die, and on its way out
// lets what has begun come to its end. It returns nil when it was told to stop.
func (w *Worker) Run(ctx context.Context) error {
	driver := w.driver()
	log := slog.New(quiet{w.Log.Handler()})
	if err := w.migrate(ctx, driver, log); err != nil {
		return stopped(ctx, fmt.Errorf("prepare the jobs: %w", err))
	}
	self := w.introduce()
	client, err := river.NewClient(driver, w.config(ctx, self.ID, log))
	if err != nil {
		return fmt.Errorf("prepare the jobs: %w", err)
	}
	plan := func(ctx context.Context) error {
		_, err := client.Insert(ctx, planArgs{}, nil)
		return err
	}
	wake := func(ctx context.Context) error { return wakeJobs(ctx, client) }
	stopBeating := w.beat(ctx, self, driver.GetExecutor(), plan, wake)
	defer stopBeating()
	if err := client.Start(ctx); err != nil {
		return stopped(ctx, fmt.Errorf("start the jobs: %w", err))
	}
	// The first plan does not wait until the processes have agreed on a leader.
	if err := plan(ctx); err != nil && ctx.Err() == nil {
		return errors.Join(fmt.Errorf("plan: %w", err), client.Stop(context.WithoutCancel(ctx)))
	}
	stopListening := w.listen(ctx, plan)
	defer stopListening()
	stopAttending := w.attend(ctx)
	defer stopAttending()
	<-client.Stopped()
	return stopped(ctx, errors.New("the jobs have stopped by themselves"))
}

// stopped is err, unless it only says that we were told to stop.
func stopped(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// driver is River's way to our database. Both serve the same *sql.Tx.
func (w *Worker) driver() riverdriver.Driver[*sql.Tx] {
	if w.Store.Dialect() == store.Postgres {
		return riverdatabasesql.NewWithPgxListener(w.Store.DB(), w.Store.Pool())
	}
	return riversqlite.New(w.Store.DB())
}

// migrate brings River's tables up to date, one process at a time.
func (w *Worker) migrate(ctx context.Context, driver riverdriver.Driver[*sql.Tx], log *slog.Logger) error {
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: log})
	if err != nil {
		return err
	}
	if w.Store.Dialect() == store.Postgres {
		return migratePostgres(ctx, w.Store.DB(), migrator)
	}
	return migrateSQLite(ctx, w.Store.DB(), migrator)
}

// migrateSQLite takes one transaction, since there is one writer, and since of
// two processes that begin together the second must find all done. What River
// warns of, migrations that cannot share a transaction, there are only for
// PostgreSQL.
func migrateSQLite(ctx context.Context, db *sql.DB, migrator *rivermigrate.Migrator[*sql.Tx]) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	//lint:ignore SA1019 see above
	if _, err := migrator.MigrateTx(ctx, tx, rivermigrate.DirectionUp, nil); err != nil {
		return err
	}
	return tx.Commit()
}

// migratePostgres holds a lock under a number of our own meanwhile. One
// transaction will not do: a word added to an enum may be used only in the next.
func migratePostgres(ctx context.Context, db *sql.DB, migrator *rivermigrate.Migrator[*sql.Tx]) error {
	const number = 7366220526
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", number); err != nil {
		return err
	}
	_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	_, unlock := conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", number)
	return errors.Join(err, unlock)
}

func (w *Worker) config(ctx context.Context, id string, log *slog.Logger) *river.Config {
	j := &jobs{
		Worker: w,
		begin:  func() (context.Context, context.CancelFunc) { return context.WithTimeout(ctx, stint) },
		insert: func(ctx context.Context, tx *sql.Tx, inserts []river.InsertManyParams) error {
			_, err := river.ClientFromContext[*sql.Tx](ctx).InsertManyTx(ctx, tx, inserts)
			return err
		},
	}
	workers := river.NewWorkers()
	river.AddWorker(workers, &trade[planArgs]{jobs: j, work: j.plan, limit: shortJob})
	river.AddWorker(workers, &trade[refreshArgs]{jobs: j, work: j.refreshShard, limit: longest})
	river.AddWorker(workers, &trade[composeArgs]{jobs: j, work: j.compose, limit: shortJob})
	river.AddWorker(workers, &trade[deliverArgs]{jobs: j, work: j.deliverBlock, limit: longest})
	river.AddWorker(workers, &trade[alertArgs]{jobs: j, work: j.alert, limit: shortJob})
	river.AddWorker(workers, &trade[pageArgs]{jobs: j, work: j.lookAtPages, limit: longest})
	river.AddWorker(workers, &trade[hubArgs]{jobs: j, work: j.callHubs, limit: longest})
	return &river.Config{
		ID:      id,
		Workers: workers,
		Queues:  w.queues(),
		PeriodicJobs: []*river.PeriodicJob{river.NewPeriodicJob(
			river.PeriodicInterval(tick),
			func() (river.JobArgs, *river.InsertOpts) { return planArgs{}, nil },
			&river.PeriodicJobOpts{RunOnStart: true},
		)},
		// A job that fails thrice is dropped: the next plan finds what it left.
		MaxAttempts:          3,
		JobTimeout:           shortJob,
		RescueStuckJobsAfter: rescue,
		SoftStopTimeout:      farewell,
		// A new job is announced; looked for is only one that has waited. To look
		// costs SQLite a millisecond a queue.
		FetchPollInterval: glance,
		FetchCooldown:     100 * time.Millisecond,
		ErrorHandler:      panics{w.Log},
		Logger:            log,
	}
}

// queues are those that the Worker's roles work on. All of them plan.
func (w *Worker) queues() map[string]river.QueueConfig {
	queues := map[string]river.QueueConfig{planning: {MaxWorkers: 2}}
	if w.does(Fetch) {
		queues[reporting] = river.QueueConfig{MaxWorkers: 4}
	}
	if w.does(Compose) {
		queues[editorial] = river.QueueConfig{MaxWorkers: 2}
	}
	if w.does(Deliver) {
		queues[posting] = river.QueueConfig{MaxWorkers: 2}
	}
	return queues
}

// line is what a job has to say at its end: names and values by turns.
type line []any

// trade lets River run one of our kinds of jobs, and logs one line when it ends
// or goes to the end of the queue. One that only waits, or has done nothing, has
// nothing to say.
type trade[T river.JobArgs] struct {
	river.WorkerDefaults[T]
	jobs  *jobs
	work  func(context.Context, *river.Job[T]) (line, error)
	limit time.Duration
}

func (t *trade[T]) Timeout(*river.Job[T]) time.Duration { return t.limit }

func (t *trade[T]) Work(ctx context.Context, job *river.Job[T]) error {
	began := t.jobs.Now()
	about, err := t.work(ctx, job)
	var snooze *rivertype.JobSnoozeError
	goesOn := errors.As(err, &snooze)
	if about == nil && (err == nil || goesOn) {
		return err
	}
	about = append(line{"job", job.ID, "attempt", job.Attempt, "took", t.jobs.Now().Sub(began)}, about...)
	if err != nil && !goesOn {
		level := slog.LevelError
		if errors.Is(ctx.Err(), context.Canceled) {
			level = slog.LevelInfo // it was we who stopped; the job will be done again
		}
		t.jobs.Log.Log(ctx, level, job.Kind, append(about, "error", err)...)
		return err
	}
	t.jobs.Log.InfoContext(ctx, job.Kind, about...)
	return err
}

// panics are faults of the program; River takes them for a job's bad luck.
type panics struct{ log *slog.Logger }

func (panics) HandleError(context.Context, *rivertype.JobRow, error) *river.ErrorHandlerResult {
	return nil // logged with the job
}

func (p panics) HandlePanic(ctx context.Context, job *rivertype.JobRow, value any, trace string) *river.ErrorHandlerResult {
	p.log.ErrorContext(ctx, job.Kind, "job", job.ID, "attempt", job.Attempt, "panic", value, "trace", trace)
	return nil
}

// quiet lets only warnings and errors through: River's own log.
type quiet struct{ slog.Handler }

func (q quiet) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && q.Handler.Enabled(ctx, level)
}

func (q quiet) WithAttrs(attrs []slog.Attr) slog.Handler { return quiet{q.Handler.WithAttrs(attrs)} }
func (q quiet) WithGroup(name string) slog.Handler       { return quiet{q.Handler.WithGroup(name)} }
