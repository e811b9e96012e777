package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

// visit is one Get over HTTP, on its way through the redirects.
type visit struct {
	*Client
	request Request
	method  string         // GET or HEAD
	blind   bool           // nothing of a body is wanted
	origin  *url.URL       // the address that was asked for
	left    time.Duration  // of the visit's time
	cookies http.CookieJar // nil until a redirect sets one
	trail   []string       // what was asked so far
	moved   bool           // every redirect so far was permanent
}

// visit asks over HTTP and follows redirects. Each request waits for its own
// turn at its own host and holds no other turn meanwhile: two hosts that
// redirect to one another cannot lock each other out.
func (c *Client) visit(ctx context.Context, u *url.URL, r Request) (Response, error) {
	return c.newVisit(u, r).travel(ctx, u)
}

func (c *Client) newVisit(u *url.URL, r Request) *visit {
	v := &visit{Client: c, request: r, method: http.MethodGet, origin: u, left: c.timeout, moved: true}
	v.trail = []string{v.mark(u)}
	return v
}

func (v *visit) travel(ctx context.Context, u *url.URL) (Response, error) {
	for {
		response, next, err := v.step(ctx, u)
		if err == nil && next != nil {
			err = v.mayFollow(next)
		}
		if err != nil && len(v.trail) > 1 {
			err = fmt.Errorf("redirected to %s: %w", brief(u.Redacted()), err)
		}
		if err != nil || next == nil {
			return response, err
		}
		u, v.trail = next, append(v.trail, v.mark(next))
	}
}

// step makes one request in its turn, if it may be made. It returns either the
// visit's result or the address to go on to.
func (v *visit) step(caller context.Context, u *url.URL) (response Response, next *url.URL, err error) {
	if err = v.mayRead(caller, u); err != nil {
		return Response{}, nil, err
	}
	err = v.inTurn(caller, u, func(ctx context.Context, giveUp context.CancelFunc) (err error) {
		response, next, err = v.exchange(ctx, giveUp, u)
		return err
	})
	return response, next, err
}

// inTurn waits for the turn of an address's host, and asks within what is left
// of the visit's time.
func (v *visit) inTurn(caller context.Context, u *url.URL, ask func(context.Context, context.CancelFunc) error) error {
	if err := namesHost(u); err != nil {
		return err
	}
	leave, err := v.turns.take(caller, u.Hostname())
	if err != nil {
		return fmt.Errorf("wait for a turn: %w", err)
	}
	defer leave()
	began := v.now()
	defer func() { v.left -= v.now().Sub(began) }()
	ctx, cancel := context.WithTimeout(caller, v.left)
	defer cancel()
	err = ask(ctx, cancel)
	if err != nil && caller.Err() != nil {
		return context.Cause(caller)
	}
	return err
}

// exchange sends one request and takes the answer in.
func (v *visit) exchange(ctx context.Context, giveUp context.CancelFunc, u *url.URL) (Response, *url.URL, error) {
	answer, err := v.send(v.question(ctx, u))
	if err != nil {
		return Response{}, nil, v.inWords(err, "no answer")
	}
	v.date(answer.Header)
	answer.Body = &paced{ReadCloser: answer.Body, pace: v.pace, giveUp: giveUp}
	defer answer.Body.Close()

	code := answer.StatusCode
	location := strings.TrimSpace(answer.Header.Get("Location"))
	switch {
	case code == http.StatusNotModified && (v.request.ETag != "" || v.request.LastModified != ""):
		return v.unchanged(answer), nil, nil
	case v.blind && code >= 200 && code <= 299:
		drain(answer.Body)
		return v.remember(answer), nil, nil
	case hasBody(code):
		response, err := v.changed(answer)
		return response, nil, err
	case isRedirect(code) && location != "":
		drain(answer.Body)
		next, err := v.redirected(u, answer, location)
		return Response{}, next, err
	case code >= 200: // a protocol that was switched (101) has no end
		drain(answer.Body)
	}
	return Response{}, nil, &StatusError{Code: code, RetryAfter: retryAfter(answer.Header)}
}

// hasBody says whether a status promises what was asked for, or a part of it.
func hasBody(code int) bool {
	return code >= 200 && code <= 299 && code != http.StatusNoContent && code != http.StatusResetContent
}

// unchanged is the result of a 304: what it does not repeat stays as it was.
func (v *visit) unchanged(answer *http.Response) Response {
	response := v.remember(answer)
	response.NotModified = true
	response.ETag = orDefault(response.ETag, v.request.ETag)
	response.LastModified = orDefault(response.LastModified, v.request.LastModified)
	response.BodyHash = v.request.BodyHash
	return response
}

// changed is the result of an answer with a body.
func (v *visit) changed(answer *http.Response) (Response, error) {
	body, whole, err := v.body(answer)
	if err != nil {
		words := v.inWords(err, "the answer is not finished")
		if words == err && !errors.Is(err, ErrTooLarge) {
			words = &fault{"the answer cannot be unpacked: " + brief(err.Error()), errRules}
		}
		return Response{}, words
	}
	response := v.remember(answer)
	response.Body = body
	if !whole {
		response.Truncated, response.ETag, response.LastModified, response.MaxAge = true, "", "", 0
		return response, nil
	}
	return settle(response, v.request), nil
}

// remember is what any good answer says beside its body.
func (v *visit) remember(answer *http.Response) Response {
	response := Response{
		ContentType:  answer.Header.Get("Content-Type"),
		URL:          bare(answer.Request.URL),
		ETag:         validator(answer.Header, "ETag"),
		LastModified: validator(answer.Header, "Last-Modified"),
		MaxAge:       maxAge(answer.Header),
		NoArchive:    noArchive(answer.Header),
	}
	response.Hubs, response.Self = hubs(answer.Header, answer.Request.URL)
	if v.moved && len(v.trail) > 1 && response.URL != bare(v.origin) {
		response.MovedTo = response.URL
	}
	return response
}

// bare is an address without the login in it.
func bare(u *url.URL) string {
	if u.User == nil {
		return u.String()
	}
	without := *u
	without.User = nil
	return without.String()
}

// maxValidator is how long a validator may be, in bytes: servers that send
// longer headers than they take would refuse every further visit.
const maxValidator = 6 << 10

// validator is a header verbatim, or nothing where it is not UTF-8: HTTP lets
// such bytes pass, but not every place that must remember them does.
func validator(header http.Header, name string) string {
	value := header.Get(name)
	if len(value) > maxValidator || !utf8.ValidString(value) {
		return ""
	}
	return value
}

// drain reads the little that a redirect or an error page says, so that the
// connection can be used again.
func drain(body io.Reader) { _, _ = io.CopyN(io.Discard, body, 4<<10) }
