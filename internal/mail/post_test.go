package mail_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	gosmtp "github.com/emersion/go-smtp"

	"broadsheet/internal/mail"
)

// post is a real SMTP server on loopback. It keeps what it takes and answers
// a command with the error that its map holds for it.
type post struct {
	mu         sync.Mutex
	mails      []taken
	users      []string
	mechanisms []string // PLAIN when empty
	greeted    int
	lmtp       bool
	answers    map[string]error
	arrived    chan string
	hold       chan struct{} // when set, DATA is answered only after it is closed
}

// seen is what the server took, and who authenticated how.
func (p *post) seen() (mails []taken, users []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.mails), slices.Clone(p.users)
}

type taken struct{ from, to, body string }

func (p *post) NewSession(*gosmtp.Conn) (gosmtp.Session, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.greeted++
	return &desk{post: p}, nil
}

// connections is how many were greeted.
func (p *post) connections() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.greeted
}

// refuse has a command answered with an error from now on, or with none.
func (p *post) refuse(command string, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answers = map[string]error{command: err}
}

func (p *post) answer(command string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.answers[command]
}

type desk struct {
	post *post
	mail taken
}

func (d *desk) Reset()        { d.mail = taken{} }
func (d *desk) Logout() error { return nil }

func (d *desk) Mail(from string, _ *gosmtp.MailOptions) error {
	d.mail.from = from
	return d.post.answer("MAIL")
}

func (d *desk) Rcpt(to string, _ *gosmtp.RcptOptions) error {
	d.mail.to = to
	return d.post.answer("RCPT")
}

func (d *desk) Data(r io.Reader) error {
	body, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if d.post.hold != nil {
		d.post.arrived <- d.mail.to
		<-d.post.hold
	}
	if err := d.post.answer("DATA"); err != nil {
		return err
	}
	d.post.mu.Lock()
	defer d.post.mu.Unlock()
	d.mail.body = string(body)
	d.post.mails = append(d.post.mails, d.mail)
	return nil
}

func (d *desk) AuthMechanisms() []string {
	if d.post.mechanisms == nil {
		return []string{sasl.Plain}
	}
	return d.post.mechanisms
}

func (d *desk) Auth(mechanism string) (sasl.Server, error) {
	check := func(username, password string) error {
		if username != "press" || password != "correct horse" {
			return &gosmtp.SMTPError{Code: 535, EnhancedCode: gosmtp.EnhancedCode{5, 7, 8}, Message: "who is " + username + " with " + password}
		}
		d.post.mu.Lock()
		defer d.post.mu.Unlock()
		d.post.users = append(d.post.users, mechanism+" "+username)
		return nil
	}
	if mechanism == sasl.Login {
		return &login{check: check}, nil
	}
	return sasl.NewPlainServer(func(_, username, password string) error { return check(username, password) }), nil
}

// login is the server's side of AUTH LOGIN: two questions, two answers.
type login struct {
	check    func(username, password string) error
	username string
	asked    int
}

func (l *login) Next(response []byte) ([]byte, bool, error) {
	l.asked++
	switch l.asked {
	case 1:
		return []byte("Username:"), false, nil
	case 2:
		l.username = string(response)
		return []byte("Password:"), false, nil
	}
	return nil, true, l.check(l.username, string(response))
}

// open starts the server and returns how to reach it.
func (p *post) open(t *testing.T, security mail.Security) *mail.SMTP {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := gosmtp.NewServer(p)
	server.Domain, server.AllowInsecureAuth, server.ErrorLog, server.LMTP = "localhost", true, silent{}, p.lmtp
	config, roots := certificate(t)
	if security == mail.StartTLS {
		server.TLSConfig = config
	}
	port := listener.Addr().(*net.TCPAddr).Port
	if security == mail.TLS {
		listener = tls.NewListener(listener, config)
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close(); <-done })
	smtp := &mail.SMTP{Host: "127.0.0.1", Port: port, Security: security, Config: &tls.Config{RootCAs: roots}, Timeout: 20 * time.Second, LMTP: p.lmtp}
	t.Cleanup(func() { _ = smtp.Close() })
	return smtp
}

type silent struct{}

func (silent) Printf(string, ...any) {}
func (silent) Println(...any)        {}

// certificate is a key for 127.0.0.1 and the pool that trusts it.
func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<33, 0),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, roots
}
