package worker

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"broadsheet/digest"
)

// due tells what is due of the worker's digest, and as of when.
func dueNow(t *testing.T, w *Worker) string {
	t.Helper()
	a, err := w.agenda(t.Context(), w.Now().UTC())
	if err != nil {
		t.Fatal(err)
	}
	var dates []string
	for _, due := range a.editions {
		for _, slot := range due.slots {
			dates = append(dates, slot.Date)
		}
	}
	return strings.Join(dates, " ")
}

// bringOutDue brings out all that is due.
func bringOutDue(t *testing.T, w *Worker) {
	t.Helper()
	a, err := w.agenda(t.Context(), w.Now().UTC())
	if err != nil {
		t.Fatal(err)
	}
	for _, due := range a.editions {
		for _, slot := range due.slots {
			if _, _, err := w.BringOut(t.Context(), due.digest, slot); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// The edition comes out at its hour; its mails wait for the end of the night.
func TestMailsKeepQuietHours(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", feed("harbour", 3))
	s := open(t, ":memory:")
	w, at := newsroom(t, s, p.source("harbour"))
	w.Digests[0].NotBefore = 9*time.Hour + 30*time.Minute
	enlist(t, s, "one@reader.example")
	refreshed(t, w)
	bringOutDue(t, w)
	deliver := func() int {
		t.Helper()
		if err := w.Deliver(t.Context(), "morning", "2026-11-23", 0); err != nil {
			t.Fatal(err)
		}
		return len(mails(t, w))
	}
	at.set(seven.Add(150*time.Minute - time.Second))
	if n := deliver(); n != 0 {
		t.Errorf("%d mails in the night", n)
	}
	at.add(time.Second)
	if n := deliver(); n != 1 {
		t.Errorf("%d mails in the morning", n)
	}
}

// What comes out too late is published and nobody gets it by mail; the first
// edition of all is never late.
func TestLateEditionIsNotMailed(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", feed("harbour", 3))
	s := open(t, ":memory:")
	w, at := newsroom(t, s, p.source("harbour"))
	w.Digests[0].MaxLateness, w.Digests[0].Lookback = 2*time.Hour, 1000*time.Hour
	enlist(t, s, "one@reader.example")
	for i, late := range []time.Duration{10 * time.Hour, 2 * time.Hour, 2*time.Hour + time.Minute} {
		at.set(seven.Add(time.Duration(i)*24*time.Hour + late))
		p.print("/harbour", body("application/rss+xml", issue("harbour", i, 1)))
		refreshed(t, w)
		bringOutDue(t, w)
	}
	summaries, err := s.Summaries(t.Context(), "morning")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, summary := range summaries {
		got = append(got, fmt.Sprintf("%s %d pending %d refused", summary.Date, summary.Pending, summary.Refused))
	}
	want := "2026-11-25 0 pending 1 refused, 2026-11-24 1 pending 0 refused, 2026-11-23 1 pending 0 refused"
	if strings.Join(got, ", ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), want)
	}
}

// A clock that was four years ahead for a moment costs no later edition.
func TestEditionOfTheFutureDoesNotStopThePaper(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", feed("harbour", 3))
	s := open(t, ":memory:")
	w, at := newsroom(t, s, p.source("harbour"))
	w.Digests[0].Lookback = 10 * 365 * 24 * time.Hour
	refreshed(t, w)
	bringOutDue(t, w)
	at.set(seven.AddDate(4, 0, 0))
	p.print("/harbour", feed("harbour", 6))
	refreshed(t, w)
	bringOutDue(t, w)
	at.set(seven.Add(time.Hour))
	if got := dueNow(t, w); got != "" {
		t.Errorf("%s is due again", got)
	}
	at.set(seven.Add(24 * time.Hour))
	if got := dueNow(t, w); got != "2026-11-24" {
		t.Errorf("the next day %q is due", got)
	}
	at.set(seven.AddDate(4, 0, 0))
	if got := dueNow(t, w); strings.Contains(got, "2030-11-23") {
		t.Errorf("after four years %q is due", got)
	}
}

// A digest that comes several times a day has an edition for each hour.
func TestSeveralADay(t *testing.T) {
	p := newPress(t)
	s := open(t, ":memory:")
	w, at := newsroom(t, s, p.source("harbour"))
	w.Digests[0].Schedule = cronLine(t, "0 7,18 * * *")
	w.Digests[0].Lookback = 1000 * time.Hour
	for i, hours := range []int{0, 11, 24} {
		at.set(seven.Add(time.Duration(hours) * time.Hour))
		p.print("/harbour", body("application/rss+xml", issue("harbour", i, 1)))
		refreshed(t, w)
		bringOutDue(t, w)
	}
	editions, err := s.Editions(t.Context(), "morning", 0)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range editions {
		message, err := w.Letter(e, digest.Subscriber{ID: "reader", Address: "one@reader.example"})
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, message.MessageID)
	}
	want := "morning.2026-11-24T07.reader@paper.example morning.2026-11-23T18.reader@paper.example morning.2026-11-23T07.reader@paper.example"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
}

func cronLine(t testing.TB, line string) digest.Schedule {
	t.Helper()
	schedule, err := digest.ParseSchedule(line)
	if err != nil {
		t.Fatal(err)
	}
	return schedule
}
