package mail

import (
	"context"
	"errors"
	"fmt"
	"net/textproto"
	"time"
)

// Refusal says that this message will never be taken for this reader: a
// permanent answer (RFC 5321 §4.2.1, 5yz) to MAIL, RCPT or DATA, or an address
// that is none.
type Refusal struct {
	// Stage is the command that was refused, "MAIL", "RCPT", "DATA" or "POST",
	// the field that could not be written, "To", or the program that refused.
	Stage string
	// Code is the reply code, 500 to 599, the status of HTTP or that with which
	// the program ended, and Text what the other side said.
	Code int
	Text string
}

func (r *Refusal) Error() string { return fmt.Sprintf("%s: %d %s", r.Stage, r.Code, r.Text) }

// Outage says that the way out is closed, whoever a message is for: nobody
// answers, we are not let in, or we are told to come back later (421). Nothing
// is wrong with the message, and nobody has it.
type Outage struct {
	Err error
	// Wait is how long the other side asks to be left alone; 0 if it does not say.
	Wait time.Duration
}

func (o *Outage) Error() string { return o.Err.Error() }

// Unwrap is what happened.
func (o *Outage) Unwrap() error { return o.Err }

// outage is err as an Outage, unless it was we who stopped.
func outage(ctx context.Context, err error) error {
	if err == nil || errors.Is(ctx.Err(), context.Canceled) {
		return err
	}
	return &Outage{Err: err}
}

// judge turns the answer to a command of the mail transaction into a Refusal if
// the server meant this message, and into an Outage if it meant us. Commands
// out of order (RFC 5321 §4.2.3) speak of our connection too: nobody should lose
// a mail to them.
func judge(stage string, err error) error {
	var reply *textproto.Error
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &reply):
	case reply.Code == 421, reply.Code == 530, reply.Code == 534, reply.Code == 535, reply.Code == 538: // RFC 4954 §6
		return &Outage{Err: fmt.Errorf("%s: %d %s", stage, reply.Code, reply.Msg)}
	case reply.Code/100 == 5 && reply.Code != 502 && reply.Code != 503:
		return &Refusal{Stage: stage, Code: reply.Code, Text: reply.Msg}
	default:
		return fmt.Errorf("%s: %d %s", stage, reply.Code, reply.Msg)
	}
	return fmt.Errorf("%s: %w", stage, err)
}
