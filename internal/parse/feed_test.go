package parse

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"broadsheet/digest"
)

var update = flag.Bool("update", false, "write what is got as what is wanted")

// noon is when all visits of the tests are made.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// TestCases reads the documents of testdata. A case begins with a sentence
// that says what is expected; the rest is the document (quoted, where it has
// bytes that a text file cannot hold), what is known of its source, and what
// the reading looks like.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(file), "testdata/"), ".txtar")
		t.Run(name, func(t *testing.T) { runCase(t, file) })
	}
}

func runCase(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if sentence := strings.TrimSpace(string(archive.Comment)); !strings.HasSuffix(sentence, ".") {
		t.Fatalf("the case does not begin with a sentence: %q", sentence)
	}
	source, doc := digest.Source{ID: "test"}, Document{}
	var want *txtar.File
	for i := range archive.Files {
		switch f := &archive.Files[i]; f.Name {
		case "source":
			readSource(t, f.Data, &source, &doc)
		case "document":
			doc.Body = f.Data
		case "document.quoted":
			doc.Body = unquoteLines(t, f.Data)
		case "want":
			want = f
		default:
			t.Fatalf("unknown file %q", f.Name)
		}
	}
	got := show(Feed(source, doc, noon))
	if *update {
		if want == nil {
			archive.Files = append(archive.Files, txtar.File{Name: "want"})
			want = &archive.Files[len(archive.Files)-1]
		}
		want.Data = []byte(got)
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want == nil {
		t.Fatal("nothing is wanted")
	}
	if diff := cmp.Diff(string(want.Data), got); diff != "" {
		t.Errorf("%s(-want +got):\n%s", archive.Comment, diff)
	}
}

// readSource reads "key: value" lines.
func readSource(t *testing.T, data []byte, source *digest.Source, doc *Document) {
	t.Helper()
	for line := range strings.Lines(string(data)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "url":
			doc.URL = value
		case "content-type":
			doc.ContentType = value
		case "language":
			source.Language = value
		case "zone":
			zone, err := time.LoadLocation(value)
			if err != nil {
				t.Fatal(err)
			}
			source.Zone = zone
		case "page":
			source.Page, doc.URL = value, value
		case "sitemap":
			source.Sitemap, doc.URL = value, value
		case "item":
			source.Select.Item = value
		case "title":
			source.Select.Title = value
		case "link":
			source.Select.Link = value
		case "published":
			source.Select.Published = value
		case "summary":
			source.Select.Summary = value
		case "author":
			source.Select.Author = value
		case "image":
			source.Select.Image = value
		default:
			t.Fatalf("unknown key %q", key)
		}
	}
}

// unquoteLines joins lines that are each written as in Go, without the quotes.
func unquoteLines(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	for line := range strings.Lines(string(data)) {
		text, err := strconv.Unquote("`" + "`")
		if line = strings.TrimSuffix(line, "\n"); line != "" {
			text, err = strconv.Unquote(`"` + strings.ReplaceAll(line, `"`, `\"`) + `"`)
		}
		if err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		b.WriteString(text)
	}
	return b.Bytes()
}

// show is a reading for people: what it says, a line each, without what the
// path gave every item.
func show(r Reading, err error) string {
	if err != nil {
		return fmt.Sprintf("error: %v\n", err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "format: %s\n", r.Format)
	for _, oddity := range r.Oddities {
		fmt.Fprintf(&b, "oddity: %s\n", oddity)
	}
	if r.Found != "" {
		fmt.Fprintf(&b, "%s\n", r.Found)
	}
	showFields(&b, "feed", r.Feed)
	for _, item := range r.Items {
		item.ID, item.Source, item.Position, item.FirstSeen = "", "", 0, time.Time{}
		b.WriteString("\n")
		showFields(&b, "item", item)
	}
	return b.String()
}

func showFields(b *strings.Builder, prefix string, v any) {
	var raw bytes.Buffer
	encoder := json.NewEncoder(&raw)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic(err)
	}
	decoder := json.NewDecoder(&raw)
	if _, err := decoder.Token(); err != nil {
		panic(err)
	}
	for decoder.More() {
		key, err := decoder.Token()
		var value json.RawMessage
		if err == nil {
			err = decoder.Decode(&value)
		}
		if err != nil {
			panic(err)
		}
		var text string
		switch {
		case key == "source", key == "id" && string(value) == `""`:
			continue
		case json.Unmarshal(value, &text) != nil:
			text = string(value)
		}
		fmt.Fprintf(b, "%s.%s: %s\n", prefix, key, strings.ReplaceAll(text, "\n", `\n`))
	}
}
