package worker

import (
	"context"
	"fmt"
	netmail "net/mail"
	"net/url"
	"strings"
	"sync"
	"unicode"

	"broadsheet/digest"
	"broadsheet/internal/mail"
	"broadsheet/templates"
)

// Letter is the mail that brings an edition to a subscriber. The same edition
// and subscriber give the same message each time.
func (w *Worker) Letter(e digest.Edition, s digest.Subscriber) (mail.Message, error) {
	p, err := w.printingOf(e, mail.Bounces{})
	if err != nil {
		return mail.Message{}, err
	}
	return p.letter(s), nil
}

// printing is an edition as a mail, ready for each of its readers.
type printing struct {
	// common is what all letters share.
	common mail.Message
	form   templates.Form
	// prefix and host stand before and after the subscriber in a Message-ID;
	// site is the public address of the paper.
	prefix, host, site string
	date               string
	bounces            mail.Bounces
}

func (w *Worker) printingOf(e digest.Edition, b mail.Bounces) (*printing, error) {
	form, err := templates.NewForm(e, w.Site, w.Site.URL+"/"+e.ID())
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", e.ID(), err)
	}
	host := w.host()
	return &printing{
		common: mail.Message{
			From:     w.From,
			Subject:  templates.Subject(e),
			Date:     e.At.In(e.Location()),
			Body:     mail.NewBody(mail.Part(form.HTML), mail.Part(form.Text)),
			ListID:   fmt.Sprintf("%s <%s.%s>", e.Title, e.Digest, host),
			Language: e.Language,
			DKIM:     w.DKIM,
		},
		form: form, prefix: e.Digest + "." + e.Date + ".", host: host, site: w.Site.URL, date: e.Date, bounces: b,
	}, nil
}

func (p *printing) letter(s digest.Subscriber) mail.Message {
	m := p.common
	m.To = (&netmail.Address{Name: onOneLine(s.Name), Address: s.Address}).String()
	m.MessageID = p.prefix + s.ID + "@" + p.host
	m.ListUnsubscribe = p.site + "/unsubscribe/" + url.PathEscape(s.ID)
	if p.bounces.Box != "" {
		m.ReturnPath = p.bounces.Address(s.ID, p.date)
	}
	m.InHTML, m.InText = p.form.Fill(s.Name, m.ListUnsubscribe)
	return m
}

// onOneLine is a name as a header can hold it, whatever list it came from.
func onOneLine(name string) string {
	return strings.Join(strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

// printings keeps the last editions as mails, since the blocks of an edition
// are sent one after the other.
type printings struct {
	mu   sync.Mutex
	last []keptPrinting
}

type keptPrinting struct {
	digest, date string
	printing     *printing
}

// mostPrintings is how many are kept: a few hundred kilobytes each.
const mostPrintings = 4

// printing is the edition of that date as a mail. It never changes.
func (w *Worker) printing(ctx context.Context, digestID, date string) (*printing, error) {
	w.printings.mu.Lock()
	defer w.printings.mu.Unlock()
	for _, k := range w.printings.last {
		if k.digest == digestID && k.date == date {
			return k.printing, nil
		}
	}
	e, err := w.Store.Edition(ctx, digestID, date)
	if err != nil {
		return nil, fmt.Errorf("deliver: %w", err)
	}
	bounces, err := w.bounces(ctx)
	if err != nil {
		return nil, fmt.Errorf("deliver: %w", err)
	}
	p, err := w.printingOf(e, bounces)
	if err != nil {
		return nil, fmt.Errorf("deliver: %w", err)
	}
	w.printings.last = append(w.printings.last, keptPrinting{digestID, date, p})
	if extra := len(w.printings.last) - mostPrintings; extra > 0 {
		w.printings.last = w.printings.last[extra:]
	}
	return p, nil
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
