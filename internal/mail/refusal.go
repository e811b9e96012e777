package mail

import (
	"errors"
	"fmt"
	"net/textproto"
)

// Refusal says that this message will never be taken for this reader: a
// permanent answer (RFC 5321 §4.2.1, 5yz) to MAIL, RCPT or DATA, or an address
// that is none.
type Refusal struct {
	// Stage is the command that was refused, "MAIL", "RCPT" or "DATA", or the
	// field that could not be written, "To".
	Stage string
	// Code is the reply code, 500 to 599, and Text what the server said.
	Code int
	Text string
}

func (r *Refusal) Error() string { return fmt.Sprintf("%s: %d %s", r.Stage, r.Code, r.Text) }

// judge turns the failure of a command of the mail transaction into a Refusal
// if the server meant this message. Commands out of order and missing
// authentication (RFC 5321 §4.2.3, RFC 4954 §6) speak of our connection: they
// can be set right, and nobody should lose a subscription to them.
func judge(stage string, err error) error {
	if err == nil {
		return nil
	}
	var reply *textproto.Error
	if errors.As(err, &reply) && reply.Code/100 == 5 {
		switch reply.Code {
		case 502, 503, 530, 534, 535, 538:
		default:
			return &Refusal{Stage: stage, Code: reply.Code, Text: reply.Msg}
		}
	}
	return fmt.Errorf("%s: %w", stage, err)
}
