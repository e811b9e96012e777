package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"
)

// The shares of a visit's time that one stage may take.
const (
	maxConnect   = 10 * time.Second // and as much again for TLS
	maxFirstByte = 20 * time.Second // from the request sent to the end of the answer's header
	maxHeader    = 256 << 10        // bytes
)

// maxRoutes is how many ways to the world keep their connections: beyond the
// direct one each proxy and each source with TLS settings of its own is one.
const maxRoutes = 32

// route is a way to the world. Requests on the same one share connections.
type route struct {
	proxy  string
	tls    *tls.Config
	abroad bool // away from the origin that the TLS settings are for
}

// routes holds the transports, the last used last.
type routes struct {
	connections, perHost int
	connect, firstByte   time.Duration
	guard                *guard
	direct               *http.Transport

	mu    sync.Mutex
	known []paved
}

type paved struct {
	route
	transport *http.Transport
}

func newRoutes(connections, perHost int, connect, firstByte time.Duration, g *guard) *routes {
	r := &routes{connections: connections, perHost: perHost, connect: connect, firstByte: firstByte, guard: g}
	r.direct = r.pave(route{}, nil)
	return r
}

// pave makes a transport. It looks for no proxy in the environment: the guard
// would see the proxy's address and not the target's, and would guard nothing
// while it seemed to. A proxy that was configured is the operator's will, and
// is mostly a private address itself: on its route nothing else is dialled.
func (r *routes) pave(way route, proxy *url.URL) *http.Transport {
	dialer := &net.Dialer{Timeout: r.connect, Control: r.guard.control}
	transport := &http.Transport{
		DialContext:            dialer.DialContext,
		TLSClientConfig:        way.settings(),
		ForceAttemptHTTP2:      true,
		TLSHandshakeTimeout:    r.connect,
		ResponseHeaderTimeout:  r.firstByte,
		MaxResponseHeaderBytes: maxHeader,
		// Bodies are decoded here, within the limit, by decode.
		DisableCompression:  true,
		MaxIdleConns:        r.connections,
		MaxIdleConnsPerHost: r.perHost,
		IdleConnTimeout:     90 * time.Second,
	}
	if proxy != nil {
		dialer.Control = nil
		transport.Proxy = http.ProxyURL(proxy)
		transport.OnProxyConnectResponse = mayTunnel
	}
	return transport
}

// errProxyLogin is a proxy that wants to know who asks.
var errProxyLogin = errors.New("the proxy answers 407 Proxy Authentication Required")

// mayTunnel says what a proxy answers that makes no way to an https address. It
// is no StatusError: that would be the word of the address.
func mayTunnel(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
	switch answer.StatusCode {
	case http.StatusOK:
		return nil
	case http.StatusProxyAuthRequired:
		return errProxyLogin
	}
	return fmt.Errorf("the proxy answers %d %s", answer.StatusCode, http.StatusText(answer.StatusCode))
}

// settings are the route's own copy of its TLS settings. Abroad only the CAs
// count: our certificate is shown to nobody for whom it was not configured.
func (way route) settings() *tls.Config {
	if way.abroad {
		return &tls.Config{RootCAs: way.tls.RootCAs}
	}
	return way.tls.Clone() // nil stays nil
}

// transport is the one for a way; it is made if it is new, and the one that
// was not used for longest gives way to it.
func (r *routes) transport(way route, proxy *url.URL) *http.Transport {
	if way == (route{}) {
		return r.direct
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	at := slices.IndexFunc(r.known, func(p paved) bool { return p.route == way })
	if at < 0 && len(r.known) == maxRoutes {
		r.known[0].transport.CloseIdleConnections()
		r.known = slices.Delete(r.known, 0, 1)
	}
	if at < 0 {
		r.known = append(r.known, paved{way, r.pave(way, proxy)})
	} else {
		last := r.known[at]
		r.known = append(slices.Delete(r.known, at, at+1), last)
	}
	return r.known[len(r.known)-1].transport
}

func (r *routes) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.direct.CloseIdleConnections()
	for _, p := range r.known {
		p.transport.CloseIdleConnections()
	}
}

// send asks by the way that the source and the address call for.
func (v *visit) send(question *http.Request) (*http.Response, error) {
	proxy, err := v.proxyTo(question.URL)
	if err != nil {
		return nil, err
	}
	way := route{tls: v.request.TLS}
	way.abroad = way.tls != nil && !v.isHome(question.URL)
	if proxy != nil {
		way.proxy = proxy.String()
	}
	answer, err := v.routes.transport(way, proxy).RoundTrip(question)
	if err != nil && proxy == nil && isGarbled(err) {
		if plain, again := v.routes.sendPlainly(way, question); again == nil {
			return plain, nil
		}
	}
	return answer, err
}

// proxyTo is the proxy that leads to an address, nil for none.
func (v *visit) proxyTo(u *url.URL) (*url.URL, error) {
	proxy := v.request.Proxy
	if proxy == nil && v.proxy != nil {
		var err error
		if proxy, err = v.proxy(u); err != nil {
			return nil, fmt.Errorf("choose a proxy: %w", err)
		}
	}
	if proxy == nil {
		return nil, nil
	}
	return proxy, v.guard.literal(u)
}
