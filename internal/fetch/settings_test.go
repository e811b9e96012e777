package fetch_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"broadsheet/internal/fetch"
)

// echo answers with the named headers that it was sent.
func echo(names ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for _, name := range names {
			fmt.Fprintf(w, "%s=%s;", name, strings.Join(r.Header.Values(name), ","))
		}
	}
}

func TestASourcesOwnSettingsAreSent(t *testing.T) {
	basic := func(login string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(login)) }
	for name, c := range map[string]struct {
		request fetch.Request
		header  string
		want    string
	}{
		"a header":                  {fetch.Request{Header: http.Header{"x-key": {"s3cret"}}}, "X-Key", "s3cret"},
		"a header above ours":       {fetch.Request{Header: http.Header{"Accept": {"text/xml"}}}, "Accept", "text/xml"},
		"a cookie":                  {fetch.Request{Header: http.Header{"Cookie": {"a=1; b=2"}}}, "Cookie", "a=1; b=2"},
		"a login":                   {fetch.Request{Username: "reader", Password: "s3cret"}, "Authorization", basic("reader:s3cret")},
		"a token as the user name":  {fetch.Request{Username: "token"}, "Authorization", basic("token:")},
		"a bearer token":            {fetch.Request{Bearer: "abc"}, "Authorization", "Bearer abc"},
		"a bearer before a login":   {fetch.Request{Bearer: "abc", Username: "reader"}, "Authorization", "Bearer abc"},
		"a login before a header":   {fetch.Request{Username: "u", Header: http.Header{"Authorization": {"x"}}}, "Authorization", basic("u:")},
		"a name of its own":         {fetch.Request{UserAgent: "curl/8"}, "User-Agent", "curl/8"},
		"nothing, and our own name": {fetch.Request{}, "User-Agent", "Broadsheet"},
	} {
		t.Run(name, func(t *testing.T) {
			c.request.URL = serve(t, echo(c.header))
			got := get(t, newClient(t, fetch.Options{}), c.request)
			if want := c.header + "=" + c.want + ";"; string(got.Body) != want {
				t.Errorf("got %s, want %s", got.Body, want)
			}
		})
	}
}

func TestAHostHeaderIsTheHost(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.Host) })
	got := get(t, newClient(t, fetch.Options{}), fetch.Request{URL: address, Header: http.Header{"Host": {"paper.example"}}})
	if string(got.Body) != "paper.example" {
		t.Errorf("asked %s", got.Body)
	}
}

func TestWhatIsMeantForOneOriginIsNotSentToAnother(t *testing.T) {
	names := []string{"Authorization", "X-Key", "Cookie", "User-Agent"}
	abroad := serve(t, echo(names...))
	var home string
	home = serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/abroad":
			http.Redirect(w, r, abroad, http.StatusFound)
		case "/named":
			http.Redirect(w, r, strings.Replace(home, "127.0.0.1", "localhost", 1), http.StatusFound)
		case "/within":
			http.Redirect(w, r, "/", http.StatusFound)
		default:
			echo(names...)(w, r)
		}
	})
	client := newClient(t, fetch.Options{})
	const all, none = "Authorization=Bearer abc;X-Key=k;Cookie=c=1;User-Agent=me;", "Authorization=;X-Key=;Cookie=;User-Agent=me;"
	for path, want := range map[string]string{"/": all, "/within": all, "/abroad": none, "/named": none} {
		got := get(t, client, fetch.Request{
			URL: home + path, Bearer: "abc", UserAgent: "me", Header: http.Header{"X-Key": {"k"}, "Cookie": {"c=1"}},
		})
		if string(got.Body) != want {
			t.Errorf("%s: sent %s", path, got.Body)
		}
	}
}

// A gate sends everybody round until they show the cookie that it gave them.
func TestCookiesLastForOneVisit(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Cookie") != "mine=1; gate=open" {
			http.SetCookie(w, &http.Cookie{Name: "gate", Value: "open"})
			http.Redirect(w, r, r.URL.Path, http.StatusFound)
			return
		}
		io.WriteString(w, feed)
	})
	client := newClient(t, fetch.Options{})
	for range 2 {
		got := get(t, client, fetch.Request{URL: address + "/feed", Header: http.Header{"Cookie": {"mine=1"}}})
		if string(got.Body) != feed || got.URL != address+"/feed" || got.MovedTo != "" {
			t.Errorf("got %+v", got)
		}
	}
	stubborn := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "gate", Value: "shut"})
		http.Redirect(w, r, r.URL.Path, http.StatusFound)
	})
	fails(t, client, stubborn, "in a circle")
}

func TestAProxyAnswersForNamesThatOnlyItKnows(t *testing.T) {
	var asked []string
	proxy := mustParse(t, serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.String())
		io.WriteString(w, feed)
	}))
	t.Run("by request", func(t *testing.T) {
		// Nothing is allowed, and the proxy on loopback is dialled all the same.
		get(t, onlyThat(t, ""), fetch.Request{URL: "http://paper.example/feed", Proxy: proxy})
		get(t, onlyThat(t, ""), fetch.Request{URL: "http://zeitungsbücher.example/größe", Proxy: proxy})
	})
	t.Run("by option", func(t *testing.T) {
		client := newClient(t, fetch.Options{Proxy: func(target *url.URL) (*url.URL, error) {
			switch target.Hostname() {
			case "paper.example":
				return proxy, nil
			case "broken.example":
				return nil, errors.New("no such proxy")
			}
			return nil, nil
		}})
		get(t, client, fetch.Request{URL: "http://paper.example/again"})
		get(t, client, fetch.Request{URL: serve(t, func(http.ResponseWriter, *http.Request) {})})
		fails(t, client, "http://broken.example/", "no such proxy")
	})
	want := "http://paper.example/feed http://xn--zeitungsbcher-4ob.example/gr%C3%B6%C3%9Fe http://paper.example/again"
	if got := strings.Join(asked, " "); got != want {
		t.Errorf("asked for %s, want %s", got, want)
	}
}

func TestAProxyIsNotAskedForPrivateAddresses(t *testing.T) {
	proxy := mustParse(t, serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Hostname() != "paper.example" {
			t.Errorf("asked for %s", r.URL)
		}
		http.Redirect(w, r, r.URL.Query().Get("to"), http.StatusFound)
	}))
	client := onlyThat(t, "")
	for _, target := range []string{
		"http://127.0.0.1/", "http://localhost/", "http://LOCALHOST./", "http://a.localhost/", "http://10.0.0.1:8080/",
		"http://[::1]/", "http://[::ffff:192.168.1.1]/", "http://[64:ff9b::a00:1]/", "http://169.254.169.254./", "https://168.63.129.16/",
	} {
		for _, address := range []string{target, "http://paper.example/?to=" + url.QueryEscape(target)} {
			if _, err := client.Get(t.Context(), fetch.Request{URL: address, Proxy: proxy}); !errors.Is(err, fetch.ErrPrivate) {
				t.Errorf("%s: %v is not ErrPrivate", address, err)
			}
		}
	}
}

func TestAProxyLeadsToTLSOrSaysWhyNot(t *testing.T) {
	server := secure(t, nil, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.Host) })
	tunnel := raw(t, func(connection net.Conn, r *http.Request) {
		there, err := net.Dial("tcp", r.Host)
		if err != nil {
			t.Error(err)
			return
		}
		defer there.Close()
		io.WriteString(connection, "HTTP/1.1 200 OK\r\n\r\n")
		go func() { io.Copy(there, connection); there.Close() }()
		io.Copy(connection, there)
	})
	client := newClient(t, fetch.Options{})
	through := func(proxy string) (fetch.Response, error) {
		return client.Get(t.Context(), fetch.Request{URL: server.URL, TLS: trust(server), Proxy: mustParse(t, proxy)})
	}
	if got, err := through(tunnel); err != nil || string(got.Body) != strings.TrimPrefix(server.URL, "https://") {
		t.Errorf("got %q, %v", got.Body, err)
	}
	_, err := through(says(t, "HTTP/1.1 407 Who\r\nContent-Length: 0\r\n\r\n"))
	if !strings.Contains(fetch.Hint(err), "login") {
		t.Errorf("hint %q for %v", fetch.Hint(err), err)
	}
	for proxy, want := range map[string]string{
		says(t, "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"):                               "the proxy answers 403 Forbidden",
		says(t, "HTTP/1.1 407 Who\r\nContent-Length: 0\r\n\r\n"):                              "the proxy answers 407 Proxy Authentication Required",
		strings.Replace(unused(t), "//", "//me:s3cret@", 1):                                   "the proxy: connection refused by 127.0.0.1",
		strings.Replace(strings.Replace(unused(t), "http:", "socks5:", 1), "//", "//a:b@", 1): "connection refused",
	} {
		if _, err := through(proxy); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// unused is an address where nobody listens.
func unused(t testing.TB) string {
	t.Helper()
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	return server.URL
}

func TestRoutesBeyondTheBoundAreForgottenAndFoundAgain(t *testing.T) {
	proxy := serve(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.Header.Get("Proxy-Authorization")) })
	client := onlyThat(t, "")
	for range 2 {
		for n := range 40 {
			through := mustParse(t, strings.Replace(proxy, "//", fmt.Sprintf("//user%d:x@", n), 1))
			got := get(t, client, fetch.Request{URL: "http://paper.example/", Proxy: through})
			if want := base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "user%d:x", n)); string(got.Body) != "Basic "+want {
				t.Fatalf("route %d was taken for another: %s", n, got.Body)
			}
		}
	}
}
