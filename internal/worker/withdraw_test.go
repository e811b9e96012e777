package worker

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"broadsheet/digest"
)

// carry is a paper that carries just these of its stories, an hour apart.
func carry(stories ...string) string {
	var b strings.Builder
	b.WriteString(`<rss version="2.0"><channel><title>The harbour</title><link>https://harbour.example/</link><description>News</description>`)
	for n, story := range stories {
		fmt.Fprintf(&b, `<item><guid isPermaLink="false">%s</guid><title>%s is in the news</title><link>https://harbour.example/%s</link><pubDate>%s</pubDate></item>`,
			story, story, strings.ToLower(story), seven.Add(-time.Duration(n+1)*time.Hour).Format(time.RFC1123Z))
	}
	return b.String() + `</channel></rss>`
}

// A story that vanishes from among others, twice, was taken back: what is
// printed is said to be, what waits is not printed. One that falls off the end,
// is back at the second look, or has another address now, was not.
func TestWithdrawn(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		p := newPress(t)
		s := open(t, dsn)
		w, at := newsroom(t, s, p.source("harbour"))
		w.Digests[0].Sections[0].Max = 3
		day := func(date string, looks ...string) (held, said []string) {
			t.Helper()
			for _, look := range looks {
				p.print("/harbour", body("application/rss+xml", look))
				at.add(40 * time.Minute)
				refreshed(t, w)
			}
			e, _, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: date, At: at.Now()})
			if err != nil {
				t.Fatal(err)
			}
			for _, entry := range e.Entries() {
				held = append(held, entry.GUID)
			}
			for _, c := range e.Corrections {
				said = append(said, fmt.Sprint(c.Entry.GUID, " ", c.Change))
			}
			at.add(12 * time.Hour)
			return held, said
		}
		held, said := day("2026-11-23", carry("Anchor", "Barge", "Cargo", "Dredger", "Eel", "Ferry"))
		if diff := cmp.Diff([]string{"Anchor", "Barge", "Cargo"}, held); diff != "" || len(said) > 0 {
			t.Fatal(diff, said)
		}
		// Ferry falls off the end; Barge is gone once; Dredger, which waits, is gone and comes back.
		held, said = day("2026-11-24", carry("Gull", "Anchor", "Barge", "Cargo", "Eel"), carry("Gull", "Anchor", "Cargo", "Dredger", "Eel"))
		if diff := cmp.Diff([]string{"Gull", "Dredger", "Eel"}, held); diff != "" || len(said) > 0 {
			t.Fatal(diff, said)
		}
		held, said = day("2026-11-25", carry("Heron", "Gull", "Anchor", "Cargo", "Dredger", "Eel"))
		if diff := cmp.Diff([]string{"Barge withdrawn"}, said); diff != "" || fmt.Sprint(held) != "[Heron Ferry]" {
			t.Fatal(diff, held)
		}
		if _, said = day("2026-11-26", carry("Ibis", "Heron", "Gull", "Anchor", "Barge", "Cargo", "Dredger", "Eel")); len(said) > 0 {
			t.Fatal("it is back, and said to be otherwise again:", said)
		}
	})
}

// A story that was never printed, and is taken back, is not.
func TestWithdrawnBeforePrint(t *testing.T) {
	p := newPress(t)
	s := open(t, ":memory:")
	w, at := newsroom(t, s, p.source("harbour"))
	for _, look := range []string{carry("Anchor", "Barge", "Cargo"), carry("Anchor", "Cargo"), carry("Eel", "Anchor", "Cargo")} {
		p.print("/harbour", body("application/rss+xml", look))
		at.add(40 * time.Minute)
		refreshed(t, w)
	}
	e, _, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: "2026-11-23", At: at.Now()})
	if err != nil {
		t.Fatal(err)
	}
	left, _, err := s.LeftOut(t.Context(), "morning", "2026-11-23")
	if len(e.Entries()) != 3 || len(left) != 1 || left[0].Reason != "withdrawn by its publisher" || err != nil {
		t.Errorf("%d entries, %+v, %v", len(e.Entries()), left, err)
	}
}
