package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"time"

	"broadsheet/internal/store"
)

// answer is what a view found to say.
type answer struct {
	body []byte
	// kind is the Content-Type.
	kind string
	// modified is when the newest edition shown was composed; zero if none is.
	modified time.Time
	// cache is the Cache-Control.
	cache string
	// shared says that scripts of other sites may read it (Fetch, CORS): so that
	// feed readers that live in a browser can.
	shared bool
	// status is that of an answer to a form that is not 200; 0 is 200.
	status int
}

// What the Cache-Control of an answer is. An edition never changes, but its
// page does: it links to the next.
const (
	cachePage = "public, max-age=60"
	cacheFeed = "public, max-age=300"
	cacheIcon = "public, max-age=86400"
	cacheNot  = "no-store"
)

const htmlType = "text/html; charset=utf-8"

// view makes the answer to a request. An error that is store.ErrNotFound
// becomes a page that says so.
type view func(r *http.Request) (answer, error)

func (s site) serve(v view) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, err := v(r)
		switch {
		case err == nil:
			a.write(w, r)
		case errors.Is(err, store.ErrNotFound):
			s.apologise(w, r, http.StatusNotFound)
		case errors.Is(err, context.Canceled):
			// The reader has left and nobody listens.
		default:
			s.failed(r, err)
			s.apologise(w, r, http.StatusInternalServerError)
		}
	})
}

// failed logs a request by its address, or by the form of one that holds what
// nobody else is to know.
func (s site) failed(r *http.Request, err error) {
	path := r.URL.Path
	if r.PathValue("id") != "" || r.PathValue("token") != "" {
		_, path, _ = strings.Cut(r.Pattern, " ")
	}
	s.Log.Error("request failed", "method", r.Method, "path", path, "error", err)
}

// write answers r: with the body, or with 304 when the reader has it.
func (a answer) write(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Cache-Control", a.cache)
	if a.cache == cacheNot {
		h.Set("X-Robots-Tag", "noindex") // what is a reader's, or the moment's, is not to be found
	} else {
		h.Set("ETag", tag(a.body))
	}
	if a.shared {
		h.Set("Access-Control-Allow-Origin", "*")
	}
	if a.status != 0 {
		w.WriteHeader(a.status)
		w.Write(a.body)
		return
	}
	http.ServeContent(w, r, "", a.modified, bytes.NewReader(a.body))
}

// tag is the entity tag of a body, weak because gzip does not change it.
func tag(body []byte) string {
	sum := sha256.Sum256(body)
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:15]) + `"`
}

// nothing is what stands at an address that has no meaning.
func nothing(*http.Request) (answer, error) { return answer{}, store.ErrNotFound }
