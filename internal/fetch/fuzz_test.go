package fetch

import (
	"bufio"
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
)

// Whatever a server sends as a body gives bytes within the limit, or an error.
func FuzzDecode(f *testing.F) {
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	z.Write([]byte("<rss/>"))
	z.Close()
	for _, seed := range []string{"", "<rss/>", zipped.String(), "\x28\xb5\x2f\xfd\x04\x00\x31", "x\x9c\x03\x00", "\x0b\x02\x80<rss/>\x03"} {
		f.Add([]byte(seed), "gzip, br")
		f.Add([]byte(seed), "deflate")
	}
	const limit = 64 << 10
	f.Fuzz(func(t *testing.T, body []byte, encoding string) {
		decoded, err := decode(bytes.NewReader(body), []string{encoding}, limit)
		if err != nil {
			return
		}
		defer decoded.release()
		if read, _ := readAll(decoded, limit); len(read) > limit {
			t.Errorf("read %d bytes", len(read))
		}
	})
}

// A header in order is one that net/http reads, unless there is none.
func FuzzHeaderInOrder(f *testing.F) {
	for _, seed := range []string{
		"HTTP/1.1 200 OK\r\nno colon\r\nA : b\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nbody",
		"HTTP/1.1 100 \r\n\r\nHTTP/9 204\n folded\nA:\x00b\n\n",
		"HTTP/1.1 200\r\nTransfer-Encoding: cat, chunked\r\n\r\n0\r\n\r\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		head, err := readHead(bufio.NewReader(strings.NewReader(text)))
		if err != nil {
			return
		}
		_, err = http.ReadResponse(bufio.NewReader(bytes.NewReader(head)), nil)
		if err != nil && !strings.Contains(err.Error(), "status code") && !strings.Contains(err.Error(), "malformed HTTP response") {
			t.Errorf("%q: %v", head, err)
		}
	})
}

// A robots.txt of any kind gives an answer, and never closes its own door.
func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /a*b$\nAllow: /%41", "/aXb?c=%2a")
	f.Fuzz(func(t *testing.T, text, path string) {
		rules := parseRobots(text, "Broadsheet")
		rules.allow(path)
		if !rules.allow("/robots.txt") {
			t.Error("robots.txt itself is closed")
		}
		if once := normalPath(path); normalPath(once) != once {
			t.Errorf("%q and %q for %q", once, normalPath(once), path)
		}
	})
}
