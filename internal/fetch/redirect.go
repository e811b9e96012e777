package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/publicsuffix"
)

const (
	maxRedirects = 5       // how many redirects one visit follows
	maxLocation  = 8 << 10 // bytes (RFC 9110 §4.1 asks for 8,000)
)

// errAstray is a redirect that leads to nothing that may be read.
var errAstray = errors.New("astray")

func isRedirect(code int) bool {
	switch code {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// redirected is the address that an answer leads on to. No login is taken from
// a stranger's header. Cookies are kept for this visit alone: there are sites
// that redirect in a circle until they get theirs back.
func (v *visit) redirected(from *url.URL, answer *http.Response, location string) (*url.URL, error) {
	if len(location) > maxLocation {
		return nil, fmt.Errorf("redirect: the address is longer than %d bytes", maxLocation)
	}
	next, err := from.Parse(slashed(repaired(location), from.Scheme))
	if err != nil {
		var parse *url.Error
		if errors.As(err, &parse) {
			err = parse.Err // without the address, which may hold anything
		}
		return nil, fmt.Errorf("redirect: %s", brief(err.Error()))
	}
	next.User, next.Fragment, next.RawFragment = nil, "", ""
	if set := answer.Cookies(); len(set) > 0 {
		if v.cookies == nil {
			v.cookies, _ = cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List}) // its error is always nil
		}
		v.cookies.SetCookies(from, set)
	}
	permanent := answer.StatusCode == http.StatusMovedPermanently || answer.StatusCode == http.StatusPermanentRedirect
	v.moved = v.moved && permanent && (from.Scheme != "https" || next.Scheme == "https")
	return next, nil
}

// mayFollow refuses a redirect that leads in a circle, too far or away from HTTP.
func (v *visit) mayFollow(next *url.URL) error {
	switch {
	case next.Scheme != "http" && next.Scheme != "https":
		return &fault{fmt.Sprintf("refused a redirect to a %q address", brief(next.Scheme)+":"), errAstray}
	case slices.Contains(v.trail, v.mark(next)):
		return &fault{fmt.Sprintf("redirects in a circle, back to %s", brief(next.Redacted())), errAstray}
	case len(v.trail) > maxRedirects:
		return &fault{fmt.Sprintf("more than %d redirects", maxRedirects), errAstray}
	}
	return nil
}

// repaired reads a Location as browsers do: without tabs and line ends, with a
// bare % for what it is, and with the bytes that some older charset wrote escaped,
// so that the server gets them back as they were and nobody else meets them.
func repaired(location string) string {
	var b strings.Builder
	wellFormed := utf8.ValidString(location)
	for i := range len(location) {
		switch c := location[i]; {
		case c == '\t' || c == '\r' || c == '\n':
		case c == '%' && !isEscape(location[i:]):
			b.WriteString("%25")
		case c < ' ' || c == 0x7f || c >= utf8.RuneSelf && !wellFormed:
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// isEscape says that a text begins with a byte in hexadecimal: "%2F".
func isEscape(text string) bool {
	return len(text) > 2 && strings.Trim(text[1:3], "0123456789abcdefABCDEF") == ""
}

// slashed reads a Location's slashes as browsers do: a backslash of the path is
// one, and the own scheme without two of them behind it says nothing.
func slashed(location, scheme string) string {
	path, rest := location, ""
	if at := strings.IndexAny(location, "?#"); at >= 0 {
		path, rest = location[:at], location[at:]
	}
	path = strings.ReplaceAll(path, `\`, "/")
	if bare, ok := strings.CutPrefix(path, scheme+":"); ok && !strings.HasPrefix(bare, "//") {
		path = bare
	}
	return path + rest
}
