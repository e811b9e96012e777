package parse

import (
	"bytes"
	"html"
)

// attribute is one of a tag. Its value is raw: entities are unread.
type attribute struct {
	name, value []byte
}

// attributeLimit is how many attributes a tag may have; the rest are left out.
const attributeLimit = 256

// attributes splits what stands between a tag's name and its bracket. proper
// is false when an XML parser would refuse to read it so. The list is appended
// to into, which saves an allocation a tag.
func attributes(b []byte, into []attribute) (list []attribute, proper bool) {
	list, proper = into[:0], true
	for at := skipSpace(b, 0); at < len(b); at = skipSpace(b, at) {
		if len(list) == attributeLimit {
			return list, false
		}
		length := nameLength(b[at:])
		if length == 0 || !isNameStart(b[at]) || bytes.Count(b[at:at+length], colon) > 1 {
			at, proper = at+max(length, 1), false
			continue
		}
		a := attribute{name: b[at : at+length]}
		at = skipSpace(b, at+length)
		if at < len(b) && b[at] == '=' {
			var quoted bool
			a.value, at, quoted = attributeValue(b, skipSpace(b, at+1))
			proper = proper && quoted
		} else {
			a.value, proper = a.name, false
		}
		list = append(list, a)
	}
	return list, proper
}

// attributeValue is the value at an offset and the offset behind it.
func attributeValue(b []byte, at int) (value []byte, next int, proper bool) {
	if at == len(b) {
		return nil, at, false
	}
	if quote := b[at]; quote == '"' || quote == '\'' {
		end := bytes.IndexByte(b[at+1:], quote)
		if end < 0 {
			return b[at+1:], len(b), false
		}
		value = b[at+1 : at+1+end]
		return value, at + end + 2, bytes.IndexByte(value, '<') < 0
	}
	end := at
	for end < len(b) && !isSpace(b[end]) {
		end++
	}
	return b[at:end], end, false
}

func skipSpace(b []byte, at int) int {
	for at < len(b) && isSpace(b[at]) {
		at++
	}
	return at
}

// find is the value of the first attribute with one of the names, entities
// read; "" if there is none.
func find(list []attribute, names ...string) string {
	for _, name := range names {
		for _, a := range list {
			if string(a.name) == name {
				return html.UnescapeString(string(a.value))
			}
		}
	}
	return ""
}

var attributeEscapes = []struct {
	from byte
	to   []byte
}{
	{'<', []byte("&lt;")},
	{'"', []byte("&quot;")},
}

// appendAttribute writes an attribute as XML wants it.
func appendAttribute(out []byte, a attribute) []byte {
	value := a.value
	for _, escape := range attributeEscapes {
		if bytes.IndexByte(value, escape.from) >= 0 {
			value = bytes.ReplaceAll(value, []byte{escape.from}, escape.to)
		}
	}
	out = append(append(append(out, ' '), a.name...), '=', '"')
	return append(append(out, value...), '"')
}
