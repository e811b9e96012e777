package feedgen

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the golden files")

// The goldens are also what RELAX NG schemas and feed readers were shown.
func TestGoldens(t *testing.T) {
	empty := Feed{ID: "tag:paper.example,2026:broadsheet/morning", Title: "The Morning Digest", Link: "https://paper.example/morning", Self: "https://paper.example/feeds/morning", Language: "en"}
	for _, format := range formats {
		for name, f := range map[string]Feed{"example": example(), "empty": empty} {
			t.Run(name+"."+format.name, func(t *testing.T) {
				golden(t, name+"."+format.name, write(t, format, f))
			})
		}
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("-golden +got:\n%s", diff)
	}
}

func write(t test, format format, f Feed) []byte {
	t.Helper()
	var doc bytes.Buffer
	if err := format.write(&doc, f); err != nil {
		t.Fatal(err)
	}
	return doc.Bytes()
}

// The same feed gives the same bytes, and writing it leaves it as it was.
func TestWriteTwice(t *testing.T) {
	for _, format := range formats {
		t.Run(format.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				f := anyFeed().Draw(t, "feed")
				if diff := cmp.Diff(string(write(t, format, f)), string(write(t, format, f))); diff != "" {
					t.Fatalf("-first +second:\n%s", diff)
				}
			})
		})
	}
}

// A writer that fails hears of it, and nothing is written of a document that
// cannot be read.
func TestWriteErrors(t *testing.T) {
	broken := errors.New("disk full")
	for _, format := range formats {
		if err := format.write(failing{broken}, example()); !errors.Is(err, broken) {
			t.Errorf("%s: got %v, want %v", format.name, err, broken)
		}
	}
	var out bytes.Buffer
	if err := writeXML(&out, document{"\x0b"}); err == nil || out.Len() > 0 {
		t.Errorf("a control character passed: %q, %v", out.Bytes(), err)
	}
	for _, doc := range []string{"<a>", "<a></b>", "<a>&nbsp;</a>", "<a>\xff</a>", "<a b=c></a>"} {
		if wellFormed([]byte(doc)) == nil {
			t.Errorf("%q passes for well-formed", doc)
		}
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

type document struct {
	Text string `xml:",cdata"`
}

func (d document) FeedXml() any { return d }
