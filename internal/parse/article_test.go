package parse

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"broadsheet/digest"
)

// TestFullText reads the pages of testdata/article.
func TestFullText(t *testing.T) {
	eachCase(t, "article", func(doc Document) string {
		article, err := FullText(digest.Source{ID: "test"}, doc, noon)
		if err != nil {
			return show(Reading{}, err)
		}
		var b strings.Builder
		fmt.Fprintf(&b, "no archive: %v\n", article.NoArchive)
		checkItem(t, article.Item)
		article.Item.FirstSeen = time.Time{}
		showFields(&b, "item", article.Item)
		return b.String()
	})
}

// TestDiscover finds the feeds of the pages of testdata/discover.
func TestDiscover(t *testing.T) {
	eachCase(t, "discover", func(doc Document) string {
		var b strings.Builder
		for _, link := range Discover(doc) {
			fmt.Fprintf(&b, "%s %q %q guess: %v\n", link.URL, link.Type, link.Title, link.Guess)
		}
		return b.String()
	})
}

func TestGuesses(t *testing.T) {
	want := []string{
		"https://paper.example/feed", "https://paper.example/rss.xml", "https://paper.example/atom.xml", "https://paper.example/feed.json",
		"https://paper.example/index.xml", "https://paper.example/feed.xml", "https://paper.example/rss", "https://paper.example/?feed=rss2",
	}
	if diff := cmp.Diff(want, Guesses(" https://paper.example/world/asia?page=2#top")); diff != "" {
		t.Error(diff)
	}
	for _, address := range []string{"", "paper.example", "ftp://paper.example/", "file:///etc/passwd"} {
		if got := Guesses(address); got != nil {
			t.Errorf("%q: %q", address, got)
		}
	}
}

func TestSitemaps(t *testing.T) {
	robots := "User-agent: *\r\nSitemap: https://paper.example/all.xml\r\n sitemap : /news-map.xml # new\r\nSitemap:\r\nDisallow: /news\r\nSitemap: mailto:x\r\n"
	want := []string{"https://paper.example/news-map.xml", "https://paper.example/all.xml"}
	if diff := cmp.Diff(want, Sitemaps([]byte(robots), "https://paper.example/robots.txt")); diff != "" {
		t.Error(diff)
	}
}

// eachCase holds what is made of a document against what its case wants.
// The sentence of the case is followed by a line with the document's address.
func eachCase(t *testing.T, folder string, read func(Document) string) {
	files, err := filepath.Glob("testdata/pages/" + folder + "/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			sentence, address, _ := strings.Cut(strings.TrimSpace(string(archive.Comment)), "\n")
			if !strings.HasSuffix(sentence, ".") || len(archive.Files) != 2 {
				t.Fatalf("a case is a sentence, an address, a document and what is wanted: %q", sentence)
			}
			got := read(Document{Body: archive.Files[0].Data, URL: address})
			want := &archive.Files[1]
			if *update {
				want.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(want.Data), got); diff != "" {
				t.Errorf("%s(-want +got):\n%s", archive.Comment, diff)
			}
		})
	}
}
