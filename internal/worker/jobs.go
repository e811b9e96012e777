package worker

import (
	"context"
	"database/sql"
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
	// glance is how often it looks whether they are all there, and how often it
	// is looked for jobs that have waited.
	glance = time.Second
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
	pages, err := j.duePages(ctx, now)
	if err != nil {
		return about, err
	}
	if len(pages) > 0 {
		inserts = append(inserts, river.InsertManyParams{Args: pageArgs{}})
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
	var mine []digest.Source
	for _, source := range j.Sources {
		if shardOf(source) == job.Args.Shard {
			mine = append(mine, source)
		}
	}
	a, err := j.agendaOf(ctx, mine, j.Now().UTC())
	if err != nil {
		return nil, err
	}
	begin, cancel := j.begin()
	defer cancel()
	t, err := j.refresh(ctx, begin.Done(), a.visits, nil)
	if err == nil && t.visited < len(a.sources) {
		err = river.JobSnooze(0)
	}
	return line{
		"shard", job.Args.Shard, "due", len(a.sources), "visited", t.visited, "failed", t.failed,
		"unchanged", t.unchanged, "new", t.fresh, "changed", t.changed,
	}, err
}
