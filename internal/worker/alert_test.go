package worker

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/mail"
)

// ear keeps what it is told, unless it is deaf.
type ear struct {
	mu   sync.Mutex
	deaf bool
	told []mail.Message
}

func (e *ear) Send(_ context.Context, m mail.Message) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.deaf {
		return errors.New("deaf")
	}
	e.told = append(e.told, m)
	return nil
}

// subjects are those of all that was told, in order, and are forgotten.
func (e *ear) subjects() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	var subjects []string
	for _, m := range e.told {
		subjects = append(subjects, m.Subject[strings.LastIndexByte(m.Subject, ' ')+1:])
	}
	e.told = nil
	slices.Sort(subjects)
	return strings.Join(subjects, " ")
}

// An operator is told of each trouble once by each way while it lasts, by
// whatever process, and again when it has gone and comes back.
func TestAlertsOnce(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		p := newPress(t)
		p.print("/harbour", feed("harbour", 3))
		p.print("/hill", feed("hill", 3))
		s := open(t, dsn)
		w, at := newsroom(t, s, p.source("harbour"), p.source("hill"))
		mailed, hooked := &ear{}, &ear{}
		w.Sender, w.Alerts = mailed, Alerts{Mail: "desk@paper.example", Hook: hooked}
		check := func(what, wantMailed, wantHooked string) {
			t.Helper()
			if _, err := w.Alert(t.Context()); err != nil {
				t.Fatal(err)
			}
			if m, h := mailed.subjects(), hooked.subjects(); m != wantMailed || h != wantHooked {
				t.Errorf("%s: mailed %q, posted %q; want %q, %q", what, m, h, wantMailed, wantHooked)
			}
		}
		refreshed(t, w)
		if _, _, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: "2026-11-23", At: at.Now()}); err != nil {
			t.Fatal(err)
		}
		check("all is well", "", "")

		p.print("/hill", answer(404))
		at.set(seven.Add(24*time.Hour + 14*time.Minute))
		refreshed(t, w)
		check("fourteen minutes late, and ill for a day", "", "")
		at.add(2 * time.Minute)
		hooked.deaf = true
		check("sixteen minutes late, and one way is closed", "late/morning/2026-11-24", "")
		hooked.deaf = false
		check("before it is tried again", "", "")
		at.add(alertLease)
		check("when it is tried again", "", "late/morning/2026-11-24")
		at.set(seven.Add(4 * 24 * time.Hour))
		refreshed(t, w)
		check("dead, and the same edition is late", "dead/hill", "dead/hill")
		check("once", "", "")

		p.print("/hill", feed("hill", 4))
		refreshed(t, w)
		check("well again", "", "")
		p.print("/hill", answer(404))
		at.add(4 * 24 * time.Hour)
		refreshed(t, w)
		check("dead again", "dead/hill", "dead/hill")
	})
}

// An edition that may be held for its sources is late only after that.
func TestAlertsHeld(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", feed("harbour", 3))
	w, at := newsroom(t, open(t, filepath.Join(t.TempDir(), "broadsheet.db")), p.source("harbour"))
	hooked := &ear{}
	w.Alerts = Alerts{Hook: hooked}
	w.Digests[0].HoldIfMissing, w.Digests[0].HoldFor = 0.5, 30*time.Minute
	refreshed(t, w)
	if _, _, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: "2026-11-23", At: at.Now()}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		after time.Duration
		want  string
	}{{44 * time.Minute, ""}, {46 * time.Minute, "late/morning/2026-11-24"}} {
		at.set(seven.Add(24*time.Hour + c.after))
		if _, err := w.Alert(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := hooked.subjects(); got != c.want {
			t.Errorf("%v after its hour: told %q, want %q", c.after, got, c.want)
		}
	}
}

// Many refusals of one edition are told, some are not.
func TestAlertsRefused(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", feed("harbour", 3))
	s := open(t, ":memory:")
	w, at := newsroom(t, s, p.source("harbour"))
	hooked := &ear{}
	w.Alerts = Alerts{Hook: hooked, Refused: 0.1}
	var readers []string
	for n := range 40 {
		readers = append(readers, fmt.Sprintf("reader%d@reader.example", n))
	}
	enlist(t, s, readers...)
	refreshed(t, w)
	if _, _, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: "2026-11-23", At: at.Now()}); err != nil {
		t.Fatal(err)
	}
	claimed, err := s.Claim(t.Context(), "morning", "2026-11-23", 0, at.Now(), time.Hour, 40)
	if err != nil || len(claimed) != 40 {
		t.Fatalf("%d %v", len(claimed), err)
	}
	for n, d := range claimed {
		if n < 3 || n == 36 {
			err = s.MarkRefused(t.Context(), d, "no such mailbox")
		} else {
			err = s.MarkSent(t.Context(), d, at.Now())
		}
		if err != nil {
			t.Fatal(err)
		}
		want := ""
		if n == 36 { // the fourth of forty
			want = "refused/morning/2026-11-23"
		}
		if _, err := w.Alert(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := hooked.subjects(); got != want {
			t.Errorf("after %d: %q", n+1, got)
		}
	}
}

// Mails that wait are told when none has left for an hour, because the server takes
// none or because nobody sends them; not while they leave one by one.
func TestAlertsStuck(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		p := newPress(t)
		p.print("/harbour", feed("harbour", 3))
		s := open(t, dsn)
		w, at := newsroom(t, s, p.source("harbour"))
		hooked := &ear{}
		w.Alerts = Alerts{Hook: hooked}
		readers := make([]string, fewMails)
		for n := range readers {
			readers[n] = fmt.Sprintf("reader%d@reader.example", n)
		}
		enlist(t, s, readers...)
		refreshed(t, w)
		if _, _, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: "2026-11-23", At: at.Now()}); err != nil {
			t.Fatal(err)
		}
		check := func(what, want string) {
			t.Helper()
			_, err := w.Alert(t.Context())
			if got := hooked.subjects(); err != nil || got != want {
				t.Errorf("%s: told %q, %v; want %q", what, got, err, want)
			}
		}
		at.add(59 * time.Minute)
		check("nobody has come for the mails in an hour", "")
		at.add(2 * time.Minute)
		check("nobody comes for them", "stuck/morning/2026-11-23")
		claimed, err := s.Claim(t.Context(), "morning", "2026-11-23", 0, at.Now(), 3*time.Hour, fewMails)
		if err != nil || len(claimed) != fewMails {
			t.Fatalf("%d %v", len(claimed), err)
		}
		if err := s.MarkSent(t.Context(), claimed[0], at.Now()); err != nil {
			t.Fatal(err)
		}
		check("one has left", "")
		at.add(61 * time.Minute)
		check("the others are on their way", "")
		for _, d := range claimed[1:] {
			if err := s.MarkLater(t.Context(), d, at.Now().Add(2*time.Hour), "greylisted"); err != nil {
				t.Fatal(err)
			}
		}
		check("the others were put off", "stuck/morning/2026-11-23")
	})
}
