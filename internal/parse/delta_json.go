package parse

import (
	"bytes"
	"strings"
)

// jsonRoot is the root of a JSON Feed among those of the dialects.
const jsonRoot = "json"

// leaveOutJSON takes the known items out of a JSON Feed. A document in which
// the items are not where they should be, or that only its items tell for a feed,
// is read whole, as one without items.
func (d *desk) leaveOutJSON(text []byte) *repaired {
	doc := &repaired{xml: text, root: jsonRoot}
	items, ok := jsonItems(text)
	if !ok || len(items) == 0 || !bytes.Contains(text, []byte("jsonfeed.org")) {
		return doc
	}
	doc.items = items
	return d.leaveOut(doc)
}

// restJSON is a document without the items that are skipped.
func (d *delta) restJSON() *repaired {
	text, all := d.whole.xml, d.whole.items
	doc := repaired{root: jsonRoot, xml: append(make([]byte, 0, len(text)/4), text[:all[0].start]...)}
	for i, s := range all {
		if _, skip := d.skipped[d.hashes[i]]; skip {
			continue
		}
		if len(doc.items) > 0 {
			doc.xml = append(doc.xml, ',')
		}
		start := len(doc.xml)
		doc.xml = append(doc.xml, text[s.start:s.end]...)
		doc.items = append(doc.items, span{start: start, end: len(doc.xml)})
	}
	doc.xml = append(doc.xml, text[all[len(all)-1].end:]...)
	return &doc
}

// jsonItems finds the elements of the array that the outermost object calls
// "items". ok is false if it is not an object that has one such array.
func jsonItems(text []byte) (items []span, ok bool) {
	at := skipSpace(text, 0)
	if at == len(text) || text[at] != '{' {
		return nil, false
	}
	for {
		at = skipSpace(text, at+1)
		if at == len(text) || text[at] != '"' {
			return nil, false
		}
		end := jsonValue(text, at)
		name := string(bytes.Trim(text[at:end], `"`))
		at = skipSpace(text, end)
		if at == len(text) || text[at] != ':' {
			return nil, false
		}
		at = skipSpace(text, at+1)
		if strings.EqualFold(name, "items") || strings.Contains(name, `\`) {
			if ok || name != "items" {
				return nil, false
			}
			if items, ok = jsonElements(text, at); !ok {
				return nil, false
			}
		}
		at = skipSpace(text, jsonValue(text, at))
		switch {
		case at == len(text):
			return nil, false
		case text[at] == '}':
			return items, ok
		case text[at] != ',':
			return nil, false
		}
	}
}

// jsonElements are the elements of an array that begins at an offset.
func jsonElements(text []byte, at int) (list []span, ok bool) {
	if at == len(text) || text[at] != '[' {
		return nil, false
	}
	for {
		at = skipSpace(text, at+1)
		end := jsonValue(text, at)
		if end == at || len(list) == mostItems {
			return nil, false
		}
		list = append(list, span{start: at, end: end})
		at = skipSpace(text, end)
		switch {
		case at == len(text):
			return nil, false
		case text[at] == ']':
			return list, true
		case text[at] != ',':
			return nil, false
		}
	}
}

// jsonValue is where the value that begins at an offset ends. It is only
// measured, not checked.
func jsonValue(text []byte, at int) int {
	depth := 0
	for at < len(text) {
		switch c := text[at]; c {
		case '"':
			at = jsonString(text, at)
			if depth == 0 {
				return at
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return at + 1
			}
		}
		if depth <= 0 && strings.IndexByte(",:}] \t\r\n", text[at]) >= 0 {
			return at
		}
		at++
	}
	return at
}

// jsonString is where the string that begins at an offset ends.
func jsonString(text []byte, at int) int {
	for from := at + 1; ; {
		next := bytes.IndexByte(text[from:], '"')
		if next < 0 {
			return len(text)
		}
		end := from + next
		slash := end
		for slash-1 > at && text[slash-1] == '\\' {
			slash--
		}
		if from = end + 1; (end-slash)%2 == 0 {
			return from
		}
	}
}
