package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"broadsheet/internal/fetch"
)

// withSource is a config whose one source has further keys.
func withSource(t *testing.T, folder, keys string, env map[string]string) *settings {
	t.Helper()
	text := "title: Paper\nurl: http://localhost:8080\nsources: [{id: a, url: 'https://a.example/feed', " + keys + "}]\n" +
		"digests: [{id: m, title: M, schedule: '0 7 * * *', sections: [{title: News}]}]\n"
	s, err := parseConfig([]byte(text), "config.yaml", folder, func(name string) (string, bool) {
		value, set := env[name]
		return value, set
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestRequestsCarryWhatTheSourceNeeds(t *testing.T) {
	env := map[string]string{"TOKEN": "hunter2"}
	got := withSource(t, ".", `headers: {x-key: "${TOKEN}"}, cookies: "a=1; b=2", user_agent: Me, auth: {bearer: "${TOKEN}"}, proxy: "socks5://localhost:1080"`, env).requests()["a"]
	want := fetch.Request{
		URL: "https://a.example/feed", UserAgent: "Me", Bearer: "hunter2",
		Header: http.Header{"X-Key": {"hunter2"}, "Cookie": {"a=1; b=2"}},
		Proxy:  &url.URL{Scheme: "socks5", Host: "localhost:1080"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestTheProxyIsDecidedHere by the config, then by the environment; NO_PROXY
// and this machine are excepted from both.
func TestTheProxyIsDecidedHere(t *testing.T) {
	env := map[string]string{"https_proxy": "http://me:hunter2@env.example:1", "HTTP_PROXY": "http://plain.example:2", "NO_PROXY": "near.example"}
	for _, c := range []struct {
		name, lines string
		env         map[string]string
		want        map[string]string // address → proxy
		said        string
	}{
		{"none", "", nil, map[string]string{"https://a.example/": ""}, ""},
		{"environment", "", env, map[string]string{
			"https://a.example/": "http://me:hunter2@env.example:1", "http://a.example/": "http://plain.example:2",
			"https://near.example/": "", "http://127.0.0.1:80/": "",
		}, "http://…@env.example:1 for https, http://plain.example:2 for http, as the environment says"},
		{"config", "fetch: {proxy: 'http://me:hunter2@own.example:3'}", env, map[string]string{
			"https://a.example/": "http://me:hunter2@own.example:3", "http://a.example/": "http://me:hunter2@own.example:3",
			"https://near.example/": "", "http://localhost/": "",
		}, "http://…@own.example:3, as fetch.proxy says"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := small(t, c.lines)
			s.env = func(name string) (string, bool) { value, set := c.env[name]; return value, set }
			choose := s.fetchOptions(nil).Proxy
			for address, want := range c.want {
				target, err := url.Parse(address)
				if err != nil {
					t.Fatal(err)
				}
				got := ""
				proxy, err := choose(target)
				if proxy != nil {
					got = proxy.String()
				}
				if err != nil || got != want {
					t.Errorf("%s goes by %q, want %q (%v)", address, got, want, err)
				}
			}
			if got := s.wayOut(); got != c.said {
				t.Errorf("says %q, want %q", got, c.said)
			}
		})
	}
}

func TestHostsAreAskedGently(t *testing.T) {
	s := small(t, "fetch: {hosts: {Farm.example: {connections: 8}, slow.example: {gap: 2s}, both.example: {connections: 2, gap: 1s}}}")
	o := s.fetchOptions(nil)
	want := map[string]fetch.PerHost{
		"farm.example": {Connections: 8}, "slow.example": {Gap: 2 * time.Second}, "both.example": {Connections: 2, Gap: time.Second},
	}
	if diff := cmp.Diff(want, o.Hosts); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if diff := cmp.Diff(fetch.PerHost{Gap: 250 * time.Millisecond}, o.PerHost); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	for _, none := range []string{"0s", "0"} {
		s = small(t, "fetch: {per_host: {connections: 1, gap: "+none+"}}")
		if diff := cmp.Diff(fetch.PerHost{Connections: 1}, s.fetchOptions(nil).PerHost); diff != "" {
			t.Errorf("gap %s: -want +got:\n%s", none, diff)
		}
	}
}

// Pages of what was printed are watched for three days, unless the file says
// otherwise.
func TestHowLongPagesAreWatched(t *testing.T) {
	for text, want := range map[string]time.Duration{"{}": 72 * time.Hour, "{watch_printed: never}": 0, "{watch_printed: 36h}": 36 * time.Hour, "{watch_printed: 7d}": 168 * time.Hour} {
		if got := small(t, "fetch: "+text).watchPrinted(); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

// TestCertificatesAreKept as one value, so that visits share connections.
func TestCertificatesAreKept(t *testing.T) {
	folder := t.TempDir()
	writeCertificate(t, folder)
	s := withSource(t, folder, "client_certificate: {cert: own.pem, key: own.key}, ca_file: own.pem", nil)
	first, second := s.requests()["a"].TLS, s.requests()["a"].TLS
	if first == nil || first != second || len(first.Certificates) != 1 || first.RootCAs == nil {
		t.Errorf("%+v, %p and %p", first, first, second)
	}
}

func writeCertificate(t *testing.T, folder string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: instant.AddDate(1, 0, 0)}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{"own.pem": {Type: "CERTIFICATE", Bytes: cert}, "own.key": {Type: "PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(filepath.Join(folder, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
