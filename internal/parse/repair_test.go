package parse

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"testing"
	"unicode/utf8"
)

// FuzzRepair: whatever text comes in, what goes out is one element to a reader
// as lax as gofeed's about references, no deeper than it bears, and its items
// are where their spans say.
func FuzzRepair(f *testing.F) {
	for _, document := range documents(f) {
		f.Add(document)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if !utf8.Valid(src) { // decode gives nothing else
			return
		}
		doc, err := repair(src, nil, &oddities{})
		if err != nil {
			return
		}
		checkWellFormed(t, src, doc.xml)
		for _, s := range doc.items {
			item := doc.xml[s.start:s.end]
			name, _, _ := bytes.Cut(bytes.ToLower(item), []byte(doc.item()))
			if bytes.ContainsAny(name, " >") || item[0] != '<' || item[len(item)-1] != '>' {
				t.Errorf("%q\nhas no item in %q", src, item)
			}
		}
	})
}

// checkWellFormed reads a document of one root to its end.
func checkWellFormed(t *testing.T, src, text []byte) {
	t.Helper()
	depth, roots := 0, 0
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Strict, d.Entity = false, xml.HTMLEntity
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) && roots == 1 {
			return
		}
		if err != nil {
			t.Fatalf("%q\nis repaired to %q\nwhich ends after %d roots: %v", src, text, roots, err)
		}
		switch token.(type) {
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			if depth++; depth > 2*depthLimit {
				t.Fatalf("%q is nested too deep", src)
			}
		case xml.EndElement:
			depth--
		}
	}
}
