package mail_test

import (
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	gosmtp "github.com/emersion/go-smtp"

	"broadsheet/internal/mail"
)

func TestSMTPDeliversTheBytesOfTheMessage(t *testing.T) {
	for _, security := range []mail.Security{mail.StartTLS, mail.TLS, mail.Plaintext} {
		t.Run(string(security), func(t *testing.T) {
			var office post
			server := office.open(t, security)
			server.Username, server.Password = "press", "correct horse"
			for range 2 {
				if err := server.Send(t.Context(), letter()); err != nil {
					t.Fatal(err)
				}
			}
			mails, users := office.seen()
			if len(mails) != 2 || len(users) != 1 {
				t.Fatalf("%d mails, users %v", len(mails), users)
			}
			got := mails[0]
			if got.from != "digest@example.org" || got.to != "reader.one@example.net" {
				t.Errorf("envelope %s → %s", got.from, got.to)
			}
			if want := string(must(t, letter())); got.body != want {
				t.Errorf("got\n%s\nwant\n%s", got.body, want)
			}
		})
	}
}

func TestRefusedOrLater(t *testing.T) {
	answer := func(code int) error { return &gosmtp.SMTPError{Code: code, Message: "because"} }
	for _, c := range []struct {
		stage   string
		code    int
		refused bool
	}{
		{"MAIL", 451, false},
		{"MAIL", 550, true},
		{"MAIL", 530, false},
		{"RCPT", 450, false},
		{"RCPT", 550, true},
		{"RCPT", 503, false},
		{"DATA", 452, false},
		{"DATA", 554, true},
	} {
		office := post{answers: map[string]error{c.stage: answer(c.code)}}
		err := office.open(t, mail.Plaintext).Send(t.Context(), letter())
		if err == nil {
			t.Errorf("%s %d: sent", c.stage, c.code)
			continue
		}
		var refusal *mail.Refusal
		if errors.As(err, &refusal) != c.refused {
			t.Errorf("%s %d: refused %v, want %v (%v)", c.stage, c.code, !c.refused, c.refused, err)
		}
		if c.refused && (refusal.Stage != c.stage || refusal.Code != c.code || !strings.Contains(refusal.Text, "because")) {
			t.Errorf("%+v", refusal)
		}
	}
}

func TestPasswordIsNeverTold(t *testing.T) {
	var office post
	server := office.open(t, mail.Plaintext)
	server.Username, server.Password = "press", "battery staple"
	err := server.Send(t.Context(), letter())
	if err == nil || strings.Contains(err.Error(), "battery staple") || !strings.Contains(err.Error(), "535") {
		t.Errorf("the server's echo of a wrong password: %v", err)
	}
	var refusal *mail.Refusal
	if errors.As(err, &refusal) {
		t.Error("a wrong password was blamed on the reader")
	}
}

func TestPasswordNeedsTLSOrThisMachine(t *testing.T) {
	var office post
	server := office.open(t, mail.Plaintext)
	server.Host = "127.0.0.2" // reached through loopback, but not by a name that says so
	server.Username, server.Password = "press", "correct horse"
	listener, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Skip("this machine has only one loopback address")
	}
	server.Port = listener.Addr().(*net.TCPAddr).Port
	second := gosmtp.NewServer(&office)
	second.AllowInsecureAuth, second.ErrorLog = true, silent{}
	done := make(chan struct{})
	go func() { defer close(done); _ = second.Serve(listener) }()
	defer func() { _ = second.Close(); <-done }()
	err = server.Send(t.Context(), letter())
	if _, users := office.seen(); err == nil || len(users) != 0 {
		t.Errorf("password sent in the clear: %v, %v", err, users)
	}
}

func TestLoginWhereThereIsNoPlain(t *testing.T) {
	office := post{mechanisms: []string{"XOAUTH2", sasl.Login}}
	server := office.open(t, mail.StartTLS)
	server.Username, server.Password = "press", "correct horse"
	if err := server.Send(t.Context(), letter()); err != nil {
		t.Fatal(err)
	}
	if _, users := office.seen(); !slices.Equal(users, []string{"LOGIN press"}) {
		t.Errorf("%v", users)
	}
	office.mechanisms = []string{"XOAUTH2"}
	if err := server.Close(); err != nil { // so that it has to log in anew
		t.Fatal(err)
	}
	if err := server.Send(t.Context(), letter()); err == nil {
		t.Error("sent without saying who we are")
	}
}

func TestStartTLSIsNotOptional(t *testing.T) {
	var office post
	server := office.open(t, mail.Plaintext)
	server.Security = mail.StartTLS
	err := server.Send(t.Context(), letter())
	if mails, _ := office.seen(); err == nil || len(mails) != 0 {
		t.Errorf("sent in the clear: %v", err)
	}
}

func TestStrangersCertificateIsRefused(t *testing.T) {
	for _, security := range []mail.Security{mail.StartTLS, mail.TLS} {
		var office post
		server := office.open(t, security)
		server.Config = nil
		err := server.Send(t.Context(), letter())
		if mails, _ := office.seen(); err == nil || len(mails) != 0 {
			t.Errorf("%s: %v", security, err)
		}
	}
}

func TestDeadServerMeansLater(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	_ = listener.Close()
	err = (&mail.SMTP{Host: "127.0.0.1", Port: port, Security: mail.Plaintext}).Send(t.Context(), letter())
	var refusal *mail.Refusal
	if err == nil || errors.As(err, &refusal) {
		t.Errorf("%v", err)
	}
}

func TestCancelCutsTheWire(t *testing.T) {
	office := post{arrived: make(chan string), hold: make(chan struct{})}
	server := office.open(t, mail.StartTLS)
	defer close(office.hold)
	ctx, cancel := context.WithCancel(t.Context())
	sent := make(chan error)
	go func() { sent <- server.Send(ctx, letter()) }()
	<-office.arrived
	cancel()
	if err := <-sent; !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// When it is we who stop, for whatever cause, the way out is not closed.
func TestStoppedIsNoOutage(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	server := &mail.SMTP{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, Security: mail.Plaintext}
	for _, cause := range []error{nil, errors.New("stop initiated")} {
		ctx, cancel := context.WithCancelCause(t.Context())
		sent := make(chan error)
		go func() { sent <- server.Send(ctx, letter()) }()
		conn, err := listener.Accept() // and never greets
		if err != nil {
			t.Fatal(err)
		}
		cancel(cause)
		var outage *mail.Outage
		if err := <-sent; err == nil || errors.As(err, &outage) {
			t.Errorf("stopped because of %v: %v", cause, err)
		}
		_ = conn.Close()
	}
}

func TestSilentServerTimesOut(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") // accepts in the kernel, never greets
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	server := &mail.SMTP{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, Security: mail.Plaintext, Timeout: 50 * time.Millisecond}
	if err := server.Send(t.Context(), letter()); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
}

func TestDotsAtTheBeginningOfALineSurvive(t *testing.T) {
	var office post
	m := letter()
	m.Body = says("<p>.</p>", ".\n..\n.hidden\n")
	if err := office.open(t, mail.Plaintext).Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if mails, _ := office.seen(); len(mails) != 1 || mails[0].body != string(must(t, m)) {
		t.Errorf("%+v", mails)
	}
}
