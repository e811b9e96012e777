package mail

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/idna"
)

// Message is one mail to one reader, as plain text and as HTML. It is a value:
// the same Message gives the same bytes each time.
type Message struct {
	// From and To are single RFC 5322 mailboxes: `Name <local@domain>` or a
	// bare address. Names may be in any script; so may domains (RFC 5891).
	From, To string
	// ReturnPath is the bare address to which reports of failure go (RFC 5321
	// §4.4); that of From when empty.
	ReturnPath string
	Subject    string
	// MessageID is the msg-id of RFC 5322 §3.6.4 without its angle brackets.
	MessageID string
	// Date is when the message was written; it is told in its own Location.
	Date time.Time
	// Body is what the message says, and may be shared by many.
	Body *Body
	// InHTML and InText are this message's own texts, in the place of the
	// blanks of the two parts. HTML must be escaped already.
	InHTML, InText []string
	// ListID is a title and an identifier (RFC 2919): `The Morning Digest
	// <morning.example.org>`. Empty leaves the field out.
	ListID string
	// ListUnsubscribe is the http or https address that ends the subscription
	// (RFC 2369). An https one is announced as one-click (RFC 8058, which does
	// not allow http). Empty leaves the fields out.
	ListUnsubscribe string
	// Language is the BCP 47 tag of the whole (RFC 3282). Empty leaves it out.
	Language string
	// DKIM signs the message; nil leaves it unsigned.
	DKIM *DKIM
}

// HTML is the part in HTML, as it is read.
func (m Message) HTML() string { return m.Body.html.string(m.InHTML) }

// Text is the part in plain text, as it is read.
func (m Message) Text() string { return m.Body.text.string(m.InText) }

// Bytes is the message as RFC 5322 writes it, lines ending in CRLF, in 7-bit
// bytes unless an address itself is not ASCII (RFC 6532). It fails when a
// field is missing, is not of its form, or holds a control character.
func (m Message) Bytes() ([]byte, error) {
	e, err := m.envelope()
	if err != nil {
		return nil, err
	}
	return m.append(nil, e)
}

// append appends what Bytes returns.
func (m Message) append(to []byte, e envelope) ([]byte, error) {
	fields, err := m.fields(e)
	if err != nil {
		return nil, err
	}
	if to == nil {
		to = make([]byte, 0, 2048+m.Body.html.size+m.Body.text.size)
	}
	boundary := m.boundary()
	fields = append(fields, namedValue{"MIME-Version", "1.0"},
		namedValue{"Content-Type", "multipart/alternative; boundary=" + boundary})
	start := len(to)
	for _, f := range fields {
		to = field(to, f.name, f.value)
	}
	to = append(to, "\r\n"...)
	body := len(to)
	to = m.Body.text.append(open(to, boundary, "text/plain"), m.InText)
	to = m.Body.html.append(open(to, boundary, "text/html"), m.InHTML)
	to = append(append(append(to, "--"...), boundary...), "--\r\n"...)
	if m.DKIM == nil {
		return to, nil
	}
	signature, err := m.DKIM.signature(fields, to[body:], m.Date.Unix())
	return slices.Insert(to, start, signature...), err
}

// open begins a part.
func open(to []byte, boundary, kind string) []byte {
	to = append(append(append(to, "--"...), boundary...), "\r\nContent-Type: "...)
	return append(append(to, kind...), "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"...)
}

// envelope is from whom and to whom a message goes, parsed.
type envelope struct {
	from, to *netmail.Address
	// back is where reports of failure go.
	back string
}

// envelope parses the mailboxes. A reader without an address will never have
// one: that is a refusal, in the words that a server would have for it (RFC
// 5321 §4.2.3).
func (m Message) envelope() (e envelope, err error) {
	if e.from, err = mailbox(m.From); err != nil {
		return e, fmt.Errorf("sender: %w", err)
	}
	e.back = e.from.Address
	if m.ReturnPath != "" {
		back, err := mailbox(m.ReturnPath)
		if err != nil {
			return e, fmt.Errorf("return path: %w", err)
		}
		e.back = back.Address
	}
	if e.to, err = mailbox(m.To); err != nil {
		return e, &Refusal{Stage: "To", Code: 553, Text: err.Error()}
	}
	return e, nil
}

// mailbox parses one mailbox and writes its domain in ASCII.
func mailbox(text string) (*netmail.Address, error) {
	if err := oneLine(text); err != nil {
		return nil, err
	}
	address, err := netmail.ParseAddress(text)
	if err != nil {
		return nil, err
	}
	at := strings.LastIndexByte(address.Address, '@')
	domain := address.Address[at+1:]
	if isASCII(domain) {
		return address, nil
	}
	if domain, err = idna.Lookup.ToASCII(domain); err != nil {
		return nil, err
	}
	address.Address = address.Address[:at+1] + domain
	return address, nil
}

// namedValue is a header field before it is folded.
type namedValue struct{ name, value string }

// fields is the header in its order, but for MIME. Each value is one line: CR
// and LF end here.
func (m Message) fields(e envelope) ([]namedValue, error) {
	if m.Date.IsZero() || m.Body == nil || m.Body.html.empty() || m.Body.text.empty() {
		return nil, errors.New("message without date, HTML or text")
	}
	all := []namedValue{
		{"From", written(e.from)},
		{"To", written(e.to)},
		{"Subject", unstructured(strings.ToValidUTF8(m.Subject, "\uFFFD"))},
		{"Date", m.Date.Format(time.RFC1123Z)},
		{"Auto-Submitted", "auto-generated"}, // RFC 3834 §5: no holiday notes, please
	}
	for _, add := range []func([]namedValue) ([]namedValue, error){m.addID, m.addList, m.addUnsubscribe, m.addLanguage} {
		var err error
		if all, err = add(all); err != nil {
			return nil, err
		}
	}
	for _, f := range append(all, namedValue{"Subject", m.Subject}) { // as it was before it was encoded
		if err := oneLine(f.value); err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
	}
	return all, nil
}

func (m Message) addID(header []namedValue) ([]namedValue, error) {
	left, right, ok := strings.Cut(m.MessageID, "@")
	if !ok || left == "" || right == "" || strings.ContainsAny(m.MessageID, "<> ") ||
		strings.Contains(right, "@") || !isASCII(m.MessageID) || len(m.MessageID) > mostWord {
		return nil, fmt.Errorf("Message-ID: %q is not of the form left@right", m.MessageID)
	}
	return append(header, namedValue{"Message-ID", "<" + m.MessageID + ">"}), nil
}

// addList writes the title as a phrase: quoted, or encoded when it is not ASCII.
func (m Message) addList(header []namedValue) ([]namedValue, error) {
	if m.ListID == "" {
		return header, nil
	}
	open := strings.LastIndexByte(m.ListID, '<')
	if open < 0 || !strings.HasSuffix(m.ListID, ">") {
		return nil, fmt.Errorf("List-Id: %q is not of the form Title <identifier>", m.ListID)
	}
	id := m.ListID[open+1 : len(m.ListID)-1]
	if id == "" || !isASCII(id) || strings.ContainsAny(id, " <>@") || len(id) > mostWord {
		return nil, fmt.Errorf("List-Id: %q is not an identifier", id)
	}
	title := strings.TrimSpace(strings.ToValidUTF8(m.ListID[:open], "\uFFFD"))
	if title == "" {
		return append(header, namedValue{"List-Id", "<" + id + ">"}), nil
	}
	if err := oneLine(title); err != nil {
		return nil, fmt.Errorf("List-Id: %w", err)
	}
	return append(header, namedValue{"List-Id", phrase(title) + " <" + id + ">"}), nil
}

func (m Message) addUnsubscribe(header []namedValue) ([]namedValue, error) {
	if m.ListUnsubscribe == "" {
		return header, nil
	}
	address, err := url.Parse(m.ListUnsubscribe)
	if err != nil {
		return nil, fmt.Errorf("List-Unsubscribe: %w", err)
	}
	if (address.Scheme != "https" && address.Scheme != "http") || address.Host == "" || len(m.ListUnsubscribe) > mostWord {
		return nil, fmt.Errorf("List-Unsubscribe: %q is not a web address", m.ListUnsubscribe)
	}
	if strings.ContainsAny(m.ListUnsubscribe, "<>, ") || !isASCII(m.ListUnsubscribe) {
		return nil, fmt.Errorf("List-Unsubscribe: %q must be escaped", m.ListUnsubscribe)
	}
	header = append(header, namedValue{"List-Unsubscribe", "<" + m.ListUnsubscribe + ">"})
	if address.Scheme == "https" {
		header = append(header, namedValue{"List-Unsubscribe-Post", "List-Unsubscribe=One-Click"})
	}
	return header, nil
}

func (m Message) addLanguage(header []namedValue) ([]namedValue, error) {
	if m.Language == "" {
		return header, nil
	}
	for _, r := range m.Language {
		if r != '-' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)) {
			return nil, fmt.Errorf("Content-Language: %q is not a language tag", m.Language)
		}
	}
	return append(header, namedValue{"Content-Language", m.Language}), nil
}

// boundary is a fixed function of the Message-ID. It holds the subscriber's
// secret name, so that no publisher can write it into an item beforehand.
func (m Message) boundary() string {
	sum := sha256.Sum256([]byte(m.MessageID))
	return "broadsheet-" + hex.EncodeToString(sum[:16])
}
