package worker

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// A hub that lets its lease end without an answer leaves us with polling.
func TestHubThatFalls(t *testing.T) {
	s := open(t, ":memory:")
	w, at, _, a := announced(t, s)
	a.refuse("overloaded")
	var asked []string
	for range 60 * 60 / 5 { // five minutes a turn
		before := len(a.requests())
		turn(t, w)
		if len(a.requests()) > before {
			asked = append(asked, at.Now().Sub(seven).String())
		}
		at.add(5 * time.Minute)
	}
	if got, want := fmt.Sprint(asked), "[0s 10m0s 30m0s 1h10m0s 2h30m0s 5h10m0s 10h30m0s 21h10m0s 42h30m0s]"; got != want {
		t.Errorf("asked after %s, want %s", got, want)
	}
	if hub := onlyHub(t, s); hub.Error != "503 Service Unavailable: overloaded" || hub.Failures != 9 {
		t.Errorf("%+v", hub)
	}

	a.refuse("")
	at.set(seven.Add(100 * time.Hour))
	turn(t, w)
	if !a.askBack("subscribe", 100*time.Hour) {
		t.Fatal("not confirmed")
	}
	a.refuse("gone")
	at.add(80 * time.Hour)
	for range hubTries + 1 {
		turn(t, w)
		at.set(onlyHub(t, s).NextAsk)
	}
	at.add(hubRest)
	turn(t, w)
	wantNext(t, w, "renewed in vain, though the lease goes on", 2*time.Hour)
	if left := onlyHub(t, s).LeaseEnd.Sub(at.Now()); left < hubRest {
		t.Errorf("the lease goes on for %v only", left)
	}
}

// A hub that forgets us is believed no more, until it pings again.
func TestHubThatForgets(t *testing.T) {
	s := open(t, ":memory:")
	w, at, p, a := announced(t, s)
	turn(t, w)
	a.askBack("subscribe", wantedLease)
	for i, want := range []time.Duration{hubRest, 15 * time.Minute, 15 * time.Minute} {
		at.add(hubRest)
		printHubs(p, 4+i, a.URL)
		wantTurn(t, w, "news", "1 visits, 0 calls")
		wantNext(t, w, fmt.Sprintf("news %d without a ping", i+1), want)
	}
	at.add(2 * time.Minute)
	a.ping(onlyHub(t, s).Secret)
	wantTurn(t, w, "a ping", "1 visits, 0 calls")
	wantNext(t, w, "it remembers", hubRest)
}

// Another hub, another name, no hub, no source, no public address: then we
// leave, and are silent where nobody answers.
func TestHubsAreLeft(t *testing.T) {
	changes := map[string]func(w *Worker, p *press, other *announcer){
		"no hub":                func(_ *Worker, p *press, _ *announcer) { printHubs(p, 4) },
		"another hub":           func(_ *Worker, p *press, other *announcer) { printHubs(p, 4, other.URL) },
		"no source":             func(w *Worker, _ *press, _ *announcer) { w.Sources = nil },
		"a source with secrets": func(w *Worker, p *press, _ *announcer) { w.Sources[0].URL = strings.Replace(p.URL, "//", "//a:b@", 1) },
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			s := open(t, ":memory:")
			w, at, p, a := announced(t, s)
			other := newAnnouncer(t, s)
			turn(t, w)
			a.askBack("subscribe", 48*time.Hour)
			change(w, p, other)
			at.add(time.Hour)
			turn(t, w)
			if got := a.requests(); got != "subscribe unsubscribe" || a.last().Get("hub.secret") != "" {
				t.Fatalf("asked to %s, %v", got, a.last())
			}
			if want := map[bool]string{true: "subscribe"}[name == "another hub"]; other.requests() != want {
				t.Errorf("the other was asked to %q", other.requests())
			}
			if a.askBack("subscribe", time.Hour) || !a.askBack("unsubscribe", 0) {
				t.Error("it is not left")
			}
			if a.ping("any") != http.StatusGone {
				t.Error("somebody is there for pings")
			}
		})
	}
}

// Where no hub can reach us, none is asked, and those that were are forgotten.
func TestNoHubsInPrivate(t *testing.T) {
	s := open(t, ":memory:")
	w, _, _, a := announced(t, s)
	w.Site.URL = "http://localhost:8080"
	wantTurn(t, w, "at home", "1 visits, 0 calls")
	w.Site.URL = publicURL
	wantTurn(t, w, "in public", "0 visits, 1 calls")
	a.askBack("subscribe", wantedLease)
	w.Site.URL = "http://localhost:8080"
	wantTurn(t, w, "at home again", "0 visits, 1 calls")
	if a.requests() != "subscribe" || a.ping("any") != http.StatusGone {
		t.Error(a.requests())
	}
}

func TestHubThatWillNotLetGo(t *testing.T) {
	s := open(t, ":memory:")
	w, at, p, a := announced(t, s)
	turn(t, w)
	a.askBack("subscribe", 48*time.Hour)
	printHubs(p, 4)
	at.add(time.Hour)
	for range 10 {
		turn(t, w)
		at.add(time.Hour)
	}
	if got := a.requests(); got != "subscribe"+strings.Repeat(" unsubscribe", hubTries) {
		t.Error(got)
	}
	if hubs, err := s.Hubs(t.Context()); len(hubs) != 0 || err != nil {
		t.Errorf("%+v, %v", hubs, err)
	}
}

// Hub addresses are a stranger's: they are believed within limits, and the
// guard of the fetch.Client has the last word.
func TestNamedHubs(t *testing.T) {
	source := digest.Source{ID: "harbour", URL: "https://harbour.example/rss"}
	long := "https://" + strings.Repeat("x", longestName)
	for _, test := range []struct {
		name  string
		hubs  []string
		self  string
		want  []string
		topic string
	}{
		{"none", nil, "https://harbour.example/feed", nil, ""},
		{"the first two, once each", []string{"https://a.example", "https://a.example", "http://b.example/?x", "https://c.example"}, "", []string{"https://a.example", "http://b.example/?x"}, source.URL},
		{"a name of its own", []string{"https://a.example"}, "http://harbour.example/f", []string{"https://a.example"}, "http://harbour.example/f"},
		{"no names", []string{"ftp://a.example", "//a.example", "https://", "https://u:p@a.example", "::", long}, long, nil, ""},
	} {
		var got []string
		for _, hub := range namedHubs(source, digest.Feed{Hubs: test.hubs, Self: test.self}) {
			got = append(got, hub.Hub)
			if hub.Topic != test.topic || hub.Source != source.ID {
				t.Errorf("%s: %+v", test.name, hub)
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %q", test.name, got)
		}
	}
}

func TestPrivateHubIsNotAsked(t *testing.T) {
	s := open(t, ":memory:")
	w, _, p, _ := announced(t, s)
	printHubs(p, 3, "http://169.254.169.254/latest")
	wantTurn(t, w, "a private hub", "1 visits, 1 calls")
	if hub := onlyHub(t, s); !strings.Contains(hub.Error, "private address") || hub.State != store.HubAsked {
		t.Errorf("%+v", hub)
	}
}

func TestIsPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"https://news.paper.org": true, "http://paper.org:8080/x": true, "https://8.8.8.8": true, "https://[2606:4700::1]": true, "https://paper.org.": true,
		"": false, "paper.org": false, "ftp://paper.org": false, "https://": false, "http://localhost:8080": false, "http://paper": false,
		"http://nas.local": false, "http://NAS.LOCAL.": false, "http://x.home.arpa": false, "https://paper.example": false, "https://a.example.com": false,
		"https://x.test": false, "https://x.internal": false, "http://127.0.0.1": false, "http://10.1.2.3": false, "http://[::1]": false, "http://[fe80::1]": false,
		"http://[fd00::1]": false, "http://[::ffff:10.0.0.1]": false, "http://100.64.0.1": false, "http://203.0.113.9": false, "http://0.0.0.0": false, "http://224.0.0.1": false,
	} {
		if got := isPublic(address); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
}
