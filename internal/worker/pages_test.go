package worker

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// answers makes the press answer each path with a status.
func (p *press) answers(statuses map[string]int) {
	for path, status := range statuses {
		p.print(path, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
	}
}

// linking is a paper whose stories stand on the press itself.
func (p *press) linking(names ...string) {
	var b strings.Builder
	for n, name := range names {
		fmt.Fprintf(&b, `<item><guid isPermaLink="false">%s</guid><title>The %s is in the news</title><link>%s/story/%s</link><pubDate>%s</pubDate></item>`,
			name, name, p.URL, name, seven.Add(-time.Duration(n+1)*time.Hour).Format(time.RFC1123Z))
	}
	p.print("/harbour", body("application/rss+xml", `<rss version="2.0"><channel><title>The harbour</title>`+b.String()+`</channel></rss>`))
}

// watching is a newsroom that has brought out an edition of these stories and
// looks at their pages, and a way to let hours pass with a look at each end.
func watching(t *testing.T, dsn string, p *press, names ...string) (w *Worker, after func(time.Duration)) {
	t.Helper()
	p.linking(names...)
	w, at := newsroom(t, open(t, dsn), p.source("harbour"))
	w.WatchPrinted = 72 * time.Hour
	refreshed(t, w)
	if e, _, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: "2026-11-23", At: at.Now()}); err != nil || len(e.Entries()) != len(names) {
		t.Fatalf("%+v, %v", e.Entries(), err)
	}
	return w, func(d time.Duration) {
		t.Helper()
		at.add(d)
		if err := w.LookAtPages(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// saidNext is what an edition of tomorrow, to which another story has come, says
// of that of today.
func saidNext(t *testing.T, w *Worker, p *press, carried ...string) (said []string) {
	t.Helper()
	p.linking(append([]string{"news"}, carried...)...)
	refreshed(t, w)
	e, _, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: "2026-11-24", At: w.Now()})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range e.Corrections {
		said = append(said, c.Entry.GUID+" "+string(c.Change))
	}
	return said
}

// A feed that has an article under two ids has taken both back when its page is gone.
func TestPageOfTwoIDs(t *testing.T) {
	p := newPress(t)
	p.answers(map[string]int{"/story/Anchor": http.StatusOK})
	w, after := watching(t, ":memory:", p, "Anchor")
	item := digest.Item{ID: "again", Source: "harbour", GUID: "again", Link: p.URL + "/story/Anchor", Title: "The Anchor is in the news", FirstSeen: w.Now()}
	if _, err := w.Store.SaveVisit(t.Context(), store.Visit{State: store.State{Source: "harbour", LastVisit: w.Now()}, Items: []digest.Item{item}}); err != nil {
		t.Fatal(err)
	}
	after(time.Minute)
	p.answers(map[string]int{"/story/Anchor": http.StatusGone})
	after(18 * time.Hour)
	after(4 * time.Hour)
	if said := saidNext(t, w, p, "Anchor"); !slices.Contains(said, "Anchor withdrawn") {
		t.Errorf("the next edition says %q", said)
	}
}

// A story whose page is gone twice was taken back, if it had been there, or if
// the server says that it had; one that is private, back, forbidden to look at,
// or never was there, was not. A page is asked for once a day.
func TestPagesThatAreGone(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		p := newPress(t)
		p.print("/robots.txt", body("text/plain", "User-agent: *\nDisallow: /story/hidden\n"))
		const ok, lost = http.StatusOK, http.StatusNotFound
		p.answers(map[string]int{
			"/story/Anchor": ok, "/story/Barge": ok, "/story/Cargo": ok, "/story/Dredger": ok, "/story/Eel": http.StatusGone, "/story/hidden": ok,
		})
		names := []string{"Anchor", "Barge", "Cargo", "Dredger", "Eel", "Ferry", "hidden"}
		w, after := watching(t, dsn, p, names...)
		after(time.Minute)
		p.answers(map[string]int{"/story/Barge": lost, "/story/Cargo": http.StatusForbidden, "/story/Dredger": lost, "/story/hidden": lost})
		after(6 * time.Hour)
		if n := p.visits("/story/Anchor"); n != 1 {
			t.Errorf("Anchor was looked at %d times on the first day", n)
		}
		after(12 * time.Hour)
		after(time.Hour)
		p.answers(map[string]int{"/story/Dredger": ok})
		after(2 * time.Hour)
		if diff := cmp.Diff([]string{"Barge withdrawn", "Eel withdrawn"}, saidNext(t, w, p, names...)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if anchor, hidden := p.visits("/story/Anchor"), p.visits("/story/hidden"); anchor != 2 || hidden != 0 {
			t.Errorf("Anchor was looked at %d times, what robots.txt hides %d times", anchor, hidden)
		}
		p.answers(map[string]int{"/story/Barge": ok})
		after(21 * time.Hour)
		items, err := w.Store.Find(t.Context(), p.URL+"/story/Barge")
		if err != nil || len(items) != 1 || !items[0].Withdrawn.IsZero() {
			t.Errorf("Barge is back, and does not stand: %+v, %v", items, err)
		}
		before := p.visits("/story/Anchor")
		after(72 * time.Hour)
		if p.visits("/story/Anchor") != before {
			t.Error("what was printed long ago is looked at")
		}
	})
}

// A link that never led anywhere is believed when the feed has dropped the story.
func TestPageThatNeverWas(t *testing.T) {
	p := newPress(t)
	p.answers(map[string]int{"/story/Anchor": http.StatusOK})
	w, after := watching(t, ":memory:", p, "Anchor", "Barge")
	after(time.Minute)
	p.linking("Anchor")
	refreshed(t, w)
	after(18 * time.Hour)
	if diff := cmp.Diff([]string{"Barge withdrawn"}, saidNext(t, w, p, "Anchor")); diff != "" {
		t.Error(diff)
	}
}

// Where all pages of a host are gone at once it is the host that has gone; and
// who does not want to know is not told.
func TestPagesOfAHostThatIsGone(t *testing.T) {
	for _, watch := range []time.Duration{0, 72 * time.Hour} {
		p := newPress(t)
		names := []string{"Anchor", "Barge", "Cargo"}
		for _, name := range names {
			p.answers(map[string]int{"/story/" + name: http.StatusOK})
		}
		w, after := watching(t, ":memory:", p, names...)
		w.WatchPrinted = watch
		after(time.Minute)
		for _, name := range names {
			p.answers(map[string]int{"/story/" + name: http.StatusNotFound})
		}
		after(18 * time.Hour)
		after(3 * time.Hour)
		if said := saidNext(t, w, p, names...); len(said) > 0 {
			t.Errorf("%v", said)
		}
		if looked := p.visits("/story/Anchor") > 0; looked != (watch > 0) {
			t.Errorf("watching for %v, and looked: %v", watch, looked)
		}
	}
}
