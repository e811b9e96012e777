package digest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// TestKinds reads each case of testdata/kinds: a sentence, items one a line,
// and what each is and by what evidence.
func TestKinds(t *testing.T) {
	files, err := filepath.Glob("testdata/kinds/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil || len(archive.Files) != 2 {
				t.Fatal("a case has two parts", err)
			}
			var said strings.Builder
			for line := range strings.Lines(string(archive.Files[0].Data)) {
				item, source := kindCase(t, line)
				kind, evidence := KindOf(item, source)
				said.WriteString(string(kind) + ": " + evidence + "\n")
			}
			want := &archive.Files[1]
			if *update {
				want.Data = []byte(said.String())
				if err := os.WriteFile(file, txtar.Format(archive), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(want.Data), said.String()); diff != "" {
				t.Errorf("%s\n(-want +got)\n%s", archive.Comment, diff)
			}
		})
	}
}

// kindCase reads the fields of an item and of its source from one JSON object.
func kindCase(t *testing.T, line string) (Item, Source) {
	t.Helper()
	var c struct {
		Title, Link, Summary, Type, Language, Author string
		Categories                                   []string
		Kind                                         Kind
		Feed, Address                                string
	}
	if err := json.Unmarshal([]byte(line), &c); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	item := Item{Title: c.Title, Link: c.Link, Summary: HTML(c.Summary), Type: c.Type, Language: c.Language, Categories: c.Categories}
	if c.Author != "" {
		item.Authors = []Author{{Name: c.Author}}
	}
	return item, Source{Kind: c.Kind, FeedTitle: c.Feed, URL: c.Address}
}

// TestKindWordsAreFound looks every word up in the form in which papers write it.
func TestKindWordsAreFound(t *testing.T) {
	for word, want := range map[string]Kind{
		"Opinión": Opinion, "OPINIÓN": Opinion, "Éditorial": Editorial, "Leserbriefe": Letter, "Письма читателей": Letter,
		"اداریہ": Editorial, "کالم": Opinion, "الافتتاحية": Editorial, "社説": Editorial, "सम्पादकीय": Editorial, "사설": Editorial,
		"Başyazı": Editorial, "Köşe Yazıları": Opinion, "Γνώμη": Opinion, "Letters to the Editor": Letter, "Pääkirjoitus": Editorial,
		"Мнение": Opinion, "op_ed": Opinion, "News": "", "": "", "Analysis of data": "",
	} {
		if got := kindWord(word); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
}

func BenchmarkKindOf(b *testing.B) {
	item := Item{
		Title:   "Regional ministers agree to share the water of the Chenab through the dry season",
		Link:    "https://paper.example/1234567",
		Summary: "<p>After two days of talks in the capital the ministers signed a plan that gives each province a fixed share until April.</p>",
		Authors: []Author{{Name: "Amina Farooqi"}}, Categories: []string{"Pakistan", "Water"},
	}
	source := Source{FeedTitle: "The Paper - Home", URL: "https://paper.example/feeds/home"}
	for b.Loop() {
		KindOf(item, source)
	}
}

// FuzzKindOf: whatever an item says, it is of some kind, for some reason.
func FuzzKindOf(f *testing.F) {
	f.Add("Explainer-", "https://x.example/a-/b", "| ", "x")
	f.Add("— |", "::", "News/", "(")
	f.Add("\xe5", "0", "0", "0") // no letter at all
	f.Add("The  view on", "https://x.example/%ff/-analysis", ">", "Editorial Board")
	f.Fuzz(func(t *testing.T, title, link, category, author string) {
		item := Item{Title: title, Link: link, Categories: []string{category}, Authors: []Author{{Name: author}}}
		if kind, evidence := KindOf(item, Source{FeedTitle: author, URL: link}); kind == "" || evidence == "" {
			t.Errorf("%q, because %q", kind, evidence)
		}
	})
}
