package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
	"time"
)

// ErrTooLarge is a body beyond Options.MaxBody.
var ErrTooLarge = errors.New("the body is too large")

// ErrPrivate is an address that is not of the public internet and not among
// Options.AllowPrivate.
var ErrPrivate = errors.New("private address")

// ErrRobots is an address that the robots.txt of its site keeps us from.
var ErrRobots = errors.New("robots.txt does not allow to read it")

// errRules is an answer that is not HTTP, or too much of it.
var errRules = errors.New("the answer breaks the rules of HTTP")

// StatusError is an answer that is neither a body (2xx) nor "not modified".
type StatusError struct {
	// Code is the HTTP status.
	Code int
	// RetryAfter is how long the server wants to be left alone, 0 if it did
	// not say. It is a claim: bound it before use.
	RetryAfter time.Duration
}

func (e *StatusError) Error() string {
	text := strings.TrimSpace(fmt.Sprintf("%d %s", e.Code, http.StatusText(e.Code)))
	if e.RetryAfter > 0 {
		text += fmt.Sprintf(" (come back in %v)", e.RetryAfter)
	}
	return text
}

// privateError is an ErrPrivate that names the address.
type privateError struct{ address netip.Addr }

func (e *privateError) Error() string {
	return fmt.Sprintf("%s is a private address, and fetch.allow_private does not name it", e.address)
}

func (e *privateError) Is(target error) bool { return target == ErrPrivate }

func tooLarge(limit int64) error {
	return fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limit)
}

// brief cuts what a server wrote into our error messages.
func brief(text string) string {
	const most = 200 // bytes
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}

// fault says a failure in plain words and keeps its cause for errors.Is.
type fault struct {
	words string
	cause error
}

func (f *fault) Error() string { return f.words }
func (f *fault) Unwrap() error { return f.cause }

// inWords says what went wrong on the network. late is what to say of a visit
// whose time ran out: what was not there by then.
func (c *Client) inWords(err error, late string) error {
	var (
		private *privateError
		dns     *net.DNSError
		op      *net.OpError
		cert    *tls.CertificateVerificationError
		record  tls.RecordHeaderError
	)
	say := func(format string, args ...any) error { return &fault{fmt.Sprintf(format, args...), err} }
	switch {
	case errors.As(err, &private):
		return private
	case errors.As(err, &op) && op.Op == "proxyconnect":
		return say("the proxy: %v", c.inWords(op.Err, late))
	case errors.Is(err, ErrTooLarge):
		return err
	case errors.Is(err, errSlow):
		return say("the answer drips: less than %d bytes in %v", c.pace.Bytes, c.pace.Over)
	case errors.As(err, &dns):
		return say("%s", dnsWords(dns))
	case errors.As(err, &cert):
		return say("certificate: %v", cert.Err)
	case errors.As(err, &record):
		return say("the server does not speak TLS, as https: asks for")
	case refusesTLS(err) != "":
		return say("the server refuses TLS with us: %s", refusesTLS(err))
	case errors.Is(err, syscall.ECONNREFUSED) && errors.As(err, &op):
		return say("connection refused by %v", op.Addr)
	case isTimeout(err):
		return say("%s", c.timeoutWords(err, late))
	case errors.Is(err, syscall.ECONNRESET):
		return say("the server broke the connection")
	case errors.Is(err, io.EOF):
		return say("the server closed the connection without an answer")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return say("the answer ends in the middle")
	case strings.Contains(err.Error(), "response headers exceeded"):
		return &fault{fmt.Sprintf("the header of the answer is longer than %d bytes", maxHeader), errRules}
	case isGarbled(err), strings.Contains(err.Error(), "chunk"):
		return fmt.Errorf("%w: %s", errRules, brief(err.Error()))
	}
	return err
}

// refusesTLS is the alert by which a server ended the handshake, in the words of
// RFC 8446 §6.2; "" if it sent none. crypto/tls keeps its type for itself.
func refusesTLS(err error) string {
	var op *net.OpError
	if !errors.As(err, &op) || op.Op != "remote error" {
		return ""
	}
	return strings.TrimPrefix(op.Err.Error(), "tls: ")
}

func dnsWords(dns *net.DNSError) string {
	switch {
	case dns.IsNotFound:
		return fmt.Sprintf("no such host: %s", brief(dns.Name))
	case dns.IsTimeout:
		return fmt.Sprintf("the name server did not answer for %s", brief(dns.Name))
	}
	return fmt.Sprintf("look up %s: %s", brief(dns.Name), dns.Err)
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout()
}

// timeoutWords says which stage was too slow, as far as the error tells.
func (c *Client) timeoutWords(err error, late string) string {
	var op *net.OpError
	switch {
	case errors.As(err, &op) && op.Op == "dial":
		return fmt.Sprintf("no connection to %v within %v", op.Addr, min(maxConnect, c.timeout))
	case strings.Contains(err.Error(), "TLS handshake"):
		return fmt.Sprintf("no TLS handshake within %v", min(maxConnect, c.timeout))
	case strings.Contains(err.Error(), "response headers"):
		return fmt.Sprintf("no answer within %v", min(maxFirstByte, c.timeout))
	}
	return fmt.Sprintf("%s within %v", late, c.timeout)
}
