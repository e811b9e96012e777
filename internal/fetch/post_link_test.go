package fetch

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestHubs(t *testing.T) {
	base := &url.URL{Scheme: "https", Host: "dawn.example", Path: "/feed"}
	for _, test := range []struct {
		name, value, hubs, self string
	}{
		{"one each", `<https://h.example/>; rel="hub", <https://d.example/f>; rel="self"`, "https://h.example/", "https://d.example/f"},
		{"two headers", "<https://h.example/>;rel=hub\n<>;rel=self", "https://h.example/", "https://dawn.example/feed"},
		{"several hubs, in order", `<//a.example>;rel=hub,<//b.example>;rel=hub`, "https://a.example https://b.example", ""},
		{"several relations, in capitals", `<https://h.example/>; REL="alternate HUB"`, "https://h.example/", ""},
		{"the first rel counts", `<https://h.example/>; rel=next; rel=hub`, "", ""},
		{"commas and brackets in quotes", `<https://x.example/>; title="a, <b>; rel=hub \" c"; rel=next, <https://h.example/>; rel=hub`, "https://h.example/", ""},
		{"about something else", `<https://h.example/>; rel=hub; anchor="#x"`, "", ""},
		{"self without a hub", `<https://d.example/f>; rel=self`, "", ""},
		{"the first self counts", `<h>;rel=hub,</1>;rel=self,</2>;rel=self`, "https://dawn.example/h", "https://dawn.example/1"},
		{"commas in the address", `<https://h.example/?a,b;c>; rel=hub`, "https://h.example/?a,b;c", ""},
		{"spaces about the equals sign", `<h> ; rel = "hub" ;x`, "https://dawn.example/h", ""},
		{"broken", `<h; rel=hub`, "", ""},
		{"broken, then whole", `;;=,"<h>; rel="hub" x, <i>; rel=hub`, "https://dawn.example/h https://dawn.example/i", ""},
		{"an open quote", `<h>; rel="hub`, "https://dawn.example/h", ""},
		{"no address", `<http://[>; rel=hub`, "", ""},
		{"too many", strings.Repeat("<h>;rel=hub,", 20), strings.TrimSpace(strings.Repeat("https://dawn.example/h ", maxHubs)), ""},
	} {
		got, self := hubs(http.Header{"Link": strings.Split(test.value, "\n")}, base)
		if strings.Join(got, " ") != test.hubs || self != test.self {
			t.Errorf("%s: %q, %q", test.name, got, self)
		}
	}
}

// FuzzHubs: strangers' headers are read to their end, whatever they hold.
func FuzzHubs(f *testing.F) {
	f.Add(`<https://h.example/>; rel="hub", <>; rel=self; title="a\"`)
	f.Fuzz(func(t *testing.T, value string) {
		got, _ := hubs(http.Header{"Link": {value}}, &url.URL{Scheme: "https", Host: "dawn.example"})
		if len(got) > maxHubs {
			t.Errorf("%d hubs", len(got))
		}
	})
}

// There is a secret in the form.
func TestPostStaysWithHTTPS(t *testing.T) {
	for from, follows := range map[string]bool{"http": true, "https": false} {
		v := &visit{Client: New(Options{})}
		answer := &http.Response{StatusCode: http.StatusPermanentRedirect, Header: http.Header{"Location": {"http://h.example/"}}, Body: io.NopCloser(strings.NewReader(""))}
		next, err := v.taken(&url.URL{Scheme: from, Host: "h.example"}, answer)
		if (err == nil) != follows || follows && next.Host != "h.example" {
			t.Errorf("from %s: %v, %v", from, next, err)
		}
	}
}
