package fetch

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

// The shares of a visit's time that one stage may take.
const (
	maxConnect   = 10 * time.Second // and as much again for TLS
	maxFirstByte = 20 * time.Second // from the request sent to the end of the answer's header
	maxHeader    = 256 << 10        // bytes
)

// newTransport makes the connections. It takes no proxy from the environment:
// through a proxy the guard would see the proxy's address and not the
// target's, and would guard nothing while it seemed to.
func newTransport(visit time.Duration, connections int, allow []netip.Prefix) *http.Transport {
	dialer := &net.Dialer{Timeout: min(maxConnect, visit), Control: guard(allow)}
	return &http.Transport{
		Proxy:                  nil,
		DialContext:            dialer.DialContext,
		ForceAttemptHTTP2:      true,
		TLSHandshakeTimeout:    min(maxConnect, visit),
		ResponseHeaderTimeout:  min(maxFirstByte, visit),
		MaxResponseHeaderBytes: maxHeader,
		// Bodies are decoded here, within the limit, by decode.
		DisableCompression:  true,
		MaxIdleConns:        connections,
		MaxIdleConnsPerHost: 1,
		IdleConnTimeout:     90 * time.Second,
	}
}

// azureWire is the host that tells virtual machines at Azure their secrets: a
// metadata address that stands in no registry of special ones.
var azureWire = netip.MustParsePrefix("168.63.129.16/32")

// guard refuses addresses that are not of the public internet. It is called
// with the very address that is about to be connected to: after the name was
// resolved and for every redirect, so no name can mean one host when it is
// checked and another when it is used. Any port will do: feeds live on 8080.
func guard(allow []netip.Prefix) func(network, address string, _ syscall.RawConn) error {
	var allow4, allow6 []netip.Prefix
	for _, prefix := range allow {
		if prefix.Addr().Is4() {
			allow4 = append(allow4, prefix)
		} else {
			allow6 = append(allow6, prefix)
		}
	}
	guardian := ssrf.New(
		ssrf.WithAnyPort(),
		ssrf.WithDeniedV4Prefixes(azureWire),
		ssrf.WithAllowedV4Prefixes(allow4...),
		ssrf.WithAllowedV6Prefixes(allow6...),
	)
	return func(network, address string, raw syscall.RawConn) error {
		if guardian.Safe(network, address, raw) == nil {
			return nil
		}
		target, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("dial %s: %w", address, err)
		}
		return &privateError{target.Addr()}
	}
}
