package worker

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"broadsheet/internal/store"
)

// announced is a newsroom whose one paper, of n stories, names a hub.
func announced(t *testing.T, s *store.Store) (*Worker, *clock, *press, *announcer) {
	p, a := newPress(t), newAnnouncer(t, s)
	w, at := newsroom(t, s, p.source("harbour"))
	w.Site.URL, w.Digests = publicURL, nil
	printHubs(p, 3, a.URL)
	return w, at, p, a
}

// printHubs prints the paper with n stories and the hubs that it names.
func printHubs(p *press, n int, hubs ...string) {
	p.print("/harbour", func(w http.ResponseWriter, r *http.Request) {
		for _, hub := range hubs {
			w.Header().Add("Link", "<"+hub+`>; rel="hub"`)
		}
		w.Header().Add("Link", `<https://harbour.example/feed>; rel="self"`)
		feed("harbour", n)(w, r)
	})
}

// turn does what is due, as the jobs do, and says what it was.
func turn(t *testing.T, w *Worker) string {
	t.Helper()
	a, err := w.agenda(t.Context(), w.Now())
	if err != nil {
		t.Fatal(err)
	}
	visits, err := w.refresh(t.Context(), t.Context().Done(), a.visits, nil)
	if err != nil {
		t.Fatal(err)
	}
	if a, err = w.agenda(t.Context(), w.Now()); err != nil {
		t.Fatal(err)
	}
	calls, err := w.runErrands(t.Context(), t.Context().Done(), a.errands)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d visits, %d calls", visits.visited, calls.run)
}

func wantTurn(t *testing.T, w *Worker, when, want string) {
	t.Helper()
	if got := turn(t, w); got != want {
		t.Errorf("%s: %s, want %s", when, got, want)
	}
}

func onlyHub(t *testing.T, s *store.Store) store.Hub {
	t.Helper()
	hubs, err := s.Hubs(t.Context())
	if err != nil || len(hubs) != 1 {
		t.Fatalf("%d hubs, %v", len(hubs), err)
	}
	return hubs[0]
}

// wantNext says when the source is visited next, after now.
func wantNext(t *testing.T, w *Worker, when string, want time.Duration) {
	t.Helper()
	states, err := w.Store.States(t.Context(), []string{"harbour"})
	if err != nil {
		t.Fatal(err)
	}
	if got := states["harbour"].NextVisit.Sub(w.Now()); got != want {
		t.Errorf("%s: the next visit is in %v (%s), want %v", when, got, states["harbour"].NextReason, want)
	}
}

// The whole circle, with the clock moved by hand.
func TestHubsCircle(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		s := open(t, dsn)
		w, at, p, a := announced(t, s)

		wantTurn(t, w, "discovery", "1 visits, 1 calls")
		wantNext(t, w, "not agreed yet", 15*time.Minute)
		form, hub := a.last(), onlyHub(t, s)
		if form.Get("hub.mode") != "subscribe" || form.Get("hub.topic") != "https://harbour.example/feed" || form.Get("hub.lease_seconds") != "864000" ||
			form.Get("hub.secret") != hub.Secret || form.Get("hub.callback") != publicURL+"/websub/"+hub.Token || len(hub.Token) < 20 || len(hub.Secret) < 20 {
			t.Errorf("%v, %+v", form, hub)
		}
		if a.askBack("unsubscribe", 0) || !a.askBack("subscribe", 5*time.Hour) {
			t.Error("what was asked for is not what is confirmed")
		}
		wantTurn(t, w, "agreed", "0 visits, 0 calls")

		at.add(15 * time.Minute)
		wantTurn(t, w, "polling goes on", "1 visits, 0 calls")
		wantNext(t, w, "polling goes on slowly", hubRest)

		at.add(20 * time.Minute)
		if status := a.ping("a guess"); status != http.StatusNoContent {
			t.Errorf("a wrong signature is told so: %d", status)
		}
		wantTurn(t, w, "a wrong signature", "0 visits, 0 calls")
		printHubs(p, 4, a.URL)
		if status := a.ping(hub.Secret); status != http.StatusNoContent {
			t.Errorf("%d", status)
		}
		wantTurn(t, w, "a ping", "1 visits, 0 calls")
		wantTurn(t, w, "it is answered", "0 visits, 0 calls")
		a.ping(hub.Secret)
		wantTurn(t, w, "a flood of pings", "0 visits, 0 calls")
		at.add(leastRest)
		wantTurn(t, w, "a minute later", "1 visits, 0 calls")

		at.set(seven.Add(4 * time.Hour)) // four fifths of the lease
		wantTurn(t, w, "renewal", "1 visits, 1 calls")
		wantNext(t, w, "a lease that ends is waited for no longer", time.Hour)
		if !a.askBack("subscribe", 10*time.Hour) || !onlyHub(t, s).LeaseEnd.Equal(seven.Add(14*time.Hour)) {
			t.Errorf("%+v", onlyHub(t, s))
		}

		if a.askBack("denied", 0); onlyHub(t, s).State != store.HubDenied {
			t.Errorf("%+v", onlyHub(t, s))
		}
		at.add(leastRest)
		wantTurn(t, w, "denied: look now, and ask again tomorrow", "1 visits, 0 calls")
		at.add(time.Hour)
		wantTurn(t, w, "denied: the usual pace", "1 visits, 0 calls")
		at.set(seven.Add(29 * time.Hour))
		wantTurn(t, w, "asked again", "1 visits, 1 calls")
		if got := a.requests(); got != "subscribe subscribe subscribe" {
			t.Error(got)
		}
	})
}

// While River runs the jobs a ping leads to a visit, with the clock still.
func TestPingWakesThePlanner(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		s := open(t, dsn)
		w, at, p, a := announced(t, s)
		stop := start(t, w)
		defer stop()
		until(t, "the hub was asked", func() bool { return a.requests() == "subscribe" })
		until(t, "it was written down", func() bool { return a.askBack("subscribe", wantedLease) })
		before := p.visits("/harbour")
		at.add(2 * time.Minute)
		a.ping(onlyHub(t, s).Secret)
		until(t, "the source was visited", func() bool { return p.visits("/harbour") > before })
		until(t, "the ping is answered", func() bool { n, err := s.Unanswered(t.Context()); return n == 0 && err == nil })
		stop()
	})
}

// What a feed says of itself counts, and what HTTP says counts more.
func TestHubsInTheDocument(t *testing.T) {
	for name, text := range map[string]string{
		"RSS": `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>The harbour</title>
			<atom:link rel="hub" href="https://hub.invalid/"/><atom:link rel="self" href="https://harbour.example/rss"/>
			<item><guid>1</guid><title>The ferry sails</title></item></channel></rss>`,
		"Atom": `<feed xmlns="http://www.w3.org/2005/Atom"><title>The harbour</title><id>tag:harbour.example,2026:1</id>
			<link rel="hub" href="https://hub.invalid/"/><link rel="self" href="https://harbour.example/rss"/>
			<entry><id>1</id><title>The ferry sails</title></entry></feed>`,
		"JSON": `{"version": "https://jsonfeed.org/version/1.1", "title": "The harbour", "feed_url": "https://harbour.example/rss",
			"hubs": [{"type": "WebSub", "url": "https://hub.invalid/"}], "items": [{"id": "1", "title": "The ferry sails", "content_text": "It does."}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, ":memory:")
			w, at, p, a := announced(t, s)
			p.print("/harbour", body("application/octet-stream", text))
			w.Site.URL = "http://localhost"
			turn(t, w)
			states, err := s.States(t.Context(), []string{"harbour"})
			if err != nil {
				t.Fatal(err)
			}
			hubs := namedHubs(w.Sources[0], states["harbour"].Feed)
			if len(hubs) != 1 || hubs[0].Hub != "https://hub.invalid/" || hubs[0].Topic != "https://harbour.example/rss" {
				t.Errorf("%+v", hubs)
			}
			p.print("/harbour", func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Link", "<"+a.URL+">; rel=hub")
				body("application/octet-stream", text+" ")(w, r)
			})
			w.Site.URL = publicURL
			at.add(2 * time.Hour)
			turn(t, w)
			if a.requests() != "subscribe" || a.last().Get("hub.topic") != "https://harbour.example/rss" {
				t.Errorf("asked to %q", a.requests())
			}
		})
	}
}
