package digest

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/tools/txtar"
	"pgregory.net/rapid"
)

// The cases of testdata/summary: a sentence, the items of a cluster ("lead",
// "also", "also2": the teaser, and after a line "--" the whole text), and the
// summary wanted: whose, and its text; empty if there is to be none.
func TestSummary(t *testing.T) {
	files, err := filepath.Glob("testdata/summary/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var entries []Entry
			content := map[string]HTML{}
			for _, f := range archive.Files[:len(archive.Files)-1] {
				teaser, whole, _ := strings.Cut(string(f.Data), "--\n")
				entries = append(entries, Entry{Item: Item{ID: f.Name, Summary: HTML(strings.TrimSpace(teaser))}, Paper: "The " + f.Name})
				content[f.Name] = HTML(whole)
			}
			e := Edition{Sections: []PrintedSection{{Clusters: []Cluster{{Lead: entries[0], AlsoIn: entries[1:]}}}}}
			e.GiveTexts(content)
			got := ""
			if s := e.Sections[0].Clusters[0].Summary; s != nil {
				got = s.Item + "\n" + s.Text + "\n"
			}
			if want := &archive.Files[len(archive.Files)-1]; string(want.Data) != got && !rewrite(t, archive, file, want.Name, got) {
				t.Errorf("%s\ngot  %s\nwant %s", archive.Comment, got, want.Data)
			}
		})
	}
}

// Whatever the texts are, a summary has its bound, and each sentence of it
// stands in the item that it names.
func TestSummaryProperty(t *testing.T) {
	word := rapid.SampledFrom([]string{"talks", "Mr.", "Khan", "opened", "in", "Washington.", "U.S.", "نے", "کہا۔", "why?", "…", "&amp;", "rain,", "Rs5.3bn", "today.”"})
	text := rapid.Custom(func(t *rapid.T) HTML {
		return HTML(strings.Join(rapid.SliceOfN(word, 0, 60).Draw(t, "words"), " "))
	})
	rapid.Check(t, func(t *rapid.T) {
		content := map[string]HTML{}
		var entries []Entry
		for _, id := range []string{"a", "b", "c"} {
			entries = append(entries, Entry{Item: Item{ID: id, Summary: text.Draw(t, "teaser"), Cut: true}})
			content[id] = text.Draw(t, "text")
		}
		s := summarise(entries, content)
		if s == nil {
			return
		}
		if n := utf8.RuneCountInString(s.Text); n > summaryMost || n == 0 {
			t.Fatalf("%d characters", n)
		}
		if again := summarise(entries, content); *again != *s {
			t.Fatalf("first %v, then %v", s, again)
		}
		for _, entry := range entries {
			if left := s.Text; entry.ID == s.Item {
				for _, sentence := range sentencesOf(entry, 0, content[entry.ID]) {
					left = strings.TrimSpace(strings.TrimPrefix(left, sentence.text))
				}
				if left != "" {
					t.Fatalf("%q does not stand so in %q and %q", left, entry.Summary, content[entry.ID])
				}
			}
		}
	})
}

func TestSentences(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"First. Two? Three!", "First.|Two?|Three!"},
		{"Lt. Gen. A. Khan met the U.S. envoy. They spoke of Rs5.3 billion.", "Lt. Gen. A. Khan met the U.S. envoy.|They spoke of Rs5.3 billion."},
		{"So it is. He said so.", "So it is.|He said so."},
		{"A headline inside\nThe text begins.", "A headline inside|The text begins."},
		{"“We will,” he said. “Soon.” And left…", "“We will,” he said.|“Soon.”|And left…"},
		{"وزیر نے کہا ہے۔ کام جاری ہے۔", "وزیر نے کہا ہے۔|کام جاری ہے۔"},
		{"計画は承認された。反対もあった。", "計画は承認された。|反対もあった。"},
		{"", ""},
	} {
		if got := strings.Join(Sentences(c.text), "|"); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestCountWords(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, " — … ": 0, "Rs5.3bn for Karachi’s water, at last": 6, "وزیر نے کہا ہے۔": 4, "計画は承認された": 4,
	} {
		if got := CountWords(text); got != want {
			t.Errorf("%q: %d words, want %d", text, got, want)
		}
	}
	if Minutes(0) != 0 || Minutes(1) != 1 || Minutes(231) != 2 {
		t.Error("minutes are rounded up")
	}
}

func TestText(t *testing.T) {
	const markup = `<h2>A  <b>hea</b>d</h2><p>One&amp;<em>two</em>
three<br>four</p><figure><img alt="x"><figcaption>Not this</figcaption></figure><ul><li>five<li>six</ul><table><tr><td>nor this</table>`
	if got, want := HTML(markup).Text(0), "A head\nOne&two three\nfour\nfive\nsix"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := HTML(strings.Repeat("<p>word</p>", 1000)).Text(20); len(got) > 40 {
		t.Errorf("%d bytes of 20", len(got))
	}
}
