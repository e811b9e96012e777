package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	outgoing "broadsheet/internal/mail"
)

// names is a real DNS server that knows TXT records.
func names(t *testing.T, texts map[string][]string) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	go func() {
		buffer := make([]byte, 4<<10)
		for {
			n, who, err := conn.ReadFrom(buffer)
			if err != nil {
				return
			}
			if answer, err := answerOf(buffer[:n], texts); err == nil {
				_, _ = conn.WriteTo(answer, who)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func answerOf(question []byte, texts map[string][]string) ([]byte, error) {
	var message dnsmessage.Message
	if err := message.Unpack(question); err != nil {
		return nil, err
	}
	asked := message.Questions[0]
	message.Response, message.Additionals = true, nil
	known, here := texts[strings.TrimSuffix(asked.Name.String(), ".")]
	if !here {
		message.RCode = dnsmessage.RCodeNameError
	}
	for _, text := range known {
		var parts []string
		for len(text) > 255 {
			parts, text = append(parts, text[:255]), text[255:]
		}
		message.Answers = append(message.Answers, dnsmessage.Resource{
			Header: dnsmessage.ResourceHeader{Name: asked.Name, Type: dnsmessage.TypeTXT, Class: dnsmessage.ClassINET},
			Body:   &dnsmessage.TXTResource{TXT: append(parts, text)},
		})
	}
	return message.Pack()
}

// diagnose runs doctor, by the machine's clock, on a config with this mail section.
func diagnose(t *testing.T, folder, site, mail string) (code int, found map[string]diagnosis) {
	t.Helper()
	text := "title: Paper\nurl: " + site + "\nmail:\n" + mail + "\nsources: [{id: a, url: \"" + site + "/feed\"}]\n" +
		"digests: [{id: m, title: M, schedule: '0 7 * * *', sections: [{title: News}]}]\n"
	file := filepath.Join(folder, "config.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr strings.Builder
	program := &app{stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr, env: os.LookupEnv, now: time.Now}
	code = program.run(t.Context(), []string{"doctor", "--json", "--config", file})
	var list []diagnosis
	if err := json.Unmarshal([]byte(stdout.String()), &list); err != nil {
		t.Fatalf("%v\n%s%s", err, stdout.String(), stderr.String())
	}
	found = map[string]diagnosis{}
	for _, d := range list {
		found[d.Check] = d
	}
	return code, found
}

// wants looks at one of the findings.
func wants(t *testing.T, found map[string]diagnosis, check string, verdict grade, words ...string) {
	t.Helper()
	d := found[check]
	if d.Verdict != verdict {
		t.Errorf("%s: %+v, want %q", check, d, verdict)
	}
	for _, word := range words {
		if !strings.Contains(d.Found+"\n"+d.Next, word) {
			t.Errorf("%s: %+v does not say %q", check, d, word)
		}
	}
}

// withNames has the program ask this DNS server.
func withNames(t *testing.T, texts map[string][]string) {
	before := net.DefaultResolver
	net.DefaultResolver = names(t, texts)
	t.Cleanup(func() { net.DefaultResolver = before })
}

// TestDoctorOfTheMail: a mail server that answers, a DNS that says what it
// should, then one that says other things, and none at all.
func TestDoctorOfTheMail(t *testing.T) {
	folder := t.TempDir()
	site := answers(t, map[string]string{"/healthz": "ok", "/feed": "<rss/>"}).URL
	record := makeKey(t, folder)
	mail := fmt.Sprintf("  transport: smtp\n  from: digest@news.paper.example\n  smtp: {host: localhost, port: %s, security: none}\n"+
		"  dkim: {domain: paper.example, selector: s1, key: dkim.pem}", newSink(t).port())

	withNames(t, map[string][]string{
		"news.paper.example":          {"google-site-verification=x", "v=spf1 mx ~all"},
		"s1._domainkey.paper.example": {record},
		"_dmarc.paper.example":        {"v=DMARC1; p=quarantine"},
	})
	code, found := diagnose(t, folder, site, mail)
	if code != exitDone {
		t.Errorf("ends with %d", code)
	}
	wants(t, found, "mail", fine, "smtp: localhost:", "answers")
	wants(t, found, "SPF", fine, "v=spf1 mx ~all")
	wants(t, found, "DKIM", fine, "is that of mail.dkim.key")
	wants(t, found, "DMARC", fine, "paper.example asks for quarantine")
	wants(t, found, "clock", fine, "so says 127.0.0.1")
	wants(t, found, "secrets", fine, "1 file")
	wants(t, found, "database", warns, "not there yet")
	wants(t, found, "address", warns, "the paper answers", "https")

	withNames(t, map[string][]string{
		"news.paper.example":          {"v=spf1 mx ~all", "v=spf1 a -all"},
		"s1._domainkey.paper.example": {"v=DKIM1; k=rsa; p=AAAA"},
	})
	code, found = diagnose(t, folder, site, mail)
	if code != exitFailed {
		t.Errorf("ends with %d", code)
	}
	wants(t, found, "SPF", fails, "2 records")
	wants(t, found, "DKIM", fails, "another", "put into the DNS for s1._domainkey.paper.example: TXT", "k=rsa")
	wants(t, found, "DMARC", warns, "put into the DNS for _dmarc.paper.example")

	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, fmt.Errorf("the network is down")
	}}
	code, found = diagnose(t, folder, site, mail)
	if code != exitDone {
		t.Errorf("ends with %d though nothing but the DNS is away", code)
	}
	for _, check := range []string{"SPF", "DKIM", "DMARC"} {
		wants(t, found, check, warns, "not known", "where the DNS can be reached")
	}
}

// makeKey makes a key for DKIM and answers what the DNS must say.
func makeKey(t *testing.T, folder string) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	block := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	if err := os.WriteFile(filepath.Join(folder, "dkim.pem"), block, 0o600); err != nil {
		t.Fatal(err)
	}
	record, err := (&outgoing.DKIM{Key: key}).Record()
	if err != nil {
		t.Fatal(err)
	}
	return record
}

// TestDoctorOfWhatFails: each with what to do.
func TestDoctorOfWhatFails(t *testing.T) {
	withNames(t, nil)
	folder := t.TempDir()
	late := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat))
		w.WriteHeader(http.StatusBadGateway)
	}))
	defer late.Close()
	port := newSink(t).port()
	for _, c := range []struct{ mail, check, found, next string }{
		{"  transport: smtp\n  from: d@paper.example\n  smtp: {host: localhost, port: 1, security: none}", "mail", "connection refused", "nothing listens there"},
		{"  transport: smtp\n  from: d@paper.example\n  smtp: {host: localhost, port: " + port + "}", "mail", "STARTTLS: the server does not offer it", "security: tls"},
		{"  transport: smtp\n  from: d@paper.example\n  smtp: {host: localhost, port: " + port + ", security: tls}", "mail", "first record", "security: starttls"},
		{"  transport: smtp\n  from: d@paper.example\n  smtp: {host: localhost, port: " + port + ", security: none, username: u, password: p}", "mail", "AUTH: ", "username and password"},
		{"  transport: sendmail\n  from: d@paper.example\n  sendmail: [/no/such/program]", "mail", "/no/such/program", ""},
		{"  folder: config.yaml/outbox", "mail", "outbox: ", ""},
		{"  folder: outbox", "clock", "1 hour away from that of 127.0.0.1", "timedatectl"},
		{"  folder: outbox", "address", "answers 502", "let the web server of that name lead to"},
	} {
		code, found := diagnose(t, folder, late.URL, c.mail)
		if code != exitFailed {
			t.Errorf("%s: ends with %d", c.mail, code)
		}
		wants(t, found, c.check, fails, c.found, c.next)
	}
	if file := filepath.Join(folder, "outbox"); existing(file) == file {
		t.Error("a look made the outbox")
	}
}

// TestDoctorOfAnOpenStatus: a web server before the paper that does not say for
// whom it asks makes everybody an operator.
func TestDoctorOfAnOpenStatus(t *testing.T) {
	p := &patient{app: &app{now: clock()}, settings: small(t, "")}
	spoken := &tls.ConnectionState{PeerCertificates: []*x509.Certificate{{NotAfter: clock()().AddDate(1, 0, 0)}}}
	for path, verdict := range map[string]grade{"/status": warns, "/morning": fine} {
		found := p.judgeSite(t.Context(), answers(t, map[string]string{path: "ok"}).URL, spoken)
		if found.Verdict != verdict || strings.Contains(found.Next, "X-Forwarded-For") != (verdict == warns) {
			t.Errorf("with %s: %+v", path, found)
		}
	}
}
