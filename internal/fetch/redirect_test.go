package fetch_test

import (
	"errors"
	"fmt"
	"io"
	"net"
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

func TestALocationIsReadAsBrowsersRead(t *testing.T) {
	for location, want := range map[string]string{
		"/100%-off?to=50%":  "/100%-off?to=50%25",
		"/a%2fb":            "/a/b?",
		"http:feed":         "/feed?",
		"http:/feed":        "/feed?",
		`\feed?a=\`:         `/feed?a=\`,
		" /with space ":     "/with space?",
		"/t\tab":            "/tab?",
		"?page=2":           "/?page=2",
		"./up/../feed#last": "/feed?",
	} {
		address := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Cookie") != "" {
				io.WriteString(w, r.URL.Path+"?"+r.URL.RawQuery)
				return
			}
			w.Header()["Set-Cookie"], w.Header()["Location"] = []string{"been=here; Path=/"}, []string{location}
			w.WriteHeader(http.StatusFound)
		})
		if response := get(t, newClient(t, fetch.Options{}), fetch.Request{URL: address + "/"}); string(response.Body) != want {
			t.Errorf("%q: got %q, want %q", location, response.Body, want)
		}
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

func TestAMoveIsToldWhenEveryStepIsPermanent(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		codes := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
		code, err := strconv.Atoi(codes[0])
		switch {
		case r.URL.Path == "/end" && r.Header.Get("If-None-Match") != "":
			w.WriteHeader(http.StatusNotModified)
		case err != nil:
			io.WriteString(w, feed)
		default:
			http.Redirect(w, r, "/"+strings.Join(append(codes[1:], "end")[:max(1, len(codes)-1)], "/"), code)
		}
	})
	client := newClient(t, fetch.Options{})
	for path, moved := range map[string]bool{
		"/end": false, "/301": true, "/308": true, "/301/308": true, "/308/301/301": true,
		"/302": false, "/303": false, "/307": false, "/301/302": false, "/307/301": false, "/308/303/301": false,
	} {
		for _, etag := range []string{"", `"1"`} { // a 304 tells it as well
			response := get(t, client, fetch.Request{URL: address + path, ETag: etag})
			if want := map[bool]string{true: address + "/end"}[moved]; response.MovedTo != want || response.NotModified != (etag != "") {
				t.Errorf("%s: moved to %q, want %q", path, response.MovedTo, want)
			}
		}
	}
}

func TestAMoveAwayFromTLSIsNotForGood(t *testing.T) {
	plain := serve(t, echo("Authorization"))
	server := secure(t, nil, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, plain, http.StatusMovedPermanently)
	})
	response := get(t, newClient(t, fetch.Options{}), fetch.Request{URL: server.URL, TLS: trust(server), Bearer: "abc"})
	if response.URL != plain || response.MovedTo != "" || string(response.Body) != "Authorization=;" {
		t.Errorf("got %+v", response)
	}
}

// A Location is read as browsers read it.
func TestOddLocations(t *testing.T) {
	for location, want := range map[string]string{
		"feed": "/dir/feed", "./feed": "/dir/feed", "../feed": "/feed", "/a/../feed": "/feed", "?page=2": "/dir/page?page=2",
		"//HOST/feed": "/feed", "  /feed  ": "/feed", "/a feed": "/a%20feed", "/caf\u00e9": "/caf%C3%A9", "/fe\ted": "/feed",
		`\feed`: "/feed", `..\feed?a=\b`: `/feed?a=\b`, "http:/feed": "/feed", `\\HOST\feed`: "/feed",
		"/a%2Fb": "/a%2Fb", "/feed#top": "/feed", "//user:word@HOST/feed": "/feed", "HTTP://HOST/feed": "/feed",
		"/" + strings.Repeat("x", 5000): "/" + strings.Repeat("x", 5000),
	} {
		var host string
		address := raw(t, func(connection net.Conn, r *http.Request) {
			if r.URL.Path == "/dir/page" && r.URL.RawQuery == "" {
				io.WriteString(connection, "HTTP/1.1 302 There\r\nLocation: "+strings.Replace(location, "HOST", host, 1)+"\r\n\r\n")
				return
			}
			io.WriteString(connection, "HTTP/1.1 200 OK\r\n\r\n"+r.RequestURI)
		})
		host = strings.TrimPrefix(address, "http://")
		response := get(t, newClient(t, fetch.Options{}), fetch.Request{URL: address + "/dir/page"})
		if string(response.Body) != want || response.URL != address+want {
			t.Errorf("%q led to %s", location, response.URL)
		}
	}
}

func TestLocationsThatLeadNowhere(t *testing.T) {
	client := newClient(t, fetch.Options{})
	for location, words := range map[string]string{
		"":                                      ": 302",
		"   ":                                   ": 302",
		"/" + strings.Repeat("x", 9000):         "longer than 8192 bytes",
		strings.Repeat("x", 8000) + ":":         "refused a redirect",
		"http://h:" + strings.Repeat("x", 8000): "redirect: invalid port",
		"http://127.0.0.1:1/" + strings.Repeat("x", 8000): "refused by",
		"http://" + strings.Repeat("1", 8000):             "four decimal parts",
		"data:text/xml,<rss/>":                            `"data:"`,
		"ftp://paper.example/feed":                        `"ftp:"`,
		"gopher://127.0.0.1:25/_HELO":                     `"gopher:"`,
		"http://[::1":                                     "redirect: missing ']'",
		"http://paper example/":                           "redirect: invalid character",
		"http://2130706433/":                              "four decimal parts",
		"http://0x7f000001/":                              "four decimal parts",
		"http://0X7F.1/":                                  "four decimal parts",
		"http://0177.0.0.1/":                              "four decimal parts",
		"http://127.1/":                                   "four decimal parts",
		"http://017700000001./":                           "four decimal parts",
		"http://1.2.3.4.5/":                               "four decimal parts",
		"http://256.256.256.256/":                         "four decimal parts",
		"http://:80/":                                     "names no host",
		"http://user:word@/":                              "names no host",
		"http://127.0.0.1:0/":                             "redirected to",
		"http://127.0.0.1:-1/":                            "redirect: ",
		"http://127.0.0.1:port/":                          "redirect: ",
		"https://127.0.0.1:1/":                            "connection refused",
	} {
		err := fails(t, client, says(t, "HTTP/1.1 302 There\r\nLocation: "+location+"\r\n\r\n"), words)
		if strings.Contains(err.Error(), "word@") || len(err.Error()) > 700 {
			t.Errorf("%.60s: tells too much: %.600v", location, err)
		}
	}
}
