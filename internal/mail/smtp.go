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
	"sync"
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

// SMTP hands messages to a submission server (RFC 6409), or by LMTP to one that
// puts them into mailboxes (RFC 2033). It keeps its connections for the next
// messages. It is safe for use by several goroutines, and has as many
// connections open as messages are sent at once.
type SMTP struct {
	// Host is a name or address; one that begins with / is a Unix socket.
	Host string
	Port int
	// Security is StartTLS when empty.
	Security Security
	// LMTP speaks that protocol, on this machine or a trusted wire: Security
	// must be Plaintext, and nobody logs in.
	LMTP bool
	// Username and Password are sent by AUTH PLAIN or LOGIN, only inside TLS or
	// to this machine. An empty Username sends nothing.
	Username, Password string
	// HELO is how we introduce ourselves; this machine's name when empty.
	HELO string
	// Timeout is for one message from dialling to the last answer; 0 means a minute.
	Timeout time.Duration
	// MessagesPerConnection is after how many messages a connection is given
	// up; 0 means 100.
	MessagesPerConnection int
	// Config is the starting point for TLS; nil means the system's roots.
	Config *tls.Config

	kept kept
}

// buffers are those in which messages are written.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// Send hands one message over. Beside what a Sender says, an Outage is that no
// connection could be had.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	e, err := m.envelope()
	if err != nil {
		return fmt.Errorf("write message: %w", err)
	}
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	message, err := m.append((*buffer)[:0], e)
	if err != nil {
		return fmt.Errorf("write message: %w", err)
	}
	message = onTheWire(message)
	*buffer = message
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(s.Timeout, time.Minute))
	defer cancel()
	return wrap("smtp "+s.Address(), s.handOver(ctx, e, message))
}

// Close ends the connections that were kept. Sending may go on.
func (s *SMTP) Close() error {
	for n := s.kept.take(); n != nil; n = s.kept.take() {
		n.close()
	}
	return nil
}

// handOver transmits on a connection that was kept, or on a new one; on a new
// one also if the server has left the kept one without a word meanwhile.
func (s *SMTP) handOver(ctx context.Context, e envelope, message []byte) error {
	if n := s.kept.take(); n != nil {
		answered, err := s.transmit(ctx, n, e, message)
		if answered || ctx.Err() != nil {
			return err
		}
	}
	n, err := s.open(ctx)
	if err != nil {
		return outage(ctx, err)
	}
	answered, err := s.transmit(ctx, n, e, message)
	if !answered {
		return outage(ctx, err)
	}
	return err
}

// transmit hands a message over on a connection, and gives the connection up,
// to which others may speak from then on. It answers false if the server has
// gone without a word.
func (s *SMTP) transmit(ctx context.Context, n *session, e envelope, message []byte) (answered bool, err error) {
	err = n.transmit(ctx, e.back, e.to.Address, message)
	answered = n.heard || !n.broken
	s.keep(n)
	return answered, err
}

// keep keeps a connection for the next message, if it is good for one.
func (s *SMTP) keep(n *session) {
	if n.broken || n.sent >= cmp.Or(s.MessagesPerConnection, 100) {
		n.close()
		return
	}
	s.kept.put(n)
}

// Address is where the server is: a host and a port, or a socket.
func (s *SMTP) Address() string {
	if s.isSocket() {
		return s.Host
	}
	return net.JoinHostPort(s.Host, strconv.Itoa(s.Port))
}

func (s *SMTP) isSocket() bool { return strings.HasPrefix(s.Host, "/") }

// open brings a connection to the point where MAIL may be said.
func (s *SMTP) open(ctx context.Context) (*session, error) {
	conn, err := s.dial(ctx)
	if err != nil {
		return nil, fmt.Errorf("dial: %w", err)
	}
	n := &session{conn: conn}
	if err := n.during(ctx, func() error { return s.greet(n) }); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return n, nil
}

func (s *SMTP) dial(ctx context.Context) (net.Conn, error) {
	if s.Security == TLS {
		return (&tls.Dialer{Config: s.tlsConfig()}).DialContext(ctx, "tcp", s.Address())
	}
	network := "tcp"
	if s.isSocket() {
		network = "unix"
	}
	return new(net.Dialer).DialContext(ctx, network, s.Address())
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
func (s *SMTP) greet(n *session) (err error) {
	if n.client, err = smtp.NewClient(n.conn, s.Host); err != nil {
		return fmt.Errorf("greeting: %w", err)
	}
	if s.LMTP {
		return s.greetLMTP(n)
	}
	if err := n.client.Hello(s.helo()); err != nil {
		return fmt.Errorf("EHLO: %w", err)
	}
	if cmp.Or(s.Security, StartTLS) == StartTLS {
		if offered, _ := n.client.Extension("STARTTLS"); !offered {
			return errors.New("STARTTLS: the server does not offer it")
		}
		if err := n.client.StartTLS(s.tlsConfig()); err != nil {
			return fmt.Errorf("STARTTLS: %w", err)
		}
	}
	n.pipelining, _ = n.client.Extension("PIPELINING")
	n.utf8, _ = n.client.Extension("SMTPUTF8")
	if s.Username == "" {
		return nil
	}
	return s.authenticate(n.client)
}

// greetLMTP exchanges names as RFC 2033 §4.1 has it.
func (s *SMTP) greetLMTP(n *session) error {
	if err := n.write([]byte("LHLO " + s.helo() + "\r\n")); err != nil {
		return fmt.Errorf("LHLO: %w", err)
	}
	_, offers, err := n.client.Text.ReadResponse(250)
	for line := range strings.Lines(offers) {
		word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		n.pipelining = n.pipelining || strings.EqualFold(word, "PIPELINING")
		n.utf8 = n.utf8 || strings.EqualFold(word, "SMTPUTF8")
	}
	return wrap("LHLO", err)
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
