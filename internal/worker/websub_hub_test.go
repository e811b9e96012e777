package worker

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"broadsheet/internal/store"
	"broadsheet/internal/web"
)

// publicURL is an address that looks public. Nobody looks up its name: the
// announcer has a resolver of its own.
const publicURL = "https://daily.broadsheet.news"

// announcer is a hub. It keeps what it was asked and asks back when it is told to.
type announcer struct {
	*httptest.Server
	t       *testing.T
	client  *http.Client // for which every host is our web
	mu      sync.Mutex
	asked   []url.Values
	refuses string // why, if it does
}

// newAnnouncer is a hub that reaches the web over s.
func newAnnouncer(t *testing.T, s *store.Store) *announcer {
	site := httptest.NewTLSServer(web.Handler(web.Options{Store: s, Log: slog.New(slog.DiscardHandler)}))
	t.Cleanup(site.Close)
	a := &announcer{t: t}
	transport := site.Client().Transport.(*http.Transport).Clone()
	transport.TLSClientConfig.ServerName = "example.com" // as the certificate has it
	transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, site.Listener.Addr().String())
	}
	a.client = &http.Client{Transport: transport}
	a.Server = httptest.NewServer(http.HandlerFunc(a.hear))
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		a.Close()
	})
	return a
}

func (a *announcer) hear(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := r.ParseForm(); err != nil || r.Method != http.MethodPost {
		a.t.Error(r.Method, err)
	}
	a.asked = append(a.asked, r.PostForm)
	if a.refuses != "" {
		w.Header().Set("Content-Type", "text/plain")
		w.WriteHeader(http.StatusServiceUnavailable)
		io.WriteString(w, a.refuses)
		return
	}
	w.WriteHeader(http.StatusAccepted)
}

func (a *announcer) refuse(why string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.refuses = why
}

// requests are the modes that the hub was asked for so far, in order.
func (a *announcer) requests() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var modes []string
	for _, form := range a.asked {
		modes = append(modes, form.Get("hub.mode"))
	}
	return strings.Join(modes, " ")
}

func (a *announcer) last() url.Values {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.asked[len(a.asked)-1]
}

// askBack asks whether we meant the last request, or tells us of another mode.
func (a *announcer) askBack(mode string, lease time.Duration) (confirmed bool) {
	a.t.Helper()
	form := a.last()
	query := url.Values{
		"hub.mode": {mode}, "hub.topic": {form.Get("hub.topic")}, "hub.challenge": {"riddle"},
		"hub.lease_seconds": {fmt.Sprint(int(lease / time.Second))},
	}
	response, err := a.client.Get(form.Get("hub.callback") + "?" + query.Encode())
	if err != nil {
		a.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return err == nil && response.StatusCode == http.StatusOK && string(text) == "riddle"
}

// ping announces news of the last topic, signed with a secret.
func (a *announcer) ping(secret string) (status int) {
	a.t.Helper()
	const news = "<rss>anything</rss>"
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(news))
	request, err := http.NewRequestWithContext(a.t.Context(), http.MethodPost, a.last().Get("hub.callback"), strings.NewReader(news))
	if err != nil {
		a.t.Fatal(err)
	}
	request.Header.Set("X-Hub-Signature", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	response, err := a.client.Do(request)
	if err != nil {
		a.t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}
