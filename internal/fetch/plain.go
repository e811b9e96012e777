package fetch

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
)

// Some answers are good but for a line of their header: a control character,
// a line without a colon, two lengths that differ. net/http refuses them
// whole, and so it does an HTTP/2 stream that the server breaks off. Such an
// answer is asked for once more in the plainest way: over HTTP/1.1, on a
// connection of its own, with the header put in order before net/http sees it.

// isGarbled says whether an error of RoundTrip is about the answer's form.
// net/http has no types for these.
func isGarbled(err error) bool {
	if isTimeout(err) || errors.Is(err, io.EOF) || errors.Is(err, context.Canceled) {
		return false
	}
	for _, words := range []string{"malformed", "bad Content-Length", "multiple Content-Length", "transfer encoding", "http2:", "stream error", "connection error:", "HTTP_1_1_REQUIRED"} {
		if strings.Contains(err.Error(), words) {
			return true
		}
	}
	return false
}

// sendPlainly asks once more in the plainest way.
func (r *routes) sendPlainly(way route, question *http.Request) (*http.Response, error) {
	transport := r.pave(way, nil)
	dial, settings := transport.DialContext, transport.TLSClientConfig
	transport.ForceAttemptHTTP2, transport.DisableKeepAlives = false, true
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		connection, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return tidied(connection), nil
	}
	transport.DialTLSContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		connection, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		secure, err := r.shakeHands(ctx, connection, settings, address)
		if err != nil {
			connection.Close()
			return nil, err
		}
		return tidied(secure), nil
	}
	return transport.RoundTrip(question)
}

// shakeHands starts TLS and offers nothing newer than HTTP/1.1.
func (r *routes) shakeHands(ctx context.Context, connection net.Conn, settings *tls.Config, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, r.connect)
	defer cancel()
	settings = settings.Clone()
	if settings == nil {
		settings = new(tls.Config)
	}
	settings.NextProtos = []string{"http/1.1"}
	if settings.ServerName == "" {
		settings.ServerName, _, _ = net.SplitHostPort(address)
	}
	secure := tls.Client(connection, settings)
	return secure, secure.HandshakeContext(ctx)
}

// tidy is a connection for one answer, whose header comes out in order.
type tidy struct {
	net.Conn
	from *bufio.Reader
	head *bytes.Reader // what of the header is still to be read; nil at first
}

func tidied(connection net.Conn) *tidy {
	return &tidy{Conn: connection, from: bufio.NewReader(connection)}
}

func (t *tidy) Read(p []byte) (int, error) {
	if t.head == nil {
		head, err := readHead(t.from)
		if err != nil {
			return 0, err
		}
		t.head = bytes.NewReader(head)
	}
	if t.head.Len() > 0 {
		return t.head.Read(p)
	}
	return t.from.Read(p)
}

// readHead reads an answer's header, and those of the interim answers (1xx)
// before it, and puts its lines in order.
func readHead(from *bufio.Reader) ([]byte, error) {
	var lines []string
	for read := 0; ; {
		line, err := from.ReadString('\n')
		if err != nil {
			return nil, err
		}
		if read += len(line); read > maxHeader {
			return nil, errors.New("the answer's header is too long")
		}
		line = strings.TrimRight(line, "\r\n")
		switch {
		case len(lines) == 0 && line != "" && !strings.HasPrefix(line, "HTTP/"):
			return nil, fmt.Errorf("malformed HTTP response %q", line)
		case line != "":
			lines = append(lines, line)
		case len(lines) == 0:
			// Blank lines before an answer mean nothing.
		case isInterim(lines[0]):
			lines = nil
		default:
			return inOrder(lines), nil
		}
	}
}

func isInterim(status string) bool {
	_, code, _ := strings.Cut(status, " ")
	return strings.HasPrefix(strings.TrimSpace(code), "1")
}

// inOrder writes the lines that are header fields, and of those that say how
// long the body is only such as can be believed: without them it lasts until
// the server closes the connection.
func inOrder(lines []string) []byte {
	var b bytes.Buffer
	_, status, _ := strings.Cut(strings.Map(printable, lines[0]), " ")
	b.WriteString("HTTP/1.1 " + strings.TrimSpace(status) + "\r\n")
	length, chunked := "", false
	for _, line := range lines[1:] {
		name, value, hasColon := strings.Cut(line, ":")
		name, value = strings.TrimRight(name, " \t"), strings.TrimSpace(strings.Map(printable, value))
		switch lower := strings.ToLower(name); {
		case !hasColon || !isToken(name):
		case lower == "content-length":
			length = believed(length, value)
		case lower == "transfer-encoding":
			chunked = chunked || strings.Contains(strings.ToLower(value), "chunked")
		default:
			b.WriteString(name + ": " + value + "\r\n")
		}
	}
	switch {
	case chunked:
		b.WriteString("Transfer-Encoding: chunked\r\n")
	case length != "" && length != contradicted:
		b.WriteString("Content-Length: " + length + "\r\n")
	}
	b.WriteString("\r\n")
	return b.Bytes()
}

// contradicted is a length that was said in more ways than one, or wrongly.
const contradicted = "?"

func believed(before, now string) string {
	isNumber := now != "" && len(now) < 19 && strings.Trim(now, "0123456789") == ""
	if !isNumber || before != "" && before != now {
		return contradicted
	}
	return now
}

// printable drops control characters; a tab stays.
func printable(c rune) rune {
	if c < ' ' && c != '\t' || c == 0x7f {
		return -1
	}
	return c
}

// isToken says whether a text can be a field's name (RFC 9110 §5.6.2).
func isToken(text string) bool {
	for _, c := range []byte(text) {
		isLetter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		if !isLetter && strings.IndexByte("!#$%&'*+-.^_`|~", c) < 0 {
			return false
		}
	}
	return text != ""
}
