package worker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"broadsheet/digest"
)

// journal is a log that may be read while it is written.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// start runs a Worker until the returned function stops it.
func start(t *testing.T, w *Worker) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	return sync.OnceFunc(func() {
		t.Helper()
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("run: %v", err)
		}
	})
}

// until waits for something to become true, as long as the test has: how fast
// a busy machine is, is not what is tested.
func until(t *testing.T, what string, true func() bool) {
	t.Helper()
	end, limited := t.Deadline()
	if !limited {
		end = time.Now().Add(time.Hour)
	}
	ctx, cancel := context.WithDeadline(t.Context(), end.Add(-10*time.Second))
	defer cancel()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for !true() {
		select {
		case <-look.C:
		case <-ctx.Done():
			t.Fatalf("waited in vain until %s", what)
		}
	}
}

// planned waits until a Worker has gone through one more plan.
func planned(t *testing.T, log *journal, before int) {
	t.Helper()
	until(t, "a plan was made", func() bool { return strings.Count(log.String(), "msg=plan") > before })
}

func TestFromNothingToTheOutbox(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		p := newPress(t)
		p.print("/harbour", feed("harbour", 3))
		p.print("/page", body("text/html", "<p>not a feed</p>"))
		p.print("/flood", feed("flood", 10_000))
		s := open(t, dsn)
		w, at := newsroom(t, s, p.source("harbour"), p.source("page"), p.source("down"), p.source("flood"))
		log := &journal{}
		w.Log = slog.New(slog.NewTextHandler(log, nil))
		var readers []string
		for i := range 2*blockSize + 3 {
			readers = append(readers, fmt.Sprintf("reader%d@reader.example", i))
		}
		enlist(t, s, readers...)

		stop := start(t, w)
		defer stop()
		until(t, "every mail lies in the outbox", func() bool { return len(mails(t, w)) == len(readers) })
		until(t, "every mail is marked", func() bool { return strings.Count(log.String(), "msg=deliver") >= 3 })
		stop()

		e, err := s.Latest(t.Context(), "morning")
		if err != nil {
			t.Fatal(err)
		}
		var missing []string
		for _, report := range e.Missing() {
			missing = append(missing, report.Source)
		}
		if e.Date != "2026-11-23" || len(e.Entries()) != 12 || !slices.Equal(missing, []string{"page", "down"}) {
			t.Errorf("%s has %d entries, missing %v", e.Date, len(e.Entries()), missing)
		}
		if got := standing(t, s); got != fmt.Sprintf("sent %d, pending 0, refused 0", len(readers)) {
			t.Error(got)
		}

		// Once more: nothing is due, and nothing happens.
		before := strings.Count(log.String(), "msg=plan")
		visits := p.visits("/harbour")
		stop = start(t, w)
		defer stop()
		planned(t, log, before)
		stop()
		if p.visits("/harbour") != visits || len(mails(t, w)) != len(readers) {
			t.Errorf("%d visits more, %d mails", p.visits("/harbour")-visits, len(mails(t, w)))
		}

		// The next morning: the slot makes every source due, and the paper comes out.
		at.set(seven.Add(24*time.Hour + time.Second))
		p.print("/harbour", feed("harbour", 4))
		stop = start(t, w)
		defer stop()
		until(t, "the next paper is out", func() bool {
			e, err := s.Latest(t.Context(), "morning")
			return err == nil && e.Date == "2026-11-24"
		})
		until(t, "its mails are there", func() bool { return len(mails(t, w)) == 2*len(readers) })
		stop()
		if strings.Contains(log.String(), "level=ERROR") || strings.Contains(log.String(), "level=WARN") {
			t.Error(log.String())
		}
	})
}

func TestTwoWorkersOneEdition(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		p := newPress(t)
		p.print("/harbour", feed("harbour", 30))
		var o office
		sender := o.open(t)
		var readers []string
		for i := range blockSize + 10 {
			readers = append(readers, fmt.Sprintf("reader%d@reader.example", i))
		}
		enlist(t, open(t, dsn), readers...)
		var stops []func()
		for range 2 {
			w, _ := newsroom(t, open(t, dsn), p.source("harbour"), p.source("down"))
			w.Sender = sender
			stop := start(t, w)
			defer stop()
			stops = append(stops, stop)
		}
		s := open(t, dsn)
		until(t, "every mail is sent", func() bool {
			summaries, err := s.Summaries(t.Context(), "morning")
			return err == nil && len(summaries) == 1 && summaries[0].Sent == len(readers)
		})
		for _, stop := range stops {
			stop()
		}
		got := o.messages()
		slices.Sort(got)
		if len(got) != len(readers) || len(slices.Compact(got)) != len(readers) {
			t.Errorf("%d messages to %d readers", len(got), len(readers))
		}
		if editions, err := s.Editions(t.Context(), "morning", 0); err != nil || len(editions) != 1 {
			t.Errorf("%d editions, %v", len(editions), err)
		}
	})
}

// A mail that could not be sent goes out when its time has come, by whatever
// process runs then.
func TestLaterIsNotNever(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", feed("harbour", 3))
	s := open(t, ":memory:")
	w, at := newsroom(t, s, p.source("harbour"))
	enlist(t, s, "busy@reader.example")
	var o office
	w.Sender = o.open(t)
	log := &journal{}
	w.Log = slog.New(slog.NewTextHandler(log, nil))
	stop := start(t, w)
	defer stop()
	until(t, "it was tried", func() bool { return strings.Contains(log.String(), "later=1") })
	stop()
	o.relent()
	at.add(firstWait)
	stop = start(t, w)
	defer stop()
	until(t, "it is sent", func() bool { return len(o.messages()) == 1 })
	stop()
	if got := standing(t, s); got != "sent 1, pending 0, refused 0" {
		t.Error(got)
	}
}

// Days that nobody saw anything of must not hold up today's paper.
func TestCatchUpPassesEmptyDays(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", feed("harbour", 3))
	s := open(t, ":memory:")
	w, at := newsroom(t, s, p.source("harbour"))
	w.Digests[0].CatchUp = digest.CatchUpAll
	refreshed(t, w)
	if _, _, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: "2026-11-23", At: at.Now()}); err != nil {
		t.Fatal(err)
	}
	at.set(seven.Add(3 * 24 * time.Hour))
	p.print("/harbour", latest("harbour", at.Now()))
	stop := start(t, w)
	defer stop()
	until(t, "today's paper is out", func() bool {
		e, err := s.Latest(t.Context(), "morning")
		return err == nil && e.Date == "2026-11-26"
	})
	stop()
	if editions, err := s.Editions(t.Context(), "morning", 0); err != nil || len(editions) != 2 {
		t.Errorf("%d editions, %v", len(editions), err)
	}
}

// A source whose turn never comes holds up an edition no longer than patience.
func TestEditionDoesNotWaitForEver(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", feed("harbour", 3))
	s := open(t, ":memory:")
	release := make(chan struct{})
	w, at := newsroom(t, s, p.source("harbour"), silent(t, release))
	log := &journal{}
	w.Log = slog.New(slog.NewTextHandler(log, nil))
	stop := start(t, w)
	defer stop()
	until(t, "the good source was visited", func() bool {
		states, err := s.States(t.Context(), []string{"harbour"})
		return err == nil && len(states) == 1
	})
	if _, err := s.Latest(t.Context(), "morning"); err == nil {
		t.Error("the edition did not wait")
	}
	at.add(patience)
	until(t, "the edition is out", func() bool { _, err := s.Latest(t.Context(), "morning"); return err == nil })
	close(release)
	stop()
	if !strings.Contains(log.String(), "missed=1") {
		t.Error(log.String())
	}
}

// What is out is delivered, even if no digest of that name is configured any more.
func TestDeliveryOutlivesTheConfig(t *testing.T) {
	s := open(t, ":memory:")
	w, _ := published(t, s, "one@reader.example")
	w.Digests = nil
	stop := start(t, w)
	defer stop()
	until(t, "the mail of the last edition is there", func() bool { return len(mails(t, w)) == 1 })
	stop()
	if _, err := s.Edition(t.Context(), "morning", "2026-11-23"); err != nil {
		t.Error(err)
	}
}

// A job whose stint is over goes to the end of the queue with what is left.
func TestJobsTakeTurns(t *testing.T) {
	s := open(t, ":memory:")
	w, _ := published(t, s, "one@reader.example")
	w.Sources = append(w.Sources, newPress(t).source("gone"))
	j := &jobs{Worker: w, begin: func() (context.Context, context.CancelFunc) {
		return context.WithTimeout(t.Context(), 0)
	}}
	var snooze *rivertype.JobSnoozeError
	shard := refreshArgs{Shard: shardOf(w.Sources[1])}
	about, err := j.refreshShard(t.Context(), &river.Job[refreshArgs]{Args: shard})
	if !errors.As(err, &snooze) || !strings.Contains(fmt.Sprint(about...), "visited0") {
		t.Errorf("%v, %v", about, err)
	}
	block := deliverArgs{Digest: "morning", Date: "2026-11-23"}
	about, err = j.deliverBlock(t.Context(), &river.Job[deliverArgs]{Args: block})
	if !errors.As(err, &snooze) || len(mails(t, w)) != 0 {
		t.Errorf("%v, %v", about, err)
	}
	j.begin = func() (context.Context, context.CancelFunc) { return context.WithCancel(t.Context()) }
	if _, err = j.refreshShard(t.Context(), &river.Job[refreshArgs]{Args: shard}); err != nil {
		t.Error(err)
	}
	if _, err = j.deliverBlock(t.Context(), &river.Job[deliverArgs]{Args: block}); err != nil || len(mails(t, w)) != 1 {
		t.Error(err)
	}
}

// A job that we cut off is no error of its own; one that fails or takes too long is.
func TestStoppedJobIsNoError(t *testing.T) {
	stopped, stop := context.WithCancelCause(t.Context())
	stop(errors.New("stop initiated"))
	late, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	for _, c := range []struct {
		name, level string
		ctx         context.Context
	}{{"goes on", "ERROR", t.Context()}, {"stopped", "INFO", stopped}, {"too long", "ERROR", late}} {
		var log strings.Builder
		w := &Worker{Options: Options{Log: slog.New(slog.NewTextHandler(&log, nil)), Now: time.Now}}
		failing := &trade[planArgs]{jobs: &jobs{Worker: w}, work: func(context.Context, *river.Job[planArgs]) (line, error) {
			return line{}, errors.New("cut off")
		}}
		if err := failing.Work(c.ctx, &river.Job[planArgs]{JobRow: &rivertype.JobRow{Kind: "plan"}}); err == nil {
			t.Errorf("%s: the job is done", c.name)
		}
		if !strings.Contains(log.String(), "level="+c.level+" ") || !strings.Contains(log.String(), "cut off") {
			t.Errorf("%s: the log says %s", c.name, log.String())
		}
	}
}
