package worker

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// shards is how many parts the sources are divided into. The part of a source
// follows from its host, so that a host is in one part, and one part is with
// one process at a time.
const shards = 16

const (
	// patience is how long an edition waits for its sources.
	patience = 2 * time.Minute
	// glance is how often it looks whether they are all there.
	glance = 300 * time.Millisecond
	// holdGlance is how often an edition that is held looks again, and holdRetry
	// how often it has sources that fail asked.
	holdGlance = 10 * time.Second
	holdRetry  = 3 * time.Minute
	// stint is how long a job goes on to begin things. What it has begun it
	// finishes; with what is left it goes to the end of the queue.
	stint = 30 * time.Second
	// longest is when a job is cut off: after its stint and the longest thing
	// that it can have begun.
	longest = stint + longestSend + 10*time.Second
)

// The queues, one for each role, so that none waits for another's workers, and
// one for the plans.
const (
	planning  = "plan"
	editorial = "edition"
	reporting = "refresh"
	posting   = "deliver"
)

type planArgs struct{}

func (planArgs) Kind() string { return "plan" }

type refreshArgs struct {
	Shard int `json:"shard"`
}

func (refreshArgs) Kind() string { return "refresh" }

type composeArgs struct {
	Digest string `json:"digest" river:"unique"`
	Date   string `json:"date" river:"unique"`
	// Noticed is when a planner first saw the edition due.
	Noticed time.Time `json:"noticed"`
}

func (composeArgs) Kind() string { return "compose" }

type deliverArgs struct {
	Digest string `json:"digest"`
	Date   string `json:"date"`
	Block  int    `json:"block"`
}

func (deliverArgs) Kind() string { return "deliver" }

// once allows one job of its arguments until it has ended, well or not.
var once = river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
	rivertype.JobStateRunning, rivertype.JobStateScheduled,
}}

// A plan is made anew each minute and changes nothing: one that fails is not
// repeated, and two at a time do no harm.
func (planArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: planning, MaxAttempts: 1}
}

func (refreshArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: reporting, UniqueOpts: once}
}

func (composeArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: editorial, UniqueOpts: once}
}

func (deliverArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: posting, UniqueOpts: once}
}

// jobs is the Worker as River runs it.
type jobs struct {
	*Worker
	// begin returns a context that ends when no further thing should be begun:
	// after a stint, or when the program is asked to stop.
	begin func() (context.Context, context.CancelFunc)
	// insert adds jobs in a transaction.
	insert func(context.Context, *sql.Tx, []river.InsertManyParams) error
}

// plan asks the ledger what is due and inserts a job for each part of it.
func (j *jobs) plan(ctx context.Context, _ *river.Job[planArgs]) (line, error) {
	now := j.Now().UTC()
	a, err := j.agenda(ctx, now)
	if err != nil {
		return nil, err
	}
	blocks, err := j.Store.Undelivered(ctx, now)
	if err != nil {
		return nil, err
	}
	about := line{"sources", len(a.sources), "editions", len(a.editions), "blocks", len(blocks)}
	inserts := a.inserts(now, blocks)
	if len(j.Alerts.ways()) > 0 {
		inserts = append(inserts, river.InsertManyParams{Args: alertArgs{}})
	}
	if len(inserts) == 0 {
		return about, nil
	}
	_, err = river.ClientFromContext[*sql.Tx](ctx).InsertMany(ctx, inserts)
	return about, err
}

func (a agenda) inserts(now time.Time, blocks []store.Block) []river.InsertManyParams {
	var inserts []river.InsertManyParams
	for _, due := range a.editions {
		inserts = append(inserts, river.InsertManyParams{
			Args: composeArgs{Digest: due.digest.ID, Date: due.date(), Noticed: now},
		})
	}
	seen := map[int]bool{}
	for _, source := range a.sources {
		if shard := shardOf(source); !seen[shard] {
			seen[shard] = true
			inserts = append(inserts, river.InsertManyParams{Args: refreshArgs{Shard: shard}})
		}
	}
	if len(a.errands) > 0 {
		inserts = append(inserts, river.InsertManyParams{Args: hubArgs{}})
	}
	for _, block := range blocks {
		inserts = append(inserts, river.InsertManyParams{Args: deliverArgs(block)})
	}
	return inserts
}

func shardOf(source digest.Source) int {
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(hostOf(source)))
	return int(hash.Sum32() % shards)
}

// refreshShard visits those sources of a shard that are due by now.
func (j *jobs) refreshShard(ctx context.Context, job *river.Job[refreshArgs]) (line, error) {
	a, err := j.agenda(ctx, j.Now().UTC())
	if err != nil {
		return nil, err
	}
	var due []digest.Source
	for _, source := range a.sources {
		if shardOf(source) == job.Args.Shard {
			due = append(due, source)
		}
	}
	begin, cancel := j.begin()
	defer cancel()
	t, err := j.refresh(ctx, begin.Done(), due, nil)
	if err == nil && t.visited < len(due) {
		err = river.JobSnooze(0)
	}
	return line{
		"shard", job.Args.Shard, "due", len(due), "visited", t.visited, "failed", t.failed,
		"unchanged", t.unchanged, "new", t.fresh, "changed", t.changed,
	}, err
}

// compose brings out what is due of a digest, oldest first, once every awaited
// source was visited or has been waited for long enough.
func (j *jobs) compose(ctx context.Context, job *river.Job[composeArgs]) (line, error) {
	about := line{"digest", job.Args.Digest, "date", job.Args.Date}
	d, known := j.digest(job.Args.Digest)
	if !known {
		return append(about, "outcome", "no longer configured"), nil
	}
	now := j.Now().UTC()
	states, err := j.Store.States(ctx, ids(j.sourcesOf(d)))
	if err != nil {
		return about, err
	}
	due, err := j.due(ctx, d, states, now)
	if err != nil {
		return about, err
	}
	if len(due.slots) == 0 {
		return append(about, "outcome", "not due"), nil
	}
	// Abs, since a clock that was ahead may have noticed it.
	waited := wait{late: due.awaited, held: now.Sub(job.Args.Noticed).Abs()}
	if len(due.awaited) > 0 && waited.held < patience {
		return nil, river.JobSnooze(glance)
	}
	reports, err := j.Reports(ctx, d, now, waited.late...)
	if err != nil {
		return about, err
	}
	switch {
	case !d.MustWait(reports):
		waited.held = 0
	case waited.held < d.MayBeHeld():
		return nil, river.JobSnooze(holdGlance)
	}
	outcome, err := j.bringOutAll(ctx, due, waited)
	return append(about, "outcome", outcome, "missed", len(due.awaited)), err
}

// bringOutAll goes on where there was nothing to print: what nobody saw while
// nothing ran must not hold up today's paper.
func (j *jobs) bringOutAll(ctx context.Context, due dueEdition, waited wait) (outcome string, err error) {
	out, skipped := 0, 0
	for n, slot := range due.slots {
		how := wait{} // nobody waited for one that was missed
		if n == len(due.slots)-1 {
			how = waited
		}
		edition, published, err := j.bringOut(ctx, due.digest, slot, how, j.insertDeliveries(due.digest.ID, slot.Date))
		switch {
		case err != nil && !errors.Is(err, ErrNothingToPrint):
			return "failed", err
		case published && edition.Skipped != "":
			skipped++
		case published:
			out++
		}
	}
	if skipped > 0 {
		return fmt.Sprintf("%d of %d came out, %d thin and skipped", out, len(due.slots), skipped), nil
	}
	if out == 0 {
		return "nothing to print", nil
	}
	return fmt.Sprintf("%d of %d came out", out, len(due.slots)), nil
}

// lanes is how many blocks of an edition have a job at a time: a million readers
// are not two thousand rows in the queue. A block that is done begins the one
// that is so many further on.
const lanes = 64

// insertDeliveries inserts a job for each of the first blocks, in the transaction that
// publishes the edition: there is never an edition whose mail nobody knows of.
func (j *jobs) insertDeliveries(digestID, date string) func(context.Context, *sql.Tx, int) error {
	return func(ctx context.Context, tx *sql.Tx, blocks int) error {
		var inserts []river.InsertManyParams
		for block := range min(blocks, lanes) {
			inserts = append(inserts, river.InsertManyParams{Args: deliverArgs{digestID, date, block}})
		}
		if len(inserts) == 0 {
			return nil
		}
		return j.insert(ctx, tx, inserts)
	}
}

// deliverBlock sends what is due of a block.
func (j *jobs) deliverBlock(ctx context.Context, job *river.Job[deliverArgs]) (line, error) {
	begin, cancel := j.begin()
	defer cancel()
	args := job.Args
	done, err := j.deliver(ctx, begin.Done(), args.Digest, args.Date, args.Block)
	if err == nil {
		err = j.goOn(ctx, args, done)
	}
	if err != nil && done.foundClosed() {
		return nil, err
	}
	about := line{
		"digest", args.Digest, "date", args.Date, "block", args.Block,
		"sent", done.sent, "later", done.later, "refused", done.refused,
	}
	if done.cause != "" {
		about = append(about, "cause", done.cause)
	}
	return about, err
}

// goOn says when a block goes on: at once, when the way out may be open again,
// when those are free whose worker has died. One that is done begins the next of
// its lane.
func (j *jobs) goOn(ctx context.Context, args deliverArgs, done post) error {
	switch {
	case !done.closed.IsZero():
		return river.JobSnooze(max(0, done.closed.Sub(j.Now())))
	case done.unfinished:
		return river.JobSnooze(0)
	case !done.leased.IsZero():
		return river.JobSnooze(max(0, done.leased.Sub(j.Now())))
	}
	args.Block += lanes
	due, err := j.Store.IsDue(ctx, store.Block(args), j.Now())
	if err == nil && due {
		_, err = river.ClientFromContext[*sql.Tx](ctx).Insert(ctx, args, nil)
	}
	return err
}
