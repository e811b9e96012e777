package mail_test

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	gosmtp "github.com/emersion/go-smtp"

	"broadsheet/internal/mail"
)

// A connection carries many messages, whatever became of those before, and is
// given up after so many.
func TestConnectionsAreKept(t *testing.T) {
	var office post
	server := office.open(t, mail.Plaintext)
	server.MessagesPerConnection = 4
	send := func() error { return server.Send(t.Context(), letter()) }
	for _, stage := range []string{"MAIL", "RCPT", "DATA"} {
		office.refuse(stage, &gosmtp.SMTPError{Code: 550, Message: "no"})
		var refusal *mail.Refusal
		if err := send(); !errors.As(err, &refusal) || refusal.Stage != stage {
			t.Errorf("%s: %v", stage, err)
		}
		office.refuse(stage, nil)
		if err := send(); err != nil {
			t.Errorf("after %s: %v", stage, err)
		}
	}
	if n := office.connections(); n != 1 {
		t.Errorf("%d connections for four messages", n)
	}
	if err := send(); err != nil || office.connections() != 2 {
		t.Errorf("%v, %d connections for five messages, and four are the most", err, office.connections())
	}
}

func TestManyAtOnceShareTheirConnections(t *testing.T) {
	var office post
	server := office.open(t, mail.Plaintext)
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			for n := range 25 {
				m := letter()
				m.MessageID = fmt.Sprintf("m%d.%d@example.org", i, n)
				m.To = fmt.Sprintf("reader.%d.%d@example.net", i, n)
				if err := server.Send(t.Context(), m); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	mails, _ := office.seen()
	got := map[string]string{}
	for _, m := range mails {
		got[m.to] = m.body
	}
	if len(mails) != 100 || len(got) != 100 || office.connections() > 4 {
		t.Errorf("%d mails to %d readers by %d connections", len(mails), len(got), office.connections())
	}
	for to, body := range got {
		if !strings.Contains(body, "To: <"+to+">\r\n") {
			t.Errorf("%s got another's mail", to)
		}
	}
}

// script is a server that says on each connection what stands in a script: a
// line that begins with < must come from us, another is said.
func script(t *testing.T, connections ...string) *mail.SMTP {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	t.Cleanup(func() { _ = listener.Close(); <-done })
	go func() {
		defer close(done)
		for _, lines := range connections {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			play(t, conn, lines)
		}
	}()
	smtp := &mail.SMTP{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, Security: mail.Plaintext, HELO: "us", Timeout: 10 * time.Second}
	t.Cleanup(func() { _ = smtp.Close() })
	return smtp
}

func play(t *testing.T, conn net.Conn, lines string) {
	defer conn.Close()
	r := bufio.NewReader(conn)
	for line := range strings.Lines(strings.TrimSpace(lines)) {
		line = strings.TrimSpace(line)
		want, theirs := strings.CutPrefix(line, "<")
		if !theirs {
			fmt.Fprintf(conn, "%s\r\n", line)
			continue
		}
		for want == "message" { // up to its end
			if got, err := r.ReadString('\n'); err != nil || got == ".\r\n" {
				want = ""
			}
		}
		if want == "" {
			continue
		}
		if got, err := r.ReadString('\n'); err != nil || !strings.HasPrefix(got, want) {
			t.Errorf("got %q, %v, want %q", got, err, want)
			return
		}
	}
}

const greeting = `
220 hello
<EHLO us
250-hello
`

func TestServersOfManyKinds(t *testing.T) {
	const taken = "354 go on\n<message\n250 taken\n"
	var refusal *mail.Refusal
	var outage *mail.Outage
	for name, c := range map[string]struct {
		want        any // nil: it was sent; else what the error is
		connections []string
	}{
		"one that hears one command at a time": {nil, []string{greeting + "250 SIZE\n<MAIL\n250 a\n<RCPT\n250 b\n<DATA\n" + taken}},
		"one that hears all at once":           {nil, []string{greeting + "250 PIPELINING\n<MAIL\n<RCPT\n<DATA\n250 a\n251 b\n" + taken}},
		"one that wants the message though it knows no reader": {&refusal, []string{
			greeting + "250 PIPELINING\n<MAIL\n<RCPT\n<DATA\n250 a\n550 who\n354 go on\n<.\n554 nobody\n<QUIT\n221 bye",
		}},
		"one that closes while it greets":            {&outage, []string{"421 not now"}},
		"one that says nothing":                      {&outage, []string{""}},
		"one that closes instead of taking":          {&outage, []string{greeting + "250 SIZE\n<MAIL\n421 closing"}},
		"one that closes when all was said":          {&outage, []string{greeting + "250 PIPELINING\n<MAIL\n<RCPT\n<DATA\n421 closing"}},
		"one that vanishes after the message":        {nil, []string{greeting + "250 SIZE\n<MAIL\n250 a\n<RCPT\n250 b\n<DATA\n354 go on\n<message"}},
		"one that is full after the message":         {nil, []string{greeting + "250 SIZE\n<MAIL\n250 a\n<RCPT\n250 b\n<DATA\n354 go on\n<message\n452 full\n<QUIT\n221 bye"}},
		"one that closes with 421 after the message": {&outage, []string{greeting + "250 SIZE\n<MAIL\n250 a\n<RCPT\n250 b\n<DATA\n354 go on\n<message\n421 full"}},
	} {
		t.Run(name, func(t *testing.T) {
			server := script(t, c.connections...)
			err := server.Send(t.Context(), letter())
			later := strings.HasPrefix(name, "one that vanishes") || strings.HasPrefix(name, "one that is full")
			switch {
			case later && (err == nil || errors.As(err, &refusal) || errors.As(err, &outage)):
				t.Errorf("%v; later was wanted", err)
			case !later && c.want == nil && err != nil, c.want != nil && !errors.As(err, c.want):
				t.Errorf("%v", err)
			}
		})
	}
}

// A server that has left a kept connection, in silence or with 421, costs
// nothing: the message goes by another.
func TestServerLeavesAKeptConnection(t *testing.T) {
	one := greeting + "250 PIPELINING\n<MAIL\n<RCPT\n<DATA\n250 a\n250 b\n354 go on\n<message\n250 taken\n"
	for _, farewell := range []string{"", "421 idle for too long"} {
		server := script(t, one+farewell, one)
		for n := range 2 {
			if err := server.Send(t.Context(), letter()); err != nil {
				t.Errorf("message %d: %v", n, err)
			}
		}
	}
}

func TestLMTP(t *testing.T) {
	office := post{lmtp: true}
	server := office.open(t, mail.Plaintext)
	for range 2 {
		if err := server.Send(t.Context(), letter()); err != nil {
			t.Fatal(err)
		}
	}
	office.refuse("DATA", &gosmtp.SMTPError{Code: 552, Message: "mailbox full"})
	var refusal *mail.Refusal
	if err := server.Send(t.Context(), letter()); !errors.As(err, &refusal) {
		t.Errorf("%v", err)
	}
	if mails, _ := office.seen(); len(mails) != 2 || mails[0].body != string(must(t, letter())) {
		t.Errorf("%d mails", len(mails))
	}
}

func TestReturnPathIsTheSender(t *testing.T) {
	var office post
	m := letter()
	m.ReturnPath, m.To = "bounces+x1@example.org", `"two words"@example.net`
	if err := office.open(t, mail.Plaintext).Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	mails, _ := office.seen()
	if len(mails) != 1 || mails[0].from != "bounces+x1@example.org" || strings.Contains(mails[0].body, "bounces+") {
		t.Errorf("%+v", mails)
	}
	if mails[0].to != `"two words"@example.net` && mails[0].to != "two words@example.net" {
		t.Errorf("to %s", mails[0].to)
	}
}
