package worker

import (
	"fmt"
	netmail "net/mail"
	"net/url"
	"strings"

	"broadsheet/digest"
	"broadsheet/internal/mail"
	"broadsheet/templates"
)

// Letter is the mail that brings an edition to a subscriber. The same edition
// and subscriber give the same message each time.
func (w *Worker) Letter(e digest.Edition, s digest.Subscriber) (mail.Message, error) {
	unsubscribe := w.Site.URL + "/unsubscribe/" + url.PathEscape(s.ID)
	html, text, err := templates.Email(e, templates.Letter{
		Site: w.Site, Subscriber: s.Name, Unsubscribe: unsubscribe, View: w.Site.URL + "/" + e.ID(),
	})
	if err != nil {
		return mail.Message{}, fmt.Errorf("write %s to %s: %w", e.ID(), s.ID, err)
	}
	host := w.host()
	return mail.Message{
		From:            w.From,
		To:              (&netmail.Address{Name: s.Name, Address: s.Address}).String(),
		Subject:         templates.Subject(e),
		MessageID:       fmt.Sprintf("%s.%s.%s@%s", e.Digest, e.Date, s.ID, host),
		Date:            e.At.In(e.Location()),
		HTML:            html,
		Text:            text,
		ListID:          fmt.Sprintf("%s <%s.%s>", e.Title, e.Digest, host),
		ListUnsubscribe: unsubscribe,
		Language:        e.Language,
	}, nil
}

// host is the name under which we are known, as the right side of identifiers.
func (w *Worker) host() string {
	u, err := url.Parse(w.Site.URL)
	if err != nil || u.Hostname() == "" {
		return "localhost"
	}
	if name := u.Hostname(); strings.Contains(name, ":") {
		return "[IPv6:" + name + "]"
	}
	return u.Hostname()
}
