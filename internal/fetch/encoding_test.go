package fetch_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"

	"broadsheet/internal/fetch"
)

// squeeze writes a body through a compressor.
func squeeze(t testing.TB, body []byte, compressor func(io.Writer) (io.WriteCloser, error)) []byte {
	t.Helper()
	var squeezed bytes.Buffer
	w, err := compressor(&squeezed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return squeezed.Bytes()
}

// the compressors, by the name that Content-Encoding gives what they write.
var compressors = map[string]func(io.Writer) (io.WriteCloser, error){
	"br":       func(w io.Writer) (io.WriteCloser, error) { return brotli.NewWriter(w), nil },
	"zstd":     func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) },
	"deflate":  func(w io.Writer) (io.WriteCloser, error) { return zlib.NewWriter(w), nil },
	"deflate ": func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) }, // raw, as some understood RFC 1950
}

func TestEncodings(t *testing.T) {
	long := []byte(strings.Repeat(feed, 1000))
	zipped := zip(t, long)
	br, zs := squeeze(t, long, compressors["br"]), squeeze(t, long, compressors["zstd"])
	zl, raw := squeeze(t, long, compressors["deflate"]), squeeze(t, long, compressors["deflate "])
	client := newClient(t, fetch.Options{})
	for name, c := range map[string]struct {
		encoding string
		body     []byte
	}{
		"brotli":                         {"br", br},
		"zstd":                           {"zstd", zs},
		"deflate in a zlib wrapper":      {"deflate", zl},
		"deflate without a wrapper":      {"deflate", raw},
		"gzip by its old name":           {"x-gzip", zipped},
		"gzip, unsaid":                   {"", zipped},
		"gzip that is called identity":   {"identity", zipped},
		"zstd, unsaid":                   {"", zs},
		"zlib, unsaid":                   {"", zl},
		"text that is called gzip":       {"gzip", long},
		"text that is called br":         {"br", long},
		"text that is called deflate":    {"deflate", long},
		"text that is called zstd":       {"zstd", long},
		"text in utf-8, says the server": {"UTF-8", long},
		"gzip that is called br":         {"br", zipped},
		"zstd that is called gzip":       {"gzip", zs},
		"a gzipped file, gzipped":        {"gzip", zip(t, zipped)},
		"two encodings":                  {"gzip, br", squeeze(t, zipped, compressors["br"])},
		"zstd behind a frame to skip":    {"zstd", append([]byte("\x5a\x2a\x4d\x18\x03\x00\x00\x00abc"), zs...)},
		"gzip with zeroes behind it":     {"gzip", append(bytes.Clone(zipped), make([]byte, 512)...)},
		"gzip with a page behind it":     {"gzip", append(bytes.Clone(zipped), "<!-- cached -->"...)},
		"gzip in two members":            {"gzip", append(zip(t, long[:1000]), zip(t, long[1000:])...)},
	} {
		t.Run(name, func(t *testing.T) {
			for range 2 { // the second time with decoders from the pool
				response := get(t, client, fetch.Request{URL: encoded(t, c.encoding, c.body)})
				if !bytes.Equal(response.Body, long) || response.Truncated {
					t.Fatalf("got %d bytes, truncated %v; want %d", len(response.Body), response.Truncated, len(long))
				}
			}
		})
	}
}

func TestTextInOtherCharsetsIsNotTakenForCompressed(t *testing.T) {
	client := newClient(t, fetch.Options{})
	for name, text := range map[string]string{
		"latin 1":                             "<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><title>caf\xe9</title></channel></rss>",
		"latin 1 at once":                     "<t>caf\xe9</t>",
		"utf-16":                              "\xff\xfe<\x00r\x00s\x00s\x00/\x00>\x00",
		"utf-8 with bom":                      "\ufeff<rss/>",
		"a rune cut in two by the inspection": strings.Repeat("x", 63) + "é",
		"nothing":                             "",
		"utf-16, big end first":               "\xfe\xff\x00<\x00r\x00/\x00>",
		"utf-16 without a mark":               "\x00<\x00r\x00/\x00>",
		"utf-32":                              "\x00\x00\x00<\x00\x00\x00r\x00\x00\x00/\x00\x00\x00>",
	} {
		for _, called := range []string{"gzip", "deflate", "br", "none", "utf-16"} {
			if response := get(t, client, fetch.Request{URL: encoded(t, called, []byte(text))}); string(response.Body) != text {
				t.Errorf("%s, called %s: got %q", name, called, response.Body)
			}
		}
	}
}

func TestWhatIsCutOffIsTruncatedInEveryEncoding(t *testing.T) {
	client := newClient(t, fetch.Options{})
	long := []byte(strings.Repeat(feed, 3000))
	for name, compressor := range compressors {
		squeezed := squeeze(t, long, compressor)
		response := get(t, client, fetch.Request{URL: encoded(t, strings.TrimSpace(name), squeezed[:len(squeezed)-8])})
		if !response.Truncated || response.BodyHash != "" || !bytes.HasPrefix(long, response.Body) {
			t.Errorf("%s: truncated %v, %d bytes", name, response.Truncated, len(response.Body))
		}
	}
}

func TestBombsEndAtTheLimitInEveryEncoding(t *testing.T) {
	small := newClient(t, fetch.Options{MaxBody: 64 << 10})
	zeroes := make([]byte, 8<<20)
	bombs := map[string]string{}
	for name, compressor := range compressors {
		bombs[strings.TrimSpace(name)+" "+name] = serve(t, body(strings.TrimSpace(name), squeeze(t, zeroes, compressor)))
	}
	bombs["gzip in gzip in gzip"] = encoded(t, "gzip", zip(t, zip(t, zip(t, zeroes))))
	bombs["unsaid"] = serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Write(zip(t, zeroes)) })
	for name, address := range bombs {
		if err := fails(t, small, address); !errors.Is(err, fetch.ErrTooLarge) {
			t.Errorf("%s: %v is not ErrTooLarge", name, err)
		}
	}
}

func TestAnOnionOfEncodingsIsNotPeeledForEver(t *testing.T) {
	onion := []byte(feed)
	for range 5 {
		onion = zip(t, onion)
	}
	response := get(t, newClient(t, fetch.Options{}), fetch.Request{URL: encoded(t, "gzip", onion)})
	if !bytes.HasPrefix(response.Body, []byte("\x1f\x8b")) {
		t.Errorf("got %q", response.Body)
	}
}
