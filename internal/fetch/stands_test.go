package fetch_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"broadsheet/internal/fetch"
)

// What is at an address stands if the server would give it out, by HEAD or else
// by GET; and nothing of it is taken in.
func TestStands(t *testing.T) {
	var mu sync.Mutex
	asked := map[string]string{}
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked[r.URL.Path] += r.Method + " "
		mu.Unlock()
		if r.Header.Get("If-None-Match") != "" {
			t.Error("it was asked with conditions")
		}
		head := r.Method == http.MethodHead
		switch r.URL.Path {
		case "/here", "/there":
			w.Header().Set("Content-Length", "1000000")
		case "/moved":
			http.Redirect(w, r, "/there", http.StatusFound)
		case "/moved-away":
			http.Redirect(w, r, "/gone", http.StatusMovedPermanently)
		case "/no-head":
			if head {
				w.WriteHeader(http.StatusMethodNotAllowed)
			} else {
				io.WriteString(w, strings.Repeat("x", 1<<20))
			}
		case "/head-lost":
			if head {
				http.NotFound(w, r)
			}
		case "/empty":
			w.WriteHeader(http.StatusNoContent)
		case "/gone":
			w.WriteHeader(http.StatusGone)
		case "/private":
			w.WriteHeader(http.StatusUnauthorized)
		case "/busy":
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			http.NotFound(w, r)
		}
	})
	client := newClient(t, fetch.Options{MaxBody: 10})
	for path, want := range map[string]struct {
		code  int
		asked string
	}{
		"/here": {0, "HEAD "}, "/moved": {0, "HEAD "}, "/no-head": {0, "HEAD GET "}, "/head-lost": {0, "HEAD GET "}, "/empty": {0, "HEAD "},
		"/moved-away": {410, "HEAD GET "}, "/lost": {404, "HEAD GET "}, "/private": {401, "HEAD "}, "/busy": {503, "HEAD "},
	} {
		err := client.Stands(t.Context(), fetch.Request{URL: address + path, ETag: "x"})
		mu.Lock()
		by := asked[path]
		mu.Unlock()
		var status *fetch.StatusError
		switch {
		case want.code == 0 && err != nil:
			t.Errorf("%s: %v", path, err)
		case want.code != 0 && (!errors.As(err, &status) || status.Code != want.code):
			t.Errorf("%s: %v; want %d", path, err, want.code)
		case by != want.asked:
			t.Errorf("%s was asked by %s; want %s", path, by, want.asked)
		}
	}
	if err := client.Stands(t.Context(), fetch.Request{URL: "file:/etc/passwd"}); err == nil {
		t.Error("a file is no page")
	}
	if err := fetch.New(fetch.Options{}).Stands(t.Context(), fetch.Request{URL: address + "/here"}); !errors.Is(err, fetch.ErrPrivate) {
		t.Errorf("on a private network: %v", err)
	}
}
