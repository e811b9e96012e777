package worker

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"broadsheet/digest"
	"broadsheet/internal/mail"
	"broadsheet/internal/store"
)

// envelopes keeps the return paths of what is sent, by reader.
type envelopes map[string]string

func (e envelopes) Send(_ context.Context, m mail.Message) error {
	e[m.To[strings.IndexByte(m.To, '<')+1:len(m.To)-1]] = m.ReturnPath
	return nil
}

// returned is a report about a mail, as it comes to its return path.
func returned(to, action, status string) *strings.Reader {
	return strings.NewReader(fmt.Sprintf("To: %s\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"+
		"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; who@ever.example\r\n"+
		"Action: %s\r\nStatus: %s\r\nDiagnostic-Code: smtp; 550 so it is\r\n\r\n--b--\r\n", to, action, status))
}

// A report ends a subscription by the rule, and only one that comes to an
// address that we gave out for a mail that we sent.
func TestBounces(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		s := open(t, dsn)
		w, _ := published(t, s, "one@reader.example", "two@reader.example", "three@reader.example")
		paths := envelopes{}
		w.Sender, w.Bounces, w.berths = paths, "bounces@paper.example", make(chan struct{}, 1)
		if err := w.Deliver(t.Context(), "morning", "2026-11-23", 0); err != nil {
			t.Fatal(err)
		}
		state := func(address string) (state digest.SubscriberState) {
			t.Helper()
			subscribers, err := s.Subscribers(t.Context(), "morning")
			if err != nil {
				t.Fatal(err)
			}
			for _, sub := range subscribers {
				if sub.Address == address {
					state = sub.State
				}
			}
			return state
		}
		bounce := func(to, action, status string) (store.Bounced, error) {
			t.Helper()
			_, became, err := w.Bounce(t.Context(), returned(to, action, status), "")
			return became, err
		}
		one := paths["one@reader.example"]
		for name, to := range map[string]string{
			"another's address": "digest@paper.example", "no code": "bounces+reader0-20261123@paper.example",
			"a forged code": strings.Replace(one, "20261123-", "20261123-a", 1), "the same at another host": strings.Replace(one, "paper.", "papers.", 1),
		} {
			if _, err := bounce(to, "failed", "5.1.1"); !errors.Is(err, ErrStranger) {
				t.Errorf("%s: %v", name, err)
			}
		}
		box, err := w.bounces(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := bounce(box.Address("reader0", "2026-11-24"), "failed", "5.1.1"); !errors.Is(err, ErrStranger) {
			t.Errorf("an edition that never went out: %v", err)
		}
		for range 5 { // the same edition counts once, and what is late never
			if became, err := bounce(one, "failed", "5.2.1"); err != nil || became.Stopped {
				t.Fatalf("%+v, %v", became, err)
			}
			if became, err := bounce(paths["two@reader.example"], "delayed", "5.1.1"); err != nil || became.Stopped {
				t.Fatalf("%+v, %v", became, err)
			}
		}
		if state("one@reader.example") != digest.Confirmed || state("two@reader.example") != digest.Confirmed {
			t.Error("stopped too early")
		}
		if became, err := bounce(paths["three@reader.example"], "failed", "5.1.1"); err != nil || !became.Stopped {
			t.Errorf("%+v, %v", became, err)
		}
		if got := state("three@reader.example"); got != digest.Unreachable {
			t.Errorf("no such mailbox, and it is %s", got)
		}
		summaries, err := s.Summaries(t.Context(), "morning")
		if err != nil || summaries[0].Sent != 1 || summaries[0].Bounced != 2 {
			t.Errorf("%+v, %v", summaries, err)
		}
		// The editor takes a reader out, and in again: they get mail.
		enlist(t, s, "one@reader.example", "two@reader.example")
		enlist(t, s, "one@reader.example", "two@reader.example", "three@reader.example")
		if got := state("three@reader.example"); got != digest.Confirmed {
			t.Errorf("put in again, and it is %s", got)
		}
		if became, err := bounce(one, "failed", "5.2.1"); err != nil || became.Stopped {
			t.Errorf("%+v, %v", became, err)
		}
	})
}

// A server that knows its readers says at once what another reports later.
func TestRefusedMailboxIsABounce(t *testing.T) {
	s := open(t, ":memory:")
	var o office
	w, _ := published(t, s, "nobody@reader.example", "gone@reader.example")
	w.Sender = o.open(t)
	if err := w.Deliver(t.Context(), "morning", "2026-11-23", 0); err != nil {
		t.Fatal(err)
	}
	subscribers, err := s.Subscribers(t.Context(), "morning")
	if err != nil || len(subscribers) != 2 {
		t.Fatal(err)
	}
	if subscribers[0].State != digest.Confirmed || subscribers[1].State != digest.Unreachable {
		t.Errorf("%+v", subscribers)
	}
}
