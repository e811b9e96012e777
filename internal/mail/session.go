package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// session is one connection, greeted, encrypted and authenticated: ready for
// transactions, one after the other.
type session struct {
	conn   net.Conn
	client *smtp.Client
	// pipelining and utf8 are what the server offers of RFC 2920 and RFC 6531.
	pipelining, utf8 bool
	// sent is how many messages were transmitted.
	sent int
	// open says that a transaction was left half-way and has to be reset.
	open bool
	// heard says that the server has answered in this transaction.
	heard bool
	// broken says that nothing more can be said.
	broken bool
}

// transmit is one mail transaction (RFC 5321 §3.3): what stands before the
// message, in one go if the server offers that (RFC 2920), and the message.
func (n *session) transmit(ctx context.Context, from, to string, message []byte) error {
	n.heard = false
	return n.during(ctx, func() error {
		if err := n.announce(from, to); err != nil {
			return err
		}
		n.sent++
		n.open = false
		if err := n.write(message); err != nil {
			return wrap("DATA", err)
		}
		return judge("DATA", n.reply(250))
	})
}

// announce says from whom and to whom, and that the message comes next.
func (n *session) announce(from, to string) error {
	steps := []step{
		{"MAIL", "MAIL FROM:" + angled(from) + n.parameters(from, to), 250},
		{"RCPT", "RCPT TO:" + angled(to), 25},
		{"DATA", "DATA", 354},
	}
	if n.open {
		steps = append([]step{{"RSET", "RSET", 250}}, steps...)
	}
	n.open = true
	if n.pipelining {
		return n.sayAll(steps)
	}
	for _, s := range steps {
		if err := n.say(s); err != nil {
			return judge(s.stage, err)
		}
	}
	return nil
}

// step is a command and the reply that lets us go on.
type step struct {
	stage, command string
	want           int
}

func (n *session) say(s step) error {
	if err := n.write([]byte(s.command + "\r\n")); err != nil {
		return err
	}
	return n.reply(s.want)
}

// sayAll says all steps at once and hears all answers; the first that is not
// as it should be counts. A server that is ready for the message all the same
// is given an empty one, which it cannot take (RFC 2920 §3.1).
func (n *session) sayAll(steps []step) error {
	var commands []byte
	for _, s := range steps {
		commands = append(append(commands, s.command...), "\r\n"...)
	}
	if err := n.write(commands); err != nil {
		return judge(steps[0].stage, err)
	}
	var first error
	for _, s := range steps {
		err := n.reply(s.want)
		if first == nil {
			first = judge(s.stage, err)
		}
		if n.broken {
			return first
		}
		if err == nil && first != nil && s.want == 354 {
			return errors.Join(first, n.sayNothing())
		}
	}
	return first
}

func (n *session) sayNothing() error {
	if err := n.write([]byte(ending)); err != nil {
		return err
	}
	return n.reply(0)
}

// parameters says that an address is not ASCII, where that can be said.
func (n *session) parameters(from, to string) string {
	if n.utf8 && !(isASCII(from) && isASCII(to)) {
		return " SMTPUTF8"
	}
	return ""
}

func (n *session) write(text []byte) error {
	w := n.client.Text.W
	_, err := w.Write(text)
	if err == nil {
		err = w.Flush()
	}
	n.broken = n.broken || err != nil
	return err
}

// reply hears one answer. Whatever it says, a connection goes on, unless it is
// 421 or none.
func (n *session) reply(want int) error {
	_, _, err := n.client.Text.ReadResponse(want)
	var reply *textproto.Error
	isReply := errors.As(err, &reply)
	n.heard = n.heard || err == nil || isReply && reply.Code != 421
	n.broken = n.broken || err != nil && !isReply || isReply && reply.Code == 421
	return err
}

// during lets do talk until ctx ends, which cuts the wire.
func (n *session) during(ctx context.Context, do func() error) error {
	stop := context.AfterFunc(ctx, func() { _ = n.conn.Close() })
	err := do()
	if !stop() {
		n.broken = true
	}
	if cause := context.Cause(ctx); err != nil && cause != nil {
		return fmt.Errorf("%w (%w)", cause, err)
	}
	return err
}

// patience is how long a server may take to part.
const patience = time.Second

// close parts politely but does not wait long; what was accepted stays accepted
// whatever the answer.
func (n *session) close() {
	if !n.broken {
		timer := time.AfterFunc(patience, func() { _ = n.conn.Close() })
		_ = n.client.Quit()
		timer.Stop()
	}
	_ = n.conn.Close()
}

// ending is how a message ends on the wire.
const ending = ".\r\n"

// onTheWire makes a message, which ends a line, ready for DATA: dots that begin
// a line are doubled (RFC 5321 §4.5.2), and the end is marked.
func onTheWire(message []byte) []byte {
	if !bytes.HasPrefix(message, []byte(".")) && !bytes.Contains(message, []byte("\n.")) {
		return append(message, ending...)
	}
	stuffed := make([]byte, 0, len(message)+64)
	for line := range bytes.Lines(message) {
		if line[0] == '.' {
			stuffed = append(stuffed, '.')
		}
		stuffed = append(stuffed, line...)
	}
	return append(stuffed, ending...)
}

func wrap(stage string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", stage, err)
}
