package fetch_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"broadsheet/internal/fetch"
)

// chain serves /N as a redirect to /N-1, and the feed at /0.
func chain(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/"))
	if err != nil || n == 0 {
		io.WriteString(w, feed)
		return
	}
	http.Redirect(w, r, fmt.Sprintf("/%d", n-1), []int{301, 302, 303, 307, 308}[n%5])
}

func TestFiveRedirectsAreFollowedAndNoSixth(t *testing.T) {
	address := serve(t, chain)
	client := newClient(t, fetch.Options{})
	response := get(t, client, fetch.Request{URL: address + "/5"})
	if string(response.Body) != feed || response.URL != address+"/0" {
		t.Errorf("got %q from %s", response.Body, response.URL)
	}
	fails(t, client, address+"/6", "get "+address+"/6: ", "more than 5 redirects")
}

func TestValidatorsGoWithARedirect(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/old":
			http.Redirect(w, r, "/new#latest", http.StatusFound)
		case r.Header.Get("If-None-Match") == `"1"`:
			w.WriteHeader(http.StatusNotModified)
		}
	})
	response := get(t, newClient(t, fetch.Options{}), fetch.Request{URL: address + "/old", ETag: `"1"`})
	if !response.NotModified || response.URL != address+"/new" {
		t.Errorf("got %+v", response)
	}
}

func TestALocationInAnOldCharsetIsFollowed(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			w.Header().Set("Location", "/caf\xe9?q=\xe9")
			w.WriteHeader(http.StatusFound)
			return
		}
		io.WriteString(w, r.URL.Path+"?"+r.URL.Query().Get("q"))
	})
	response := get(t, newClient(t, fetch.Options{}), fetch.Request{URL: address})
	if string(response.Body) != "/caf\xe9?\xe9" || response.URL != address+"/caf%E9?q=%E9" {
		t.Errorf("got %q from %s", response.Body, response.URL)
	}
}

func TestRedirectsThatAreRefused(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "secret", "secret")
	for location, want := range map[string]string{
		"/":                              "in a circle",
		"/#other":                        "in a circle",
		"/two":                           "in a circle",
		"file://" + folder + "/secret":   `"file:"`,
		"file:secret":                    `"file:"`,
		"sample:metropolitan":            `"sample:"`,
		"javascript:alert(1)":            `"javascript:"`,
		"http:///feed":                   "names no host",
		"http://%zz/":                    "redirect",
		"http://127.0.0.1:99999/too-big": "redirected to",
	} {
		t.Run(location, func(t *testing.T) {
			address := serve(t, func(w http.ResponseWriter, r *http.Request) {
				to := location
				if r.URL.Path == "/two" {
					to = "/"
				}
				w.Header().Set("Location", to)
				w.WriteHeader(http.StatusFound)
			})
			client := newClient(t, fetch.Options{Folder: folder, Openers: map[string]fetch.Opener{"sample": never(t)}})
			fails(t, client, address+"/", want)
		})
	}
}

func TestARedirectToAPrivateAddressIsRefused(t *testing.T) {
	for _, target := range []string{
		"http://127.0.0.2/", "http://[::1]/", "http://0.0.0.0/", "http://[::]/",
		"http://169.254.169.254/latest/meta-data/", "https://192.168.1.1/", "http://[::ffff:10.0.0.1]/",
	} {
		t.Run(target, func(t *testing.T) {
			address := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, target, http.StatusFound) })
			err := fails(t, onlyThat(t, "127.0.0.1/32"), address, "redirected to "+target, "fetch.allow_private")
			if !errors.Is(err, fetch.ErrPrivate) {
				t.Errorf("%v is not ErrPrivate", err)
			}
		})
	}
}

func TestCredentialsStayWithinTheirOrigin(t *testing.T) {
	elsewhere := serve(t, func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "elsewhere:"+r.Header.Get("Authorization"))
	})
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/out":
			http.Redirect(w, r, strings.Replace(elsewhere, "//", "//planted:word@", 1), http.StatusFound)
		case "/within":
			http.Redirect(w, r, "http://"+r.Host+"/feed", http.StatusFound)
		default:
			name, _, _ := r.BasicAuth()
			io.WriteString(w, name)
		}
	})
	client := newClient(t, fetch.Options{})
	withLogin := strings.Replace(address, "//", "//reader:s3cret@", 1)
	if body := get(t, client, fetch.Request{URL: withLogin + "/out"}).Body; string(body) != "elsewhere:" {
		t.Errorf("another origin was sent %q", body)
	}
	if body := get(t, client, fetch.Request{URL: withLogin + "/within"}).Body; string(body) != "reader" {
		t.Errorf("its own origin was sent the login of %q", body)
	}
}
