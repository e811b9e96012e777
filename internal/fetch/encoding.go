package fetch

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// acceptEncoding are the encodings that decode knows.
const acceptEncoding = "gzip, deflate, br, zstd"

// maxLayers is how many encodings deep a body may be: the server's, one that
// the file had already, and one for good measure.
const maxLayers = 3

// inspected is how much of a body is looked at to tell what it is.
const inspected = 64

// decoded is a body with its encodings undone.
type decoded struct {
	io.Reader
	borrowed []func() // give the decoders back to their pools
}

func (d *decoded) release() {
	for _, giveBack := range d.borrowed {
		giveBack()
	}
}

// decode undoes the Content-Encodings (RFC 9110 §8.4), the last one first. The
// body itself has the last word: some are compressed and do not say so, and
// some say so and are not.
func decode(wire io.Reader, headers []string, limit int64) (*decoded, error) {
	names := encodings(headers)
	d := &decoded{Reader: limited(wire, limit)}
	for layer := range maxLayers {
		name := ""
		if layer < len(names) {
			name = names[len(names)-1-layer]
		}
		from := bufio.NewReader(d.Reader)
		d.Reader = from
		start, _ := from.Peek(inspected) // an error comes again when it is read
		open, err := opener(start, name)
		if err != nil || open == nil {
			return d, err
		}
		inner, giveBack, err := open(from)
		if err != nil {
			d.release()
			return nil, err
		}
		d.Reader, d.borrowed = limited(inner, limit), append(d.borrowed, giveBack)
	}
	return d, nil
}

// encodings are the names in Content-Encoding that mean something, in order.
func encodings(headers []string) []string {
	var names []string
	for _, header := range headers {
		for name := range strings.SplitSeq(header, ",") {
			name = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(name)), "x-")
			if name != "" && name != "identity" {
				names = append(names, name)
			}
		}
	}
	return names
}

// opener is how to decode a body that starts so and is called so, nil where it
// is to be read as it is.
func opener(start []byte, name string) (func(*bufio.Reader) (io.Reader, func(), error), error) {
	switch {
	case isGzip(start):
		return openGzip, nil
	case isZstd(start):
		return openZstd, nil
	case isText(start):
		return nil, nil
	case name == "br":
		return openBrotli, nil
	case isZlib(start):
		return openZlib, nil
	case name == "deflate":
		return openDeflate, nil
	case name == "" || name == "gzip" || name == "zstd":
		return nil, nil
	}
	return nil, fmt.Errorf("the answer is encoded as %q, which was not asked for", brief(name))
}

func isGzip(start []byte) bool { return bytes.HasPrefix(start, []byte("\x1f\x8b\x08")) }

// isZstd knows a frame, and one that is to be skipped (RFC 8878 §3.1).
func isZstd(start []byte) bool {
	return bytes.HasPrefix(start, []byte("\x28\xb5\x2f\xfd")) ||
		len(start) > 3 && start[0]&0xf0 == 0x50 && bytes.Equal(start[1:4], []byte("\x2a\x4d\x18"))
}

// isZlib knows the four headers that are in use (RFC 1950 §2.2).
func isZlib(start []byte) bool {
	return len(start) >= 2 && start[0] == 'x' && strings.IndexByte("\x01\x5e\x9c\xda", start[1]) >= 0
}

// isText says whether the bytes can be the start of a document in a charset
// that has ASCII within it, or two or four bytes a letter. Brotli and deflate have
// no mark of their own, but go through as text only if they are a few bytes long.
func isText(start []byte) bool {
	for _, wide := range []string{"\xff\xfe", "\xfe\xff", "\x00\x00\xfe\xff", "<\x00", "\x00<", "\x00\x00\x00<"} {
		if bytes.HasPrefix(start, []byte(wide)) {
			return true
		}
	}
	for _, b := range start {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' || b == 0x7f {
			return false
		}
	}
	// A rune that the inspected part cuts in two is no fault of the text.
	for cut := 0; cut < utf8.UTFMax && cut <= len(start); cut++ {
		if utf8.Valid(start[:len(start)-cut]) {
			return true
		}
	}
	return bytes.HasPrefix(start, []byte("<"))
}

// The decoders are kept for the next body: their windows are 40 kB and more.
// A zstd window is at most the 8 MB of RFC 9659.
var (
	unzippers  = sync.Pool{New: func() any { return new(unzipper) }}
	zlibs      = sync.Pool{}
	deflates   = sync.Pool{New: func() any { return flate.NewReader(nil) }}
	brotlis    = sync.Pool{New: func() any { return brotli.NewReader(nil) }}
	zstds      = sync.Pool{New: func() any { return newZstd() }}
	zstdWindow = uint64(8 << 20)
)

func openGzip(from *bufio.Reader) (io.Reader, func(), error) {
	z := unzippers.Get().(*unzipper)
	giveBack := func() { unzippers.Put(z) }
	if err := z.reset(from); err != nil {
		giveBack()
		return nil, nil, broken("gunzip", err)
	}
	return z, giveBack, nil
}

func openZlib(from *bufio.Reader) (io.Reader, func(), error) {
	z, ok := zlibs.Get().(io.ReadCloser)
	if !ok {
		fresh, err := zlib.NewReader(from)
		if err != nil {
			return nil, nil, broken("inflate", err)
		}
		return fresh, func() { zlibs.Put(fresh) }, nil
	}
	giveBack := func() { zlibs.Put(z) }
	if err := z.(zlib.Resetter).Reset(from, nil); err != nil {
		giveBack()
		return nil, nil, broken("inflate", err)
	}
	return z, giveBack, nil
}

func openDeflate(from *bufio.Reader) (io.Reader, func(), error) {
	z := deflates.Get().(io.ReadCloser)
	giveBack := func() { deflates.Put(z) }
	if err := z.(flate.Resetter).Reset(from, nil); err != nil {
		giveBack()
		return nil, nil, broken("inflate", err)
	}
	return z, giveBack, nil
}

func openBrotli(from *bufio.Reader) (io.Reader, func(), error) {
	z := brotlis.Get().(*brotli.Reader)
	_ = z.Reset(from) // its error is always nil
	return z, func() { brotlis.Put(z) }, nil
}

func openZstd(from *bufio.Reader) (io.Reader, func(), error) {
	z := zstds.Get().(*zstd.Decoder)
	giveBack := func() { _ = z.Reset(nil); zstds.Put(z) }
	if err := z.Reset(from); err != nil {
		giveBack()
		return nil, nil, broken("zstd", err)
	}
	return z, giveBack, nil
}

// newZstd works in the caller's goroutine alone.
func newZstd() *zstd.Decoder {
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(zstdWindow))
	if err != nil {
		panic(err) // the options are wrong, whatever the input
	}
	return z
}

// broken says which decoder gave up. An encoding that ends before it has begun
// is cut off like any other.
func broken(decoder string, err error) error {
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("%s: %w", decoder, err)
}

// unzipper reads gzip, member after member (RFC 1952 §2.2), and leaves what
// some servers write behind the last one.
type unzipper struct {
	gzip.Reader
	from *bufio.Reader
}

func (z *unzipper) reset(from *bufio.Reader) error {
	z.from = from
	err := z.Reader.Reset(from)
	z.Multistream(false)
	return err
}

func (z *unzipper) Read(p []byte) (int, error) {
	n, err := z.Reader.Read(p)
	if err != io.EOF {
		return n, err
	}
	start, err := z.from.Peek(3)
	if err != nil && err != io.EOF {
		return n, err
	}
	if !isGzip(start) {
		return n, io.EOF
	}
	return n, z.reset(z.from)
}
