package fetch_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"broadsheet/internal/fetch"
)

const (
	ok = "HTTP/1.1 200 OK\r\n"
)

// counted is the feed behind its true length.
var counted = fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(feed), feed)

// An odd answer that says what was asked for is taken.
func TestOddAnswersAreTaken(t *testing.T) {
	client := newClient(t, fetch.Options{})
	for name, answer := range map[string]string{
		"HTTP/1.0":                              "HTTP/1.0 200 OK\r\n\r\n" + feed,
		"HTTP/1.0 with a length":                "HTTP/1.0 200 OK\r\n" + counted,
		"no status text":                        "HTTP/1.1 200\r\n" + counted,
		"no status text but a space":            "HTTP/1.1 200 \r\n" + counted,
		"lines that end in a bare LF":           strings.ReplaceAll(ok+counted, "\r\n", "\n"),
		"no length, closed at the end":          ok + "\r\n" + feed,
		"chunked":                               ok + "Transfer-Encoding: chunked\r\n\r\n" + chunked(feed),
		"chunked with extensions and a trailer": ok + "Transfer-Encoding: chunked\r\n\r\n" + fmt.Sprintf("%x;name=value\r\n%s\r\n0\r\nX-Sum: 1\r\n\r\n", len(feed), feed),
		"chunked and a length":                  ok + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(feed),
		"the same length twice":                 ok + fmt.Sprintf("Content-Length: %d\r\n", len(feed)) + counted,
		"100 Continue first":                    "HTTP/1.1 100 Continue\r\n\r\n" + ok + counted,
		"103 Early Hints first":                 "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + ok + counted,
		"203 from a proxy":                      "HTTP/1.1 203 Non-Authoritative\r\n" + counted,
		"226 with the whole":                    "HTTP/1.1 226 IM Used\r\n" + counted,
		"bytes behind the body":                 ok + counted + "<!-- cached -->",
		"another answer behind the body":        ok + counted + "HTTP/1.1 500 No\r\n\r\n",
		"a folded header line":                  ok + "X-Note: one\r\n two\r\n" + counted,
		"an empty header value":                 ok + "X-Note:\r\n" + counted,
		"a thousand headers":                    ok + strings.Repeat("X-Note: again\r\n", 1000) + counted,
		"a cookie that is no cookie":            ok + "Set-Cookie: ;;;=\x80\r\n" + counted,
		"latin 1 in a header":                   ok + "X-Note: caf\xe9\r\n" + counted,
		"a content type that lies":              ok + "Content-Type: image/png\r\n" + counted,
		"a content type that is none":           ok + "Content-Type: ;;/\r\n" + counted,
		"a location without a redirect":         ok + "Location: http://10.0.0.1/\r\n" + counted,

		// net/http refuses these, and a second question settles them.
		"a control character in a value":  ok + "X-Note: a\x01b\x00\r\n" + counted,
		"a header line without a colon":   ok + "what is this\r\n" + counted,
		"a space before the colon":        ok + "X-Note : x\r\n" + counted,
		"a name with a space":             ok + "X Note: x\r\n" + counted,
		"a header that starts folded":     ok + " folded\r\n" + counted,
		"two lengths that differ":         ok + "Content-Length: 5\r\n" + counted,
		"a negative length":               ok + "Content-Length: -1\r\n\r\n" + feed,
		"a length in words":               ok + "Content-Length: many\r\n\r\n" + feed,
		"a length beyond counting":        ok + "Content-Length: 99999999999999999999\r\n\r\n" + feed,
		"transfer encoding: identity":     ok + "Transfer-Encoding: identity\r\n\r\n" + feed,
		"two spaces before the status":    "HTTP/1.1  200 OK\r\n" + counted,
		"a version that does not exist":   "HTTP/3.14 200 OK\r\n" + counted,
		"early hints and a garbled line":  "HTTP/1.1 103 Early Hints\r\n\r\n" + ok + "no colon\r\n" + counted,
		"chunked, in an unknown encoding": ok + "Transfer-Encoding: cat, chunked\r\n\r\n" + chunked(feed),
	} {
		t.Run(name, func(t *testing.T) {
			response := get(t, client, fetch.Request{URL: says(t, answer)})
			if string(response.Body) != feed || response.Truncated {
				t.Errorf("got %q, truncated %v", response.Body, response.Truncated)
			}
		})
	}
}

// chunked writes a text in chunks of ten bytes.
func chunked(text string) string {
	var b strings.Builder
	for len(text) > 0 {
		n := min(10, len(text))
		fmt.Fprintf(&b, "%x\r\n%s\r\n", n, text[:n])
		text = text[n:]
	}
	return b.String() + "0\r\n\r\n"
}

// An answer that is none ends in words that a person understands.
func TestAnswersThatAreNoneAreRefused(t *testing.T) {
	client := newClient(t, fetch.Options{})
	for name, c := range map[string]struct{ answer, words string }{
		"nothing at all":            {"", "closed the connection without an answer"},
		"half a header":             {ok + "Content-", ""},
		"a document without HTTP":   {feed, "breaks the rules of HTTP"},
		"a long line that is none":  {ok + strings.Repeat("x", 9000) + "\r\n", "…"},
		"the greeting of SSH":       {"SSH-2.0-OpenSSH_9.9\r\n", "breaks the rules of HTTP"},
		"a TLS alert":               {"\x15\x03\x01\x00\x02\x02\x46\r\n", "breaks the rules of HTTP"},
		"a status of two digits":    {"HTTP/1.1 20 OK\r\n" + counted, "breaks the rules of HTTP"},
		"status 000":                {"HTTP/1.1 000 Nothing\r\n" + counted, ": 0"},
		"status 999":                {"HTTP/1.1 999 Request denied\r\n" + counted, ": 999"},
		"101 to who knows what":     {"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n", ": 101"},
		"204 No Content":            {"HTTP/1.1 204 No Content\r\n\r\n", ": 204"},
		"205 Reset Content":         {"HTTP/1.1 205 Reset Content\r\n\r\n", ": 205"},
		"300 with a choice":         {"HTTP/1.1 300 Multiple Choices\r\nLocation: /\r\n" + counted, ": 300"},
		"304 that nobody asked for": {"HTTP/1.1 304 Not Modified\r\n\r\n", ": 304"},
		"305 with a proxy":          {"HTTP/1.1 305 Use Proxy\r\nLocation: http://127.0.0.1:9/\r\n" + counted, ": 305"},
		"410 Gone":                  {"HTTP/1.1 410 Gone\r\n" + counted, ": 410 Gone"},
		"a chunk of no number":      {ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "breaks the rules of HTTP: invalid byte in chunk length"},
		"a chunk beyond counting":   {ok + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n", "chunk length too large"},
		"a length of 8 exabytes":    {ok + "Content-Length: 9223372036854775807\r\n\r\n" + feed, "too large"},
	} {
		t.Run(name, func(t *testing.T) { fails(t, client, says(t, c.answer), c.words) })
	}
}

// What never ends is ended by a limit of bytes; Timeout is out of the game.
func TestWhatNeverEndsIsEnded(t *testing.T) {
	client := newClient(t, fetch.Options{MaxBody: 64 << 10})
	kilobyte := strings.Repeat("x", 1022) + "\r\n"
	for name, c := range map[string]struct {
		reply func(net.Conn, *http.Request)
		words string
	}{
		"headers without end":        {forEver(ok, "X-Note: "+kilobyte), "the header of the answer is longer than 262144 bytes"},
		"one header without end":     {forEver(ok+"X-Note: ", strings.Repeat("x", 1000)), "header"},
		"a garbled header, no end":   {forEver(ok+"no colon\r\n", "X-Note: "+kilobyte), ""},
		"interim answers, no end":    {forEver("", "HTTP/1.1 103 Early Hints\r\nX-Note: "+kilobyte+"\r\n"), ""},
		"a status line without end":  {forEver("HTTP/1.1 200 ", kilobyte[:1000]), "header"},
		"a body without end":         {forEver(ok+"\r\n", kilobyte), "too large"},
		"chunks without end":         {forEver(ok+"Transfer-Encoding: chunked\r\n\r\n", "400\r\n"+kilobyte+"\r\n"), "too large"},
		"a trailer without end":      {forEver(ok+"Transfer-Encoding: chunked\r\n\r\n0\r\n", "X-Note: "+kilobyte), ""},
		"chunks of one byte, no end": {forEver(ok+"Transfer-Encoding: chunked\r\n\r\n", strings.Repeat("1\r\nx\r\n", 200)), "too large"},
		"an error page without end":  {forEver("HTTP/1.1 503 No\r\n\r\n", kilobyte), ": 503"},
		"a redirect page, no end":    {forEver("HTTP/1.1 302 There\r\nLocation: file:///etc/passwd\r\n\r\n", kilobyte), `"file:"`},
	} {
		t.Run(name, func(t *testing.T) { fails(t, client, raw(t, c.reply), c.words) })
	}
}

func TestAnswersThatDoNotBeginAreGivenUp(t *testing.T) {
	hasty := newClient(t, fetch.Options{Timeout: soon})
	for name, c := range map[string]struct{ start, words string }{
		"silence":               {"", "no answer within"},
		"half a status line":    {"HTTP/1.1 2", "no answer within"},
		"half a header":         {ok + "X-Note: ", "no answer within"},
		"half a garbled header": {ok + "no colon\r\n", ""},
	} {
		t.Run(name, func(t *testing.T) { fails(t, hasty, begins(t, c.start), c.words) })
	}
}

func TestADripIsGivenUpLongBeforeTheVisitsTime(t *testing.T) {
	client := newClient(t, fetch.Options{Timeout: time.Hour, Pace: fetch.Pace{Bytes: 1 << 10, Over: soon}})
	for name, start := range map[string]string{
		"of a body":           ok + "\r\n" + feed,
		"of chunks":           ok + "Transfer-Encoding: chunked\r\n\r\n" + strings.TrimSuffix(chunked(feed), "0\r\n\r\n"),
		"of a gzip header":    ok + "Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08",
		"of gzip":             ok + "\r\n" + string(zip(t, []byte(feed)))[:40],
		"of an error page":    "HTTP/1.1 500 No\r\nContent-Length: 4096\r\n\r\nSorry",
		"of a redirect's own": "HTTP/1.1 302 There\r\nLocation: file:x\r\nContent-Length: 4096\r\n\r\nThere",
	} {
		t.Run(name, func(t *testing.T) {
			err := fails(t, client, begins(t, start))
			isBody := strings.HasPrefix(start, ok)
			if isBody != strings.Contains(err.Error(), "less than 1024 bytes in 50ms") || isBody != strings.Contains(fetch.Hint(err), "waiting") {
				t.Errorf("got %v, hint %q", err, fetch.Hint(err))
			}
		})
	}
}

func TestABodyThatKeepsItsPaceIsWaitedFor(t *testing.T) {
	client := newClient(t, fetch.Options{Pace: fetch.Pace{Bytes: 1, Over: time.Hour}})
	if got := get(t, client, fetch.Request{URL: says(t, ok+counted)}); string(got.Body) != feed {
		t.Errorf("got %q", got.Body)
	}
}

func TestAConnectionThatIsResetInTheMiddle(t *testing.T) {
	client := newClient(t, fetch.Options{})
	reset := func(sent string) string {
		return raw(t, func(connection net.Conn, _ *http.Request) {
			io.WriteString(connection, sent)
			if strings.Contains(sent, feed) {
				// The client has the first part before the second can break.
				io.WriteString(connection, strings.Repeat(" ", 4096))
			}
			connection.(*net.TCPConn).SetLinger(0)
		})
	}
	fails(t, client, reset("HTTP/1.1 200 OK\r\nX-"))
	response, err := client.Get(t.Context(), fetch.Request{URL: reset(ok + "Content-Length: 100000\r\n\r\n" + feed)})
	// A reset may overtake what was sent before it.
	if err == nil && (!response.Truncated || response.BodyHash != "") {
		t.Errorf("taken for whole: %+v", response)
	}
}

func TestAnHTTP2StreamThatIsBrokenOffIsAskedForPlainly(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor == 2 {
			panic(http.ErrAbortHandler) // RST_STREAM
		}
		io.WriteString(w, r.Proto)
	}))
	server.EnableHTTP2 = true
	server.Config.ErrorLog = quiet
	server.StartTLS()
	t.Cleanup(server.Close)
	response := get(t, newClient(t, fetch.Options{}), fetch.Request{URL: server.URL, TLS: trust(server)})
	if string(response.Body) != "HTTP/1.1" {
		t.Errorf("spoke %s", response.Body)
	}
}

func TestAnHTTP2HeaderThatIsTooLongIsRefusedInWords(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for n := range 400 {
			w.Header().Set(fmt.Sprint("X-Note-", n), strings.Repeat("x", 1000))
		}
		io.WriteString(w, feed)
	}))
	server.EnableHTTP2 = true
	server.Config.ErrorLog = quiet
	server.StartTLS()
	t.Cleanup(server.Close)
	_, err := newClient(t, fetch.Options{}).Get(t.Context(), fetch.Request{URL: server.URL, TLS: trust(server)})
	if err == nil || !strings.Contains(err.Error(), "breaks the rules of HTTP") {
		t.Errorf("got %v", err)
	}
}

func TestValidatorsAreVerbatimHoweverOdd(t *testing.T) {
	for _, odd := range []string{`W/"weak"`, `"a","b"`, "unquoted", `"with \"quotes\""`, "*", `""`, "0", "caf\u00e9", strings.Repeat("x", 5000)} {
		address := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", odd)
			w.Header().Set("Last-Modified", odd)
			if r.Header.Get("If-None-Match") == odd && r.Header.Get("If-Modified-Since") == odd {
				w.WriteHeader(http.StatusNotModified)
			}
		})
		client := newClient(t, fetch.Options{})
		first := get(t, client, fetch.Request{URL: address})
		second := get(t, client, fetch.Request{URL: address, ETag: first.ETag, LastModified: first.LastModified})
		if first.NotModified || !second.NotModified {
			t.Errorf("%q does not come back as it was", odd)
		}
	}
}

func TestADateIsToldByOurClockWhereTheServerNamesNone(t *testing.T) {
	client := fetch.New(fetch.Options{AllowPrivate: onLoopback, Now: func() time.Time {
		return time.Date(2026, time.November, 23, 7, 0, 0, 0, time.UTC)
	}})
	t.Cleanup(client.Close)
	err := fails(t, client, says(t, "HTTP/1.1 503 Busy\r\nRetry-After: Mon, 23 Nov 2026 08:00:00 GMT\r\n\r\n"))
	var status *fetch.StatusError
	if !errors.As(err, &status) || status.RetryAfter != time.Hour {
		t.Errorf("%v, want an hour", err)
	}
}

func TestWhatCannotBeReadHasAHint(t *testing.T) {
	for answer, want := range map[string]string{
		"": "https:",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n":                         "server's side",
		"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n\x0b\x06\x06\x06\x06\x06\x06\x06\x06": "server's side",
		"SSH-2.0-server\r\n": "server's side",
		"HTTP/1.1 302 Found\r\nLocation: javascript:alert(1)\r\n\r\n": "arrives",
		"HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n":                   "arrives",
		"HTTP/1.1 302 Found\r\n\r\n":                                  "browser",
	} {
		err := fails(t, newClient(t, fetch.Options{}), says(t, answer)+"/")
		if !strings.Contains(fetch.Hint(err), want) {
			t.Errorf("%v: hint %q, want something about %q", err, fetch.Hint(err), want)
		}
	}
}

func TestRetryAfterInAllItsForms(t *testing.T) {
	client := newClient(t, fetch.Options{})
	for value, want := range map[string]time.Duration{
		"120": 2 * time.Minute, " 5 ": 5 * time.Second, "0": 0,
		"-5": 0, "1.5": 0, "soon": 0, "": 0, "1e9": 0,
		"99999999999999999999":           (1 << 31) * time.Second,
		"Mon, 23 Nov 2026 08:00:00 GMT":  time.Hour,
		"Monday, 23-Nov-26 08:00:00 GMT": time.Hour,
		"Mon Nov 23 08:00:00 2026":       time.Hour,
		"Mon, 23 Nov 2020 08:00:00 GMT":  0,
		"Fri, 31 Dec 9999 23:59:59 GMT":  1<<63 - 1,
	} {
		err := fails(t, client, says(t, "HTTP/1.1 429 Too Many\r\nDate: Mon, 23 Nov 2026 07:00:00 GMT\r\nRetry-After: "+value+"\r\n\r\n"))
		var status *fetch.StatusError
		if !errors.As(err, &status) || status.RetryAfter != want {
			t.Errorf("%q: %v, want %v", value, err, want)
		}
	}
}
