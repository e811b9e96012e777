package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"broadsheet/digest"
)

// write posts an address into the form of a digest.
func (s server) write(t *testing.T, digestID, address string, headers ...string) reply {
	t.Helper()
	form := strings.NewReader(url.Values{"address": {address}}.Encode())
	request, err := http.NewRequestWithContext(t.Context(), "POST", s.URL+"/subscribe/"+digestID, form)
	if err != nil {
		t.Fatal(err)
	}
	return s.send(t, request, append(headers, "Content-Type", "application/x-www-form-urlencoded")...)
}

func (s server) requests(t *testing.T) (tokens []string) {
	t.Helper()
	claimed, err := s.store.ClaimRequests(t.Context(), seven, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range claimed {
		tokens = append(tokens, r.Token)
	}
	return tokens
}

// A reader comes by the form, the mail and its button, and by nothing less.
func TestSubscribe(t *testing.T) {
	s := serve(t, 1)
	const way = `href="https://paper.example/subscribe/morning"`
	if page := s.ask(t, "GET", "/morning"); !strings.Contains(page.body, way) {
		t.Error("no way to the form from the edition")
	}
	form := s.ask(t, "GET", "/subscribe/morning")
	if form.status != 200 || !strings.Contains(form.body, `action="https://paper.example/subscribe/morning"`) || !strings.Contains(form.body, `type="email"`) {
		t.Errorf("the form: %d\n%s", form.status, form.body)
	}
	asked := s.write(t, "morning", " amina@reader.example ")
	if asked.status != 200 || asked.header.Get("Cache-Control") != "no-store" || asked.header.Get("Set-Cookie") != "" || !strings.Contains(asked.body, "amina@reader.example") {
		t.Errorf("asked: %d %v\n%s", asked.status, asked.header, asked.body)
	}
	tokens := s.requests(t)
	if len(tokens) != 1 {
		t.Fatalf("%d requests, want 1", len(tokens))
	}
	question := s.ask(t, "GET", "/confirm/"+tokens[0])
	s.ask(t, "HEAD", "/confirm/"+tokens[0])
	if subs, err := s.store.Subscribers(t.Context(), "morning"); err != nil || len(subs) != 0 {
		t.Fatalf("%v, %v: looking at the page subscribes", subs, err)
	}
	if question.status != 200 || !strings.Contains(question.body, `method="post"`) || !strings.Contains(question.body, "amina@reader.example") {
		t.Errorf("the question: %d\n%s", question.status, question.body)
	}
	for range 2 {
		if done := s.ask(t, "POST", "/confirm/"+tokens[0]); done.status != 200 || strings.Contains(done.body, "<form") {
			t.Errorf("confirmed: %d\n%s", done.status, done.body)
		}
	}
	subs, err := s.store.Subscribers(t.Context(), "morning")
	if err != nil || len(subs) != 1 || subs[0].State != digest.Confirmed || subs[0].Address != "amina@reader.example" {
		t.Errorf("%+v, %v", subs, err)
	}
	if again := s.write(t, "morning", "amina@reader.example"); again.body != asked.body || len(s.requests(t)) != 0 {
		t.Error("who has it already is told another thing, or is written to")
	}
	for _, path := range []string{"/confirm/nothing", "/confirm/%00"} {
		if got := s.ask(t, "POST", path); got.status != 404 {
			t.Errorf("POST %s: %d", path, got.status)
		}
	}
	if s.log.Len() > 0 {
		t.Errorf("nothing failed, but the log says\n%s", s.log)
	}
}

// A digest that takes no readers says of its form what it says of any page that
// is not there, and leads to none; and files lead to no form.
func TestNoSignUp(t *testing.T) {
	s := serve(t, 1)
	if page := s.ask(t, "GET", "/evening/archive"); strings.Contains(page.body, "/subscribe/") {
		t.Error("a way to a form that is not there")
	}
	for _, got := range []reply{s.ask(t, "GET", "/subscribe/evening"), s.ask(t, "GET", "/subscribe/nothing"), s.write(t, "evening", "a@b.example")} {
		if got.status != 404 {
			t.Errorf("%d, want 404", got.status)
		}
	}
	err := Files(t.Context(), Options{Store: s.store, Digests: []digest.Digest{morning}, Site: paper, Now: func() time.Time { return seven }}, 0,
		func(name string, body []byte) error {
			if strings.Contains(string(body), "/subscribe/") {
				t.Errorf("%s leads to a form that nobody answers", name)
			}
			return nil
		})
	if err != nil {
		t.Error(err)
	}
}

// A web server before us may ask for another host than that of our pages.
func TestSubscribeElsewhere(t *testing.T) {
	if got := serve(t, 1).write(t, "morning", "amina@reader.example", "Origin", "https://paper.example"); got.status != 200 {
		t.Errorf("from our own page: %d\n%s", got.status, got.body)
	}
}

// What is no address is told, what another site posts is not taken, and nobody
// writes to strangers by the hundred.
func TestSubscribeRefuses(t *testing.T) {
	s := serve(t, 1)
	for _, address := range []string{
		"", " ", "amina", "amina@", "@reader.example", "amina@reader", "a b@reader.example", "Amina <amina@reader.example>", "amina@[127.0.0.1]", `"a b"@reader.example`,
		"a@reader.example, b@reader.example", "a@reader.example\r\nBcc: b@reader.example", strings.Repeat("a", 250) + "@reader.example", strings.Repeat("a", 5000) + "@x.example",
	} {
		if got := s.write(t, "morning", address); got.status != 422 || !strings.Contains(got.body, `type="email"`) {
			t.Errorf("%.40q: %d", address, got.status)
		}
	}
	if got := s.write(t, "morning", "amina@reader.example", "Origin", "https://other.example", "Sec-Fetch-Site", "cross-site"); got.status != 403 {
		t.Errorf("from another site: %d", got.status)
	}
	if tokens := s.requests(t); len(tokens) != 0 {
		t.Errorf("%d requests", len(tokens))
	}
	status := 200
	for n := 0; status == 200 && n < 1000; n++ {
		status = s.write(t, "morning", strings.Repeat("a", n%60+1)+"@"+strings.Repeat("b", n/60+1)+".example").status
	}
	if n := len(s.requests(t)); status != 503 || n != 100 {
		t.Errorf("%d, with %d requests", status, n)
	}
}
