package fetch

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"syscall"

	"code.dny.dev/ssrf"
)

// azureWire is the host that tells virtual machines at Azure their secrets: a
// metadata address that stands in no registry of special ones.
var azureWire = netip.MustParsePrefix("168.63.129.16/32")

// guard refuses addresses that are not of the public internet. Any port will
// do: feeds live on 8080.
type guard struct{ *ssrf.Guardian }

func newGuard(allow []netip.Prefix) *guard {
	var allow4, allow6 []netip.Prefix
	for _, prefix := range allow {
		if prefix.Addr().Is4() {
			allow4 = append(allow4, prefix)
		} else {
			allow6 = append(allow6, prefix)
		}
	}
	return &guard{ssrf.New(
		ssrf.WithAnyPort(),
		ssrf.WithDeniedV4Prefixes(azureWire),
		ssrf.WithAllowedV4Prefixes(allow4...),
		ssrf.WithAllowedV6Prefixes(allow6...),
	)}
}

// control is a net.Dialer's. It is called with the very address that is about
// to be connected to: after the name was resolved and for every redirect, so
// no name can mean one host when it is checked and another when it is used.
func (g *guard) control(network, address string, raw syscall.RawConn) error {
	if g.Safe(network, address, raw) == nil {
		return nil
	}
	target, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("dial %s: %w", address, err)
	}
	return &privateError{target.Addr()}
}

// literal refuses what can be known before a proxy resolves the name: private
// addresses written out, and the names of the proxy's own machine.
func (g *guard) literal(u *url.URL) error {
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		host = "127.0.0.1"
	}
	address, err := netip.ParseAddr(host)
	if err != nil {
		return nil // a name
	}
	if address = address.Unmap(); g.SafeAddr(address) != nil {
		return &privateError{address}
	}
	return nil
}
