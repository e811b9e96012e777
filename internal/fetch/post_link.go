package fetch

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// maxHubs is how many hubs an answer may name.
const maxHubs = 8

// hubs are the addresses that the Link headers (RFC 8288) of an answer give
// with the relation hub, and self is what they call the answer itself. Without
// a hub it does not matter what that is.
func hubs(header http.Header, base *url.URL) (hubs []string, self string) {
	for _, value := range header["Link"] {
		for value != "" {
			var target string
			var relations []string
			target, relations, value = link(value)
			address, err := base.Parse(target)
			if err != nil {
				continue
			}
			if slices.Contains(relations, "hub") && len(hubs) < maxHubs {
				hubs = append(hubs, address.String())
			}
			if slices.Contains(relations, "self") && self == "" {
				self = address.String()
			}
		}
	}
	if len(hubs) == 0 {
		return nil, ""
	}
	return hubs, self
}

// link reads the first link of a header's value; rest is what follows it. The
// relations of a link that is about something else (anchor) are none.
func link(value string) (target string, relations []string, rest string) {
	_, value, _ = strings.Cut(value, "<")
	target, value, _ = strings.Cut(value, ">")
	elsewhere := false
	for value != "" && value[0] != ',' {
		var name, content string
		name, content, value = parameter(value)
		switch {
		case name == "anchor":
			elsewhere = true
		case name == "rel" && relations == nil:
			relations = strings.Fields(strings.ToLower(content))
		}
	}
	if elsewhere {
		relations = nil
	}
	return strings.TrimSpace(target), relations, strings.TrimPrefix(value, ",")
}

// parameter reads what stands before the next semicolon or comma, with its name
// in lower case and its content without quotes.
func parameter(value string) (name, content, rest string) {
	value = strings.TrimLeft(value, "; \t")
	end := strings.IndexAny(value, "=;,")
	if end < 0 {
		end = len(value)
	}
	name, rest = strings.ToLower(strings.TrimSpace(value[:end])), value[end:]
	if !strings.HasPrefix(rest, "=") {
		return name, "", rest
	}
	rest = strings.TrimLeft(rest[1:], " \t")
	if strings.HasPrefix(rest, `"`) {
		content, rest = quoted(rest[1:])
		return name, content, rest
	}
	end = strings.IndexAny(rest, ";,")
	if end < 0 {
		end = len(rest)
	}
	return name, strings.TrimSpace(rest[:end]), rest[end:]
}

// quoted reads to the closing quote; a backslash takes the next as it is. What
// stands between the quote and the next semicolon or comma means nothing.
func quoted(value string) (content, rest string) {
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		switch c := value[i]; {
		case c == '"':
			rest = value[i+1:]
			if end := strings.IndexAny(rest, ";,"); end >= 0 {
				return b.String(), rest[end:]
			}
			return b.String(), ""
		case c == '\\' && i+1 < len(value):
			i++
			b.WriteByte(value[i])
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), ""
}
