package fetch_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"broadsheet/internal/fetch"
)

const soon = 50 * time.Millisecond

func TestAServerThatIsTooSlowIsGivenUp(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/drip":
			io.WriteString(w, "<rss")
			w.(http.Flusher).Flush()
		case "/error":
			w.WriteHeader(http.StatusServiceUnavailable)
			w.(http.Flusher).Flush()
		}
		<-r.Context().Done()
	})
	fails(t, newClient(t, fetch.Options{Timeout: soon}), address+"/silent", "no answer within 50ms")
	client := newClient(t, fetch.Options{Timeout: 10 * soon}) // enough for a header on a busy machine
	err := fails(t, client, address+"/drip", "the answer is not finished within 500ms")
	if !strings.Contains(fetch.Hint(err), "fetch.timeout") {
		t.Errorf("hint %q", fetch.Hint(err))
	}
	fails(t, client, address+"/error", "503") // its page never ends; its meaning is known
}

func TestRedirectsShareOneVisitsTime(t *testing.T) {
	var clock atomic.Int64 // seconds; each request takes twenty of the thirty
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		clock.Add(20)
		chain(w, r)
	})
	client := fetch.New(fetch.Options{
		AllowPrivate: onLoopback,
		Now:          func() time.Time { return time.Unix(clock.Load(), 0) },
	})
	t.Cleanup(client.Close)
	get(t, client, fetch.Request{URL: address + "/1"})
	fails(t, client, address+"/2", "no answer within 30s")
}

func TestAConnectionThatNeverSpeaksTLSIsGivenUp(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	fails(t, newClient(t, fetch.Options{Timeout: soon}), "https://"+listener.Addr().String(), "within 50ms")
}

func TestACallerWhoGivesUpIsAnsweredAtOnce(t *testing.T) {
	arrived := make(chan struct{})
	address := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		<-r.Context().Done()
	})
	client := newClient(t, fetch.Options{})
	giveUp := errors.New("the evening is over")
	ctx, cancel := context.WithCancelCause(t.Context())
	var visits sync.WaitGroup
	for range 2 { // one is under way, the other waits for the same host
		visits.Go(func() {
			if _, err := client.Get(ctx, fetch.Request{URL: address}); !errors.Is(err, giveUp) {
				t.Errorf("got %v, want the caller's own reason", err)
			}
		})
	}
	<-arrived
	cancel(giveUp)
	visits.Wait()
}

func TestTheCallersDeadlineIsNotBlamedOnTheServer(t *testing.T) {
	address := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	_, err := newClient(t, fetch.Options{}).Get(ctx, fetch.Request{URL: address})
	if !errors.Is(err, context.DeadlineExceeded) || strings.Contains(err.Error(), "within") {
		t.Errorf("got %v", err)
	}
}

func TestWhatGoesWrongOnTheWireIsSaidInPlainWords(t *testing.T) {
	client := newClient(t, fetch.Options{})
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	err := fails(t, client, closed.URL, "connection refused by 127.0.0.1:")
	if fetch.Hint(err) == "" {
		t.Error("no hint for a refused connection")
	}
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	secure.Config.ErrorLog = quiet
	t.Cleanup(secure.Close)
	err = fails(t, client, secure.URL, "certificate: x509: ")
	if !strings.Contains(fetch.Hint(err), "certificate") {
		t.Errorf("hint %q", fetch.Hint(err))
	}
	plain := serve(t, func(http.ResponseWriter, *http.Request) {})
	err = fails(t, client, strings.Replace(plain, "http:", "https:", 1), "does not speak TLS")
	if !strings.Contains(fetch.Hint(err), "http://") {
		t.Errorf("hint %q", fetch.Hint(err))
	}
	rude := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		connection, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		connection.Close()
	})
	fails(t, client, rude, "closed the connection without an answer")
}
