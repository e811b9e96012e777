package store

import (
	"errors"
	"io"
	"net"
	"net/url"
	"sync"
	"testing"
	"time"
)

// A server that is gone without a word is told as that, with what to do, and is
// used again when it is there.
func TestServerHangsUp(t *testing.T) {
	dsn := freshSchema(t, postgresServer(t))
	wire := newWire(t, dsn)
	s := open(t, wire.dsn)
	wire.cut()
	_, err := s.States(t.Context(), []string{"harbour"})
	if !errors.Is(err, ErrLost) || Hint(err) != stoppedHint {
		t.Errorf("%v, with the hint %q", err, Hint(err))
	}
	if err := s.SavePage(t.Context(), Page{Item: "one", Asked: time.Now()}); err != nil {
		t.Errorf("when the server is there again: %v", err)
	}
}

// wire is a way to a server that can be cut.
type wire struct {
	dsn   string
	mu    sync.Mutex
	conns []net.Conn
}

func newWire(t *testing.T, dsn string) *wire {
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	server := u.Host
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	u.Host = l.Addr().String()
	w := &wire{dsn: u.String()}
	t.Cleanup(func() { l.Close(); w.cut() })
	go w.serve(l, server)
	return w
}

func (w *wire) serve(l net.Listener, server string) {
	for {
		in, err := l.Accept()
		if err != nil {
			return
		}
		out, err := net.Dial("tcp", server)
		if err != nil {
			in.Close()
			continue
		}
		w.mu.Lock()
		w.conns = append(w.conns, in, out)
		w.mu.Unlock()
		go func() { _, _ = io.Copy(in, out); in.Close() }()
		go func() { _, _ = io.Copy(out, in); out.Close() }()
	}
}

// cut ends all connections that there are.
func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, conn := range w.conns {
		conn.Close()
	}
	w.conns = nil
}
