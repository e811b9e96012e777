package fetch

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"strings"
	"syscall"
)

// Hint is one sentence that tells a person what to do about an error of Get,
// empty if there is nothing to say.
func Hint(err error) string {
	var (
		private *privateError
		status  *StatusError
		dns     *net.DNSError
		cert    *tls.CertificateVerificationError
		record  tls.RecordHeaderError
	)
	switch {
	case err == nil:
		return ""
	case errors.As(err, &private):
		return fmt.Sprintf("if the feed is on a network of your own, add %q to fetch.allow_private",
			fmt.Sprintf("%s/%d", private.address.WithZone(""), private.address.BitLen()))
	case errors.As(err, &status):
		return statusHint(status.Code)
	case errors.Is(err, errProxyLogin):
		return statusHint(http.StatusProxyAuthRequired)
	case errors.Is(err, ErrRobots):
		return "the site wants no program to read this page: look for its feed, or ask the paper"
	case errors.Is(err, errSlow):
		return "the server is overloaded, or keeps us waiting on purpose: it is tried again later"
	case errors.Is(err, ErrTooLarge):
		return "if the feed is meant to be that long, raise fetch.max_body"
	case errors.As(err, &dns):
		return "check the spelling of the host's name, and that this machine is online"
	case errors.As(err, new(x509.UnknownAuthorityError)):
		return "if you know who vouches for that server, name their certificate in ca_file of the source; else it must get a better one"
	case errors.As(err, &cert):
		return "the server must renew or correct its certificate; check this machine's date, too"
	case refusesTLS(err) != "":
		return alertHint(refusesTLS(err))
	case errors.As(err, &record):
		return "write the address with http:// in place of https://"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "nothing listens at that port: check the address, or try again later"
	case errors.Is(err, fs.ErrNotExist):
		return "file:relative/path begins at the folder of config.yaml, file:///path at the root"
	case errors.Is(err, errAstray):
		return "open the address in a browser, and give the one at which it arrives"
	case errors.Is(err, errRules):
		return "the trouble is on the server's side: its operator should know; it is tried again later"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET):
		return "the server may be overloaded, or want https: in place of http:; it is tried again later"
	case isTimeout(err):
		return "if the server is slow but alive, raise fetch.timeout; if the way out is a proxy, name it in the configuration"
	}
	return ""
}

// alertHint is what can be done where a server ends the handshake. Those that
// speak TLS 1.2 call a missing certificate a failure like any other.
func alertHint(alert string) string {
	switch {
	case strings.Contains(alert, "version"):
		return "the server speaks only versions of TLS that are no longer safe: it must be renewed"
	case strings.Contains(alert, "certificate"):
		return "the server wants to know who asks: give the source a client_certificate that it accepts"
	case strings.Contains(alert, "handshake failure"):
		return "the server may want a client_certificate of the source, or speaks nothing that is still safe"
	}
	return ""
}

func statusHint(code int) string {
	switch {
	case code == http.StatusBadRequest:
		return "is the address whole, and does the server want https: in place of http:?"
	case code == http.StatusUnauthorized, code == http.StatusForbidden:
		return "the server wants a login, or does not let programs in"
	case code == http.StatusProxyAuthRequired:
		return "the proxy wants a login: write it into its address, http://NAME:PASSWORD@…"
	case code == http.StatusNotFound:
		return "the feed may have moved: look for its new address on the site"
	case code == http.StatusGone:
		return "the feed is gone for good: take the source out"
	case code == http.StatusTooManyRequests:
		return "the server is asked too often: give the source a longer every"
	case code >= 500:
		return "the trouble is on the server's side: it is tried again later"
	}
	return "open the address in a browser: is a feed there?"
}
