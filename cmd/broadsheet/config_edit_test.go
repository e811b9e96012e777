package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/diff"
	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"
)

// two are the sources that the cases of testdata/append add.
var two = []addition{
	{ID: "dawn", URL: "https://dawn.example/feed?a=1&b=2#c", Title: "Dawn: news", Labels: []string{"daily", "1"}},
	{ID: "leaders", Page: "https://dawn.example/leaders", Kind: "editorial", FullText: true, Select: [][2]string{{"item", "article > .x, li"}}},
}

// TestAppend reads each case of testdata/append: a sentence, a config, and
// how it changes when two sources are added.
func TestAppend(t *testing.T) {
	files, err := filepath.Glob("testdata/append/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			before := archive.Files[0].Data
			if strings.Contains(string(archive.Comment), "CRLF") {
				before = []byte(strings.ReplaceAll(string(before), "\n", "\r\n"))
			}
			if strings.Contains(string(archive.Comment), "no line end") {
				before = before[:len(before)-1]
			}
			said := ""
			after, err := appendSources(before, two)
			if err != nil {
				said = err.Error() + "\n"
			} else {
				said = strings.ReplaceAll(string(diff.Diff("before", before, "after", after)), "\r\n", "\\r\n")
				demandOnlyAdds(t, before, after, two)
			}
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

// demandOnlyAdds reads both, with what else a config needs.
func demandOnlyAdds(t interface {
	Helper()
	Fatalf(string, ...any)
}, before, after []byte, added []addition,
) {
	t.Helper()
	old, err := parseConfig(before, "config.yaml", ".", noEnv)
	if err != nil {
		t.Fatalf("before: %v", err)
	}
	amended, err := parseConfig(after, "config.yaml", ".", noEnv)
	if err != nil {
		t.Fatalf("after: %v\n%s", err, after)
	}
	if !onlyAdds(old.config, amended.config, added) {
		t.Fatalf("more is changed than is added:\n%s", after)
	}
}

// TestAnySourceCanBeAdded whatever its title and labels are, and all of them
// can be read again as they were.
func TestAnySourceCanBeAdded(t *testing.T) {
	forms := []string{
		"sources:\n  - id: a\n    url: sample:wire\n\n# next\n", "sources: [{id: a, url: 'sample:wire'}]\n",
		"sources:\n- {id: a, url: 'sample:wire'}\n", "sources: [\n  {id: a, url: 'sample:wire'}, # last\n]\n",
	}
	rapid.Check(t, func(t *rapid.T) {
		n := &newcomers{ids: map[string]bool{"a": true}, known: map[string]string{}}
		for range rapid.IntRange(1, 3).Draw(t, "sources") {
			n.admit(addition{
				URL:    "https://" + rapid.StringMatching(`[a-z]{1,8}\.example`).Draw(t, "host") + "/" + rapid.StringMatching(`[!-~]{0,12}`).Draw(t, "path"),
				Title:  rapid.String().Draw(t, "title"),
				Labels: rapid.SliceOfN(rapid.String(), 0, 3).Draw(t, "labels"),
			})
		}
		before := []byte("title: P\nurl: http://localhost\n" + rapid.SampledFrom(forms).Draw(t, "form") +
			"digests: [{id: d, title: D, schedule: '0 7 * * *', sections: [{title: News}]}]\n")
		after, err := appendSources(before, n.admitted)
		if err != nil {
			t.Fatal(err)
		}
		demandOnlyAdds(t, before, after, n.admitted)
		amended, _ := parseConfig(after, "config.yaml", ".", noEnv)
		for i, d := range n.admitted {
			got := amended.Sources[1+i]
			if want := strings.TrimSpace(strings.ReplaceAll(d.Title, "${", "$ {")); string(got.Title) != want {
				t.Fatalf("the title %q became %q", want, got.Title)
			}
			if got.address() != d.address() || len(got.Labels) != len(d.Labels) {
				t.Fatalf("%+v became %+v", d, got)
			}
		}
	})
}

func TestSlug(t *testing.T) {
	for title, want := range map[string]string{
		"The Indus Courier":   "the-indus-courier",
		"L'Équipe – Sports":   "lequipe-sports",
		"Æther & Øre, Straße": "aether-ore-strasse",
		"Новая газета":        "novaya-gazeta",
		"Ἑλλάδα Ελλάδα":       "ellada-ellada",
		"روزنامہ چراغ":        "",
		"東京新聞 Tokyo":          "tokyo",
		"  --  ":              "",
		"ﬁne ＷＩＤＥ ①":          "fine-wide-1",
		"A very long title that goes on and on about nothing": "a-very-long-title-that-goes-on-and-on-about",
	} {
		if got := slug(title); got != want {
			t.Errorf("slug(%q) = %q, want %q", title, got, want)
		}
	}
}

func TestSameAddress(t *testing.T) {
	for _, same := range [][]string{
		{"https://dawn.example/feed", "http://www.Dawn.example/feed/", "https://me:hunter2@dawn.example:443/feed#top"},
		{"https://dawn.example/", "https://dawn.example"},
		{"sample:wire"},
		{"https://dawn.example/?p=1", "https://dawn.example?p=1"},
		{"https://dawn.example/Feed"},
	} {
		for _, address := range same {
			if sameAddress(address) != sameAddress(same[0]) {
				t.Errorf("%s and %s are not the same", address, same[0])
			}
		}
	}
	if sameAddress("https://a.example/feed?a=1") == sameAddress("https://a.example/feed?a=2") {
		t.Error("the query does not count")
	}
}
