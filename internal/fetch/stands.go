package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

// Stands says whether what is at an address is still there, and takes in nothing
// of it: nil if the server would give it out. Validators and hash of r are not
// looked at; turns, guard, limits, redirects and errors are those of Get, so that
// a *StatusError has what the server says instead. HEAD is asked, which costs
// least; where that is refused as many servers refuse it that know no HEAD, GET
// has the last word.
func (c *Client) Stands(ctx context.Context, r Request) error {
	u, err := parse(r.URL)
	if err != nil {
		return fmt.Errorf("head: address: %w", err)
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("head %s: scheme %q is none of http, https", u.Redacted(), brief(u.Scheme))
	}
	r.ETag, r.LastModified, r.BodyHash = "", "", ""
	err = c.look(ctx, u, r, http.MethodHead)
	if mayMeanHead(err) {
		err = c.look(ctx, u, r, http.MethodGet)
	}
	if err != nil {
		return fmt.Errorf("head %s: %w", u.Redacted(), err)
	}
	return nil
}

func (c *Client) look(ctx context.Context, u *url.URL, r Request, method string) error {
	v := c.newVisit(u, r)
	v.method, v.blind = method, true
	_, err := v.travel(ctx, u)
	return err
}

// mayMeanHead says that an answer may be about the method and not about what is
// at the address.
func mayMeanHead(err error) bool {
	var status *StatusError
	if !errors.As(err, &status) {
		return false
	}
	switch status.Code {
	case http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotAcceptable,
		http.StatusGone, http.StatusNotImplemented:
		return true
	}
	return false
}
