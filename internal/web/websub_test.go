package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"broadsheet/internal/store"
)

const (
	topic    = "https://metropolitan.example/feed?a=b&c=d"
	callback = "/websub/k3yofthehub"
)

// subscribing is a server whose worker has asked a hub at seven.
func subscribing(t *testing.T) server {
	t.Helper()
	s := serve(t, 0)
	ask(t, s, store.HubAsked, time.Time{}, seven)
	return s
}

func ask(t *testing.T, s server, state store.HubState, before, at time.Time) {
	t.Helper()
	ok, err := s.store.AskHub(t.Context(), store.Hub{
		Source: "metropolitan", Hub: "https://hub.example/", Topic: topic, Token: "k3yofthehub", Secret: "s3cret",
		State: state, Asked: at, NextAsk: at.Add(time.Hour), Failures: 1,
	}, before)
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
}

// query is what a hub asks, as the last part of an address.
func query(pairs ...string) string {
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Set("hub."+pairs[i], pairs[i+1])
	}
	return "?" + values.Encode()
}

func (s server) hub(t *testing.T) store.Hub {
	t.Helper()
	hub, err := s.store.Hub(t.Context(), "k3yofthehub")
	if err != nil {
		t.Fatal(err)
	}
	return hub
}

func TestHubAsksBack(t *testing.T) {
	s := subscribing(t)
	agreed := query("mode", "subscribe", "topic", topic, "challenge", "<b>c&h", "lease_seconds", "3600")
	for address, status := range map[string]int{
		"/websub/nobody" + agreed: 404,
		callback:                  404,
		callback + query("mode", "subscribe", "topic", topic+"/", "challenge", "x", "lease_seconds", "3600"): 404,
		callback + query("mode", "unsubscribe", "topic", topic, "challenge", "x"):                            404,
		callback + query("mode", "publish", "topic", topic, "challenge", "x"):                                404,
		callback + query("mode", "denied", "topic", "https://other.example/"):                                404,
		callback + query("mode", "subscribe", "topic", topic):                                                404,
		callback + query("mode", "subscribe", "topic", topic, "challenge", "MZ\x90\x00"):                     404,
		callback + query("mode", "subscribe", "topic", topic, "challenge", strings.Repeat("x", 2000)):        404,
	} {
		if got := s.ask(t, "GET", address); got.status != status || strings.Contains(got.body, "x") {
			t.Errorf("GET %s: %d %s", address, got.status, got.body)
		}
	}
	if hub := s.hub(t); hub.State != store.HubAsked || !hub.LeaseEnd.IsZero() {
		t.Fatalf("%+v", hub)
	}
	for range 2 { // a hub may ask twice
		got := s.ask(t, "GET", callback+agreed)
		if got.status != 200 || got.body != "<b>c&h" || got.header.Get("Content-Type") != "text/plain; charset=utf-8" || got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%d %v %q", got.status, got.header, got.body)
		}
	}
	if hub := s.hub(t); hub.State != store.HubAgreed || !hub.LeaseEnd.Equal(seven.Add(time.Hour)) {
		t.Errorf("%+v", hub)
	}
	if got := s.ask(t, "GET", callback+query("mode", "denied", "topic", topic, "reason", strings.Repeat("ع", 500))); got.status != 200 {
		t.Errorf("denied: %d", got.status)
	}
	if hub := s.hub(t); hub.State != store.HubDenied || !hub.LeaseEnd.IsZero() || hub.Error != "denied: "+strings.Repeat("ع", maxReason/2) {
		t.Errorf("%+v", hub)
	}
	ask(t, s, store.HubLeaving, seven, seven.Add(time.Minute))
	if got := s.ask(t, "GET", callback+query("mode", "unsubscribe", "topic", topic, "challenge", "bye")); got.status != 200 || got.body != "bye" {
		t.Errorf("left: %d %q", got.status, got.body)
	}
	if got := s.ask(t, "POST", callback); got.status != http.StatusGone {
		t.Errorf("a ping after that: %d", got.status)
	}
	if s.log.Len() > 0 {
		t.Errorf("nothing failed, but the log says\n%s", s.log)
	}
}

func TestLease(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"": unnamedLease, "soon": unnamedLease, "0": unnamedLease, "-1": unnamedLease,
		"99999999999999999999": unnamedLease, "9223372036854775807": longestLease,
		"86401": 86401 * time.Second,
	} {
		if got := lease(url.Values{"hub.lease_seconds": {text}}); got != want {
			t.Errorf("%q is %v, want %v", text, got, want)
		}
	}
}

// sign is a signature by a method.
func sign(method func() hash.Hash, secret, body string) string {
	mac := hmac.New(method, []byte(secret))
	mac.Write([]byte(body))
	return hex.EncodeToString(mac.Sum(nil))
}

func (s server) push(t *testing.T, body string, headers ...string) reply {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), "POST", s.URL+callback, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return s.send(t, request, headers...)
}

// Every push gets the same answer, but only a signed one counts.
func TestPush(t *testing.T) {
	s := subscribing(t)
	const feed = "<rss>اخبار</rss>"
	good := sign(sha256.New, "s3cret", feed)
	for _, test := range []struct {
		name, signature string
		counts          bool
	}{
		{"sha1", "sha1=" + sign(signatures["sha1"], "s3cret", feed), true},
		{"sha256", "sha256=" + good, true},
		{"sha384", "sha384=" + sign(signatures["sha384"], "s3cret", feed), true},
		{"sha512", "sha512=" + sign(signatures["sha512"], "s3cret", feed), true},
		{"capitals", "SHA256=" + strings.ToUpper(good), true},
		{"none", "", false},
		{"no digits", "sha256=", false},
		{"not hexadecimal", "sha256=zz", false},
		{"cut off", "sha256=" + good[:32], false},
		{"another method's", "sha1=" + good, false},
		{"an unknown method", "md5=" + good, false},
		{"another secret's", "sha256=" + sign(sha256.New, "secret", feed), false},
		{"another body's", "sha256=" + sign(sha256.New, "s3cret", feed+" "), false},
		{"the empty secret's", "sha256=" + sign(sha256.New, "", feed), false},
	} {
		before := s.hub(t).Pings
		got := s.push(t, feed, "X-Hub-Signature", test.signature, "Content-Type", "application/rss+xml")
		if got.status != http.StatusNoContent || got.body != "" {
			t.Errorf("%s: %d %q", test.name, got.status, got.body)
		}
		if counted := s.hub(t).Pings > before; counted != test.counts {
			t.Errorf("%s: counts %v, want %v", test.name, counted, test.counts)
		}
	}
}

func TestPushIsBounded(t *testing.T) {
	s := subscribing(t)
	long := strings.Repeat("x", maxPing+1)
	for _, signature := range []string{"", "sha256=" + sign(sha256.New, "s3cret", long)} {
		if got := s.push(t, long, "X-Hub-Signature", signature); got.status != http.StatusRequestEntityTooLarge {
			t.Errorf("%d", got.status)
		}
	}
	fits := long[1:]
	if got := s.push(t, fits, "X-Hub-Signature", "sha256="+sign(sha256.New, "s3cret", fits)); got.status != http.StatusNoContent {
		t.Errorf("%d", got.status)
	}
	ask(t, s, store.HubLeaving, seven, seven.Add(time.Minute))
	if got := s.push(t, "x", "X-Hub-Signature", "sha256="+sign(sha256.New, "s3cret", "x")); got.status != http.StatusNoContent {
		t.Errorf("while we leave: %d", got.status)
	}
	if n := s.hub(t).Pings; n != 1 {
		t.Errorf("%d pings count, want 1", n)
	}
}

// What the log says must not hold the callback's secret part.
func TestHubFailureIsLogged(t *testing.T) {
	s := subscribing(t)
	s.store.Close()
	for _, method := range []string{"GET", "POST"} {
		if got := s.ask(t, method, callback+query("mode", "subscribe", "topic", topic, "challenge", "x")); got.status != 500 {
			t.Errorf("%s: %d", method, got.status)
		}
	}
	if text := s.log.String(); strings.Count(text, "request failed") != 2 || strings.Contains(text, "k3yofthehub") {
		t.Error(fmt.Sprint("the log says\n", text))
	}
}
