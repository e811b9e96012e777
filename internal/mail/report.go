package mail

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"net/textproto"
	"regexp"
	"strings"
)

// ErrNoReport is that a message is no report of a failed delivery.
var ErrNoReport = errors.New("no report of a failed delivery (RFC 3464)")

// Report is what a server says of a message that it could not deliver (RFC 3464).
type Report struct {
	// To is every address that the report may have come to.
	To []string
	// Action is "failed", or "delayed" and others that say nothing yet; Status
	// the enhanced code, Text what the last server said. Of several recipients
	// it is the one that failed: ours have one.
	Action, Status, Text string
}

// mostReport is how much of a message is looked at.
const mostReport = 1 << 20

// ReadReport reads a message. If it is no report, the error is ErrNoReport.
func ReadReport(r io.Reader) (Report, error) {
	message, err := netmail.ReadMessage(bufio.NewReader(io.LimitReader(r, mostReport)))
	if err != nil {
		return Report{}, fmt.Errorf("%w: %w", ErrNoReport, err)
	}
	report := Report{To: receivers(message.Header)}
	kind, params, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/report" || !strings.EqualFold(params["report-type"], "delivery-status") {
		return report, ErrNoReport
	}
	parts := multipart.NewReader(message.Body, params["boundary"])
	for {
		part, err := parts.NextPart()
		if err != nil {
			return report, ErrNoReport
		}
		kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
		if kind == "message/delivery-status" || kind == "message/global-delivery-status" {
			return report, report.readStatus(part)
		}
	}
}

// receivers is where a message came to, as those say who delivered it, and To.
func receivers(header netmail.Header) []string {
	var all []string
	for _, name := range []string{"X-Original-To", "Delivered-To", "Envelope-To", "To"} {
		for _, value := range header[textproto.CanonicalMIMEHeaderKey(name)] {
			if addresses, err := netmail.ParseAddressList(value); err == nil {
				for _, a := range addresses {
					all = append(all, a.Address)
				}
			}
		}
	}
	return all
}

// readStatus reads the blocks of fields of a delivery-status: first of the
// message, then one for each recipient.
func (r *Report) readStatus(part io.Reader) error {
	fields := textproto.NewReader(bufio.NewReader(part))
	for {
		block, err := fields.ReadMIMEHeader()
		if action := strings.ToLower(strings.TrimSpace(block.Get("Action"))); action != "" && r.Action != "failed" {
			r.Action = action
			r.Text = withoutType(block.Get("Diagnostic-Code"))
			r.Status = status(block.Get("Status"), r.Text)
		}
		if err != nil {
			break
		}
	}
	if r.Action == "" || r.Status == "" {
		return ErrNoReport
	}
	return nil
}

// code is an enhanced status code.
var code = regexp.MustCompile(`\b[245]\.[0-9]{1,3}\.[0-9]{1,3}\b`)

// status is the code of a field, or a more particular one of what was said.
func status(field, said string) string {
	stated := code.FindString(field)
	if told := code.FindString(said); told != "" && (stated == "" || strings.HasSuffix(stated, ".0.0")) {
		return told
	}
	return stated
}

// EnhancedStatus is the status code with which a refusal begins, "" if it has none.
func (r *Refusal) EnhancedStatus() string {
	if at := code.FindStringIndex(r.Text); at != nil && at[0] == 0 {
		return r.Text[:at[1]]
	}
	return ""
}

// withoutType leaves out the type of a diagnostic ("smtp;"), and line breaks.
func withoutType(diagnostic string) string {
	if _, said, ok := strings.Cut(diagnostic, ";"); ok {
		diagnostic = said
	}
	text := strings.Join(strings.Fields(strings.ToValidUTF8(diagnostic, "\uFFFD")), " ")
	runes := []rune(text)
	return string(runes[:min(len(runes), 300)])
}
