package worker

import (
	"context"
	"strings"
	"testing"
	"time"

	"broadsheet/internal/mail"
)

// who does not want our mails.
type refuser struct{ asked int }

func (r *refuser) Send(context.Context, mail.Message) error {
	r.asked++
	return &mail.Refusal{Stage: "RCPT", Code: 550, Text: "no such user"}
}

// Who asks for a digest gets one mail, with a link of their own, from whatever
// process; it is tried again while the server is away.
func TestAskBack(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		s := open(t, dsn)
		w, at := newsroom(t, s)
		post := &ear{deaf: true}
		w.Sender = post
		if err := s.Ask(t.Context(), "morning", "reader@example.org", at.Now()); err != nil {
			t.Fatal(err)
		}
		if n, err := w.AskBack(t.Context()); n != 0 || err == nil {
			t.Errorf("the server is away: %d mails, %v", n, err)
		}
		post.deaf = false
		if n, err := w.AskBack(t.Context()); n != 0 || err != nil {
			t.Errorf("a moment later: %d mails, %v; want patience", n, err)
		}
		at.add(requestLease)
		for _, want := range []int{1, 0} {
			if n, err := w.AskBack(t.Context()); n != want || err != nil {
				t.Errorf("%d mails, %v; want %d", n, err, want)
			}
		}
		m := post.told[0]
		if m.To != "<reader@example.org>" || m.Subject != "Please confirm: The Morning Digest" || m.ListUnsubscribe != "" {
			t.Errorf("%+v", m)
		}
		_, link, found := strings.Cut(m.Text(), "https://paper.example/confirm/")
		token, _, _ := strings.Cut(link, "\n")
		if !found || !strings.Contains(m.HTML(), "https://paper.example/confirm/"+token+`"`) {
			t.Fatalf("no link in\n%s\n%s", m.Text(), m.HTML())
		}
		if _, err := m.Bytes(); err != nil {
			t.Error(err)
		}
		if sub, err := s.Confirm(t.Context(), token, at.Now()); err != nil || sub.Address != "reader@example.org" {
			t.Errorf("%+v, %v", sub, err)
		}
	})
}

// An address that a server refuses for good, and a digest that is none any more,
// are not tried again.
func TestAskBackInVain(t *testing.T) {
	s := open(t, ":memory:")
	w, at := newsroom(t, s)
	nobody := &refuser{}
	w.Sender = nobody
	for _, digest := range []string{"morning", "gone"} {
		if err := s.Ask(t.Context(), digest, "reader@example.org", at.Now()); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		if n, _ := w.AskBack(t.Context()); n != 0 {
			t.Errorf("%d mails", n)
		}
		at.add(time.Hour)
	}
	if nobody.asked != 1 {
		t.Errorf("tried %d times, want once", nobody.asked)
	}
}
