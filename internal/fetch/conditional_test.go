package fetch_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"broadsheet/internal/fetch"
)

func TestTheSecondVisitOffersTheETagAsItWasSent(t *testing.T) {
	const etag = `W/"a, b \"--gzip`
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", etag)
		if r.Header.Get("If-None-Match") == etag && r.Header.Get("If-Modified-Since") == "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		io.WriteString(w, feed)
	})
	client := newClient(t, fetch.Options{})
	first := get(t, client, fetch.Request{URL: address})
	if first.NotModified || string(first.Body) != feed || first.ETag != etag {
		t.Fatalf("first visit: %+v", first)
	}
	second := get(t, client, fetch.Request{URL: address, ETag: first.ETag, BodyHash: first.BodyHash})
	if !second.NotModified || second.Body != nil || second.ETag != etag || second.BodyHash != first.BodyHash {
		t.Errorf("second visit: %+v", second)
	}
}

func TestTheSecondVisitOffersLastModifiedAsItWasSent(t *testing.T) {
	const modified = "Mon, 23 Nov 2026 7:00:00 PKT" // no valid HTTP date, and ours to repeat
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-Modified-Since") == modified && r.Header.Get("If-None-Match") == "" {
			w.WriteHeader(http.StatusNotModified) // and it does not repeat the validator
			return
		}
		w.Header().Set("Last-Modified", modified)
		io.WriteString(w, feed)
	})
	client := newClient(t, fetch.Options{})
	first := get(t, client, fetch.Request{URL: address})
	second := get(t, client, fetch.Request{URL: address, LastModified: first.LastModified})
	if first.NotModified || !second.NotModified || second.LastModified != modified {
		t.Errorf("first %+v\nsecond %+v", first, second)
	}
}

func TestA304RenewsTheValidatorsThatItNamesAndKeepsTheOthers(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		w.Header().Set(name, "new")
		w.WriteHeader(http.StatusNotModified)
	})
	client := newClient(t, fetch.Options{})
	for name, want := range map[string][2]string{"ETag": {"new", "old"}, "Last-Modified": {"old", "new"}} {
		response := get(t, client, fetch.Request{URL: address + "/" + name, ETag: "old", LastModified: "old", BodyHash: "hash"})
		if got := [2]string{response.ETag, response.LastModified}; got != want || response.BodyHash != "hash" {
			t.Errorf("%s: got %+v", name, response)
		}
	}
}

func TestA304ThatNobodyAskedForIsAnError(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) })
	fails(t, newClient(t, fetch.Options{}), address, "304 Not Modified")
}

func TestTheSameBodyIsNotModified(t *testing.T) {
	visits := 0
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		visits++
		w.Header().Set("ETag", `"`+strings.Repeat("x", visits)+`"`)
		io.WriteString(w, feed)
	})
	client := newClient(t, fetch.Options{})
	first := get(t, client, fetch.Request{URL: address})
	second := get(t, client, fetch.Request{URL: address, ETag: first.ETag, BodyHash: first.BodyHash})
	if !second.NotModified || second.Body != nil || second.BodyHash != first.BodyHash {
		t.Errorf("the same body came as news: %+v", second)
	}
	if second.ETag != `"xx"` {
		t.Errorf("ETag %s is not the last answer's", second.ETag)
	}
}

func TestAValidatorThatIsNotUTF8IsForgotten(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("ETag", "\"caf\xe9\"")
		w.Header().Set("Last-Modified", "23 août 2026")
		io.WriteString(w, feed)
	})
	response := get(t, newClient(t, fetch.Options{}), fetch.Request{URL: address})
	if response.ETag != "" || response.LastModified != "23 août 2026" {
		t.Errorf("remembers %q and %q", response.ETag, response.LastModified)
	}
}

func TestAValidatorThatIsTooLongToSendIsForgotten(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("ETag", strings.Repeat("x", 100_000))
		io.WriteString(w, feed)
	})
	if response := get(t, newClient(t, fetch.Options{}), fetch.Request{URL: address}); response.ETag != "" {
		t.Errorf("remembers %d bytes", len(response.ETag))
	}
}

func TestTheQuestionSaysWhoAsksAndForWhat(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		name, password, _ := r.BasicAuth()
		for _, line := range []string{r.UserAgent(), r.Header.Get("Accept"), name, password} {
			io.WriteString(w, line+"\n")
		}
	})
	client := newClient(t, fetch.Options{UserAgent: "Broadsheet/1 (+https://paper.example/about)"})
	withLogin := strings.Replace(address, "http://", "http://reader:s3cret@", 1)
	response := get(t, client, fetch.Request{URL: " " + withLogin + "/feed#top\n"})
	for _, want := range []string{"Broadsheet/1 (+https://paper.example/about)\n", "application/atom+xml", "\nreader\ns3cret\n"} {
		if !strings.Contains(string(response.Body), want) {
			t.Errorf("question lacks %q:\n%s", want, response.Body)
		}
	}
	if response.URL != address+"/feed" {
		t.Errorf("final address %s, want it without login and fragment", response.URL)
	}
	missing := serve(t, http.NotFound)
	err := fails(t, client, strings.Replace(missing, "http://", "http://reader:s3cret@", 1), "404")
	if strings.Contains(err.Error(), "s3cret") {
		t.Errorf("%q tells the password", err)
	}
}

func TestAnAnswerThatIsNoBodyIsAStatusError(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", "Mon, 23 Nov 2026 07:00:00 GMT")
		switch r.URL.Path {
		case "/seconds":
			w.Header().Set("Retry-After", "120")
			w.WriteHeader(http.StatusTooManyRequests)
		case "/date":
			w.Header().Set("Retry-After", "Mon, 23 Nov 2026 07:30:00 GMT")
			w.WriteHeader(http.StatusServiceUnavailable)
		case "/nowhere":
			w.WriteHeader(http.StatusMovedPermanently) // without a Location
		case "/odd":
			w.WriteHeader(599)
		default:
			http.NotFound(w, r)
		}
	})
	client := newClient(t, fetch.Options{})
	for path, want := range map[string]struct {
		fetch.StatusError
		words string
	}{
		"/seconds": {fetch.StatusError{Code: 429, RetryAfter: 2 * time.Minute}, "429 Too Many Requests (come back in 2m0s)"},
		"/date":    {fetch.StatusError{Code: 503, RetryAfter: 30 * time.Minute}, "503 Service Unavailable"},
		"/nowhere": {fetch.StatusError{Code: 301}, "301 Moved Permanently"},
		"/odd":     {fetch.StatusError{Code: 599}, ": 599"},
		"/none":    {fetch.StatusError{Code: 404}, "get " + address + "/none: 404 Not Found"},
	} {
		err := fails(t, client, address+path, want.words)
		var status *fetch.StatusError
		if !errors.As(err, &status) || *status != want.StatusError {
			t.Errorf("%s: got %#v, want %#v", path, status, want.StatusError)
		}
	}
}
