package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Request is an address, what its last good visit left behind, and what its
// owner wants to be told. Everything after BodyHash is for HTTP only.
type Request struct {
	URL string
	// ETag and LastModified are the validators, verbatim as the server sent
	// them (RFC 9110 §8.8); empty ones are not sent.
	ETag, LastModified string
	// BodyHash is that of the last body; empty compares with none.
	BodyHash string

	// Header is set above our own header: a Cookie, a key, a language. Like
	// all credentials it goes to the origin of URL and to no other.
	Header http.Header
	// Username and Password are a login (RFC 7617); it may also stand in URL.
	Username, Password string
	// Bearer is a token (RFC 6750), used in place of a login.
	Bearer string
	// UserAgent replaces Options.UserAgent.
	UserAgent string
	// Proxy replaces what Options.Proxy says: http, https or socks5.
	Proxy *url.URL
	// TLS has the certificate that we show to the origin of URL and the CAs
	// that we trust. Visits with the same *tls.Config share connections, so
	// keep it between them, and do not change it.
	TLS *tls.Config

	// Robots has the robots.txt of the site asked first, as is due to a page:
	// ErrRobots if it says no. A feed is made for programs, and nobody need ask.
	Robots bool
}

// Response is what a visit found.
type Response struct {
	// NotModified says that nothing changed: the server said so (304), or the
	// body's hash is the Request's. Body is nil then.
	NotModified bool
	// Body is decompressed, and otherwise as the server sent it.
	Body []byte
	// Truncated says that Body is the beginning of something longer, or was
	// damaged on the way. Such a body has no validators and no hash: the next
	// visit asks for the whole again.
	Truncated bool
	// ContentType is the header's value, empty if there was none and for files.
	ContentType string
	// URL is the address that answered, after redirects: the base of relative
	// addresses. It carries neither credentials nor a fragment.
	URL string
	// MovedTo is URL if the Request's address led there by permanent redirects
	// alone (301, 308) and not away from https; else empty. One visit proves
	// little: errors and hotel gates, too, are called permanent.
	MovedTo string
	// ETag, LastModified and BodyHash are for the next Request. The hash is
	// SHA-256 in hexadecimal of the body after decompression.
	ETag, LastModified, BodyHash string
	// MaxAge is how much longer the server calls its answer fresh (RFC 9111
	// §4.2), 0 if it did not say. It is a claim: bound it before use.
	MaxAge time.Duration
	// NoArchive says that X-Robots-Tag asks for no copy to be kept.
	NoArchive bool
	// Hubs are the addresses that Link headers name as hubs of the document,
	// and Self is what they call its own (WebSub §4); empty if they name no hub.
	Hubs []string
	Self string
}

// Get visits the address. It waits, until ctx ends, for its turn. Errors that
// a caller may tell apart: *StatusError, ErrTooLarge, ErrPrivate, ErrRobots, and
// what ended ctx; Hint has advice on these and others.
func (c *Client) Get(ctx context.Context, r Request) (Response, error) {
	u, err := parse(r.URL)
	if err != nil {
		return Response{}, fmt.Errorf("get: address: %w", err)
	}
	response, err := c.open(ctx, u, r)
	if err != nil {
		return Response{}, fmt.Errorf("get %s: %w", u.Redacted(), err)
	}
	return response, nil
}

// parse reads an address and forgets its fragment.
func parse(address string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		// url.Error repeats the address with the password that may be in it.
		var parse *url.Error
		if errors.As(err, &parse) {
			err = parse.Err
		}
		return nil, err
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
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
