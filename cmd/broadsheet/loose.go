package main

import (
	"encoding/json"
	"strconv"
)

// loose is the texts that a field of a line holds, whatever its form: a text, a
// number, a list, or an object such as {"name": "…"} or {"term": "…"}. What is
// empty, and null, holds none.
type loose []string

// UnmarshalJSON takes every form.
func (l *loose) UnmarshalJSON(content []byte) error {
	var value any
	if err := json.Unmarshal(content, &value); err != nil {
		return err
	}
	*l = texts(nil, value)
	return nil
}

// textKeys are the keys under which an object has its text, the likeliest first.
var textKeys = []string{"name", "term", "label", "value", "text", "#text", "href", "url"}

func texts(found []string, value any) []string {
	switch value := value.(type) {
	case string:
		if value != "" {
			found = append(found, value)
		}
	case float64:
		found = append(found, strconv.FormatFloat(value, 'f', -1, 64))
	case []any:
		for _, part := range value {
			found = texts(found, part)
		}
	case map[string]any:
		for _, name := range textKeys {
			if part, ok := value[name]; ok {
				return texts(found, part)
			}
		}
	}
	return found
}

// text is the first of them.
func (l loose) text() string {
	if len(l) == 0 {
		return ""
	}
	return l[0]
}
