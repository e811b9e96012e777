package fetch

import (
	"context"
	"net/netip"
	"net/url"
	"time"
)

// Options say how a Client behaves. The zero value of every field is usable.
type Options struct {
	// UserAgent names us and how to reach us (RFC 9110 §10.1.5). Its first
	// word, up to a slash, is our name in robots.txt.
	UserAgent string
	// Timeout bounds a whole visit, redirects and body included; waiting for
	// a turn does not count. 0 is 30 seconds.
	Timeout time.Duration
	// Pace is the least that a body must bring while it comes. The zero Pace
	// is 1 KiB over every 10 seconds.
	Pace Pace
	// MaxBody is the most bytes that a body may have, on the wire and again
	// after decompression. 0 is 16 MiB.
	MaxBody int64
	// Connections is how many requests may be under way at once. 0 is 16.
	Connections int
	// PerHost is how much of that one host is asked for, and Hosts are the
	// exceptions by name: a farm of feeds behind one address bears more.
	PerHost PerHost
	Hosts   map[string]PerHost
	// AllowPrivate are the exceptions to the rule that private, loopback,
	// link-local and otherwise special addresses are never connected to.
	AllowPrivate []netip.Prefix
	// Proxy says which proxy leads to an address, nil for none; it may be
	// what golang.org/x/net/http/httpproxy makes of the environment, which is
	// not looked at here. A nil Proxy never names one.
	Proxy func(target *url.URL) (proxy *url.URL, err error)
	// Folder is what the path of a "file:relative/path" begins at; "" is the
	// current folder.
	Folder string
	// Openers answer for further schemes, by lower-case name.
	Openers map[string]Opener
	// Now is the clock that charges a visit for its own time only, and by
	// which a robots.txt grows old. Without one, Timeout bounds each request
	// of a visit rather than their sum, and a robots.txt holds for ever.
	Now func() time.Time
}

// PerHost is what a single host is asked to bear.
type PerHost struct {
	// Connections is how many requests may be under way at once. 0 is 1.
	Connections int
	// Gap is how long the host is left alone after each request.
	Gap time.Duration
}

// Opener answers for an address whose scheme is none of http, https and file.
type Opener func(ctx context.Context, u *url.URL) (body []byte, contentType string, err error)

// Client visits addresses. It may be used by many goroutines at once.
type Client struct {
	userAgent string
	timeout   time.Duration
	pace      Pace
	maxBody   int64
	folder    string
	openers   map[string]Opener
	proxy     func(*url.URL) (*url.URL, error)
	now       func() time.Time
	guard     *guard
	turns     *turns
	routes    *routes
	robots    *robots
}

// New returns a Client.
func New(o Options) *Client {
	c := &Client{
		userAgent: orDefault(o.UserAgent, "Broadsheet"),
		timeout:   orDefault(o.Timeout, 30*time.Second),
		pace:      orDefault(o.Pace, Pace{Bytes: 1 << 10, Over: 10 * time.Second}),
		maxBody:   orDefault(o.MaxBody, 16<<20),
		folder:    o.Folder,
		openers:   o.Openers,
		proxy:     o.Proxy,
		now:       o.Now,
		guard:     newGuard(o.AllowPrivate),
		robots:    newRobots(),
	}
	if c.now == nil {
		c.now = func() time.Time { return time.Time{} }
	}
	connections := orDefault(o.Connections, 16)
	c.turns = newTurns(connections, o.PerHost, o.Hosts)
	c.routes = newRoutes(connections, c.turns.most(), min(maxConnect, c.timeout), min(maxFirstByte, c.timeout), c.guard)
	return c
}

func orDefault[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

// Close ends the connections that are kept open for the next visit.
func (c *Client) Close() { c.routes.close() }
