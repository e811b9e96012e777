package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// maxWords is how much is read of why a form was refused, in bytes.
const maxWords = 1 << 10

// Post sends a form and is nil if the server takes it (2xx). The guard, the
// turns, the limits and the errors are those of Get. Of redirects only those
// that let a form be sent again are followed (307, 308), and none from https
// to http, since there may be secrets in it.
func (c *Client) Post(ctx context.Context, address string, form url.Values) error {
	u, err := parse(address)
	if err != nil {
		return fmt.Errorf("post: address: %w", err)
	}
	u.User = nil
	if err := c.post(ctx, u, form.Encode()); err != nil {
		return fmt.Errorf("post to %s: %w", u, err)
	}
	return nil
}

func (c *Client) post(ctx context.Context, u *url.URL, form string) error {
	if u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("scheme %q is none of http, https", brief(u.Scheme))
	}
	v := &visit{Client: c, origin: u, left: c.timeout, trail: []string{bare(u)}}
	for {
		var next *url.URL
		err := v.inTurn(ctx, u, func(ctx context.Context, _ context.CancelFunc) (err error) {
			next, err = v.submit(ctx, u, form)
			return err
		})
		if err == nil && next != nil {
			err = v.mayFollow(next)
		}
		if err != nil && len(v.trail) > 1 {
			err = fmt.Errorf("redirected to %s: %w", brief(u.Redacted()), err)
		}
		if err != nil || next == nil {
			return err
		}
		u, v.trail = next, append(v.trail, v.mark(next))
	}
}

// submit sends the form once, and returns the address to send it to again.
func (v *visit) submit(ctx context.Context, u *url.URL, form string) (*url.URL, error) {
	question, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), strings.NewReader(form))
	if err != nil {
		return nil, err
	}
	question.Header.Set("User-Agent", v.userAgent)
	question.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	proxy, err := v.proxyTo(u)
	if err != nil {
		return nil, err
	}
	way := route{}
	if proxy != nil {
		way.proxy = proxy.String()
	}
	answer, err := v.routes.transport(way, proxy).RoundTrip(question)
	if err != nil {
		return nil, v.inWords(err, "no answer")
	}
	defer answer.Body.Close()
	return v.taken(u, answer)
}

// taken says what became of a form: nothing, if it was taken.
func (v *visit) taken(u *url.URL, answer *http.Response) (*url.URL, error) {
	code, location := answer.StatusCode, strings.TrimSpace(answer.Header.Get("Location"))
	words, _ := io.ReadAll(io.LimitReader(answer.Body, maxWords)) // they are only words
	switch {
	case code >= 200 && code <= 299:
		return nil, nil
	case (code == http.StatusTemporaryRedirect || code == http.StatusPermanentRedirect) && location != "":
		next, err := v.redirected(u, answer, location)
		if err == nil && u.Scheme == "https" && next.Scheme != "https" {
			err = errors.New("refused a redirect away from https")
		}
		return next, err
	}
	status := &StatusError{Code: code, RetryAfter: retryAfter(answer.Header)}
	text := strings.Join(strings.Fields(strings.ToValidUTF8(string(words), "")), " ")
	if text == "" || !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/plain") {
		return nil, status
	}
	return nil, fmt.Errorf("%w: %s", status, brief(text))
}
