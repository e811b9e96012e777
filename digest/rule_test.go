package digest

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func pattern(t *testing.T, text string) Pattern {
	t.Helper()
	p, err := ParsePattern(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPatterns(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"live", "The count, LIVE", true},
		{"live", "Alive and well", false},
		{"live updates", "Live  Updates: the count", true},
		{"opinion", "opinion-polls", true},
		{"court", "courtyard, then the court", true},
		{"بارش", "کراچی میں بارش", true},
		{"雨", "東京は雨です", true},
		{"/^Watch:/", "Watch: the count", true},
		{"/^Watch:/", "watch: the count", false},
		{"/(?i)^watch:/", "watch: the count", true},
		{"Opinión", "OPINIÓN", true},
	} {
		if got := pattern(t, c.pattern).takes(c.text); got != c.want {
			t.Errorf("%q in %q: got %v", c.pattern, c.text, got)
		}
	}
}

// TestAddressPatterns: slashes are common in addresses, and alone make no
// regular expression.
func TestAddressPatterns(t *testing.T) {
	for _, c := range []struct {
		pattern, address string
		want             bool
	}{
		{"/blogs/", "https://x.example/blogs/1", true},
		{"/blogs/", "https://x.example/myblogs/1", false},
		{"x.example", "https://X.example/1", true},
		{`/\/20\d\d\//`, "https://x.example/2026/1", true},
		{`/\/20\d\d\//`, "https://x.example/1926/1", false},
	} {
		p, err := ParseAddressPattern(c.pattern)
		if got := p.takes(c.address); err != nil || got != c.want {
			t.Errorf("%q in %q: got %v, %v", c.pattern, c.address, got, err)
		}
	}
}

func TestPatternsThatAreNone(t *testing.T) {
	for _, text := range []string{"/[a/", "/(/"} {
		if _, err := ParsePattern(text); err == nil {
			t.Errorf("%q is taken", text)
		}
		if _, err := ParseAddressPattern(text); err == nil {
			t.Errorf("%q is taken as an address", text)
		}
	}
}

// TestRulesInCompose has a rule of each sort, and one item for each.
func TestRulesInCompose(t *testing.T) {
	word := func(w string) Match { return Match{Title: pattern(t, w)} }
	blogs, _ := ParseAddressPattern("/blogs/")
	rules := []Rule{
		{Name: "rule 1", Match: Match{URL: blogs}, Kind: Opinion},
		{Name: "rule 2", Match: word("sponsored"), Drop: true},
		{Name: "rule 3", Match: word("cricket"), Section: "Sport", Kind: Story},
		{Name: "rule 4", Match: Match{Author: pattern(t, "Amina"), Source: "daily"}, Label: "National"},
		{Name: "rule 5", Match: word("breaking"), Replace: regexp.MustCompile(`^BREAKING: *(.*)`), With: "$1"},
		{Name: "rule 6", Match: Match{URL: blogs}, Kind: Letter},
		{Name: "rule 7", Match: Match{Text: pattern(t, "tea")}, Section: "Nowhere", Replace: regexp.MustCompile(`.*`)},
	}
	d := Digest{
		ID: "d", Zone: time.UTC, Lookback: 48 * time.Hour, Rules: rules,
		Sections: []Section{{Title: "News", Kinds: []Kind{Story}}, {Title: "National", Labels: []string{"national"}}, {Title: "Views"}, {Title: "Sport", Kinds: []Kind{Live}}},
	}
	item := func(id, title, link, author string) Item {
		return Item{ID: id, Source: "daily", Title: title, Link: "https://daily.example" + link, FirstSeen: hour, Authors: []Author{{Name: author}}}
	}
	items := []Item{
		item("a", "Rain in Karachi", "/blogs/1", ""),
		item("b", "A kitchen, sponsored by Ghee", "/2", ""),
		item("c", "Editorial: Cricket must change", "/3", ""),
		item("d", "Canal opens", "/4", "Amina Farooqi"),
		item("e", "BREAKING: Bridge falls", "/5", ""),
		item("f", "Tea harvest", "/6", ""),
	}
	edition, decisions := Compose(d, "2026-11-23", hour, []Source{{ID: "daily", Kind: Story}}, items, nil, Past{})
	want := []string{
		"a opinion leads Views: rule 1, the most particular section that accepts it",
		"b story left out : the source's kind is set in the config, dropped by rule 2",
		"c story leads Sport: rule 3, sent there by rule 3",
		"d story leads National: the source's kind is set in the config, the most particular section that accepts it",
		"e story leads News: the source's kind is set in the config, the most particular section that accepts it",
		"f story leads News: the source's kind is set in the config, the most particular section that accepts it",
	}
	var got []string
	for _, n := range decisions {
		got = append(got, n.Item+" "+string(n.Kind)+" "+string(n.Outcome)+" "+n.Section+": "+n.Evidence+", "+n.Reason)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var titles []string
	for _, entry := range edition.Entries() {
		titles = append(titles, entry.ID+" "+entry.Title)
	}
	if said := strings.Join(titles, "; "); !strings.Contains(said, "e Bridge falls") || !strings.Contains(said, "f Tea harvest") {
		t.Error("titles:", said)
	}
	if items[3].Categories != nil || items[4].Title != "BREAKING: Bridge falls" {
		t.Error("Compose changed the items that it was given")
	}
}

// TestRewrittenTitleIsNoCorrection: a headline that a rule rewrote, of an item
// whose teaser has changed since, still reads as it was printed.
func TestRewrittenTitleIsNoCorrection(t *testing.T) {
	rule := Rule{Name: "r", Match: Match{Title: pattern(t, "breaking")}, Replace: regexp.MustCompile(`^BREAKING: Bridge over the Ravi`), With: "Span"}
	d := Digest{ID: "d", Zone: time.UTC, Lookback: 48 * time.Hour, Rules: []Rule{rule}, Sections: []Section{{Title: "All"}}}
	item := Item{ID: "a", Source: "s", Title: "BREAKING: Bridge over the Ravi falls", FirstSeen: hour}
	sources := []Source{{ID: "s"}}
	first, _ := Compose(d, "2026-11-23", hour, sources, []Item{item}, nil, Past{})
	if got := first.Entries()[0].Title; got != "Span falls" {
		t.Fatal("printed as", got)
	}
	second, _ := Compose(d, "2026-11-24", hour.Add(24*time.Hour), sources, nil, nil, Past{Editions: []Edition{first}, Changed: []Item{item}})
	if len(second.Corrections) != 0 {
		t.Error("corrections:", second.Corrections)
	}
}
