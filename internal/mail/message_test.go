package mail_test

import (
	"bytes"
	"mime"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jhillyerd/enmime/v2"
	"pgregory.net/rapid"

	"broadsheet/internal/mail"
)

// letter is an ordinary message; each test changes what it is about.
func letter() mail.Message {
	return mail.Message{
		From:            "The Daily Broadsheet <digest@example.org>",
		To:              "Reader One <reader.one@example.net>",
		Subject:         "The Morning Digest, 23 November 2026",
		MessageID:       "morning.2026-11-23.5f2c9a@example.org",
		Date:            time.Date(2026, 11, 23, 7, 0, 0, 0, time.FixedZone("PKT", 5*3600)),
		Body:            says("<!doctype html><html><body><h1>Rain at last</h1></body></html>", "RAIN AT LAST\n\nAnd more of it.\n"),
		ListID:          "The Morning Digest <morning.example.org>",
		ListUnsubscribe: "https://example.org/unsubscribe/5f2c9a",
		Language:        "en",
	}
}

// says is a body without blanks.
func says(html, text string) *mail.Body {
	return mail.NewBody(mail.Part{Document: html}, mail.Part{Document: text})
}

func read(t *testing.T, m mail.Message) *enmime.Envelope {
	t.Helper()
	body, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	envelope, err := enmime.ReadEnvelope(bytes.NewReader(body))
	if err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	for _, fault := range envelope.Errors {
		t.Errorf("another parser objects: %v", fault)
	}
	envelope.Text = strings.ReplaceAll(envelope.Text, "\r\n", "\n")
	envelope.HTML = strings.ReplaceAll(envelope.HTML, "\r\n", "\n")
	return envelope
}

func TestAnotherParserReadsWhatWasSaid(t *testing.T) {
	m := letter()
	got := read(t, m)
	if got.Text != m.Text() || got.HTML != m.HTML() {
		t.Errorf("parts changed: %q, %q", got.Text, got.HTML)
	}
	for name, want := range map[string]string{
		"From":                  `"The Daily Broadsheet" <digest@example.org>`,
		"To":                    `"Reader One" <reader.one@example.net>`,
		"Subject":               m.Subject,
		"Message-Id":            "<morning.2026-11-23.5f2c9a@example.org>",
		"Date":                  "Mon, 23 Nov 2026 07:00:00 +0500",
		"List-Id":               `"The Morning Digest" <morning.example.org>`,
		"List-Unsubscribe":      "<https://example.org/unsubscribe/5f2c9a>",
		"List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
		"Auto-Submitted":        "auto-generated",
		"Content-Language":      "en",
		"Mime-Version":          "1.0",
		"Precedence":            "",
		"User-Agent":            "",
		"X-Mailer":              "",
	} {
		if diff := cmp.Diff(want, got.GetHeader(name)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

func TestTheSameMessageIsTheSameBytes(t *testing.T) {
	first, err := letter().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	for range 50 {
		if again, _ := letter().Bytes(); !bytes.Equal(first, again) {
			t.Fatalf("two forms of one message:\n%s\n%s", first, again)
		}
	}
	other := letter()
	other.MessageID = "morning.2026-11-23.77aa01@example.org"
	if a, b := boundary(first), boundary(must(t, other)); a == b {
		t.Errorf("two messages share the boundary %q", a)
	}
}

func boundary(body []byte) string {
	_, rest, _ := strings.Cut(string(body), "boundary=")
	line, _, _ := strings.Cut(rest, "\r\n")
	return line
}

func must(t testing.TB, m mail.Message) []byte {
	t.Helper()
	body, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestUrduComesThrough(t *testing.T) {
	m := letter()
	m.From = "روزنامہ <digest@example.org>"
	m.To = "قاری، اول <reader@اخبار.example>"
	m.Subject = strings.TrimSpace(strings.Repeat("صبح کا خلاصہ: بارش کے بعد شہر میں بجلی بحال ", 4))
	m.ListID = "صبح کا خلاصہ <morning.example.org>"
	m.Body, m.Language = says("<p dir=\"rtl\">بارش</p>", "بارش\n"), "ur"
	body := must(t, m)
	if i := bytes.IndexFunc(body, func(r rune) bool { return r > 126 }); i >= 0 {
		t.Errorf("byte %d is not ASCII", i)
	}
	for line := range strings.Lines(string(body)) {
		if len(strings.TrimRight(line, "\r\n")) > 78 {
			t.Errorf("line of %d bytes (RFC 5322 §2.1.1): %s", len(line), line)
		}
	}
	got := read(t, m)
	for name, want := range map[string]string{
		"From":    `"روزنامہ" <digest@example.org>`,
		"To":      `"قاری، اول" <reader@xn--mgbacxr.example>`,
		"Subject": m.Subject,
	} {
		if have := got.GetHeader(name); !strings.Contains(strings.ReplaceAll(have, `"`, ""), strings.ReplaceAll(want, `"`, "")) {
			t.Errorf("%s: %q, want %q", name, have, want)
		}
	}
	if !strings.Contains(got.GetHeader("List-Id"), "صبح کا خلاصہ") {
		t.Errorf("List-Id: %q", got.GetHeader("List-Id"))
	}
	if got.Text != m.Text() || got.HTML != m.HTML() {
		t.Errorf("parts changed: %q, %q", got.Text, got.HTML)
	}
}

func TestBrokenUTF8IsMended(t *testing.T) {
	m := letter()
	m.Subject, m.Body = "caf\xe9", says("<p>caf\xe9</p>", "caf\xe9\n")
	got := read(t, m)
	if got.GetHeader("Subject") != "caf\uFFFD" || got.Text != "caf\uFFFD\n" || got.HTML != "<p>caf\uFFFD</p>" {
		t.Errorf("%q, %q, %q", got.GetHeader("Subject"), got.Text, got.HTML)
	}
}

func TestOneClickNeedsHTTPS(t *testing.T) {
	m := letter()
	m.ListUnsubscribe = "http://localhost:8080/unsubscribe/5f2c9a"
	got := read(t, m)
	if got.GetHeader("List-Unsubscribe") != "<http://localhost:8080/unsubscribe/5f2c9a>" || got.GetHeader("List-Unsubscribe-Post") != "" {
		t.Errorf("%q, %q", got.GetHeader("List-Unsubscribe"), got.GetHeader("List-Unsubscribe-Post"))
	}
}

func TestListFieldsMayBeLeftOut(t *testing.T) {
	m := letter()
	m.ListID, m.ListUnsubscribe, m.Language = "", "", ""
	got := read(t, m)
	for _, name := range []string{"List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Content-Language"} {
		if value := got.GetHeader(name); value != "" {
			t.Errorf("%s: %q", name, value)
		}
	}
}

// No field may end itself and begin another.
func TestMessagesThatCannotBeWritten(t *testing.T) {
	for name, spoil := range map[string]func(*mail.Message){
		"subject with LF":        func(m *mail.Message) { m.Subject = "a\nBcc: x@y.example" },
		"subject with CR":        func(m *mail.Message) { m.Subject = "a\rBcc: x@y.example" },
		"subject with NUL":       func(m *mail.Message) { m.Subject = "a\x00" },
		"from with CRLF":         func(m *mail.Message) { m.From = "a <a@b.example>\r\nBcc: x@y.example" },
		"name with CRLF":         func(m *mail.Message) { m.To = "a\r\n b <a@b.example>" },
		"from that is none":      func(m *mail.Message) { m.From = "digest" },
		"two readers":            func(m *mail.Message) { m.To = "a@b.example, c@d.example" },
		"no reader":              func(m *mail.Message) { m.To = "" },
		"id with CRLF":           func(m *mail.Message) { m.MessageID = "a@b\r\nBcc: x" },
		"id with brackets":       func(m *mail.Message) { m.MessageID = "<a@b>" },
		"id without a side":      func(m *mail.Message) { m.MessageID = "a@" },
		"list with CRLF":         func(m *mail.Message) { m.ListID = "a\r\nBcc: x <a.b>" },
		"list id with CRLF":      func(m *mail.Message) { m.ListID = "a <a.b\r\nBcc: x>" },
		"list without id":        func(m *mail.Message) { m.ListID = "The Morning Digest" },
		"unsubscribe with CRLF":  func(m *mail.Message) { m.ListUnsubscribe = "https://a.example/\r\nBcc: x" },
		"unsubscribe by script":  func(m *mail.Message) { m.ListUnsubscribe = "javascript:alert(1)" },
		"unsubscribe with angle": func(m *mail.Message) { m.ListUnsubscribe = "https://a.example/>" },
		"language with LF":       func(m *mail.Message) { m.Language = "en\nBcc: x" },
		"no date":                func(m *mail.Message) { m.Date = time.Time{} },
		"no text":                func(m *mail.Message) { m.Body = says("<p>a</p>", "") },
	} {
		m := letter()
		spoil(&m)
		if body, err := m.Bytes(); err == nil {
			t.Errorf("%s: written\n%s", name, body)
		}
	}
}

// Every reader's own texts stand in the place of the blanks, wherever those are
// and whatever they hold, and no line grows too long.
func TestBlanksAreFilled(t *testing.T) {
	m := letter()
	m.Body = mail.NewBody(
		mail.Part{Document: "<p>Dear ONE, go to <a href=\"TWO\">TWO</a> and again ONE</p>", Blanks: []string{"ONE", "TWO"}},
		mail.Part{Document: "ONE\nfor ONE at TWO\nTWO", Blanks: []string{"ONE", "TWO"}},
	)
	long := "https://example.org/" + strings.Repeat("a=é&", 60)
	m.InHTML, m.InText = []string{"قاری ", long}, []string{"", long}
	got := read(t, m)
	if want := "<p>Dear قاری , go to <a href=\"" + long + "\">" + long + "</a> and again قاری </p>"; got.HTML != want || m.HTML() != want {
		t.Errorf("got %q and %q, want %q", got.HTML, m.HTML(), want)
	}
	if want := "\nfor  at " + long + "\n" + long; got.Text != want || m.Text() != want {
		t.Errorf("got %q and %q, want %q", got.Text, m.Text(), want)
	}
	for line := range strings.Lines(string(must(t, m))) {
		if len(strings.TrimRight(line, "\r\n")) > 78 {
			t.Errorf("line of %d bytes: %s", len(line), line)
		}
	}
}

// What is read is what was written, and all lines keep to RFC 5322 and 2047.
func TestAnySubjectComesThrough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := letter()
		m.Subject = strings.TrimSpace(rapid.OneOf(rapid.StringMatching(`[ -~]{0,300}|[\pL\pN\pP ]{0,200}`), rapid.Just(strings.Repeat("word", 400))).Draw(t, "subject"))
		m.Subject = strings.Join(strings.Fields(m.Subject), " ")
		name := strings.Join(strings.Fields(rapid.StringMatching(`[ -~]{0,40}|\pL{0,60}`).Draw(t, "name")), " ")
		m.To = (&netmail.Address{Name: name, Address: "reader@example.net"}).String()
		body, err := m.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		head, _, _ := strings.Cut(string(body), "\r\n\r\n")
		for line := range strings.SplitSeq(head, "\r\n") {
			if len(line) > 998 || strings.TrimSpace(line) == "" {
				t.Fatalf("line of %d bytes: %q", len(line), line)
			}
		}
		parsed, err := netmail.ReadMessage(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(parsed.Header.Get("Subject"))
		if err != nil || subject != m.Subject {
			t.Fatalf("subject %q, %v, want %q", subject, err, m.Subject)
		}
		to, err := parsed.Header.AddressList("To")
		if err != nil || len(to) != 1 || to[0].Name != name || to[0].Address != "reader@example.net" {
			t.Fatalf("to %v, %v, want %q", to, err, name)
		}
	})
}

// heavy is a message of some 40 KB.
func heavy() mail.Message {
	m := letter()
	m.Body = mail.NewBody(
		mail.Part{Document: "<!doctype html><html><body>" + strings.Repeat("<p>The council met — “at last”, its chairman said — and voted.</p>\n", 400) + "ONE</body></html>", Blanks: []string{"ONE"}},
		mail.Part{Document: strings.Repeat("The council met — “at last”, its chairman said — and voted.\n", 80) + "ONE", Blanks: []string{"ONE"}},
	)
	m.InHTML, m.InText = []string{m.ListUnsubscribe}, []string{m.ListUnsubscribe}
	return m
}

func BenchmarkMessage(b *testing.B) {
	m := heavy()
	b.SetBytes(int64(len(must(b, m))))
	b.ReportAllocs()
	for b.Loop() {
		must(b, m)
	}
}

// A subject begins on the line of its name, whatever its letters cost.
func TestSubjectBeginsOnItsLine(t *testing.T) {
	for _, subject := range []string{
		"Omar’s father says he cannot forgive his son – in a video that is not short",
		"امریکی عسکری امداد کی بندش کی وجوہات: انڈیا سے جنگ، جوہری پروگرام",
		"News 👨‍👩‍👧 " + strings.Repeat("ünter ", 20),
	} {
		m := letter()
		m.Subject = subject
		text := string(must(t, m))
		_, text, _ = strings.Cut(text, "\r\nSubject:")
		lines := strings.Split(text, "\r\n")
		if !strings.HasPrefix(lines[0], " =?utf-8?") || len("Subject:"+lines[0]) > 76 || len(lines[1]) > 76 {
			t.Errorf("Subject:%s\n%s", lines[0], lines[1])
		}
	}
}
