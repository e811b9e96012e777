package fetch_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"broadsheet/internal/fetch"
)

// onlyThat returns a client with no more than one exception, or none for "".
func onlyThat(t testing.TB, prefix string) *fetch.Client {
	allow := []netip.Prefix{}
	if prefix != "" {
		allow = append(allow, netip.MustParsePrefix(prefix))
	}
	return newClient(t, fetch.Options{AllowPrivate: allow})
}

func TestLoopbackIsRefusedUnlessItIsAllowed(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, feed) })
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "127.1.2.3"} {
		target := "http://" + host + ":" + u.Port() + "/"
		if err := fails(t, onlyThat(t, ""), target, "is a private address", "fetch.allow_private"); !errors.Is(err, fetch.ErrPrivate) {
			t.Errorf("%s: %v is not ErrPrivate", host, err)
		}
	}
	for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]"} {
		get(t, onlyThat(t, "127.0.0.0/8"), fetch.Request{URL: "http://" + host + ":" + u.Port() + "/"})
	}
	err = fails(t, onlyThat(t, "10.0.0.0/8"), address, u.Hostname())
	if hint := fetch.Hint(err); !strings.Contains(hint, `"127.0.0.1/32"`) {
		t.Errorf("hint %q does not say what to write", hint)
	}
}

// An address that is refused is never connected to, so these need no network.
func TestSpecialAddressesAreRefused(t *testing.T) {
	client := onlyThat(t, "")
	for name, host := range map[string]string{
		"private 10/8":            "10.0.0.1",
		"private 172.16/12":       "172.31.255.255",
		"private 192.168/16":      "192.168.0.1",
		"shared address space":    "100.64.0.1",
		"link-local":              "169.254.1.1",
		"metadata":                "169.254.169.254",
		"metadata at Alibaba":     "100.100.100.200",
		"metadata at Azure":       "168.63.129.16",
		"this network":            "0.1.2.3",
		"multicast":               "224.0.0.1",
		"broadcast":               "255.255.255.255",
		"documentation":           "203.0.113.1",
		"loopback v6":             "[::1]",
		"unspecified v6":          "[::]",
		"unique local":            "[fd00:ec2::254]",
		"link-local v6":           "[fe80::1]",
		"NAT64 of loopback":       "[64:ff9b::7f00:1]",
		"NAT64 local":             "[64:ff9b:1::a00:1]",
		"mapped private":          "[::ffff:192.168.0.1]",
		"compatible loopback":     "[::127.0.0.1]",
		"6to4 of a private":       "[2002:c0a8:1::1]",
		"Teredo":                  "[2001::1]",
		"documentation v6":        "[2001:db8::1]",
		"multicast v6":            "[ff02::1]",
		"private on another port": "10.0.0.1:8080",
		"protocol assignments":    "192.0.0.1",
		"benchmarks":              "198.18.0.1",
		"6to4 relay":              "192.88.99.1",
		"reserved":                "240.0.0.1",
		"mapped metadata":         "[::ffff:a9fe:a9fe]",
		"NAT64 of metadata":       "[64:ff9b::a9fe:a9fe]",
		"6to4 of loopback":        "[2002:7f00:1::]",
		"site-local v6":           "[fec0::1]",
		"discard v6":              "[100::1]",
		"documentation v6, new":   "[3fff::1]",
		"segment routing v6":      "[5f00::1]",
		"link-local with a zone":  "[fe80::1%25lo]",
	} {
		t.Run(name, func(t *testing.T) {
			if err := fails(t, client, "http://"+host+"/"); !errors.Is(err, fetch.ErrPrivate) {
				t.Errorf("%v is not ErrPrivate", err)
			}
		})
	}
}

// TestMain names a proxy on loopback in the environment.
func TestAProxyInTheEnvironmentDoesNotGetRoundTheGuard(t *testing.T) {
	err := fails(t, onlyThat(t, "127.0.0.0/8"), "http://10.0.0.1/", "10.0.0.1 is a private address")
	if !errors.Is(err, fetch.ErrPrivate) {
		t.Errorf("%v is not ErrPrivate", err)
	}
}

// A name may mean an allowed address now and a private one the next moment:
// the guard looks at what is dialled, each time.
func TestANameThatIsBoundAnewIsLookedAtAnew(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		if r.URL.Path == "/redirect" {
			http.Redirect(w, r, "http://rebound.example:"+mustParse(t, "http://"+r.Host).Port()+"/", http.StatusFound)
		}
	})
	port := mustParse(t, address).Port()
	resolve(t, map[string][]string{
		"rebound.example.": {"127.0.0.1", "10.0.0.1", "169.254.169.254"},
		"outside.example.": {"127.0.0.1"},
		"inside.example.":  {"192.168.1.1"},
	})
	client := onlyThat(t, "127.0.0.1/32")
	get(t, client, fetch.Request{URL: "http://rebound.example:" + port})
	for _, target := range []string{
		"http://rebound.example:" + port, "http://outside.example:" + port + "/redirect", "http://inside.example/", "http://INSIDE.example./",
	} {
		if err := fails(t, client, target, "is a private address"); !errors.Is(err, fetch.ErrPrivate) {
			t.Errorf("%s: %v is not ErrPrivate", target, err)
		}
	}
}

// resolve has names mean the addresses in turn, until the test ends. The last
// one stays.
func resolve(t *testing.T, names map[string][]string) {
	t.Helper()
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var answering sync.WaitGroup
	answering.Go(func() {
		packet := make([]byte, 512)
		for {
			n, from, err := server.ReadFrom(packet)
			if err != nil {
				return
			}
			if answer, err := nameAnswer(packet[:n], names); err == nil {
				server.WriteTo(answer, from)
			}
		}
	})
	before := net.DefaultResolver
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", server.LocalAddr().String())
	}}
	t.Cleanup(func() {
		net.DefaultResolver = before
		server.Close()
		answering.Wait()
	})
}

// nameAnswer answers a question for an IPv4 address with the next one, and any
// other with nothing.
func nameAnswer(question []byte, names map[string][]string) ([]byte, error) {
	var message dnsmessage.Message
	if err := message.Unpack(question); err != nil {
		return nil, err
	}
	asked := message.Questions[0]
	message.Response, message.Additionals = true, nil
	name := strings.ToLower(asked.Name.String())
	if next := names[name]; asked.Type == dnsmessage.TypeA && len(next) > 0 {
		message.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: asked.Name, Type: asked.Type, Class: asked.Class},
			Body:   &dnsmessage.AResource{A: netip.MustParseAddr(next[0]).As4()},
		}}
		names[name] = next[min(1, len(next)-1):]
	}
	return message.Pack()
}
