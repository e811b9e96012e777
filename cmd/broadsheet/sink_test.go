package main

import (
	"io"
	"log"
	"maps"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"

	gosmtp "github.com/emersion/go-smtp"
)

// sink is a real SMTP server that outlives the program.
type sink struct {
	address string
	mu      sync.Mutex
	// taken is how often each Message-ID was taken, without its host.
	taken map[string]int
	// to is whom each Message-ID went to.
	to map[string]string
	// onData is called when a message is there whole and not answered yet.
	onData func()
}

func newSink(t *testing.T) *sink {
	t.Helper()
	s := &sink{taken: map[string]int{}, to: map[string]string{}, onData: func() {}}
	server := gosmtp.NewServer(s)
	server.Domain = "localhost"
	server.ErrorLog = log.New(io.Discard, "", 0) // connections that die are what is tried
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = listener.Addr().String()
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return s
}

func (s *sink) port() string {
	_, port, _ := net.SplitHostPort(s.address)
	return port
}

func (s *sink) watch(onData func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onData = onData
}

func (s *sink) NewSession(*gosmtp.Conn) (gosmtp.Session, error) { return &letterbox{sink: s}, nil }

// counts is a copy of taken.
func (s *sink) counts() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.taken)
}

type letterbox struct {
	sink *sink
	to   string
}

func (l *letterbox) Reset()                                      { l.to = "" }
func (l *letterbox) Logout() error                               { return nil }
func (l *letterbox) Mail(string, *gosmtp.MailOptions) error      { return nil }
func (l *letterbox) Rcpt(to string, _ *gosmtp.RcptOptions) error { l.to = to; return nil }

func (l *letterbox) Data(r io.Reader) error {
	message, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, message.Body); err != nil {
		return err
	}
	l.sink.mu.Lock()
	id, _, _ := strings.Cut(strings.Trim(message.Header.Get("Message-ID"), "<>"), "@")
	l.sink.taken[id]++
	l.sink.to[id] = l.to
	onData := l.sink.onData
	l.sink.mu.Unlock()
	onData()
	return nil
}
