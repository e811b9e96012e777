package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// maxRedirects is how many redirects one visit follows.
const maxRedirects = 5

// accept asks for feeds before pages, but refuses nothing: many servers call
// their feed text/html or worse.
const accept = "application/atom+xml, application/rss+xml, application/feed+json, " +
	"application/rdf+xml;q=0.9, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5"

// visit asks over HTTP and follows redirects. Each request waits for its own
// turn at its own host and holds no other turn meanwhile: two hosts that
// redirect to one another cannot lock each other out.
func (c *Client) visit(ctx context.Context, u *url.URL, r Request) (Response, error) {
	left := c.timeout
	trail := []string{u.String()}
	for {
		response, next, err := c.step(ctx, u, r, &left)
		if err == nil && next != nil {
			err = mayFollow(trail, next)
		}
		if err != nil && len(trail) > 1 {
			err = fmt.Errorf("redirected to %s: %w", u.Redacted(), err)
		}
		if err != nil || next == nil {
			return response, err
		}
		u, trail = next, append(trail, next.String())
	}
}

// mayFollow refuses a redirect that leads in a circle, too far or away from HTTP.
func mayFollow(trail []string, next *url.URL) error {
	switch {
	case next.Scheme != "http" && next.Scheme != "https":
		return fmt.Errorf("refused a redirect to a %q address", next.Scheme+":")
	case slices.Contains(trail, next.String()):
		return fmt.Errorf("redirects in a circle, back to %s", next.Redacted())
	case len(trail) > maxRedirects:
		return fmt.Errorf("more than %d redirects", maxRedirects)
	}
	return nil
}

// step makes one request in its turn, within what is left of the visit's time.
// It returns either the visit's result or the address to go on to.
func (c *Client) step(caller context.Context, u *url.URL, r Request, left *time.Duration) (Response, *url.URL, error) {
	if u.Hostname() == "" {
		return Response{}, nil, errors.New("the address names no host")
	}
	leave, err := c.turns.take(caller, u.Hostname())
	if err != nil {
		return Response{}, nil, fmt.Errorf("wait for a turn: %w", err)
	}
	defer leave()
	began := c.now()
	defer func() { *left -= c.now().Sub(began) }()
	ctx, cancel := context.WithTimeout(caller, *left)
	defer cancel()

	response, next, err := c.exchange(ctx, u, r)
	if err != nil && caller.Err() != nil {
		return Response{}, nil, context.Cause(caller)
	}
	return response, next, err
}

// exchange sends one request and takes the answer in.
func (c *Client) exchange(ctx context.Context, u *url.URL, r Request) (Response, *url.URL, error) {
	answer, err := c.transport.RoundTrip(c.question(ctx, u, r))
	if err != nil {
		return Response{}, nil, c.inWords(err, "no answer")
	}
	defer answer.Body.Close()

	code := answer.StatusCode
	location := strings.TrimSpace(answer.Header.Get("Location"))
	switch {
	case code == http.StatusNotModified && (r.ETag != "" || r.LastModified != ""):
		return unchanged(answer, r), nil, nil
	case code >= 200 && code <= 299:
		response, err := c.changed(answer, r)
		return response, nil, err
	case isRedirect(code) && location != "":
		drain(answer.Body)
		next, err := redirected(u, location)
		return Response{}, next, err
	}
	drain(answer.Body)
	return Response{}, nil, &StatusError{Code: code, RetryAfter: retryAfter(answer.Header)}
}

// question is the request: who asks, for what, and what is known already.
func (c *Client) question(ctx context.Context, u *url.URL, r Request) *http.Request {
	header := http.Header{
		"User-Agent":      {c.userAgent},
		"Accept":          {accept},
		"Accept-Encoding": {"gzip"},
	}
	if r.ETag != "" {
		header.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		header.Set("If-Modified-Since", r.LastModified)
	}
	question := &http.Request{Method: http.MethodGet, URL: u, Header: header, Host: u.Host}
	if u.User != nil {
		password, _ := u.User.Password()
		question.SetBasicAuth(u.User.Username(), password)
	}
	return question.WithContext(ctx)
}

// unchanged is the result of a 304: what it does not repeat stays as it was.
func unchanged(answer *http.Response, r Request) Response {
	response := remember(answer)
	response.NotModified = true
	response.ETag = orDefault(response.ETag, r.ETag)
	response.LastModified = orDefault(response.LastModified, r.LastModified)
	response.BodyHash = r.BodyHash
	return response
}

// changed is the result of an answer with a body.
func (c *Client) changed(answer *http.Response, r Request) (Response, error) {
	body, err := c.body(answer)
	if err != nil {
		return Response{}, c.inWords(err, "the answer is not finished")
	}
	response := remember(answer)
	response.Body = body
	return settle(response, r), nil
}

// remember is what any good answer says beside its body.
func remember(answer *http.Response) Response {
	final := *answer.Request.URL
	final.User = nil
	return Response{
		ContentType:  answer.Header.Get("Content-Type"),
		URL:          final.String(),
		ETag:         validator(answer.Header, "ETag"),
		LastModified: validator(answer.Header, "Last-Modified"),
		MaxAge:       maxAge(answer.Header),
	}
}

// validator is a header verbatim, or nothing where it is not UTF-8: HTTP lets
// such bytes pass, but not every place that must remember them does.
func validator(header http.Header, name string) string {
	value := header.Get(name)
	if !utf8.ValidString(value) {
		return ""
	}
	return value
}

func isRedirect(code int) bool {
	switch code {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// redirected is the address that a Location header means. Credentials stay
// within the origin for which they were configured, and none is taken from a
// stranger's header.
func redirected(from *url.URL, location string) (*url.URL, error) {
	next, err := from.Parse(inUTF8(location))
	if err != nil {
		return nil, fmt.Errorf("redirect: %w", err)
	}
	next.User = nil
	if next.Scheme == from.Scheme && next.Host == from.Host {
		next.User = from.User
	}
	next.Fragment, next.RawFragment = "", ""
	return next, nil
}

// inUTF8 escapes the bytes of a Location that some older charset wrote: the
// server gets them back as they were, and nobody else meets them.
func inUTF8(location string) string {
	if utf8.ValidString(location) {
		return location
	}
	var escaped strings.Builder
	for _, b := range []byte(location) {
		if b < utf8.RuneSelf {
			escaped.WriteByte(b)
		} else {
			fmt.Fprintf(&escaped, "%%%02X", b)
		}
	}
	return escaped.String()
}

// drain reads the little that a redirect or an error page says, so that the
// connection can be used again.
func drain(body io.Reader) { _, _ = io.CopyN(io.Discard, body, 4<<10) }
