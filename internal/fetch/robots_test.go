package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"broadsheet/internal/fetch"
)

// mayRead says whether a page is read, and what else kept it from us.
func mayRead(ctx context.Context, client *fetch.Client, address string) (bool, error) {
	_, err := client.Get(ctx, fetch.Request{URL: address, Robots: true})
	if errors.Is(err, fetch.ErrRobots) {
		return false, nil
	}
	return err == nil, err
}

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
				if got, err := mayRead(t.Context(), client, address+path); got != want || err != nil {
					t.Errorf("%s: %v %v, want %v", path, got, err, want)
				}
			}
		})
	}
}

func TestARobotsFileThatCannotBeHad(t *testing.T) {
	for code, want := range map[int]bool{401: true, 403: true, 404: true, 410: true, 204: true, 429: false, 500: false, 503: false} {
		address := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				w.WriteHeader(code)
			}
		})
		got, err := mayRead(t.Context(), newClient(t, fetch.Options{}), address+"/a")
		if got != want || (err == nil) != want {
			t.Errorf("%d: %v %v, want %v", code, got, err, want)
		}
	}
	if _, err := mayRead(t.Context(), newClient(t, fetch.Options{}), "http://10.0.0.1/a"); err == nil || !strings.Contains(err.Error(), "robots") {
		t.Errorf("unreachable: %v", err)
	}
}

// A feed is made for programs, a file is ours: nobody is asked.
func TestRobotsIsAskedForPagesOnly(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "User-agent: *\nDisallow: /") })
	client := newClient(t, fetch.Options{})
	get(t, client, fetch.Request{URL: address + "/feed"})
	if got, err := mayRead(t.Context(), client, "file:robots_test.go"); !got {
		t.Errorf("a file: %v", err)
	}
	err := client.Stands(t.Context(), fetch.Request{URL: address + "/page", Robots: true})
	if !errors.Is(err, fetch.ErrRobots) || !strings.Contains(fetch.Hint(err), "look for its feed") {
		t.Errorf("a page that is only looked at: %v", err)
	}
}

// The robots.txt is behind the same authority as the page, and sees no login.
func TestRobotsIsAskedInTheWayOfThePage(t *testing.T) {
	server := secure(t, nil, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" && r.Header.Get("Authorization") != "" {
			t.Error("a login was shown")
		}
	})
	request := fetch.Request{URL: server.URL + "/page", TLS: trust(server), Bearer: "secret", Robots: true}
	get(t, newClient(t, fetch.Options{}), request)
}

// Where a page leads on, the site there is asked, and a visit has one time for all.
func TestRobotsIsAskedOnTheWay(t *testing.T) {
	walled := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "User-agent: *\nDisallow: /page") })
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/robots.txt" {
			http.Redirect(w, r, walled+"/page", http.StatusFound)
		}
	})
	client := newClient(t, fetch.Options{})
	if got, err := mayRead(t.Context(), client, address); got || err != nil {
		t.Errorf("%v %v", got, err)
	}
}

func TestRobotsRulesHoldForADay(t *testing.T) {
	var asked, hours atomic.Int64
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" && asked.Add(1) > 1 {
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
		if got, err := mayRead(t.Context(), client, address+"/a"); got != c.want || err != nil {
			t.Errorf("hour %d: %v %v", c.hour, got, err)
		}
	}
	if n := asked.Load(); n != 2 {
		t.Errorf("asked %d times", n)
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
