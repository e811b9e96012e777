package web

import (
	"cmp"
	"errors"
	"io"
	"net/http"

	"broadsheet/digest"
	"broadsheet/internal/store"
	"broadsheet/templates"
)

// askUnsubscribe shows a form and changes nothing: mail programs open
// addresses only to look at them.
func (s site) askUnsubscribe(r *http.Request) (answer, error) {
	sub, err := s.Store.Subscriber(r.Context(), r.PathValue("id"))
	if err != nil {
		return answer{}, err
	}
	if sub.State == digest.Unsubscribed {
		return s.unsubscribed(sub)
	}
	title, frame := s.subscription(sub)
	body, err := templates.UnsubscribePage(sub, title, s.Site.URL+"/unsubscribe/"+sub.ID, frame)
	return answer{body: body, kind: htmlType, cache: cacheNot}, err
}

// unsubscribe ends a subscription, whether the form asks for it or a mail
// provider with the one-click body of RFC 8058. It may be asked again.
func (s site) unsubscribe(r *http.Request) (answer, error) {
	sub, err := s.Store.Subscriber(r.Context(), r.PathValue("id"))
	if err != nil {
		return answer{}, err
	}
	if err := s.Store.Unsubscribe(r.Context(), sub.ID); err != nil {
		return answer{}, err
	}
	return s.unsubscribed(sub)
}

func (s site) unsubscribed(sub digest.Subscriber) (answer, error) {
	title, frame := s.subscription(sub)
	body, err := templates.UnsubscribedPage(sub, title, frame)
	return answer{body: body, kind: htmlType, cache: cacheNot}, err
}

// subscription is the name of what a subscriber reads and the frame of its
// pages; a digest that has left config.yaml can still be unsubscribed from.
func (s site) subscription(sub digest.Subscriber) (title string, f templates.Frame) {
	d, err := s.digest(sub.Digest)
	if err != nil {
		return s.Site.Title, s.frame(digest.Digest{})
	}
	return cmp.Or(d.Title, s.Site.Title), s.frame(d)
}

// health asks the store for what readers ask it for.
func (s site) health(w http.ResponseWriter, r *http.Request) {
	status, text := http.StatusOK, "ok\n"
	for _, d := range s.Digests {
		if _, err := s.Store.Latest(r.Context(), d.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
			s.failed(r, err)
			status, text = http.StatusServiceUnavailable, "the store does not answer\n"
			break
		}
	}
	say(w, status, text)
}

// say answers a program with a line. What a hub has us repeat must not become
// a page.
func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", cacheNot)
	w.WriteHeader(status)
	io.WriteString(w, text)
}

// icon is the picture of the paper.
func icon(*http.Request) (answer, error) {
	return answer{body: templates.Icon(), kind: "image/svg+xml", cache: cacheIcon}, nil
}

// noIcon says that there is no picture where browsers look for one unasked, as
// beside a feed.
func noIcon(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Cache-Control", cacheIcon)
	w.WriteHeader(http.StatusNoContent)
}

// apologise answers with a page that says what is wrong, as far as that is the
// reader's business, in the frame of the digest that the address names.
func (s site) apologise(w http.ResponseWriter, r *http.Request, status int) {
	page := templates.FailedPage
	switch {
	case status == http.StatusNotFound && r.PathValue("id")+r.PathValue("token") != "":
		page = templates.DeadLinkPage
	case status == http.StatusNotFound:
		page = templates.NotFoundPage
	}
	d, _ := s.digest(r.PathValue("digest"))
	body, err := page(s.frame(d))
	if err != nil {
		s.failed(r, err)
	}
	w.Header().Set("Content-Type", htmlType)
	w.Header().Set("Cache-Control", cacheNot)
	w.WriteHeader(status)
	w.Write(body)
}
