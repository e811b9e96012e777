package parse

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

// TestSalvage: items that the dialect's parser refuses cost only themselves.
func TestSalvage(t *testing.T) {
	read := func(in io.Reader) (*[]string, error) {
		xml, err := io.ReadAll(in)
		if err != nil || bytes.Contains(xml, []byte("bad")) {
			return nil, errors.New("refused")
		}
		if !bytes.HasPrefix(xml, []byte("<rss><channel><title>Paper</title>")) || !bytes.HasSuffix(xml, []byte("</channel></rss>")) {
			t.Errorf("a part without its frame: %s", xml)
		}
		var items []string
		for _, part := range strings.Split(string(xml), "<item>")[1:] {
			name, _, _ := strings.Cut(part, "</item>")
			items = append(items, name)
		}
		return &items, nil
	}
	join := func(into, part *[]string) { *into = append(*into, *part...) }
	for _, c := range []struct {
		items, want string
		odd         int
	}{
		{"1 2 3", "1 2 3", 0},
		{"1 bad 3 4 5", "1 3 4 5", 1},
		{"bad 2 bad bad 5 6 7 8 bad", "2 5 6 7 8", 1},
		{"bad bad", "", 0},
	} {
		document := "<rss><channel><title>Paper</title>"
		for name := range strings.FieldsSeq(c.items) {
			document += fmt.Sprintf("<item>%s</item>", name)
		}
		odd := &oddities{}
		doc, err := repair([]byte(document+"</channel></rss>"), nil, odd)
		if err != nil {
			t.Fatal(err)
		}
		got, spans, err := salvage(doc, odd, read, join)
		want := strings.Fields(c.want)
		switch {
		case len(want) == 0 && err == nil:
			t.Errorf("%s: no error", c.items)
		case len(want) == 0:
		case err != nil || !slices.Equal(*got, want) || len(spans) != len(want) || len(odd.list()) != c.odd:
			t.Errorf("%s: got %v, %d spans, %v, %v", c.items, *got, len(spans), odd.list(), err)
		}
	}
}
