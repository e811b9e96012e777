package mail

import (
	"cmp"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// Security says how a connection to an SMTP server is encrypted.
type Security string

// The ways to be safe, or not.
const (
	StartTLS  Security = "starttls" // in the clear, then STARTTLS or nothing (RFC 3207); port 587
	TLS       Security = "tls"      // from the first byte (RFC 8314); port 465
	Plaintext Security = "none"     // never; only for a server on this machine or a trusted wire
)

// SMTP hands messages to a submission server (RFC 6409). It is safe for use by
// several goroutines.
type SMTP struct {
	Host string
	Port int
	// Security is StartTLS when empty.
	Security Security
	// Username and Password are sent by AUTH PLAIN or LOGIN, only inside TLS or
	// to this machine. An empty Username sends nothing.
	Username, Password string
	// HELO is how we introduce ourselves; this machine's name when empty.
	HELO string
	// Timeout is for one message from dialling to the last answer; 0 means a minute.
	Timeout time.Duration
	// Config is the starting point for TLS; nil means the system's roots.
	Config *tls.Config
}

// Send hands one message over, on a connection of its own.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	from, to, err := m.envelope()
	if err != nil {
		return fmt.Errorf("write message: %w", err)
	}
	body, err := m.Bytes()
	if err != nil {
		return fmt.Errorf("write message: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(s.Timeout, time.Minute))
	defer cancel()
	session, err := s.open(ctx)
	if err != nil {
		return fmt.Errorf("smtp %s: %w", s.address(), err)
	}
	defer session.close()
	if err := session.transmit(ctx, from.Address, to.Address, body); err != nil {
		return fmt.Errorf("smtp %s: %w", s.address(), err)
	}
	return nil
}

func (s *SMTP) address() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

// session is one connection, greeted, encrypted and authenticated: ready for
// transactions, one after the other.
type session struct {
	conn   net.Conn
	client *smtp.Client
}

// open brings a connection to the point where MAIL may be said.
func (s *SMTP) open(ctx context.Context) (*session, error) {
	conn, err := s.dial(ctx)
	if err != nil {
		return nil, fmt.Errorf("dial: %w", err)
	}
	session := &session{conn: conn}
	if err := session.during(ctx, func() error { return s.greet(session) }); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return session, nil
}

func (s *SMTP) dial(ctx context.Context) (net.Conn, error) {
	if s.Security == TLS {
		return (&tls.Dialer{Config: s.tlsConfig()}).DialContext(ctx, "tcp", s.address())
	}
	return new(net.Dialer).DialContext(ctx, "tcp", s.address())
}

func (s *SMTP) tlsConfig() *tls.Config {
	config := &tls.Config{}
	if s.Config != nil {
		config = s.Config.Clone()
	}
	config.ServerName = cmp.Or(config.ServerName, s.Host)
	config.MinVersion = max(config.MinVersion, tls.VersionTLS12)
	return config
}

// greet exchanges names, encrypts, and authenticates.
func (s *SMTP) greet(session *session) (err error) {
	if session.client, err = smtp.NewClient(session.conn, s.Host); err != nil {
		return fmt.Errorf("greeting: %w", err)
	}
	if err := session.client.Hello(s.helo()); err != nil {
		return fmt.Errorf("EHLO: %w", err)
	}
	if cmp.Or(s.Security, StartTLS) == StartTLS {
		if offered, _ := session.client.Extension("STARTTLS"); !offered {
			return errors.New("STARTTLS: the server does not offer it")
		}
		if err := session.client.StartTLS(s.tlsConfig()); err != nil {
			return fmt.Errorf("STARTTLS: %w", err)
		}
	}
	if s.Username == "" {
		return nil
	}
	return s.authenticate(session.client)
}

func (s *SMTP) helo() string {
	if s.HELO != "" {
		return s.HELO
	}
	if name, err := os.Hostname(); err == nil && name != "" {
		return name
	}
	return "localhost"
}

// authenticate says who we are. Both mechanisms of the library refuse to do so
// in the clear to another machine.
func (s *SMTP) authenticate(client *smtp.Client) error {
	_, offer := client.Extension("AUTH")
	mechanisms := strings.Fields(strings.ToUpper(offer))
	for _, mechanism := range mechanisms {
		switch mechanism {
		case "PLAIN":
			return s.discreet(client.Auth(smtp.PlainAuth("", s.Username, s.Password, s.Host, false)))
		case "LOGIN":
			return s.discreet(client.Auth(smtp.LoginAuth(s.Username, s.Password, s.Host, false)))
		}
	}
	return fmt.Errorf("AUTH: the server offers neither PLAIN nor LOGIN but %q", offer)
}

// discreet keeps the server's words unless they repeat our secret.
func (s *SMTP) discreet(err error) error {
	var reply *textproto.Error
	if err == nil || !errors.As(err, &reply) {
		return wrap("AUTH", err)
	}
	for _, secret := range []string{s.Password, "\x00" + s.Username + "\x00" + s.Password} {
		if strings.Contains(reply.Msg, secret) || strings.Contains(reply.Msg, base64.StdEncoding.EncodeToString([]byte(secret))) {
			return fmt.Errorf("AUTH: the server answered %d", reply.Code)
		}
	}
	return wrap("AUTH", err)
}

// transmit is one mail transaction (RFC 5321 §3.3).
func (n *session) transmit(ctx context.Context, from, to string, body []byte) error {
	return n.during(ctx, func() error {
		n.client.SkipSMTPUTF8(isASCII(from) && isASCII(to))
		if err := n.client.Mail("<" + from + ">"); err != nil {
			return judge("MAIL", err)
		}
		if err := n.client.Rcpt("<" + to + ">"); err != nil {
			return judge("RCPT", err)
		}
		writer, err := n.client.Data()
		if err != nil {
			return judge("DATA", err)
		}
		if _, err := writer.Write(body); err != nil {
			return wrap("DATA", err)
		}
		return judge("DATA", writer.Close())
	})
}

// during lets do talk until ctx ends, which cuts the wire.
func (n *session) during(ctx context.Context, do func() error) error {
	stop := context.AfterFunc(ctx, func() { _ = n.conn.Close() })
	defer stop()
	err := do()
	if cause := context.Cause(ctx); err != nil && cause != nil {
		return cause
	}
	return err
}

// close parts politely; what was accepted stays accepted whatever the answer.
func (n *session) close() {
	_ = n.client.Quit()
	_ = n.conn.Close()
}

func wrap(stage string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", stage, err)
}
