package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"broadsheet/digest"
	"broadsheet/internal/store"
	"broadsheet/internal/worker"
)

func newBuild(a *app) *cobra.Command {
	date, again := "", false
	command := &cobra.Command{
		Use:   "build [DIGEST]",
		Short: "Bring out today's edition now",
		Long: "build visits the sources, brings out today's edition of a digest, or of each, and hands over its mails.\n" +
			"An edition comes out once: build it again, and nothing changes but that mails still waiting are sent.\n" +
			"With --date it brings out the edition of a past day, of what was seen by its hour and is in no other\n" +
			"edition, as it read then. It ends with 3 when a source failed. With --replay it brings out nothing: it\n" +
			"shows what the config, as it is now, would have made of the last seven editions.",
		Example: "  broadsheet build\n  broadsheet build morning --date 2026-11-20\n  broadsheet build --replay",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			if again && date != "" {
				return wrongUse(errors.New("--replay is of the last seven editions, and takes no --date"))
			}
			if again {
				return a.replay(command.Context(), args)
			}
			return a.build(command.Context(), args, date)
		},
	}
	command.Flags().StringVar(&date, "date", "", "the `DATE` of the edition, as 2026-11-20, or as 2026-11-20T18 where there are several a day (default today)")
	command.Flags().BoolVar(&again, "replay", false, "show what the config would make of the last seven editions, and bring out nothing")
	return a.withJSON(command)
}

func (a *app) build(ctx context.Context, args []string, date string) (err error) {
	s, err := a.load()
	if err != nil {
		return err
	}
	digests, err := s.chosen(args)
	if err != nil {
		return err
	}
	p, err := a.openForWork(ctx, s, a.quietLog())
	if err != nil {
		return err
	}
	defer p.closeInto(&err)
	jobs, err := a.planAll(ctx, p, digests, date)
	if err != nil {
		return err
	}
	failed, err := a.refresh(ctx, p, jobs)
	if err != nil {
		return err
	}
	results, empty, err := a.bringOutAll(ctx, p, jobs, failed)
	if err != nil {
		return err
	}
	var unwritten error // the edition is out, though
	if p.Files.Folder != "" {
		unwritten = p.writeFiles(ctx, 0)
	}
	wait, err := p.mailWait(ctx)
	if err != nil {
		return err
	}
	var reported error
	if len(results) > 0 {
		reported = a.reportBuilt(p, results, failed, wait)
	}
	// That what was printed stands on the web now is known only to who looks now.
	return cmp.Or(p.worker.LookAtPages(ctx), unwritten, empty, reported)
}

// planAll finds the editions to bring out. Of several digests, one that has none
// on that day is told and keeps back no other; what is wrong for all is told once.
func (a *app) planAll(ctx context.Context, p *press, digests []digest.Digest, date string) ([]job, error) {
	var jobs []job
	var without error
	for _, d := range digests {
		j, err := a.plan(ctx, p, d, date)
		switch {
		case err == nil:
			jobs = append(jobs, j)
		case !isMisuse(err):
			return nil, err
		case without == nil || !strings.Contains(without.Error(), err.Error()):
			without = errors.Join(without, err)
		}
	}
	if len(jobs) == 0 {
		return nil, without
	}
	if without != nil {
		fmt.Fprintln(a.stderr, without)
	}
	return jobs, nil
}

// bringOutAll brings out one edition after another. empty says for which there
// was nothing to print, which keeps back no other.
func (a *app) bringOutAll(ctx context.Context, p *press, jobs []job, failed []sourceFailure) (results []built, empty, err error) {
	for _, j := range jobs {
		result, err := a.bringOut(ctx, p, j, failed)
		switch {
		case errors.Is(err, worker.ErrNothingToPrint):
			empty = errors.Join(empty, err)
		case err != nil:
			return nil, nil, err
		default:
			results = append(results, result)
		}
	}
	return results, empty, nil
}

// job is one edition to bring out. The slot of today's has no hour yet.
type job struct {
	digest digest.Digest
	slot   digest.Slot
	// exists says that it came out before; past that its hour is over, so that
	// no visit can add to it.
	exists, past bool
}

// plan finds the slot of an edition: today's, or that of a date.
func (a *app) plan(ctx context.Context, p *press, d digest.Digest, date string) (job, error) {
	var j job
	var err error
	if date == "" {
		j, err = a.planToday(ctx, p, d)
	} else {
		j, err = a.planDate(ctx, p, d, date)
	}
	if err != nil {
		return job{}, err
	}
	_, err = p.store.Edition(ctx, d.ID, j.slot.Date)
	j.exists = err == nil
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return j, err
}

func (a *app) planToday(ctx context.Context, p *press, d digest.Digest) (job, error) {
	last, err := p.store.LastSlot(ctx, d.ID, digest.DayAfter(d, a.now()))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return job{}, err
	}
	today, comes := digest.Today(d, last, a.now())
	if !comes {
		return job{}, wrongUse(fmt.Errorf("no edition of %s comes out today: the day is under embargo", d.ID))
	}
	return job{digest: d, slot: today}, nil
}

func (a *app) planDate(ctx context.Context, p *press, d digest.Digest, date string) (job, error) {
	_, _, err := digest.ParseKey(date)
	today := a.now().In(d.Zone).Format(time.DateOnly)
	switch {
	case err != nil:
		return job{}, wrongUse(fmt.Errorf("--date: %w", err))
	case digest.Day(date) > today:
		return job{}, wrongUse(fmt.Errorf("--date %s: that day is still to come", date))
	case date == today:
		return a.planToday(ctx, p, d)
	}
	if _, err := p.store.Edition(ctx, d.ID, date); err == nil {
		return job{digest: d, slot: digest.Slot{Date: date}, past: true}, nil
	}
	slot, err := slotOf(d, date)
	return job{digest: d, slot: slot, past: !slot.Due.After(a.now())}, err
}

// slotOf finds what the schedule names by a key, or by a day that has but one edition.
func slotOf(d digest.Digest, date string) (digest.Slot, error) {
	named := digest.SlotsOn(d, digest.Day(date))
	var dates []string
	for _, slot := range named {
		if slot.Date == date || len(named) == 1 && digest.Day(date) == date {
			return slot, nil
		}
		dates = append(dates, slot.Date)
	}
	if len(named) == 0 {
		return digest.Slot{}, wrongUse(fmt.Errorf("--date %s: the schedule of %s names no edition on that day", date, d.ID))
	}
	return digest.Slot{}, wrongUse(fmt.Errorf("--date %s: that day has %s, %s", date, counted(len(dates), "edition", "editions"), strings.Join(dates, ", ")))
}

// refresh visits the sources of the editions that a visit can add to, and
// answers those that failed.
func (a *app) refresh(ctx context.Context, p *press, jobs []job) ([]sourceFailure, error) {
	var waiting []digest.Digest
	for _, j := range jobs {
		if !j.exists && !j.past {
			waiting = append(waiting, j.digest)
		}
	}
	failures := &failureList{}
	sources := p.sourcesOf(waiting)
	if len(sources) == 0 {
		return nil, nil
	}
	progress := a.newProgress("visiting", len(sources))
	defer progress.end()
	err := p.worker.Refresh(ctx, sources, failures.watch(progress))
	if err == nil {
		err = p.worker.LookAtPages(ctx)
	}
	return failures.list, err
}

// sourceFailure is a source whose visit failed, and why.
type sourceFailure struct {
	Source string `json:"source"`
	Error  string `json:"error"`
}

// failureList gathers what failed of a round of visits.
type failureList struct{ list []sourceFailure }

// watch tells the progress of each visit, and notes the failures.
func (f *failureList) watch(progress *progress) worker.Progress {
	return func(_, _ int, v store.Visit) {
		switch {
		case v.State.Failures > 0:
			f.list = append(f.list, sourceFailure{v.State.Source, v.State.Error})
			progress.step("%s: %s", v.State.Source, v.State.Error)
		case v.Items == nil:
			progress.step("%s: nothing new", v.State.Source)
		default:
			progress.step("%s: %s", v.State.Source, counted(len(v.Items), "item", "items"))
		}
	}
}

// bringOut publishes the edition of a job and hands over its mails.
func (a *app) bringOut(ctx context.Context, p *press, j job, failed []sourceFailure) (built, error) {
	bringOut := p.worker.BringOutPast
	if !j.past {
		bringOut = p.worker.BringOut
		j.slot.At = a.now() // after the visits, so that what they brought is in it
	}
	edition, published, err := bringOut(ctx, j.digest, j.slot)
	if errors.Is(err, worker.ErrNothingToPrint) {
		return built{}, emptyEdition(j, failed, err)
	}
	if err != nil {
		return built{}, err
	}
	blocks, err := p.store.Undelivered(ctx, a.now())
	if err != nil {
		return built{}, err
	}
	for _, b := range blocks {
		if b.Digest != edition.Digest || b.Date != edition.Date {
			continue
		}
		if err := p.worker.Deliver(ctx, b.Digest, b.Date, b.Block); err != nil {
			return built{}, err
		}
	}
	return a.describe(ctx, p, j.digest, edition, published)
}

// emptyEdition says why there is nothing to print.
func emptyEdition(j job, failed []sourceFailure, err error) error {
	var each strings.Builder
	for _, f := range failed {
		fmt.Fprintf(&each, "\n  %s: %s", f.Source, f.Error)
	}
	err = fmt.Errorf("%w%s", err, &each)
	if j.past {
		return hinted(err, "a past edition holds only what had been seen by its hour, and is in no other edition")
	}
	return hinted(err, "no source has an item within `lookback` that is in no earlier edition; broadsheet check tries the sources")
}
