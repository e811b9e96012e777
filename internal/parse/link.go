package parse

import (
	"html"
	"net/url"
	"strings"
)

// nowhere is the base of a document of which nobody knows where it came from:
// a reference that only it could resolve stays as it is.
// One that lacks only the scheme is taken for https.
var (
	nowhere = &url.URL{}
	secure  = &url.URL{Scheme: "https", Host: "nowhere.invalid"}
)

// absolute makes an http(s) address of a reference: as it stands if it is
// one, else resolved against the first base that is an address itself.
// Anything else (another scheme, no base, no host) gives "".
func absolute(ref string, bases ...*url.URL) string {
	ref = slashed(strings.ReplaceAll(tidy(ref), "&amp;", "&"))
	if ref == "" {
		return ""
	}
	u, err := url.Parse(ref)
	if err != nil {
		u, err = url.Parse(escapeStray(ref))
		if err != nil {
			return ""
		}
	}
	if u.IsAbs() {
		if !isWeb(u) {
			return ""
		}
		if strings.ContainsAny(ref, " \"<>\\^`{|}") {
			return lowHost(u).String()
		}
		if hasUpper(u.Scheme) || hasUpper(u.Host) || !strings.HasPrefix(ref, u.Scheme) {
			return strings.ToLower(ref[:len(u.Scheme)]) + strings.Replace(ref[len(u.Scheme):], u.Host, strings.ToLower(u.Host), 1)
		}
		return ref
	}
	if u.Host == "" && strings.HasPrefix(strings.ToLower(u.Path), "www.") {
		return absolute("http://" + ref) // nobody calls a folder so
	}
	for _, base := range bases {
		switch {
		case base == nowhere && u.Host != "":
			base = secure
		case base == nowhere && u.Path+u.RawQuery != "" && !hidesScheme(ref):
			return u.String()
		}
		if base != nil && isWeb(base) {
			if resolved := base.ResolveReference(u); isWeb(resolved) {
				return lowHost(resolved).String()
			}
		}
	}
	return ""
}

// hidesScheme says of a relative reference that whoever unescapes it once more
// finds a scheme in it: "&#106;avascript:…".
func hidesScheme(ref string) bool {
	first := html.UnescapeString(html.UnescapeString(ref))
	if at := strings.IndexAny(first, "/?#"); at >= 0 {
		first = first[:at]
	}
	return strings.Contains(first, ":")
}

// slashed writes the two slashes behind http: and https: as a browser reads
// them: one, three, or backslashes are meant for two.
func slashed(ref string) string {
	scheme, rest, _ := strings.Cut(ref, ":")
	if s := strings.ToLower(scheme); s != "http" && s != "https" || !strings.HasPrefix(rest, "/") && !strings.HasPrefix(rest, `\`) {
		return ref
	}
	path, query := rest, ""
	if at := strings.IndexByte(rest, '?'); at >= 0 {
		path, query = rest[:at], rest[at:]
	}
	if !strings.HasPrefix(path, "//") || strings.HasPrefix(path, "///") || strings.Contains(path, `\`) {
		path = "//" + strings.TrimLeft(strings.ReplaceAll(path, `\`, "/"), "/")
	}
	return scheme + ":" + path + query
}

// lowHost writes the host, whose case says nothing (RFC 3986 §3.2.2), in lower
// case. The address is the caller's own.
func lowHost(u *url.URL) *url.URL {
	u.Host = strings.ToLower(u.Host)
	return u
}

func hasUpper(text string) bool { return strings.ToLower(text) != text }

// parsed is an absolute address taken apart; nil if it is none.
func parsed(address string) *url.URL {
	if u, err := url.Parse(address); err == nil && isWeb(u) {
		return u
	}
	return nil
}

func isWeb(u *url.URL) bool {
	scheme := strings.ToLower(u.Scheme)
	return (scheme == "http" || scheme == "https") && u.Host != "" && u.Opaque == ""
}

// tidy removes what a browser removes from an address: white space around it,
// line ends and control characters within it.
func tidy(ref string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F || r == '\uFEFF' || r == '\u200B' {
			return -1
		}
		return r
	}, strings.TrimSpace(ref)))
}

// escapeStray escapes the percent signs that begin no escape.
func escapeStray(ref string) string {
	var b strings.Builder
	for i := range len(ref) {
		b.WriteByte(ref[i])
		if ref[i] == '%' && (i+2 >= len(ref) || !isDigit(ref[i+1], 16) || !isDigit(ref[i+2], 16)) {
			b.WriteString("25")
		}
	}
	return b.String()
}

// rebase is the base that an xml:base sets within another, the document's
// address standing in for the outermost. It is nil if no address comes of it.
func rebase(around, address *url.URL, value string) *url.URL {
	link := absolute(value, around, address)
	if link == "" {
		return around
	}
	return parsed(link)
}

// normal is an address in the form by which two spellings of one are compared:
// without scheme, "www.", default port, trailing slash and utm_* parameters.
// It is part of the vow in doc.go.
func normal(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		host += ":" + port
	}
	var b strings.Builder
	b.WriteString(host + strings.TrimRight(u.EscapedPath(), "/"))
	separator := "?"
	for _, pair := range strings.Split(u.RawQuery, "&") {
		if pair != "" && !strings.HasPrefix(strings.ToLower(pair), "utm_") {
			b.WriteString(separator + pair)
			separator = "&"
		}
	}
	if u.Fragment != "" {
		b.WriteString("#" + u.EscapedFragment())
	}
	return b.String()
}
