package fetch_test

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"broadsheet/internal/fetch"
)

// TestMain names a proxy before anything can have looked for one: net/http
// reads the environment once.
func TestMain(m *testing.M) {
	os.Setenv("HTTP_PROXY", "http://127.0.0.1:9")
	log.SetOutput(io.Discard) // net/http tells it what rude servers say unasked
	goleak.VerifyTestMain(m)
}

var loopback = netip.MustParsePrefix("127.0.0.0/8")

var onLoopback = []netip.Prefix{loopback}

const feed = `<rss version="2.0"><channel><title>The Harbour Post</title></channel></rss>`

// serve starts a server on loopback and returns its address.
func serve(t testing.TB, handler http.HandlerFunc) string {
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// newClient returns a client that may visit loopback.
func newClient(t testing.TB, o fetch.Options) *fetch.Client {
	if o.AllowPrivate == nil {
		o.AllowPrivate = onLoopback
	}
	o.Now = time.Now
	client := fetch.New(o)
	t.Cleanup(client.Close)
	return client
}

func get(t testing.TB, c *fetch.Client, r fetch.Request) fetch.Response {
	t.Helper()
	response, err := c.Get(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return response
}

// fails expects an error that holds every one of the words.
func fails(t testing.TB, c *fetch.Client, address string, words ...string) error {
	t.Helper()
	response, err := c.Get(t.Context(), fetch.Request{URL: address})
	if err == nil {
		t.Fatalf("got %q, want an error about %q", response.Body, words)
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("error %q does not say %q", err, word)
		}
	}
	return err
}

func write(t testing.TB, folder, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// quiet takes what a server has to say about clients that hang up.
var quiet = log.New(io.Discard, "", 0)
