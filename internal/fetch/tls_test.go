package fetch_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"broadsheet/internal/fetch"
)

// trust is the settings of a client that knows the server's certificate.
func trust(server *httptest.Server) *tls.Config {
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	return &tls.Config{RootCAs: roots}
}

// certificate is one that signs itself.
func certificate(t testing.TB, template x509.Certificate) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template.SerialNumber, template.Subject = big.NewInt(1), pkix.Name{CommonName: "paper.example"}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
}

// secure serves over TLS with settings of its own.
func secure(t testing.TB, settings *tls.Config, handler http.HandlerFunc) *httptest.Server {
	server := httptest.NewUnstartedServer(handler)
	server.TLS = settings
	server.Config.ErrorLog = quiet
	server.StartTLS()
	t.Cleanup(server.Close)
	return server
}

func TestCertificatesThatProveNothingAreRefused(t *testing.T) {
	now := time.Now()
	loopbackIP := []net.IP{net.IPv4(127, 0, 0, 1)}
	for name, c := range map[string]struct {
		template x509.Certificate
		trusted  bool
		words    string
	}{
		"signed by itself": {x509.Certificate{NotAfter: now.Add(time.Hour), IPAddresses: loopbackIP}, false, "certificate"},
		"expired":          {x509.Certificate{NotBefore: now.Add(-2 * time.Hour), NotAfter: now.Add(-time.Hour), IPAddresses: loopbackIP}, true, "expired"},
		"not yet valid":    {x509.Certificate{NotBefore: now.Add(time.Hour), NotAfter: now.Add(2 * time.Hour), IPAddresses: loopbackIP}, true, "not yet valid"},
		"another host's":   {x509.Certificate{NotAfter: now.Add(time.Hour), DNSNames: []string{"other.example"}}, true, "127.0.0.1"},
	} {
		t.Run(name, func(t *testing.T) {
			mine := certificate(t, c.template)
			server := secure(t, &tls.Config{Certificates: []tls.Certificate{mine}}, http.NotFound)
			request := fetch.Request{URL: server.URL}
			if c.trusted {
				request.TLS = &tls.Config{RootCAs: x509.NewCertPool()}
				request.TLS.RootCAs.AddCert(mine.Leaf)
			}
			_, err := newClient(t, fetch.Options{}).Get(t.Context(), request)
			if err == nil || !strings.Contains(err.Error(), c.words) || !strings.Contains(fetch.Hint(err), "certificate") {
				t.Errorf("got %v, hint %q", err, fetch.Hint(err))
			}
		})
	}
}

// The certificate is shown to the source's own origin, and a stranger that it
// redirects to sees none, though the same CAs are trusted.
func TestAClientCertificateIsShownToItsOriginOnly(t *testing.T) {
	shown := func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, map[bool]string{true: "shown", false: "not shown"}[len(r.TLS.PeerCertificates) > 0])
	}
	mine := certificate(t, x509.Certificate{NotAfter: time.Now().Add(time.Hour)})
	abroad := secure(t, &tls.Config{ClientAuth: tls.RequestClientCert}, shown)
	home := secure(t, &tls.Config{ClientAuth: tls.RequestClientCert}, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/abroad" {
			http.Redirect(w, r, abroad.URL, http.StatusFound)
			return
		}
		shown(w, r)
	})
	settings := trust(home)
	settings.Certificates = []tls.Certificate{mine}
	client := newClient(t, fetch.Options{})
	for path, want := range map[string]string{"/": "shown", "/abroad": "not shown"} {
		if got := get(t, client, fetch.Request{URL: home.URL + path, TLS: settings}); string(got.Body) != want {
			t.Errorf("%s: %s", path, got.Body)
		}
	}
}

// A server that ends the handshake gives an alert, and its cause is to be guessed.
func TestAHandshakeThatTheServerRefusesIsExplained(t *testing.T) {
	for name, c := range map[string]struct {
		server      *tls.Config
		words, hint string
	}{
		"no certificate of ours, TLS 1.3": {&tls.Config{ClientAuth: tls.RequireAnyClientCert}, "refuses TLS with us: certificate required", "client_certificate"},
		"no certificate of ours, TLS 1.2": {&tls.Config{ClientAuth: tls.RequireAnyClientCert, MaxVersion: tls.VersionTLS12}, "refuses TLS with us", "client_certificate"},
		"only old versions":               {&tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}, "refuses TLS with us: protocol version", "no longer safe"},
	} {
		t.Run(name, func(t *testing.T) {
			server := secure(t, c.server, http.NotFound)
			_, err := newClient(t, fetch.Options{}).Get(t.Context(), fetch.Request{URL: server.URL, TLS: trust(server)})
			if err == nil || !strings.Contains(err.Error(), c.words) || !strings.Contains(fetch.Hint(err), c.hint) {
				t.Errorf("got %v, hint %q", err, fetch.Hint(err))
			}
		})
	}
}

// Who trusts a server that nobody else vouches for is told where to say so.
func TestAnAuthorityThatIsNotKnownCanBeNamed(t *testing.T) {
	server := secure(t, nil, http.NotFound)
	_, err := newClient(t, fetch.Options{}).Get(t.Context(), fetch.Request{URL: server.URL})
	if !strings.Contains(fetch.Hint(err), "ca_file") {
		t.Errorf("hint %q for %v", fetch.Hint(err), err)
	}
}

func TestAGarbledHeaderBehindTLSIsPutInOrder(t *testing.T) {
	server := secure(t, nil, func(w http.ResponseWriter, _ *http.Request) {
		connection, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer connection.Close()
		io.WriteString(connection, ok+"no colon\r\n"+counted)
	})
	got := get(t, newClient(t, fetch.Options{}), fetch.Request{URL: server.URL, TLS: trust(server)})
	if string(got.Body) != feed {
		t.Errorf("got %q", got.Body)
	}
}
