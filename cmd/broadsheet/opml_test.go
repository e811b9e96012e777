package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// TestReadOPML reads each case of testdata/opml: a sentence, an OPML file, and
// the sources in it.
func TestReadOPML(t *testing.T) {
	files, err := filepath.Glob("testdata/opml/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			said := sayOPML(archive.Files[0].Data)
			if *update {
				archive.Files[1].Data = []byte(said)
				if err := os.WriteFile(file, txtar.Format(archive), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(archive.Files[1].Data), said); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// sayOPML is what is read of an OPML file, a line a source.
func sayOPML(content []byte) string {
	list, err := readOPML(content)
	var lines strings.Builder
	for _, each := range list {
		fmt.Fprintf(&lines, "%d: %s\n", each.line, each.flow())
	}
	if err != nil {
		fmt.Fprintln(&lines, err)
	}
	return lines.String()
}

func TestOPMLInUTF16(t *testing.T) {
	text := `<?xml version="1.0" encoding="utf-16"?><opml><body><outline text="چراغ" xmlUrl="https://a.example/"/></body></opml>`
	content := []byte{0xFF, 0xFE}
	for _, unit := range utf16.Encode([]rune(text)) {
		content = append(content, byte(unit), byte(unit>>8))
	}
	if got := sayOPML(content); got != "1: {url: \"https://a.example/\", title: چراغ}\n" {
		t.Errorf("%s", got)
	}
}

// TestOPMLGoesOutAndIn holds that import makes of what export wrote the same
// sources, but for what export leaves out.
func TestOPMLGoesOutAndIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &settings{env: noEnv}
		s.Title = "Paper"
		states := map[string]store.State{}
		for n := range rapid.IntRange(1, 4).Draw(t, "sources") {
			c := drawSource(t, n)
			s.Sources = append(s.Sources, c)
			states[string(c.ID)] = store.State{Feed: digest.Feed{Title: rapid.String().Draw(t, "feed"), Link: "https://a.example/?a&b"}}
		}
		text, err := writeOPML(s, states, instant)
		if err != nil {
			t.Fatal(err)
		}
		list, err := readOPML(text)
		if err != nil {
			t.Fatal(err)
		}
		n := &newcomers{ids: map[string]bool{}, known: map[string]string{}}
		for _, each := range list {
			if _, why := n.admit(each.addition); why != "" {
				t.Fatal(why)
			}
		}
		config := "title: Paper\nurl: http://localhost\nsources:\n  - {id: first, url: 'sample:wire'}\n" +
			"digests: [{id: d, title: D, schedule: '0 7 * * *', sections: [{title: News}]}]\n"
		amended, err := appendSources([]byte(config), n.admitted)
		if err != nil {
			t.Fatal(err)
		}
		again, err := parseConfig(amended, "config.yaml", ".", noEnv)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(fmt.Sprintf("%+v", s.Sources), fmt.Sprintf("%+v", again.Sources[1:])); diff != "" {
			t.Fatalf("-out +in:\n%s", diff)
		}
	})
}

func drawSource(t *rapid.T, n int) sourceConfig {
	name := rapid.StringMatching(`[a-zäßщ<>&"' ]{0,8}[a-zجä]`)
	address := feedAddress(fmt.Sprintf("https://a.example/%d?%s", n, rapid.StringMatching(`[a-z]{1,4}=[a-z&=]{0,4}`).Draw(t, "query")))
	c := sourceConfig{ID: id(fmt.Sprint("id-", n)), Kind: rapid.SampledFrom([]kind{"", "opinion"}).Draw(t, "kind")}
	if rapid.Bool().Draw(t, "titled") {
		c.Title = text(strings.Join(strings.Fields(name.Draw(t, "title")), " "))
	}
	for _, label := range rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z]{1,3}( [a-z/]{2})?[0-9]`), 0, 2, rapid.ID).Draw(t, "labels") {
		c.Labels = append(c.Labels, text(label))
	}
	switch rapid.IntRange(0, 2).Draw(t, "form") {
	case 0:
		c.URL = address
	case 1:
		c.Page = address
		c.Select = selectors{Item: "article > a[href]", Author: rapid.SampledFrom([]selector{"", ".by", `[rel="author"]`}).Draw(t, "author")}
	case 2:
		c.Sitemap = address
		c.FullText = true
	}
	return c
}
