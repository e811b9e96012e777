package fetch

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Options say how a Client behaves. The zero value of every field is usable.
type Options struct {
	// UserAgent names us and how to reach us (RFC 9110 §10.1.5).
	UserAgent string
	// Timeout bounds a whole visit, redirects and body included; waiting for
	// a turn does not count. 0 is 30 seconds.
	Timeout time.Duration
	// MaxBody is the most bytes that a body may have, on the wire and again
	// after decompression. 0 is 16 MiB.
	MaxBody int64
	// Connections is how many requests may be under way at once. 0 is 16.
	Connections int
	// AllowPrivate are the exceptions to the rule that private, loopback,
	// link-local and otherwise special addresses are never connected to.
	AllowPrivate []netip.Prefix
	// Folder is what the path of a "file:relative/path" begins at; "" is the
	// current folder.
	Folder string
	// Openers answer for further schemes, by lower-case name.
	Openers map[string]Opener
	// Now is the clock that charges a visit for its own time only. Without
	// one, Timeout bounds each request of a visit rather than their sum.
	Now func() time.Time
}

// Opener answers for an address whose scheme is none of http, https and file.
type Opener func(ctx context.Context, u *url.URL) (body []byte, contentType string, err error)

// Client visits addresses. It may be used by many goroutines at once.
type Client struct {
	userAgent string
	timeout   time.Duration
	maxBody   int64
	folder    string
	openers   map[string]Opener
	now       func() time.Time
	turns     *turns
	transport *http.Transport
}

// New returns a Client.
func New(o Options) *Client {
	c := &Client{
		userAgent: orDefault(o.UserAgent, "Broadsheet"),
		timeout:   orDefault(o.Timeout, 30*time.Second),
		maxBody:   orDefault(o.MaxBody, 16<<20),
		folder:    o.Folder,
		openers:   o.Openers,
		now:       o.Now,
	}
	if c.now == nil {
		c.now = func() time.Time { return time.Time{} }
	}
	connections := orDefault(o.Connections, 16)
	c.turns = newTurns(connections)
	c.transport = newTransport(c.timeout, connections, o.AllowPrivate)
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
func (c *Client) Close() { c.transport.CloseIdleConnections() }

// Request is an address and what its last good visit left behind.
type Request struct {
	URL string
	// ETag and LastModified are the validators, verbatim as the server sent
	// them (RFC 9110 §8.8); empty ones are not sent.
	ETag, LastModified string
	// BodyHash is that of the last body; empty compares with none.
	BodyHash string
}

// Response is what a visit found.
type Response struct {
	// NotModified says that nothing changed: the server said so (304), or the
	// body's hash is the Request's. Body is nil then.
	NotModified bool
	// Body is decompressed, and otherwise as the server sent it.
	Body []byte
	// ContentType is the header's value, empty if there was none and for files.
	ContentType string
	// URL is the address that answered, after redirects: the base of relative
	// addresses. It carries neither credentials nor a fragment.
	URL string
	// ETag, LastModified and BodyHash are for the next Request. The hash is
	// SHA-256 in hexadecimal of the body after decompression.
	ETag, LastModified, BodyHash string
	// MaxAge is how much longer the server calls its answer fresh (RFC 9111
	// §4.2), 0 if it did not say. It is a claim: bound it before use.
	MaxAge time.Duration
}

// Get visits the address. It waits, until ctx ends, for its turn. Errors that
// a caller may tell apart: *StatusError, ErrTooLarge, ErrPrivate, and what
// ended ctx; Hint has advice on these and others.
func (c *Client) Get(ctx context.Context, r Request) (Response, error) {
	u, err := url.Parse(strings.TrimSpace(r.URL))
	if err != nil {
		// url.Error repeats the address with the password that may be in it.
		var parse *url.Error
		if errors.As(err, &parse) {
			err = parse.Err
		}
		return Response{}, fmt.Errorf("get: address: %w", err)
	}
	u.Fragment, u.RawFragment = "", ""
	response, err := c.open(ctx, u, r)
	if err != nil {
		return Response{}, fmt.Errorf("get %s: %w", u.Redacted(), err)
	}
	return response, nil
}

// open does the visit in the way of the address's scheme.
func (c *Client) open(ctx context.Context, u *url.URL, r Request) (Response, error) {
	switch u.Scheme {
	case "http", "https":
		return c.visit(ctx, u, r)
	case "file":
		return c.readFile(u, r)
	}
	if opener, known := c.openers[u.Scheme]; known {
		return c.ask(ctx, opener, u, r)
	}
	known := append([]string{"http", "https", "file"}, slices.Sorted(maps.Keys(c.openers))...)
	return Response{}, fmt.Errorf("scheme %q is none of %s", u.Scheme, strings.Join(known, ", "))
}
