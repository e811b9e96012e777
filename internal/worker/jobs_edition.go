package worker

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/riverqueue/river"

	"broadsheet/internal/store"
)

// compose brings out what is due of a digest, oldest first, once every awaited
// source was visited or has been waited for long enough.
func (j *jobs) compose(ctx context.Context, job *river.Job[composeArgs]) (line, error) {
	about := line{"digest", job.Args.Digest, "date", job.Args.Date}
	d, known := j.digest(job.Args.Digest)
	if !known {
		return append(about, "outcome", "no longer configured"), nil
	}
	now := j.Now().UTC()
	sources := j.sourcesOf(d)
	states, err := j.Store.BriefStates(ctx, ids(sources))
	if err != nil {
		return about, err
	}
	due, err := j.due(ctx, d, sources, states, now)
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
