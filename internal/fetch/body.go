package fetch

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"sync"
)

// body reads an answer's body, decoded. The limit holds on the wire, where
// empty gzip members could come for ever and decode to nothing, and after each
// decoding, where a few bytes can mean gigabytes.
//
// A body that breaks off gives what came, and whole is false: whole items may
// be in it. One that is too long or too slow is an error: so is whatever never
// ends.
func (c *Client) body(answer *http.Response) (body []byte, whole bool, err error) {
	if answer.ContentLength > c.maxBody {
		return nil, false, tooLarge(c.maxBody)
	}
	decoded, err := decode(answer.Body, answer.Header.Values("Content-Encoding"), c.maxBody)
	if err != nil {
		return nil, false, capped(err)
	}
	defer decoded.release()
	body, err = readAll(decoded, c.maxBody)
	switch {
	case err == nil:
		return body, answer.StatusCode != http.StatusPartialContent, nil
	case len(body) == 0 || errors.Is(err, ErrTooLarge) || answer.Request.Context().Err() != nil:
		return nil, false, err
	}
	return body, false, nil
}

// scratches are the buffers that bodies grow in, so that each is copied once,
// at its size. maxScratch is the largest that is kept for the next.
var scratches = sync.Pool{New: func() any { return new(bytes.Buffer) }}

const maxScratch = 1 << 20

// readAll reads to the end, or to an error: ErrTooLarge beyond the limit. What
// came before an error is returned with it.
func readAll(from io.Reader, limit int64) ([]byte, error) {
	scratch := scratches.Get().(*bytes.Buffer)
	defer func() {
		if scratch.Reset(); scratch.Cap() <= maxScratch {
			scratches.Put(scratch)
		}
	}()
	_, err := scratch.ReadFrom(limited(from, limit))
	return bytes.Clone(scratch.Bytes()), capped(err)
}

// limited fails beyond the limit. A limit that only cut the body short would
// pass a part off as the whole.
func limited(from io.Reader, limit int64) io.Reader {
	return http.MaxBytesReader(nil, io.NopCloser(from), limit)
}

// capped calls the standard library's name for a limit passed by ours.
func capped(err error) error {
	var limit *http.MaxBytesError
	if errors.As(err, &limit) {
		return tooLarge(limit.Limit)
	}
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
