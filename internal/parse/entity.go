package parse

import (
	"bytes"
	"regexp"
)

// What a document may declare and what may come of it; a document that goes
// beyond is a bomb, and none of its entities are read.
const (
	entityLimit = 200     // declarations
	valueLimit  = 4 << 10 // bytes of one, with those that it refers to
	growthLimit = 1 << 20 // bytes that all references together may add
)

var (
	entityForm = regexp.MustCompile(`<!ENTITY\s+([A-Za-z_][\w.-]*)\s+(?:"([^"]*)"|'([^']*)')\s*>`)
	entityUse  = regexp.MustCompile(`&([A-Za-z_][\w.-]*);`)
)

// expand replaces the references to entities that the document type declares
// with their text (XML 1.0 §4.2.1). External entities are never read.
func expand(src []byte, odd *oddities) []byte {
	subset, rest := declarations(src)
	values := entities(subset)
	if len(values) == 0 {
		return src
	}
	out := append(make([]byte, 0, len(src)), src[:len(src)-len(rest)]...)
	grown := 0
	for s := (scanner{src: rest, subset: true}); ; {
		t, ok := s.next()
		if !ok {
			odd.add("entities that the document declares were read")
			return out
		}
		part := rest[t.start:t.end]
		if t.kind != cdata && t.kind != aside && bytes.IndexByte(part, '&') >= 0 {
			part = entityUse.ReplaceAllFunc(part, func(use []byte) []byte {
				if value, known := values[string(use[1:len(use)-1])]; known && grown <= growthLimit {
					grown += len(value)
					return value
				}
				return use
			})
			if grown > growthLimit {
				odd.add("entities that multiply were left alone")
				return src
			}
		}
		out = append(out, part...)
	}
}

// declarations are the inside of the document type and what follows it.
func declarations(src []byte) (subset, rest []byte) {
	from := bytes.Index(src[:min(len(src), 64<<10)], []byte("<!DOCTYPE"))
	if from < 0 {
		return nil, src
	}
	open := bytes.IndexByte(src[from:], '[')
	end := bytes.Index(src[from:], []byte("]>"))
	if close := bytes.IndexByte(src[from:], '>'); open < 0 || end < open || close < open {
		return nil, src
	}
	return src[from+open+1 : from+end], src[from+end+2:]
}

// entities are the internal ones of a subset, by name; none if they are a bomb.
// The first declaration of a name counts.
func entities(subset []byte) map[string][]byte {
	found := entityForm.FindAllSubmatch(subset, entityLimit+1)
	if len(found) > entityLimit {
		return nil
	}
	values := make(map[string][]byte, len(found))
	for _, m := range found {
		name := string(m[1])
		if _, known := values[name]; known || isXMLEntity(name) {
			continue
		}
		value := entityUse.ReplaceAllFunc(append(m[2], m[3]...), func(use []byte) []byte {
			if inner, known := values[string(use[1:len(use)-1])]; known {
				return inner
			}
			return use
		})
		if len(value) > valueLimit {
			return nil
		}
		values[name] = value
	}
	return values
}

func isXMLEntity(name string) bool {
	switch name {
	case "amp", "lt", "gt", "quot", "apos":
		return true
	}
	return false
}
