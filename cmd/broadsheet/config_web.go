package main

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"

	"broadsheet/digest"
)

// The scalars that say how an address is asked.
type (
	toggle       bool
	gap          time.Duration // none is -1
	watch        time.Duration // never is -1
	hostName     string        // in lower case
	headerName   string        // as HTTP writes it
	proxyAddress string        // never shown: it may hold a password
)

func (t *toggle) wants() string { return "true or false" }

func (t *toggle) read(s string) (string, bool) {
	on, err := strconv.ParseBool(s)
	*t = toggle(on)
	if slices.Contains([]string{"yes", "on"}, strings.ToLower(s)) {
		return "write true", false
	}
	return "", err == nil && len(s) > 1
}

func (g *gap) wants() string { return "a duration such as 250ms or 2s, at most 1m, or 0" }

func (g *gap) read(s string) (string, bool) {
	d, err := time.ParseDuration(s)
	*g = gap(cmp.Or(d, -1))
	return "", err == nil && d >= 0 && d <= time.Minute
}

// never is the word for what is not to be done at all.
const never = "never"

func (w *watch) wants() string { return "a duration such as 36h or 3d, at most 7d, or never" }

func (w *watch) read(s string) (string, bool) {
	if s == never {
		*w = -1
		return "", true
	}
	var d duration
	hint, ok := d.read(s)
	*w = watch(d)
	return hint, ok && time.Duration(d) <= digest.Remembered
}

func (h *hostName) wants() string { return "the name of a host, such as feeds.example.org" }

func (h *hostName) read(s string) (string, bool) {
	if address, err := url.Parse(s); err == nil && address.Hostname() != "" {
		return "write " + address.Hostname(), false
	}
	if host, _, hasPort := strings.Cut(s, ":"); hasPort && !strings.Contains(s, "::") {
		return "it is meant on every port: write " + host, false
	}
	*h = hostName(strings.ToLower(s))
	return "", s != "" && !strings.ContainsAny(s, "/ @*")
}

func (h *headerName) wants() string { return "the name of a header, such as X-Api-Key" }

// ownHeaders are those that the program sets itself, and the key that does
// what is meant, where there is one.
var ownHeaders = map[string]string{
	"User-Agent": "write user_agent:", "Cookie": "write cookies:", "Authorization": "write auth:",
	"If-None-Match": "", "If-Modified-Since": "", "Accept-Encoding": "", "Range": "", "Connection": "",
	"Content-Length": "", "Transfer-Encoding": "", "Upgrade": "", "Te": "", "Trailer": "",
}

func (h *headerName) read(s string) (string, bool) {
	name := http.CanonicalHeaderKey(s)
	*h = headerName(name)
	if hint, own := ownHeaders[name]; own {
		if hint == "" {
			hint = "the program sets it itself"
		}
		return hint, false
	}
	return "", httpguts.ValidHeaderFieldName(s)
}

func (p *proxyAddress) wants() string {
	return "the address of a proxy, such as http://proxy.example:3128 or socks5://localhost:1080"
}

func (p *proxyAddress) read(s string) (string, bool) {
	address, err := url.Parse(s)
	if err != nil || !slices.Contains([]string{"http", "https", "socks5"}, address.Scheme) || address.Hostname() == "" {
		if host, _, _ := strings.Cut(s, ":"); host != "" && !strings.Contains(s, "//") {
			return "write http://" + s, false
		}
		return "", false
	}
	*p = proxyAddress(s)
	return "", true
}

// String is the proxy without what may be a password.
func (p proxyAddress) String() string { return redact(string(p)) }

// GoString keeps it out of %#v too.
func (p proxyAddress) GoString() string { return p.String() }

// url is the address; nil if there is none.
func (p proxyAddress) url() *url.URL {
	if p == "" {
		return nil
	}
	address, err := url.Parse(string(p))
	if err != nil {
		return nil // read took it
	}
	return address
}
