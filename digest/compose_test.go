package digest

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write what the cases want anew")

// hour is when the editions of the tests are composed.
var hour = time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)

func TestCompose(t *testing.T) {
	files, err := filepath.Glob("testdata/compose/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			part := func(name string) []string {
				for _, f := range archive.Files {
					if f.Name == name {
						return strings.Split(strings.TrimSpace(string(f.Data)), "\n")
					}
				}
				return nil
			}
			d := Digest{ID: "morning", Title: "Morning", Zone: time.UTC, Lookback: 48 * time.Hour}
			for _, line := range part("sections") {
				d.Sections = append(d.Sections, caseSection(t, line))
			}
			var sources []Source
			for _, line := range part("sources") {
				sources = append(sources, caseSource(t, line))
			}
			for _, line := range part("digest") {
				caseDigest(t, &d, line)
			}
			var items []Item
			for _, line := range part("items") {
				items = append(items, caseItem(t, line))
			}
			edition, decisions := Compose(d, "2026-11-23", hour, sources, items, nil, Past{})
			for name, got := range map[string]string{"want": outline(edition, decisions), "scores": scores(edition)} {
				want := strings.Join(part(name), "\n") + "\n"
				if diff := cmp.Diff(want, got); diff != "" && (name == "want" || part(name) != nil) && !rewrite(t, archive, file, name, got) {
					t.Errorf("%s\n(-want +got)\n%s", archive.Comment, diff)
				}
			}
		})
	}
}

// Whatever comes in, every item gets one decision, the edition holds exactly
// those that it says it holds, each once, the order of arrival does not
// matter, and what is left makes further editions until nothing is.
func TestComposeNeitherLosesNorRepeats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sources := []Source{{ID: "a"}, {ID: "b", Kind: Editorial}, {ID: "c", Labels: []string{"World"}}}
		d := Digest{ID: "d", Zone: time.UTC, Lookback: 48 * time.Hour, Sections: []Section{
			{Title: "One", Kinds: []Kind{Story}, Max: rapid.IntRange(0, 4).Draw(t, "max of One")},
			{Title: "Two", Labels: []string{"world"}, Max: rapid.IntRange(1, 3).Draw(t, "max of Two")},
			{Title: "Three", Sources: []string{"b"}},
		}}
		items := rapid.SliceOfNDistinct(rapid.Custom(randomItem), 0, 40, func(i Item) string { return i.ID }).Draw(t, "items")
		printed := map[string]bool{}
		for left := items; ; {
			edition, decisions := Compose(d, "2026-11-23", hour, sources, left, nil, Past{})
			sameWhenShuffled(t, d, sources, left, edition)
			left = checkLedger(t, left, edition, decisions, printed)
			if len(edition.Sections) == 0 {
				break
			}
		}
	})
}

func randomItem(t *rapid.T) Item {
	return Item{
		ID:        fmt.Sprintf("%04d", rapid.IntRange(0, 9999).Draw(t, "id")),
		Source:    rapid.SampledFrom([]string{"a", "b", "c", "unknown"}).Draw(t, "source"),
		Title:     rapid.SampledFrom([]string{"", "Rain in Karachi", "RAIN in karachi!", "Talks open", "بارش کا امکان"}).Draw(t, "title"),
		Link:      rapid.SampledFrom([]string{"", "https://x.example/1", "http://www.x.example/1/", "https://x.example/2", "::"}).Draw(t, "link"),
		Published: hour.Add(-time.Duration(rapid.IntRange(-5, 60).Draw(t, "age")) * time.Hour),
		FirstSeen: hour.Add(-time.Duration(rapid.IntRange(-2, 50).Draw(t, "seen")) * time.Hour),
	}
}

func sameWhenShuffled(t *rapid.T, d Digest, sources []Source, items []Item, want Edition) {
	shuffled := slices.Clone(items)
	rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "shuffle"), 1)).Shuffle(len(shuffled), func(i, j int) {
		shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
	})
	again, _ := Compose(d, "2026-11-23", hour, sources, shuffled, nil, Past{})
	a, _ := json.Marshal(want)
	b, _ := json.Marshal(again)
	if !bytes.Equal(a, b) {
		t.Fatalf("the order of arrival changes the edition:\n%s\n%s", a, b)
	}
}

// checkLedger holds the decisions against the edition, and gives what is left.
func checkLedger(t *rapid.T, items []Item, e Edition, decisions []Decision, printed map[string]bool) (left []Item) {
	if len(decisions) != len(items) {
		t.Fatalf("%d items, %d decisions", len(items), len(decisions))
	}
	inEdition := map[string]bool{}
	for _, entry := range e.Entries() {
		if inEdition[entry.ID] || printed[entry.ID] {
			t.Fatalf("%s is printed twice", entry.ID)
		}
		inEdition[entry.ID], printed[entry.ID] = true, true
	}
	outcome := map[string]Outcome{}
	for _, decision := range decisions {
		outcome[decision.Item] = decision.Outcome
		if says := decision.Outcome == Leads || decision.Outcome == AlsoIn; says != inEdition[decision.Item] {
			t.Fatalf("%s is said to be %q, printed: %v", decision.Item, decision.Outcome, inEdition[decision.Item])
		}
	}
	for _, item := range items {
		if outcome[item.ID] == "" {
			t.Fatalf("nothing is said of %s", item.ID)
		}
		if !inEdition[item.ID] {
			left = append(left, item)
		}
	}
	if len(e.Sections) == 0 && slices.ContainsFunc(decisions, func(d Decision) bool { return d.Outcome == Waits }) {
		t.Fatal("something waits though nothing was printed")
	}
	return left
}

func TestComposeNamesPapers(t *testing.T) {
	sources := []Source{{ID: "dawn"}, {ID: "wire", Title: "The Wire"}}
	reports := []Report{{Source: "dawn", Title: "Dawn of Karachi", Condition: Read}, {Source: "gone", Condition: Failed, Reason: "503"}}
	items := []Item{{ID: "1", Source: "dawn", Title: "A", FirstSeen: hour}, {ID: "2", Source: "wire", Title: "B", FirstSeen: hour}}
	d := Digest{ID: "d", Zone: time.UTC, Lookback: time.Hour, Sections: []Section{{Title: "All"}}}
	edition, _ := Compose(d, "2026-11-23", hour, sources, items, reports, Past{})
	var got []string
	for _, entry := range edition.Entries() {
		got = append(got, entry.Paper)
	}
	if diff := cmp.Diff([]string{"Dawn of Karachi", "The Wire"}, got); diff != "" {
		t.Error(diff)
	}
	if missing := edition.Missing(); len(missing) != 1 || missing[0].Source != "gone" {
		t.Errorf("missing: %v", missing)
	}
}

// An edition read back from its JSON is the edition that was written.
func TestEditionSurvivesJSON(t *testing.T) {
	items := []Item{{ID: "1", Source: "a", Title: "A", Summary: "<p>x</p>", FirstSeen: hour, Image: &Image{URL: "https://x.example/i.jpg"}}}
	d := Digest{ID: "d", Zone: time.UTC, Lookback: time.Hour, Sections: []Section{{Title: "All"}}}
	edition, _ := Compose(d, "2026-11-23", hour, []Source{{ID: "a"}}, items, []Report{{Source: "a", Condition: Read, LastGood: hour}}, Past{})
	written, err := json.Marshal(edition)
	if err != nil {
		t.Fatal(err)
	}
	var read Edition
	if err := json.Unmarshal(written, &read); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(edition, read); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkCompose(b *testing.B) {
	var sources []Source
	for n := range 100 {
		sources = append(sources, Source{ID: fmt.Sprintf("paper-%d", n)})
	}
	d := Digest{ID: "morning", Zone: time.UTC, Lookback: 48 * time.Hour, Sections: []Section{
		{Title: "Top stories", Kinds: []Kind{Story}, Max: 12},
		{Title: "World", Labels: []string{"world"}, Max: 12},
		{Title: "Editorials", Kinds: []Kind{Editorial}, Max: 6},
		{Title: "Opinion", Kinds: []Kind{Opinion, Letter, Analysis}, Max: 6},
	}}
	items := manyItems(10_000)
	b.ReportAllocs()
	for b.Loop() {
		edition, _ := Compose(d, "2026-11-23", hour, sources, items, nil, Past{})
		if len(edition.Sections) != 4 {
			b.Fatalf("%d sections", len(edition.Sections))
		}
	}
}

// manyItems invents a day of a hundred papers: two events of three are told by
// one of them, the others by up to thirty, each in words of its own; and words
// are as unevenly used as in any language (Zipf).
func manyItems(n int) []Item {
	r := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(r, 1.1, 20, 20_000)
	word := func() string { return inventedWord(zipf.Uint64()) }
	categories := []string{"National", "World", "Business", "Sport", "Editorial", "Opinion", "Letters"}
	items := make([]Item, 0, n)
	for event := 0; len(items) < n; event++ {
		var about []string
		for range 14 {
			about = append(about, word())
		}
		papers, when := 1, hour.Add(-time.Duration(r.IntN(46*60))*time.Minute)
		if r.IntN(3) == 0 {
			papers = 1 + int(30/(1+r.IntN(30)))
		}
		for p := range min(papers, n-len(items)) {
			r.Shuffle(len(about), func(i, j int) { about[i], about[j] = about[j], about[i] })
			title := strings.Join(about[:7], " ") + " " + word()
			items = append(items, Item{
				ID: fmt.Sprintf("i1%08x", len(items)), Source: fmt.Sprintf("paper-%d", (event+7*p)%100), Title: title,
				Link:    fmt.Sprintf("https://paper-%d.example/news/%d/%s", (event+7*p)%100, len(items), strings.ReplaceAll(title, " ", "-")),
				Summary: HTML("<p>" + strings.Join(about, " ") + " " + word() + " " + word() + ".</p>"), Position: 1 + r.IntN(40),
				Categories: []string{categories[r.IntN(len(categories))]},
				Published:  when.Add(time.Duration(r.IntN(60)) * time.Minute), FirstSeen: hour.Add(-time.Minute),
			})
		}
	}
	return items
}

// inventedWord is a word of two to four syllables for a number.
func inventedWord(n uint64) string {
	const consonants, vowels = "bdfgjklmnprstvz", "aeiou"
	word := ""
	for n += 75; n > 0; n /= 75 {
		word += string(consonants[n%15]) + string(vowels[n/15%5])
	}
	return word
}
