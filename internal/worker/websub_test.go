package worker

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/store"
	"broadsheet/internal/web"
)

// publicURL is an address that looks public. Nobody looks up its name: the
// announcer has a resolver of its own.
const publicURL = "https://daily.broadsheet.news"

// announcer is a hub. It keeps what it was asked and asks back when it is told to.
type announcer struct {
	*httptest.Server
	t       *testing.T
	client  *http.Client // for which every host is our web
	mu      sync.Mutex
	asked   []url.Values
	refuses string // why, if it does
}

// newAnnouncer is a hub that reaches the web over s.
func newAnnouncer(t *testing.T, s *store.Store) *announcer {
	site := httptest.NewTLSServer(web.Handler(web.Options{Store: s, Log: slog.New(slog.DiscardHandler)}))
	t.Cleanup(site.Close)
	a := &announcer{t: t}
	transport := site.Client().Transport.(*http.Transport).Clone()
	transport.TLSClientConfig.ServerName = "example.com" // as the certificate has it
	transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, site.Listener.Addr().String())
	}
	a.client = &http.Client{Transport: transport}
	a.Server = httptest.NewServer(http.HandlerFunc(a.hear))
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		a.Close()
	})
	return a
}

func (a *announcer) hear(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := r.ParseForm(); err != nil || r.Method != http.MethodPost {
		a.t.Error(r.Method, err)
	}
	a.asked = append(a.asked, r.PostForm)
	if a.refuses != "" {
		w.Header().Set("Content-Type", "text/plain")
		w.WriteHeader(http.StatusServiceUnavailable)
		io.WriteString(w, a.refuses)
		return
	}
	w.WriteHeader(http.StatusAccepted)
}

func (a *announcer) refuse(why string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.refuses = why
}

// requests are the modes that the hub was asked for so far, in order.
func (a *announcer) requests() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var modes []string
	for _, form := range a.asked {
		modes = append(modes, form.Get("hub.mode"))
	}
	return strings.Join(modes, " ")
}

func (a *announcer) last() url.Values {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.asked[len(a.asked)-1]
}

// askBack asks whether we meant the last request, or tells us of another mode.
func (a *announcer) askBack(mode string, lease time.Duration) (confirmed bool) {
	a.t.Helper()
	form := a.last()
	query := url.Values{
		"hub.mode": {mode}, "hub.topic": {form.Get("hub.topic")}, "hub.challenge": {"riddle"},
		"hub.lease_seconds": {fmt.Sprint(int(lease / time.Second))},
	}
	response, err := a.client.Get(form.Get("hub.callback") + "?" + query.Encode())
	if err != nil {
		a.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return err == nil && response.StatusCode == http.StatusOK && string(text) == "riddle"
}

// ping announces news of the last topic, signed with a secret.
func (a *announcer) ping(secret string) (status int) {
	a.t.Helper()
	const news = "<rss>anything</rss>"
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(news))
	request, err := http.NewRequestWithContext(a.t.Context(), http.MethodPost, a.last().Get("hub.callback"), strings.NewReader(news))
	if err != nil {
		a.t.Fatal(err)
	}
	request.Header.Set("X-Hub-Signature", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	response, err := a.client.Do(request)
	if err != nil {
		a.t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

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
	visits, err := w.refresh(t.Context(), t.Context().Done(), a.sources, nil)
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
