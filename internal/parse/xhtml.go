package parse

import (
	"bytes"
	"strings"

	"golang.org/x/net/html/atom"
)

// bareMarkup is the inside of a text construct that holds markup as it stands:
// names of HTML without the prefixes that XML lets them have, and, for the type
// "xhtml", without the div around it, which is no part of it (RFC 4287
// §3.1.1.3).
func bareMarkup(raw []byte, kind string) []byte {
	raw = unprefixed(raw)
	if kind == "xhtml" {
		return unwrapped(raw)
	}
	return raw
}

// unprefixed drops the prefixes of the elements that HTML knows.
func unprefixed(raw []byte) []byte {
	if !bytes.Contains(raw, colon) {
		return raw
	}
	out := make([]byte, 0, len(raw))
	for t := range parts(raw) {
		part := raw[t.start:t.end]
		if p := prefix(t.name); p != "" && t.kind >= startTag && atom.Lookup([]byte(local(t.name))) != 0 {
			at := bytes.IndexByte(part, ':')
			part = append([]byte(strings.TrimSuffix(string(part[:at+1]), p+":")), part[at+1:]...)
		}
		out = append(out, part...)
	}
	return out
}

// unwrapped drops the div around everything, if there is one.
func unwrapped(raw []byte) []byte {
	inside, depth, from, to := false, 0, 0, 0
	for t := range parts(raw) {
		isDiv := local(t.name) == "div"
		switch {
		case !inside && t.kind == startTag && isDiv:
			inside, depth, from, to = true, 1, t.end, -1
		case !inside && (t.kind >= startTag || t.kind != aside && len(bytes.TrimSpace(raw[t.start:t.end])) > 0):
			return raw
		case to >= 0 && (t.kind >= startTag || t.kind != aside && len(bytes.TrimSpace(raw[t.start:t.end])) > 0):
			if inside {
				return raw // something stands behind the div
			}
		case inside && isDiv && t.kind == startTag:
			depth++
		case inside && isDiv && t.kind == endTag:
			if depth--; depth == 0 {
				to = t.start
			}
		}
	}
	if !inside || to < 0 {
		return raw
	}
	return raw[from:to]
}
