package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// What cannot be seen from outside: the guest list of turns, a certificate
// that only this test trusts, errors that only a broken network gives.

func TestTurnsLeaveNothingBehind(t *testing.T) {
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	turns := newTurns(2, PerHost{}, nil)
	leave, err := turns.take(t.Context(), "Paper.Example.")
	if err != nil {
		t.Fatal(err)
	}
	for range 64 { // where a turn is free, a select with an ended context takes it every other time
		if _, err := turns.take(gone, "paper.example"); !errors.Is(err, context.Canceled) {
			t.Fatalf("a second turn at a busy host: %v", err)
		}
	}
	leaveOther, err := turns.take(t.Context(), "other.example")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := turns.take(gone, "third.example"); !errors.Is(err, context.Canceled) {
		t.Errorf("a third place of two: %v", err)
	}
	leave()
	leaveOther()
	if len(turns.hosts) != 0 || len(turns.places) != 0 {
		t.Errorf("left behind: %d hosts, %d places", len(turns.hosts), len(turns.places))
	}
}

func TestOneConnectionServesManyVisitsOverHTTP2(t *testing.T) {
	var connections atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, r.Proto)
	}))
	server.EnableHTTP2 = true
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	client := New(Options{AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
	t.Cleanup(client.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	settings := &tls.Config{RootCAs: roots}
	for range 3 {
		response, err := client.Get(t.Context(), Request{URL: server.URL, TLS: settings})
		if err != nil {
			t.Fatal(err)
		}
		if string(response.Body) != "HTTP/2.0" {
			t.Errorf("spoke %s", response.Body)
		}
	}
	if n := connections.Load(); n != 1 {
		t.Errorf("%d connections for three visits", n)
	}
}

func TestNamesThatDoNotResolveAreSaidInPlainWords(t *testing.T) {
	client := New(Options{})
	for want, dns := range map[string]*net.DNSError{
		"no such host: paper.example":                      {Name: "paper.example", Err: "no such host", IsNotFound: true},
		"the name server did not answer for paper.example": {Name: "paper.example", Err: "i/o timeout", IsTimeout: true},
		"look up paper.example: server misbehaving":        {Name: "paper.example", Err: "server misbehaving"},
	} {
		err := client.inWords(&net.OpError{Op: "dial", Net: "tcp", Err: dns}, "no answer")
		if err.Error() != want || !errors.Is(err, dns) {
			t.Errorf("got %q, want %q with its cause", err, want)
		}
		if !strings.Contains(Hint(err), "spelling") {
			t.Errorf("hint %q", Hint(err))
		}
	}
}

func TestAConnectionThatIsNotMadeInTimeNamesTheAddress(t *testing.T) {
	client := New(Options{})
	address := &net.TCPAddr{IP: net.IPv4(198, 51, 100, 7), Port: 443}
	err := client.inWords(&net.OpError{Op: "dial", Net: "tcp", Addr: address, Err: context.DeadlineExceeded}, "no answer")
	if want := "no connection to 198.51.100.7:443 within 10s"; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}

func TestFreshness(t *testing.T) {
	const date = "Mon, 23 Nov 2026 07:00:00 GMT"
	for name, c := range map[string]struct {
		header http.Header
		want   time.Duration
	}{
		"nothing said":              {http.Header{}, 0},
		"max-age":                   {http.Header{"Cache-Control": {"public, Max-Age=600"}}, 10 * time.Minute},
		"max-age in quotes":         {http.Header{"Cache-Control": {`max-age="60"`}}, time.Minute},
		"max-age on a second line":  {http.Header{"Cache-Control": {"public", "max-age=60"}}, time.Minute},
		"max-age less age":          {http.Header{"Cache-Control": {"max-age=600"}, "Age": {"240"}}, 6 * time.Minute},
		"older than max-age":        {http.Header{"Cache-Control": {"max-age=60"}, "Age": {"240"}}, 0},
		"max-age beyond counting":   {http.Header{"Cache-Control": {"max-age=99999999999999999999"}}, (1 << 31) * time.Second},
		"max-age that is no number": {http.Header{"Cache-Control": {"max-age=-5"}}, 0},
		"no-store beats max-age":    {http.Header{"Cache-Control": {"max-age=60, no-store"}}, 0},
		"expires":                   {http.Header{"Date": {date}, "Expires": {"Mon, 23 Nov 2026 08:00:00 GMT"}}, time.Hour},
		"max-age beats expires":     {http.Header{"Cache-Control": {"max-age=60"}, "Date": {date}, "Expires": {"Mon, 23 Nov 2026 08:00:00 GMT"}}, time.Minute},
		"expired":                   {http.Header{"Date": {date}, "Expires": {"Thu, 01 Jan 1970 00:00:00 GMT"}}, 0},
		"expires: 0":                {http.Header{"Date": {date}, "Expires": {"0"}}, 0},
		"expires without a date":    {http.Header{"Expires": {"Mon, 23 Nov 2026 08:00:00 GMT"}}, 0},
	} {
		if got := maxAge(c.header); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestHints(t *testing.T) {
	for code, want := range map[int]string{401: "login", 403: "login", 404: "moved", 410: "take the source out", 429: "too often", 502: "server's side", 418: "browser", 302: "browser"} {
		got := Hint(&StatusError{Code: code})
		if !strings.Contains(got, want) {
			t.Errorf("%d: %q, want something about %q", code, got, want)
		}
	}
	if !strings.Contains(Hint(tooLarge(5)), "fetch.max_body") {
		t.Errorf("too large: %q", Hint(tooLarge(5)))
	}
	if got := Hint(nil) + Hint(io.ErrClosedPipe); got != "" {
		t.Errorf("a hint about nothing: %q", got)
	}
}

func TestRobotsAreForgottenBeyondTheBound(t *testing.T) {
	r := newRobots()
	for n := range 3 * maxRobots {
		r.remember(fmt.Sprint(n), robotsEntry{until: time.Unix(1, 0)})
		if _, known := r.recall(fmt.Sprint(n), time.Unix(0, 0)); !known {
			t.Fatalf("%d is forgotten at once", n)
		}
	}
	if len(r.known) != maxRobots {
		t.Errorf("remembers %d", len(r.known))
	}
}

func TestHomeIsTheOriginThatWasAskedFor(t *testing.T) {
	for _, c := range []struct {
		origin, target string
		want           bool
	}{
		{"https://paper.example/feed", "https://paper.example/other", true},
		{"https://paper.example/feed", "https://PAPER.example/feed", true},
		{"http://paper.example/feed", "https://paper.example/feed", true},
		{"https://paper.example/feed", "http://paper.example/feed", false},
		{"http://paper.example:8080/feed", "https://paper.example:8080/feed", false},
		{"https://paper.example/feed", "https://paper.example:8443/feed", false},
		{"https://paper.example/feed", "https://www.paper.example/feed", false},
		{"https://paper.example/feed", "https://example/feed", false},
	} {
		origin, err := url.Parse(c.origin)
		if err != nil {
			t.Fatal(err)
		}
		target, err := url.Parse(c.target)
		if err != nil {
			t.Fatal(err)
		}
		v := &visit{origin: origin}
		if got := v.isHome(target); got != c.want {
			t.Errorf("%s → %s: %v", c.origin, c.target, got)
		}
	}
}
