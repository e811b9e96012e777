package parse

import (
	"bytes"
	"encoding/json"
	"iter"

	jsonfeed "github.com/mmcdole/gofeed/json"
)

// feedWithoutTexts has a JSON Feed read without the long texts of its items; nil if
// that is not certain to be the same as reading the whole.
func feedWithoutTexts(doc *repaired) (*jsonfeed.Feed, []string) {
	text, lift := liftJSON(doc)
	if len(lift.texts) == 0 {
		return nil, nil
	}
	var frame map[string]json.RawMessage
	if json.Unmarshal(text, &frame) != nil {
		return nil, nil
	}
	if _, err := versionOf(frame); err != nil {
		return nil, nil
	}
	feed, err := (&jsonfeed.Parser{}).Parse(bytes.NewReader(text))
	if err != nil {
		return nil, nil
	}
	for _, item := range feed.Items {
		if item != nil {
			lift.restore(&item.ContentHTML)
			lift.restore(&item.ContentText)
			lift.restore(&item.Summary)
		}
	}
	if !lift.isWhole() {
		return nil, nil
	}
	return feed, jsonHubs(frame["hubs"])
}

// liftJSON lifts the texts of a JSON Feed and returns what is left of it.
func liftJSON(doc *repaired) ([]byte, *lift) {
	l := &lift{}
	out, done := make([]byte, 0, len(doc.xml)/2), 0
	for _, item := range doc.items {
		for name, value := range jsonMembers(doc.xml[:item.end], item.start) {
			raw := doc.xml[value.start:value.end]
			if len(raw) < liftable || raw[0] != '"' || !isLongMember(name) {
				continue
			}
			var text string
			if json.Unmarshal(raw, &text) != nil {
				return nil, &lift{}
			}
			out = append(append(append(append(out, doc.xml[done:value.start]...), '"'), l.add(text)...), '"')
			done = value.end
		}
	}
	return append(out, doc.xml[done:]...), l
}

func isLongMember(name []byte) bool {
	switch string(name) {
	case `"content_html"`, `"content_text"`, `"summary"`:
		return true
	}
	return false
}

// jsonMembers are the names, in quotes, and values of an object that begins at
// an offset, up to where it is none.
func jsonMembers(text []byte, at int) iter.Seq2[[]byte, span] {
	return func(yield func([]byte, span) bool) {
		for at < len(text) && (text[at] == '{' || text[at] == ',') {
			start := skipSpace(text, at+1)
			end := jsonValue(text, start)
			at = skipSpace(text, end)
			if at == len(text) || text[at] != ':' {
				return
			}
			value := span{start: skipSpace(text, at+1)}
			value.end = jsonValue(text, value.start)
			if value.end == value.start || !yield(text[start:end], value) {
				return
			}
			at = skipSpace(text, value.end)
		}
	}
}
