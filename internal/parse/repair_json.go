package parse

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// mendJSON is a JSON document that can be read, and its members. What is wrong
// is mended in steps, each for what the one before could not: signs that JSON
// does not have where they stand; items that cannot be read; an end too soon.
func mendJSON(text []byte, odd *oddities) ([]byte, map[string]json.RawMessage, error) {
	var frame map[string]json.RawMessage
	err := json.Unmarshal(text, &frame)
	var other *json.UnmarshalTypeError
	switch {
	case err == nil:
		return text, frame, nil
	case errors.As(err, &other):
		return nil, nil, fmt.Errorf("parse json: this is JSON, but not a JSON Feed: it is one %s", other.Value)
	}
	if strict := strictJSON(text); json.Unmarshal(strict, &frame) == nil {
		odd.add("signs that JSON does not have")
		return strict, frame, nil
	}
	for _, text := range [][]byte{text, strictJSON(text)} {
		if rest, lost := readableItems(text); lost > 0 && json.Unmarshal(rest, &frame) == nil {
			odd.add("items that could not be read: %d", lost)
			return rest, frame, nil
		}
	}
	whole, kept := wholeItems(text)
	if kept == 0 || json.Unmarshal(whole, &frame) != nil {
		return nil, nil, fmt.Errorf("parse json: %w", err)
	}
	odd.add("the document is cut short; whole items kept: %d", kept)
	return whole, frame, nil
}

// strictJSON is a document without what programs leave in it: control
// characters, line ends and quotes within a text, a comma behind the last of a
// list, signs between the values.
func strictJSON(text []byte) []byte {
	out := make([]byte, 0, len(text)+16)
	inText, comma := false, -1 // comma is where the last sign is one, in out
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case inText && c == '\\' && i+1 < len(text) && text[i+1] >= ' ':
			out = append(out, c, text[i+1])
			i++
			continue
		case inText && c < ' ':
			out = append(out, escapes[c]...)
			continue
		case !inText && (c < ' ' && !isSpace(c) || isStraySign(c)):
			continue
		case inText && c == '"' && !isLastQuote(text[i+1:]):
			out = append(out, '\\')
		case c == '"':
			inText = !inText
		case !inText && (c == ']' || c == '}') && comma >= 0:
			out[comma] = ' '
		}
		if !inText && c == ',' {
			comma = len(out)
		} else if !isSpace(c) {
			comma = -1
		}
		out = append(out, c)
	}
	return out
}

// isStraySign says of a character between texts that it is in no JSON.
func isStraySign(c byte) bool {
	return c >= 0x7F || strings.IndexByte("!#$%&'()*/;<=>?@\\^_`|~", c) >= 0
}

// isLastQuote says by what follows a quote that a text ends with it.
func isLastQuote(rest []byte) bool {
	at := skipSpace(rest, 0)
	return at == len(rest) || strings.IndexByte(",:}]", rest[at]) >= 0
}

// escapes are the control characters that mean something in a text.
var escapes = map[byte]string{'\n': `\n`, '\r': `\r`, '\t': `\t`}

// readableItems is a document without the items that are no JSON, and how many
// they were.
func readableItems(text []byte) (rest []byte, lost int) {
	items, ok := jsonItems(text)
	if !ok || len(items) == 0 {
		return text, 0
	}
	rest = append(rest, text[:items[0].start]...)
	for _, item := range items {
		if raw := text[item.start:item.end]; !json.Valid(raw) {
			lost++
		} else {
			rest = append(append(rest, raw...), ',')
		}
	}
	return append(bytes.TrimSuffix(rest, []byte(",")), text[items[len(items)-1].end:]...), lost
}

// wholeItems is what a document that ends too soon or breaks off says before it
// does: its members and the items that are whole, as a document of their own.
func wholeItems(text []byte) (whole []byte, kept int) {
	d := json.NewDecoder(bytes.NewReader(text))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, 0
	}
	whole = append(whole, '{')
	for {
		name, err := d.Token()
		key, isName := name.(string)
		if err != nil || !isName {
			return append(bytes.TrimSuffix(whole, []byte(",")), '}'), kept
		}
		var value json.RawMessage
		if key == "items" {
			value, kept = itemsOf(d)
		} else if d.Decode(&value) != nil {
			continue
		}
		member := object(key, value)
		whole = append(append(whole, member[1:len(member)-1]...), ',')
	}
}

// itemsOf reads an array up to where it breaks off.
func itemsOf(d *json.Decoder) (array json.RawMessage, n int) {
	array = json.RawMessage("[")
	if open, err := d.Token(); err != nil || open != json.Delim('[') {
		return json.RawMessage("[]"), 0
	}
	for n < mostItems && d.More() {
		var item json.RawMessage
		if d.Decode(&item) != nil {
			break
		}
		if n++; n > 1 {
			array = append(array, ',')
		}
		array = append(array, item...)
	}
	_, _ = d.Token() // the end of the array, if there is one
	return append(array, ']'), n
}
