package fetch

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// body reads an answer's body, decoded. The limit holds twice: on the wire,
// where empty gzip members could come for ever and decode to nothing, and
// after decoding, where a few bytes can mean gigabytes.
func (c *Client) body(answer *http.Response) ([]byte, error) {
	if answer.ContentLength > c.maxBody {
		return nil, tooLarge(c.maxBody)
	}
	wire := http.MaxBytesReader(nil, answer.Body, c.maxBody)
	decoded, err := decode(wire, answer.Header.Get("Content-Encoding"))
	if err != nil {
		return nil, capped(err)
	}
	defer decoded.Close()
	return readAll(decoded, c.maxBody)
}

// readAll reads to the end, or to the error ErrTooLarge. A limit that only cut
// the body short would pass a part off as the whole.
func readAll(from io.ReadCloser, limit int64) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(nil, from, limit))
	if err != nil {
		return nil, capped(err)
	}
	return body, nil
}

// capped calls the standard library's name for a limit passed by ours.
func capped(err error) error {
	var limit *http.MaxBytesError
	if errors.As(err, &limit) {
		return tooLarge(limit.Limit)
	}
	return err
}

// decode undoes a Content-Encoding (RFC 9110 §8.4).
func decode(wire io.ReadCloser, encoding string) (io.ReadCloser, error) {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "identity":
		return wire, nil
	case "gzip", "x-gzip":
		return unzip(wire)
	}
	return nil, fmt.Errorf("the answer is encoded as %q, which was not asked for", encoding)
}

// unzippers keeps the windows of finished readers, 40 kB each.
var unzippers = sync.Pool{New: func() any { return new(unzipper) }}

type unzipper struct{ gzip.Reader }

func unzip(wire io.Reader) (io.ReadCloser, error) {
	z := unzippers.Get().(*unzipper)
	if err := z.Reset(wire); err != nil {
		unzippers.Put(z)
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return nil, fmt.Errorf("gunzip: %w", err)
	}
	return z, nil
}

func (z *unzipper) Close() error {
	err := z.Reader.Close()
	unzippers.Put(z)
	return err
}

// settle names the body by its hash and lets go of one that is known.
func settle(response Response, r Request) Response {
	sum := sha256.Sum256(response.Body)
	response.BodyHash = hex.EncodeToString(sum[:])
	if response.BodyHash == r.BodyHash {
		response.NotModified, response.Body = true, nil
	}
	return response
}
