package worker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	netmail "net/mail"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gosmtp "github.com/emersion/go-smtp"

	"broadsheet/digest"
	"broadsheet/internal/mail"
	"broadsheet/internal/store"
)

// office is a real SMTP server on loopback. What it thinks of a reader is
// written in the address: busy@ is told 450, hangup@ 421, gone@ 550, nobody@ 550 5.1.1.
type office struct {
	mu    sync.Mutex
	taken []string // Message-IDs
	calm  bool     // nobody is busy any more
}

func (o *office) NewSession(*gosmtp.Conn) (gosmtp.Session, error) { return &desk{o}, nil }

type desk struct{ office *office }

func (*desk) Reset()                                 {}
func (*desk) Logout() error                          { return nil }
func (*desk) Mail(string, *gosmtp.MailOptions) error { return nil }

func (d *desk) Rcpt(to string, _ *gosmtp.RcptOptions) error {
	d.office.mu.Lock()
	defer d.office.mu.Unlock()
	switch {
	case strings.HasPrefix(to, "busy@") && !d.office.calm:
		return &gosmtp.SMTPError{Code: 450, Message: "try again"}
	case strings.HasPrefix(to, "hangup@"):
		return &gosmtp.SMTPError{Code: 421, Message: "closing"}
	case strings.HasPrefix(to, "nobody@"):
		return &gosmtp.SMTPError{Code: 550, EnhancedCode: gosmtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"}
	case strings.HasPrefix(to, "gone@"):
		return &gosmtp.SMTPError{Code: 550, EnhancedCode: gosmtp.NoEnhancedCode, Message: "no such reader"}
	}
	return nil
}

func (d *desk) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	_, id, _ := strings.Cut(string(text), "Message-ID:")
	id, _, _ = strings.Cut(strings.TrimSpace(id), "\r\n")
	d.office.mu.Lock()
	defer d.office.mu.Unlock()
	d.office.taken = append(d.office.taken, id)
	return nil
}

func (o *office) messages() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]string(nil), o.taken...)
}

func (o *office) relent() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.calm = true
}

func (o *office) open(t *testing.T) *mail.SMTP {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := gosmtp.NewServer(o)
	server.Domain = "localhost"
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close(); <-done })
	return &mail.SMTP{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, Security: mail.Plaintext, Timeout: 20 * time.Second}
}

// published is a newsroom whose paper is out, and its readers.
func published(t *testing.T, s *store.Store, readers ...string) (*Worker, *clock) {
	t.Helper()
	p := newPress(t)
	p.print("/harbour", feed("harbour", 3))
	w, at := newsroom(t, s, p.source("harbour"))
	enlist(t, s, readers...)
	refreshed(t, w)
	if _, _, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: "2026-11-23", At: at.Now()}); err != nil {
		t.Fatal(err)
	}
	return w, at
}

func standing(t *testing.T, s *store.Store) string {
	t.Helper()
	summaries, err := s.Summaries(t.Context(), "morning")
	if err != nil || len(summaries) != 1 {
		t.Fatalf("%v, %v", summaries, err)
	}
	return fmt.Sprintf("sent %d, pending %d, refused %d", summaries[0].Sent, summaries[0].Pending, summaries[0].Refused)
}

func TestDeliverMarksWhatBecameOfEach(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		s := open(t, dsn)
		var o office
		w, at := published(t, s, "one@reader.example", "busy@reader.example", "gone@reader.example", "two@reader.example")
		w.Sender = o.open(t)
		deliver := func() {
			t.Helper()
			if err := w.Deliver(t.Context(), "morning", "2026-11-23", 0); err != nil {
				t.Fatal(err)
			}
		}
		deliver()
		if got := standing(t, s); got != "sent 2, pending 1, refused 1" {
			t.Error(got)
		}
		o.relent()
		deliver()
		if got := standing(t, s); got != "sent 2, pending 1, refused 1" {
			t.Errorf("tried again at once: %s", got)
		}
		if blocks, err := s.Undelivered(t.Context(), at.Now()); err != nil || len(blocks) != 0 {
			t.Errorf("%v, %v", blocks, err)
		}
		at.add(firstWait)
		deliver()
		deliver()
		if got := standing(t, s); got != "sent 3, pending 0, refused 1" {
			t.Error(got)
		}
		got := o.messages()
		if len(got) != 3 || !slices.Contains(got, "<morning.2026-11-23.reader0@paper.example>") {
			t.Errorf("%v", got)
		}
	})
}

// A server that is down costs nobody an attempt: the mail waits, longer each
// time, and goes on when it is up.
func TestDeadServerPausesTheMail(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		s := open(t, dsn)
		w, at := published(t, s, "one@reader.example", "two@reader.example", "three@reader.example")
		w.Sender = dead(t)
		deliver := func() {
			t.Helper()
			if err := w.Deliver(t.Context(), "morning", "2026-11-23", 0); err != nil {
				t.Fatal(err)
			}
		}
		for tries, wait := range []time.Duration{15 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute} {
			deliver()
			outage, err := s.Outage(t.Context(), store.ByMail)
			if err != nil || outage.Failures != tries+1 || !outage.Until.Equal(at.Now().Add(wait)) || !strings.Contains(outage.Cause, "dial") {
				t.Fatalf("after %d tries %+v, %v", tries+1, outage, err)
			}
			at.add(wait - time.Second)
			deliver() // is too early, and does nothing
			if again, err := s.Outage(t.Context(), store.ByMail); err != nil || again != outage {
				t.Fatalf("the pause was not kept: %+v, %v", again, err)
			}
			at.add(time.Second)
		}
		var o office
		w.Sender = o.open(t)
		deliver()
		at.add(time.Hour)
		deliver() // to whom found it closed
		if got := standing(t, s); got != "sent 3, pending 0, refused 0" {
			t.Error(got)
		}
		if outage, err := s.Outage(t.Context(), store.ByMail); err != nil || outage.Failures != 0 {
			t.Errorf("still closed: %+v, %v", outage, err)
		}
		if n := attempts(t, s); n != 0 {
			t.Errorf("%d attempts were counted", n)
		}
	})
}

// dead is a server that is not there.
func dead(t *testing.T) *mail.SMTP {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return &mail.SMTP{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, Security: mail.Plaintext}
}

// attempts is how many attempts of all deliveries were counted.
func attempts(t *testing.T, s *store.Store) (n int) {
	t.Helper()
	if err := s.DB().QueryRowContext(t.Context(), "SELECT SUM(attempts) FROM deliveries").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// One reader for whom the server always hangs up does not hold up the others.
func TestOneReaderCannotCloseTheWay(t *testing.T) {
	s := open(t, ":memory:")
	var o office
	w, at := published(t, s, "hangup@reader.example", "one@reader.example", "two@reader.example")
	w.berths = make(chan struct{}, 1)
	w.Sender = o.open(t)
	for range 8 {
		if err := w.Deliver(t.Context(), "morning", "2026-11-23", 0); err != nil {
			t.Fatal(err)
		}
		at.add(time.Minute)
	}
	if got := standing(t, s); got != "sent 2, pending 1, refused 0" {
		t.Error(got)
	}
}

// What a server puts off again and again is given up in the end, with its words.
func TestGivenUp(t *testing.T) {
	s := open(t, ":memory:")
	var o office
	w, at := published(t, s, "busy@reader.example")
	w.Sender, w.GiveUpAfter = o.open(t), 10*time.Minute
	for range 3 {
		if got := standing(t, s); got != "sent 0, pending 1, refused 0" {
			t.Fatal(got)
		}
		if err := w.Deliver(t.Context(), "morning", "2026-11-23", 0); err != nil {
			t.Fatal(err)
		}
		at.add(8 * time.Minute)
	}
	var cause string
	if err := s.DB().QueryRowContext(t.Context(), "SELECT error FROM deliveries WHERE state = 'refused'").Scan(&cause); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(cause, "given up after 10m: ") || !strings.Contains(cause, "450") {
		t.Errorf("refused because %q", cause)
	}
	if got := waitAfter(1000); got != mostWait {
		t.Errorf("the longest wait is %v", got)
	}
}

// A host gets no more in an hour than it takes, and nobody else waits for it.
func TestPerHour(t *testing.T) {
	s := open(t, ":memory:")
	var o office
	var readers []string
	for i := range 12 {
		readers = append(readers, fmt.Sprintf("reader%d@Slow.example", i), fmt.Sprintf("reader%d@reader.example", i))
	}
	w, at := published(t, s, readers...)
	w.Sender, w.PerHour = o.open(t), map[string]int{"slow.example": 4}
	deliver := func() {
		t.Helper()
		if err := w.Deliver(t.Context(), "morning", "2026-11-23", 0); err != nil {
			t.Fatal(err)
		}
	}
	deliver()
	if got := standing(t, s); got != "sent 13, pending 11, refused 0" {
		t.Error(got)
	}
	for range 12 {
		at.add(5 * time.Minute)
		deliver()
	}
	if got := standing(t, s); got != "sent 16, pending 8, refused 0" {
		t.Errorf("after an hour %s", got)
	}
	at.add(3 * time.Hour)
	for range 40 {
		deliver()
		at.add(5 * time.Minute)
	}
	if got := standing(t, s); got != "sent 24, pending 0, refused 0" {
		t.Errorf("at last %s", got)
	}
	if n := attempts(t, s); n != 0 {
		t.Errorf("%d attempts were counted", n)
	}
}

// stop cancels the delivery while the first message is on its way.
type stop struct {
	cancel context.CancelFunc
	sender Sender
}

func (s stop) Send(ctx context.Context, m mail.Message) error {
	err := s.sender.Send(ctx, m)
	s.cancel()
	return err
}

func TestStoppedDeliveryForgetsNothing(t *testing.T) {
	s := open(t, ":memory:")
	w, at := published(t, s, "one@reader.example", "two@reader.example", "three@reader.example")
	outbox := w.Sender
	w.berths = make(chan struct{}, 1)
	ctx, cancel := context.WithCancel(t.Context())
	w.Sender = stop{cancel, outbox}
	if err := w.Deliver(ctx, "morning", "2026-11-23", 0); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	w.Sender = outbox
	if got := standing(t, s); got != "sent 1, pending 2, refused 0" {
		t.Error(got)
	}
	blocks, err := s.Undelivered(t.Context(), at.Now())
	if err != nil || len(blocks) != 1 {
		t.Fatalf("what was claimed was not given back: %v, %v", blocks, err)
	}
	if err := w.Deliver(t.Context(), "morning", "2026-11-23", 0); err != nil {
		t.Fatal(err)
	}
	if got := mails(t, w); len(got) != 3 {
		t.Errorf("outbox holds %v", got)
	}
}

func TestUnwritableAddressIsRefused(t *testing.T) {
	s := open(t, ":memory:")
	w, _ := published(t, s, "no address at all", "two@reader.example")
	if err := w.Deliver(t.Context(), "morning", "2026-11-23", 0); err != nil {
		t.Fatal(err)
	}
	if got := standing(t, s); got != "sent 1, pending 0, refused 1" {
		t.Error(got)
	}
}

// A name may come from any list of readers, with whatever is in its cells.
func TestNamesOfReaders(t *testing.T) {
	w, _ := newsroom(t, open(t, ":memory:"))
	for name, want := range map[string]string{
		"Eve\r\nBcc: victim@reader.example\n": "Eve Bcc: victim@reader.example",
		" Amina\tFarooqi\x00":                 "Amina Farooqi",
		"قاری":                                "قاری",
		"\n":                                  "",
	} {
		m, err := w.Letter(digest.Edition{Digest: "morning", Date: "2026-11-23", At: seven}, digest.Subscriber{ID: "5f2c", Address: "eve@reader.example", Name: name})
		if err != nil {
			t.Fatal(err)
		}
		text, err := m.Bytes()
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		read, err := netmail.ReadMessage(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		to, err := read.Header.AddressList("To")
		if err != nil || len(to) != 1 || to[0].Name != want || read.Header.Get("Bcc") != "" {
			t.Errorf("%q: To: %s (%v)", name, read.Header.Get("To"), err)
		}
	}
}

func TestLetterNamesTheList(t *testing.T) {
	w, _ := newsroom(t, open(t, ":memory:"))
	e := digest.Edition{
		Digest: "morning", Date: "2026-11-23", Title: "The Morning Digest", Language: "en", Zone: "Asia/Karachi", At: seven,
		Sections: []digest.PrintedSection{{Title: "Top", Clusters: []digest.Cluster{{Lead: digest.Entry{Item: digest.Item{ID: "x", Title: "Rain at last"}}}}}},
	}
	m, err := w.Letter(e, digest.Subscriber{ID: "5f2c", Address: "one@reader.example", Name: "قاری"})
	if err != nil {
		t.Fatal(err)
	}
	for got, want := range map[string]string{
		m.MessageID: "morning.2026-11-23.5f2c@paper.example", m.ListID: "The Morning Digest <morning.paper.example>",
		m.ListUnsubscribe: "https://paper.example/unsubscribe/5f2c", m.Date.String(): "2026-11-23 07:00:00 +0500 PKT", m.Language: "en",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if !strings.Contains(m.Text(), "https://paper.example/morning/2026-11-23") || !strings.Contains(m.HTML(), "https://paper.example/unsubscribe/5f2c") {
		t.Errorf("addresses are missing in\n%s", m.Text())
	}
	if _, err := m.Bytes(); err != nil {
		t.Error(err)
	}
	w.Site.URL = "http://[::1]:8080"
	if got := w.host(); got != "[IPv6:::1]" {
		t.Errorf("host %s", got)
	}
}
