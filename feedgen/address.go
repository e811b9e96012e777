package feedgen

import (
	"net/url"
	"strings"

	"golang.org/x/net/idna"

	"broadsheet/templates"
)

// tag is a name that stays when hosts, addresses and formats change (RFC 4151).
// Its year is that of the recipe, not of the edition; changing one letter here
// makes every reader show every entry again.
func tag(site templates.Site, path ...string) string {
	name := "tag:" + authority(site.URL) + ",2026:broadsheet"
	for _, part := range path {
		name += "/" + url.PathEscape(part)
	}
	return name
}

// authority is the host of an address as RFC 4151 wants it: a DNS name without
// a port, or "localhost" for what is none (an IPv6 address, a mistake).
func authority(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "localhost"
	}
	host, err := idna.Lookup.ToASCII(u.Hostname())
	if err != nil || host == "" {
		return "localhost"
	}
	return host
}

// uri escapes what may not stand in a URI (RFC 3986 §2): spaces, controls,
// quotes, brackets, everything beyond ASCII, and a percent sign that escapes
// nothing. What may stand there stays as it is.
func uri(s string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c > ' ' && c < 0x7f && !strings.ContainsRune("\"<>\\^`{|}", rune(c)) && (c != '%' || escape(s[i:])) {
			b.WriteByte(c)
			continue
		}
		b.Write([]byte{'%', digits[c>>4], digits[c&15]})
	}
	return b.String()
}

// escape says whether s begins with a whole percent escape.
func escape(s string) bool {
	const hex = "0123456789abcdefABCDEF"
	return len(s) > 2 && strings.IndexByte(hex, s[1]) >= 0 && strings.IndexByte(hex, s[2]) >= 0
}

// address is s as an absolute address on the web, empty if it is none.
func address(s string) string {
	u, err := url.Parse(uri(text(s)))
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	return u.String()
}
