package web

import (
	"net/http"
	"strings"
	"testing"

	"broadsheet/digest"
)

func TestUnsubscribe(t *testing.T) {
	s := serve(t, 1)
	const address = "/unsubscribe/k3yofareader"
	if err := s.store.Roster(t.Context(), "morning", []digest.Subscriber{{ID: "k3yofareader", Address: "amina@reader.example", Name: "Amina"}}); err != nil {
		t.Fatal(err)
	}
	state := func() digest.SubscriberState {
		sub, err := s.store.Subscriber(t.Context(), "k3yofareader")
		if err != nil {
			t.Fatal(err)
		}
		return sub.State
	}
	form := s.ask(t, "GET", address)
	if form.status != 200 || !strings.Contains(form.body, `method="post"`) || !strings.Contains(form.body, "https://paper.example"+address) || form.header.Get("Cache-Control") != "no-store" || form.header.Get("X-Robots-Tag") != "noindex" {
		t.Errorf("the form: %d %v\n%s", form.status, form.header, form.body)
	}
	s.ask(t, "HEAD", address)
	if state() != digest.Confirmed {
		t.Fatal("looking at the page unsubscribes")
	}
	for range 2 { // a mail provider may ask twice
		request, err := http.NewRequestWithContext(t.Context(), "POST", s.URL+address, strings.NewReader("List-Unsubscribe=One-Click"))
		if err != nil {
			t.Fatal(err)
		}
		got := s.send(t, request, "Content-Type", "application/x-www-form-urlencoded", "Origin", "https://mail.example", "Sec-Fetch-Site", "cross-site")
		if got.status != 200 || got.header.Get("Set-Cookie") != "" || state() != digest.Unsubscribed {
			t.Fatalf("one click: %d, then %s", got.status, state())
		}
	}
	if again := s.ask(t, "GET", address); again.status != 200 || strings.Contains(again.body, "<form") {
		t.Errorf("once unsubscribed: %d\n%s", again.status, again.body)
	}
	if got := s.ask(t, "POST", "/unsubscribe/nobody"); got.status != 404 {
		t.Errorf("nobody: %d", got.status)
	}
}

// A digest that has left config.yaml can still be unsubscribed from.
func TestUnsubscribeFromNothing(t *testing.T) {
	s := serve(t, 0)
	if err := s.store.Roster(t.Context(), "gone", []digest.Subscriber{{ID: "k3yofareader", Address: "amina@reader.example"}}); err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{"GET", "POST"} {
		if got := s.ask(t, method, "/unsubscribe/k3yofareader"); got.status != 200 {
			t.Errorf("%s: %d", method, got.status)
		}
	}
}
