package fetch_test

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"broadsheet/internal/fetch"
)

func TestRobotsRules(t *testing.T) {
	for name, c := range map[string]struct {
		robots string
		want   map[string]bool
	}{
		"an empty file allows all":                  {"", map[string]bool{"/": true, "/a": true}},
		"everybody is kept out":                     {"User-agent: *\nDisallow: /", map[string]bool{"/": false, "/a?b": false, "/robots.txt": true}},
		"an empty rule is none":                     {"User-agent: *\nDisallow:", map[string]bool{"/a": true}},
		"our own group alone counts":                {"User-agent: *\nDisallow: /\nUser-agent: broadsheet\nDisallow: /x", map[string]bool{"/a": true, "/x/y": false}},
		"an empty group of our own frees us":        {"User-agent: *\nDisallow: /\nUser-agent: Broadsheet\nDisallow:", map[string]bool{"/a": true}},
		"another's group does not count":            {"User-agent: Broad\nDisallow: /\nUser-agent: Broadsheets\nDisallow: /", map[string]bool{"/a": true}},
		"our name with a version":                   {"User-agent: BROADSHEET/2.0\nDisallow: /", map[string]bool{"/a": false}},
		"groups that name us are one":               {"User-agent: Broadsheet\nDisallow: /a\n\nUser-agent: other\nDisallow: /b\n\nUser-agent: Broadsheet\nDisallow: /c", map[string]bool{"/a": false, "/b": true, "/c": false}},
		"a group may name several":                  {"User-agent: other\nUser-agent: Broadsheet\nDisallow: /a", map[string]bool{"/a": false}},
		"other lines do not end a group":            {"User-agent: Broadsheet\nCrawl-delay: 5\nSitemap: /s.xml\n\nDisallow: /a", map[string]bool{"/a": false}},
		"rules before any group are nobody's":       {"Disallow: /\nUser-agent: *\nDisallow: /a", map[string]bool{"/": true, "/a": false}},
		"comments, spaces, case, CR and BOM":        {"\ufeff# hello\r  user-AGENT : *  # all\rDISALLOW :/a # not a\r", map[string]bool{"/a": false, "/b": true}},
		"the longest rule decides":                  {"User-agent: *\nAllow: /a/b\nDisallow: /a\nDisallow: /a/b/c", map[string]bool{"/a/x": false, "/a/b": true, "/a/b/c": false}},
		"of two as long the one that allows":        {"User-agent: *\nDisallow: /a\nAllow: /a", map[string]bool{"/a": true}},
		"stars":                                     {"User-agent: *\nDisallow: /*/print*page\nDisallow: *.gif", map[string]bool{"/a/printpage": false, "/a/b/print-1-page-2": false, "/print": true, "/x.gif?y": false}},
		"a dollar is the end":                       {"User-agent: *\nDisallow: /*.php$\nDisallow: /exact$", map[string]bool{"/a.php": false, "/a.php?b": true, "/exact": false, "/exactly": true, "/a.php.php": false}},
		"a dollar in the middle is a dollar":        {"User-agent: *\nDisallow: /a$b", map[string]bool{"/a": true}},
		"the query belongs to the path":             {"User-agent: *\nDisallow: /*?print=", map[string]bool{"/a": true, "/a?print=1": false}},
		"escapes are compared by what they mean":    {"User-agent: *\nDisallow: /caf%c3%a9\nDisallow: /%7Eme\nDisallow: /größe", map[string]bool{"/caf%C3%A9/x": false, "/café": false, "/~me": false, "/gr%C3%B6%C3%9Fe": false}},
		"an escaped slash is not a slash":           {"User-agent: *\nDisallow: /a/b", map[string]bool{"/a%2Fb": true, "/a/b": false}},
		"an escaped star is a star and no wildcard": {"User-agent: *\nDisallow: /a%2A", map[string]bool{"/a*": false, "/ab": true}},
		"a page of HTML allows all":                 {"<html><p>User-agent: none</p>", map[string]bool{"/a": true}},
	} {
		t.Run(name, func(t *testing.T) {
			address := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, c.robots) })
			client := newClient(t, fetch.Options{UserAgent: "Broadsheet/1.0 (+https://paper.example)"})
			for path, want := range c.want {
				if got, err := client.Allowed(t.Context(), address+path); got != want || err != nil {
					t.Errorf("%s: %v %v, want %v", path, got, err, want)
				}
			}
		})
	}
}

func TestARobotsFileThatCannotBeHad(t *testing.T) {
	for code, want := range map[int]bool{401: true, 403: true, 404: true, 410: true, 204: true, 429: false, 500: false, 503: false} {
		address := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) })
		got, err := newClient(t, fetch.Options{}).Allowed(t.Context(), address+"/a")
		if got != want || (err == nil) != want {
			t.Errorf("%d: %v %v, want %v", code, got, err, want)
		}
	}
	client := newClient(t, fetch.Options{})
	if got, err := client.Allowed(t.Context(), "http://10.0.0.1/a"); got || err == nil {
		t.Errorf("unreachable: %v %v", got, err)
	}
	if got, err := client.Allowed(t.Context(), "http://[::1"); got || err == nil {
		t.Errorf("no address: %v %v", got, err)
	}
	if got, err := client.Allowed(t.Context(), "file:page.html"); !got || err != nil {
		t.Errorf("a file: %v %v", got, err)
	}
}

func TestRobotsRulesHoldForADay(t *testing.T) {
	var asked, hours atomic.Int64
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if asked.Add(1) > 1 {
			fmt.Fprint(w, "User-agent: *\nDisallow: /")
		}
	})
	client := fetch.New(fetch.Options{
		AllowPrivate: onLoopback, Timeout: time.Minute,
		Now: func() time.Time { return time.Unix(hours.Load()*3600, 0) },
	})
	t.Cleanup(client.Close)
	for _, c := range []struct {
		hour int64
		want bool
	}{{0, true}, {23, true}, {24, false}, {25, false}} {
		hours.Store(c.hour)
		if got, err := client.Allowed(t.Context(), address+"/a"); got != c.want || err != nil {
			t.Errorf("hour %d: %v %v", c.hour, got, err)
		}
	}
	if n := asked.Load(); n != 2 {
		t.Errorf("asked %d times", n)
	}
}

func TestAllowedEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got, err := newClient(t, fetch.Options{}).Allowed(ctx, "http://paper.example/"); got || err == nil {
		t.Errorf("%v %v", got, err)
	}
}

func TestNoArchive(t *testing.T) {
	for tags, want := range map[string]bool{
		"":                                false,
		"noindex, nofollow":               false,
		"NoArchive":                       true,
		"noindex,noarchive":               true,
		"googlebot: nosnippet, noarchive": true,
		"unavailable_after: 25 Jun 2027, nocache": true,
		"noarchives": false,
	} {
		address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Robots-Tag", "all")
			w.Header().Add("X-Robots-Tag", tags)
			fmt.Fprint(w, "a page")
		})
		if got := get(t, newClient(t, fetch.Options{}), fetch.Request{URL: address}); got.NoArchive != want {
			t.Errorf("%q: %v", tags, got.NoArchive)
		}
	}
}
