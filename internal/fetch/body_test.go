package fetch_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"

	"broadsheet/internal/fetch"
)

func zip(t testing.TB, body []byte) []byte {
	t.Helper()
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	if _, err := z.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return zipped.Bytes()
}

// encoded serves bytes under a Content-Encoding.
func encoded(t testing.TB, encoding string, body []byte) string {
	return serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", encoding)
		w.Write(body)
	})
}

func TestGzipIsAskedForAndTheHashIsOfTheDecodedBody(t *testing.T) {
	zipped := zip(t, []byte(feed))
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Encoding") != "gzip, deflate, br, zstd" {
			t.Errorf("asked for %q", r.Header.Get("Accept-Encoding"))
		}
		w.Header().Set("Content-Encoding", "GZip")
		w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
		w.Write(zipped)
	})
	response := get(t, newClient(t, fetch.Options{}), fetch.Request{URL: address})
	sum := sha256.Sum256([]byte(feed))
	if string(response.Body) != feed || response.BodyHash != hex.EncodeToString(sum[:]) {
		t.Errorf("got %q, hash %s", response.Body, response.BodyHash)
	}
	if response.ContentType != "application/rss+xml; charset=utf-8" {
		t.Errorf("content type %q", response.ContentType)
	}
}

func TestTheLimitIsTheLastByteThatIsTaken(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/chunked" {
			w.(http.Flusher).Flush() // no Content-Length
		}
		io.WriteString(w, feed)
	})
	exact := newClient(t, fetch.Options{MaxBody: int64(len(feed))})
	short := newClient(t, fetch.Options{MaxBody: int64(len(feed)) - 1})
	for _, path := range []string{"/counted", "/chunked"} {
		if response := get(t, exact, fetch.Request{URL: address + path}); string(response.Body) != feed {
			t.Errorf("%s: got %q", path, response.Body)
		}
		if err := fails(t, short, address+path, "too large"); !errors.Is(err, fetch.ErrTooLarge) {
			t.Errorf("%s: %v is not ErrTooLarge", path, err)
		}
	}
}

func TestABodyThatIsAnnouncedTooLongIsNotWaitedFor(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "1001")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	fails(t, newClient(t, fetch.Options{MaxBody: 1000}), address, "more than 1000 bytes")
}

func TestGzipBombsEndAtTheLimit(t *testing.T) {
	small := newClient(t, fetch.Options{MaxBody: 64 << 10})
	for name, bomb := range map[string][]byte{
		"a megabyte in a kilobyte":             zip(t, make([]byte, 1<<20)),
		"empty members that decode to nothing": bytes.Repeat(zip(t, nil), 10_000),
	} {
		t.Run(name, func(t *testing.T) {
			if err := fails(t, small, encoded(t, "gzip", bomb)); !errors.Is(err, fetch.ErrTooLarge) {
				t.Errorf("%v is not ErrTooLarge", err)
			}
		})
	}
}

func TestABodyThatBreaksOffGivesWhatCameAndNothingToRemember(t *testing.T) {
	client := newClient(t, fetch.Options{})
	long := []byte(strings.Repeat(feed, 100))
	for name, handler := range map[string]http.HandlerFunc{
		"gzip without its end":   body("gzip", zip(t, long)[:len(zip(t, long))-9]),
		"gzip with a wrong sum":  body("gzip", spoilt(zip(t, long), -5)),
		"a length not reached":   lengthOf(len(long)+1, long),
		"206 that nobody wanted": partial(long),
	} {
		t.Run(name, func(t *testing.T) {
			response := get(t, client, fetch.Request{URL: serve(t, handler), ETag: `"old"`, BodyHash: "old"})
			if !response.Truncated || !bytes.HasPrefix(long, response.Body) || len(response.Body) < len(feed) {
				t.Errorf("truncated %v, %d bytes", response.Truncated, len(response.Body))
			}
			if response.ETag+response.LastModified+response.BodyHash != "" || response.MaxAge != 0 {
				t.Errorf("remembers %+v", response)
			}
		})
	}
	// The pool of decoders has seen broken streams: a good one still reads.
	if got := get(t, client, fetch.Request{URL: encoded(t, "gzip", zip(t, long))}); len(got.Body) != len(long) || got.Truncated {
		t.Errorf("read %d bytes", len(got.Body))
	}
}

// body answers with validators, which a whole body would leave behind.
func body(encoding string, bytes []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("ETag", `"new"`)
		w.Header().Set("Last-Modified", "Mon, 23 Nov 2026 07:00:00 GMT")
		w.Header().Set("Cache-Control", "max-age=600")
		w.Header().Set("Content-Encoding", encoding)
		w.Write(bytes)
	}
}

func lengthOf(n int, bytes []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", strconv.Itoa(n))
		body("", bytes)(w, r)
	}
}

func partial(bytes []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Range", "bytes 0-99/*")
		w.Header().Set("ETag", `"new"`)
		w.WriteHeader(http.StatusPartialContent)
		w.Write(bytes)
	}
}

// spoilt turns one byte, counted from the end.
func spoilt(bytes []byte, at int) []byte {
	bytes[len(bytes)+at] ^= 0xff
	return bytes
}

func TestABodyOfWhichNothingCameIsAnError(t *testing.T) {
	client := newClient(t, fetch.Options{})
	fails(t, client, encoded(t, "gzip", zip(t, []byte(feed))[:5]), "ends in the middle")
	fails(t, client, encoded(t, "compress", []byte("\x1f\x9d\x90")), `"compress"`)
	fails(t, client, encoded(t, "br", []byte("\xff\xff\x00\xff")), "brotli")
	fails(t, client, serve(t, lengthOf(1000, nil)), "ends in the middle")
}
