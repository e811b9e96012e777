package web

import (
	"errors"
	"fmt"
	"net/http"
	netmail "net/mail"
	"strings"

	"broadsheet/digest"
	"broadsheet/internal/store"
	"broadsheet/templates"
)

// askAddress shows the form by which a reader asks for a digest.
func (s site) askAddress(r *http.Request) (answer, error) {
	d, err := s.signUp(r)
	if err != nil {
		return answer{}, err
	}
	return s.addressForm(d, "")
}

// signUp is the digest that the address names, if it takes readers.
func (s site) signUp(r *http.Request) (digest.Digest, error) {
	d, err := s.digest(r.PathValue("digest"))
	if err == nil && !d.SignUp {
		err = fmt.Errorf("subscribe to %q: %w", d.ID, store.ErrNotFound)
	}
	return d, err
}

func (s site) addressForm(d digest.Digest, given string) (answer, error) {
	f := s.frame(d)
	body, err := templates.SubscribePage(d.Title, f.Subscribe, given, f)
	return answer{body: body, kind: htmlType, cache: cacheNot}, err
}

// request writes down that somebody asks for a digest. The answer is the same
// whether the address has it already or not: that is nobody else's business.
func (s site) request(r *http.Request) (answer, error) {
	d, err := s.signUp(r)
	if err != nil {
		return answer{}, err
	}
	r.Body = http.MaxBytesReader(nil, r.Body, formLimit)
	given := strings.TrimSpace(r.PostFormValue("address"))
	address, ok := mailbox(given)
	if !ok {
		a, err := s.addressForm(d, given)
		a.status = http.StatusUnprocessableEntity
		return a, err
	}
	switch err := s.Store.Ask(r.Context(), d.ID, address, s.Now()); {
	case errors.Is(err, store.ErrTooMany):
		s.Log.Warn("subscribe", "digest", d.ID, "error", err)
		body, err := templates.TooManyPage(s.frame(d))
		return answer{body: body, kind: htmlType, cache: cacheNot, status: http.StatusServiceUnavailable}, err
	case err != nil:
		return answer{}, err
	}
	body, err := templates.AskedPage(address, d.Title, s.frame(d))
	return answer{body: body, kind: htmlType, cache: cacheNot}, err
}

// formLimit is how many bytes a form may have.
const formLimit = 4096

// mailbox is a bare address (RFC 5321 §4.1.2) at a public name, as a person
// writes it.
func mailbox(given string) (address string, ok bool) {
	parsed, err := netmail.ParseAddress(given)
	if err != nil || parsed.Address != given || len(given) > 254 || strings.ContainsAny(given, "\"[]%!") {
		return "", false
	}
	_, domain, _ := strings.Cut(given, "@")
	return given, strings.Contains(strings.Trim(domain, "."), ".")
}

// askConfirm shows a form and changes nothing: mail programs open addresses
// only to look at them.
func (s site) askConfirm(r *http.Request) (answer, error) {
	asked, err := s.Store.Request(r.Context(), r.PathValue("token"), s.Now())
	if err != nil {
		return answer{}, err
	}
	d, err := s.digest(asked.Digest)
	if err != nil {
		return answer{}, err
	}
	body, err := templates.ConfirmPage(asked.Address, d.Title, s.Site.URL+"/confirm/"+asked.Token, s.frame(d))
	return answer{body: body, kind: htmlType, cache: cacheNot}, err
}

// confirm makes a subscriber of who has asked and read the mail.
func (s site) confirm(r *http.Request) (answer, error) {
	sub, err := s.Store.Confirm(r.Context(), r.PathValue("token"), s.Now())
	if err != nil {
		return answer{}, err
	}
	title, frame := s.subscription(sub)
	body, err := templates.ConfirmedPage(sub.Address, title, frame)
	return answer{body: body, kind: htmlType, cache: cacheNot}, err
}
