package fetch_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"broadsheet/internal/fetch"
)

var form = url.Values{"hub.mode": {"subscribe"}, "hub.topic": {"https://dawn.example/feed?a=b&c=خبر"}}

// hub answers each path in its way and keeps what came to "/".
func hub(t *testing.T) (address string, came chan url.Values) {
	came = make(chan url.Values, 10)
	address = serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" || r.Header.Get("Authorization") != "" {
			t.Errorf("%s %v", r.Method, r.Header)
		}
		status, to := http.StatusAccepted, r.URL.Query().Get("to")
		switch r.URL.Path {
		case "/307":
			status = http.StatusTemporaryRedirect
		case "/circle":
			status, to = http.StatusTemporaryRedirect, "/circle"
		case "/308":
			status = http.StatusPermanentRedirect
		case "/302":
			status = http.StatusFound
		case "/busy":
			w.Header().Set("Retry-After", "120")
			status = http.StatusTooManyRequests
		case "/no":
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.WriteHeader(http.StatusBadRequest)
			io.WriteString(w, "no such\n topic \xff"+strings.Repeat("x", 5000))
			return
		case "/page":
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusNotFound)
			io.WriteString(w, "<h1>words</h1>")
			return
		default:
			if err := r.ParseForm(); err != nil {
				t.Error(err)
			}
			came <- r.PostForm
		}
		if to != "" {
			w.Header().Set("Location", to)
		}
		w.WriteHeader(status)
	})
	return address, came
}

func TestPost(t *testing.T) {
	address, came := hub(t)
	client := newClient(t, fetch.Options{UserAgent: "Broadsheet test"})
	login := strings.Replace(address, "http://", "http://name:word@", 1)
	for _, target := range []string{"/", "/307?to=/", "/308?to=/307%3fto=/"} {
		if err := client.Post(t.Context(), login+target, form); err != nil {
			t.Errorf("%s: %v", target, err)
			continue
		}
		if got := <-came; got.Encode() != form.Encode() {
			t.Errorf("%s: %v came", target, got)
		}
	}
	for target, words := range map[string]string{
		"/302?to=/":                 "302 Found",
		"/307":                      "307",
		"/circle":                   "in a circle",
		"/308?to=file:///etc/hosts": "refused a redirect",
		"/busy":                     "429 Too Many Requests (come back in 2m0s)",
		"/no":                       "400 Bad Request: no such topic xxx",
		"/page":                     "404 Not Found",
	} {
		err := client.Post(t.Context(), address+target, form)
		if err == nil || !strings.Contains(err.Error(), words) || !strings.Contains(err.Error(), "post to http://127.0.0.1") || len(err.Error()) > 600 {
			t.Errorf("%s: %v, want %q", target, err, words)
		}
		if strings.Contains(err.Error(), "<h1>") || strings.Contains(err.Error(), "\n") || !utf8.ValidString(err.Error()) {
			t.Errorf("%s: %q", target, err)
		}
	}
	var status *fetch.StatusError
	if err := client.Post(t.Context(), address+"/busy", form); !errors.As(err, &status) || status.RetryAfter != 2*time.Minute {
		t.Error(err)
	}
}

// A feed names its hub, and so could have us post to the printer.
func TestPostIsGuarded(t *testing.T) {
	address, came := hub(t)
	strict := newClient(t, fetch.Options{AllowPrivate: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}})
	for _, target := range []string{address, strings.Replace(address, "127.0.0.1", "localhost", 1), "http://169.254.169.254/", "http://[::1]:80/"} {
		if err := strict.Post(t.Context(), target, form); !errors.Is(err, fetch.ErrPrivate) {
			t.Errorf("%s: %v", target, err)
		}
	}
	client := newClient(t, fetch.Options{})
	if err := client.Post(t.Context(), address+"/307?to=http://10.0.0.1/", form); !errors.Is(err, fetch.ErrPrivate) {
		t.Error(err)
	}
	for _, target := range []string{"file:///etc/hosts", "mailto:a@b.example", "http:///", "http://0x7f000001/", "://"} {
		if err := client.Post(t.Context(), target, form); err == nil {
			t.Errorf("%s: no error", target)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := client.Post(ended, address, form); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if len(came) > 0 {
		t.Error("something was posted")
	}
}

func TestPostHasLimits(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body) // so that the server notices who hangs up
		<-r.Context().Done()
	})
	client := newClient(t, fetch.Options{Timeout: 50 * time.Millisecond})
	if err := client.Post(t.Context(), address, form); err == nil || !strings.Contains(err.Error(), "no answer within 50ms") {
		t.Error(err)
	}
}

func TestLinkHeadersNameHubs(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Link", `<https://hub.example/>; rel="hub", <feed>; rel=self`)
		w.Header().Set("ETag", `"1"`)
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		io.WriteString(w, feed)
	})
	client := newClient(t, fetch.Options{})
	for _, etag := range []string{"", `"1"`} {
		r := get(t, client, fetch.Request{URL: address + "/dir/", ETag: etag})
		if len(r.Hubs) != 1 || r.Hubs[0] != "https://hub.example/" || r.Self != address+"/dir/feed" {
			t.Errorf("%q, %q", r.Hubs, r.Self)
		}
	}
}
