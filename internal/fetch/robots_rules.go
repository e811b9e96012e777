package fetch

import (
	"fmt"
	"strconv"
	"strings"
)

// robotsRules are the lines of a robots.txt that are meant for us.
type robotsRules []robotsRule

type robotsRule struct {
	pattern string // normalised; * is anything, a $ at the end is the end
	allow   bool
}

// robotsReader is where the reading of a robots.txt stands.
type robotsReader struct {
	name             string // ours
	ours, everybodys robotsRules
	named            bool // some group names us
	forUs, forAll    bool // whom the present group names
	inRules          bool // its rules have begun: the next name begins another
}

// parseRobots reads the groups that name us; without one those for everybody
// (RFC 9309 §2.2). Lines that mean nothing are passed over.
func parseRobots(text, name string) robotsRules {
	r := robotsReader{name: name}
	text = strings.TrimPrefix(text, "\ufeff")
	for line := range strings.FieldsFuncSeq(text, func(c rune) bool { return c == '\n' || c == '\r' }) {
		line, _, _ = strings.Cut(line, "#")
		key, value, _ := strings.Cut(line, ":")
		r.read(strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value))
	}
	if r.named {
		return r.ours
	}
	return r.everybodys
}

func (r *robotsReader) read(key, value string) {
	switch key {
	case "user-agent":
		if r.inRules {
			r.forUs, r.forAll, r.inRules = false, false, false
		}
		r.forAll = r.forAll || value == "*"
		if r.name != "" && strings.EqualFold(productName(value), r.name) {
			r.forUs, r.named = true, true
		}
	case "allow", "disallow":
		r.inRules = true
		rule := robotsRule{normalPath(value), key == "allow"}
		if r.forUs && value != "" {
			r.ours = append(r.ours, rule)
		}
		if r.forAll && value != "" {
			r.everybodys = append(r.everybodys, rule)
		}
	}
}

// allow says whether a path with its query may be read: the longest pattern
// decides, and of two as long the one that allows (§2.2.2).
func (rules robotsRules) allow(path string) bool {
	if path == "/robots.txt" {
		return true
	}
	// A star or a dollar in a path is itself, in a pattern it is not.
	path = strings.NewReplacer("*", "%2A", "$", "%24").Replace(normalPath(path))
	longest, allowed := -1, true
	for _, rule := range rules {
		n := len(rule.pattern)
		if (n > longest || n == longest && rule.allow) && rule.matches(path) {
			longest, allowed = n, rule.allow
		}
	}
	return allowed
}

// matches takes each piece between stars at the first place where it fits.
func (rule robotsRule) matches(path string) bool {
	pattern, toTheEnd := strings.CutSuffix(rule.pattern, "$")
	piece, pattern, more := strings.Cut(pattern, "*")
	path, fits := strings.CutPrefix(path, piece)
	for fits && more {
		piece, pattern, more = strings.Cut(pattern, "*")
		if !more && toTheEnd {
			return strings.HasSuffix(path, piece)
		}
		_, path, fits = strings.Cut(path, piece)
	}
	return fits && (!toTheEnd || path == "")
}

// normalPath writes a path in one way (RFC 3986 §6.2.2): unreserved characters
// as they are, all that is not ASCII escaped, escapes in capitals. A % that begins
// none is escaped itself, or it would make one with what comes out behind it.
func normalPath(path string) string {
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		c, escaped := path[i], false
		if c == '%' && i+2 < len(path) {
			if value, err := strconv.ParseUint(path[i+1:i+3], 16, 8); err == nil {
				c, escaped, i = byte(value), true, i+2
			}
		}
		if escaped && !isUnreserved(c) || c == '%' || c <= ' ' || c >= 0x7f {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func isUnreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
