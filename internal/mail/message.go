package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	netmail "net/mail"
	"net/url"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"
	"golang.org/x/net/idna"
)

// Message is one mail to one reader, as plain text and as HTML. It is a value:
// the same Message gives the same bytes each time.
type Message struct {
	// From and To are single RFC 5322 mailboxes: `Name <local@domain>` or a
	// bare address. Names may be in any script; so may domains (RFC 5891).
	From, To string
	Subject  string
	// MessageID is the msg-id of RFC 5322 §3.6.4 without its angle brackets.
	MessageID string
	// Date is when the message was written; it is told in its own Location.
	Date time.Time
	// HTML and Text say the same thing twice; neither is empty.
	HTML, Text string
	// ListID is a title and an identifier (RFC 2919): `The Morning Digest
	// <morning.example.org>`. Empty leaves the field out.
	ListID string
	// ListUnsubscribe is the http or https address that ends the subscription
	// (RFC 2369). An https one is announced as one-click (RFC 8058, which does
	// not allow http). Empty leaves the fields out.
	ListUnsubscribe string
	// Language is the BCP 47 tag of the whole (RFC 3282). Empty leaves it out.
	Language string
}

// Bytes is the message as RFC 5322 writes it, lines ending in CRLF, in 7-bit
// bytes unless an address itself is not ASCII (RFC 6532). It fails when a
// field is missing, is not of its form, or holds a control character.
func (m Message) Bytes() ([]byte, error) {
	var buffer bytes.Buffer
	buffer.Grow(2 * (len(m.HTML) + len(m.Text)))
	if _, err := m.WriteTo(&buffer); err != nil {
		return nil, err
	}
	return buffer.Bytes(), nil
}

// WriteTo writes what Bytes returns.
func (m Message) WriteTo(w io.Writer) (int64, error) {
	from, to, err := m.envelope()
	if err != nil {
		return 0, err
	}
	header, err := m.header()
	if err != nil {
		return 0, err
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithBoundary(m.boundary()))
	msg.FromMailAddress(from)
	msg.ToMailAddress(to)
	for name, value := range header {
		msg.SetGenHeader(name, value)
	}
	msg.SetBodyString(gomail.TypeTextPlain, strings.ToValidUTF8(m.Text, "\uFFFD"))
	msg.AddAlternativeString(gomail.TypeTextHTML, strings.ToValidUTF8(m.HTML, "\uFFFD"))
	return msg.WriteTo(w)
}

// envelope is the two mailboxes, parsed. A reader without an address will never
// have one: that is a refusal, in the words that a server would have for it
// (RFC 5321 §4.2.3).
func (m Message) envelope() (from, to *netmail.Address, err error) {
	if from, err = mailbox(m.From); err != nil {
		return nil, nil, fmt.Errorf("sender: %w", err)
	}
	if to, err = mailbox(m.To); err != nil {
		return nil, nil, &Refusal{Stage: "To", Code: 553, Text: err.Error()}
	}
	return from, to, nil
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

// header is every field that go-mail sorts for us. The value of each is one
// line: CR and LF end here, not in the library.
func (m Message) header() (map[gomail.Header]string, error) {
	header := map[gomail.Header]string{
		gomail.HeaderSubject: strings.ToValidUTF8(m.Subject, "\uFFFD"),
		gomail.HeaderDate:    m.Date.Format(time.RFC1123Z),
		"Auto-Submitted":     "auto-generated", // RFC 3834 §5: no holiday notes, please
	}
	if m.Date.IsZero() || m.HTML == "" || m.Text == "" {
		return nil, errors.New("message without date, HTML or text")
	}
	for _, add := range []func(map[gomail.Header]string) error{m.addID, m.addList, m.addUnsubscribe, m.addLanguage} {
		if err := add(header); err != nil {
			return nil, err
		}
	}
	for name, value := range header {
		if err := oneLine(value); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return header, nil
}

func (m Message) addID(header map[gomail.Header]string) error {
	left, right, ok := strings.Cut(m.MessageID, "@")
	if !ok || left == "" || right == "" || strings.ContainsAny(m.MessageID, "<> ") ||
		strings.Contains(right, "@") || !isASCII(m.MessageID) {
		return fmt.Errorf("Message-ID: %q is not of the form left@right", m.MessageID)
	}
	header[gomail.HeaderMessageID] = "<" + m.MessageID + ">"
	return nil
}

// addList writes the title as a phrase: quoted, or encoded when it is not ASCII.
func (m Message) addList(header map[gomail.Header]string) error {
	if m.ListID == "" {
		return nil
	}
	open := strings.LastIndexByte(m.ListID, '<')
	if open < 0 || !strings.HasSuffix(m.ListID, ">") {
		return fmt.Errorf("List-Id: %q is not of the form Title <identifier>", m.ListID)
	}
	id := m.ListID[open+1 : len(m.ListID)-1]
	if id == "" || !isASCII(id) || strings.ContainsAny(id, " <>@") {
		return fmt.Errorf("List-Id: %q is not an identifier", id)
	}
	title := strings.TrimSpace(strings.ToValidUTF8(m.ListID[:open], "\uFFFD"))
	if err := oneLine(title); err != nil {
		return fmt.Errorf("List-Id: %w", err)
	}
	// An address is written with the same phrase before its angle brackets.
	phrase := (&netmail.Address{Name: title, Address: "list@id"}).String()
	header["List-Id"] = strings.TrimSuffix(phrase, "<list@id>") + "<" + id + ">"
	return nil
}

func (m Message) addUnsubscribe(header map[gomail.Header]string) error {
	if m.ListUnsubscribe == "" {
		return nil
	}
	address, err := url.Parse(m.ListUnsubscribe)
	if err != nil {
		return fmt.Errorf("List-Unsubscribe: %w", err)
	}
	if (address.Scheme != "https" && address.Scheme != "http") || address.Host == "" {
		return fmt.Errorf("List-Unsubscribe: %q is not a web address", m.ListUnsubscribe)
	}
	if strings.ContainsAny(m.ListUnsubscribe, "<>, ") || !isASCII(m.ListUnsubscribe) {
		return fmt.Errorf("List-Unsubscribe: %q must be escaped", m.ListUnsubscribe)
	}
	header[gomail.HeaderListUnsubscribe] = "<" + m.ListUnsubscribe + ">"
	if address.Scheme == "https" {
		header[gomail.HeaderListUnsubscribePost] = "List-Unsubscribe=One-Click"
	}
	return nil
}

func (m Message) addLanguage(header map[gomail.Header]string) error {
	if m.Language == "" {
		return nil
	}
	for _, r := range m.Language {
		if r != '-' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)) {
			return fmt.Errorf("Content-Language: %q is not a language tag", m.Language)
		}
	}
	header["Content-Language"] = m.Language
	return nil
}

// boundary is a fixed function of the Message-ID. It holds the subscriber's
// secret name, so that no publisher can write it into an item beforehand.
func (m Message) boundary() string {
	sum := sha256.Sum256([]byte(m.MessageID))
	return "broadsheet-" + hex.EncodeToString(sum[:16])
}

// oneLine refuses what could end a header field and begin another.
func oneLine(text string) error {
	if strings.ContainsFunc(text, unicode.IsControl) {
		return fmt.Errorf("control character in %q", text)
	}
	return nil
}

func isASCII(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r > unicode.MaxASCII }) < 0
}
