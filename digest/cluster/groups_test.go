package cluster

import (
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

// day is that of the cases.
var day = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

func TestGroups(t *testing.T) {
	files, err := filepath.Glob("testdata/groups/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil || len(archive.Files) != 2 {
				t.Fatalf("%d parts, %v", len(archive.Files), err)
			}
			var items []Item
			for line := range strings.Lines(string(archive.Files[0].Data)) {
				items = append(items, caseItem(t, strings.TrimSpace(line)))
			}
			if diff := cmp.Diff(string(archive.Files[1].Data), outline(items, Groups(items, nil))); diff != "" {
				t.Errorf("%s\n(-want +got)\n%s", archive.Comment, diff)
			}
		})
	}
}

// caseItem reads "id source time title | summary", where a last word of the
// title may be an address, or [alone].
func caseItem(t *testing.T, line string) Item {
	t.Helper()
	fields := strings.SplitN(line, " ", 4)
	if len(fields) < 4 {
		t.Fatalf("%q is no item", line)
	}
	item := Item{ID: fields[0], Source: fields[1], Publisher: fields[1], Published: caseTime(t, fields[2])}
	text, alone := strings.CutSuffix(fields[3], " [alone]")
	item.Alone = alone
	if before, address, found := strings.Cut(text, " https://"); found {
		text, item.Link = before, address
	}
	if before, summary, found := strings.Cut(text, " | "); found && !strings.Contains(before, "bulletin") {
		text, item.Summary = before, summary
	}
	item.Title = text
	return item
}

// caseTime reads an hour of the day, a distance from noon, or "none".
func caseTime(t *testing.T, text string) time.Time {
	t.Helper()
	if text == "none" {
		return time.Time{}
	}
	if d, err := time.ParseDuration(text); err == nil {
		return day.Add(12*time.Hour + d)
	}
	clock, err := time.Parse("15:04", text)
	if err != nil {
		t.Fatal(err)
	}
	return day.Add(time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute)
}

// outline is the groups, a line each.
func outline(items []Item, groups []Group) string {
	var out strings.Builder
	for _, group := range groups {
		ids := make([]string, len(group))
		for n, member := range group {
			ids[n] = items[member.Item].ID
		}
		fmt.Fprintln(&out, strings.Join(ids, " "))
	}
	return out.String()
}

// Whatever comes in, every item is in one group, and the order of the items
// changes neither the groups nor what is said of them.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := newsDay(rapid.IntRange(0, 150).Draw(t, "items"), rapid.Uint64().Draw(t, "day"))
		for n := range items {
			switch rapid.IntRange(0, 20).Draw(t, "oddity") {
			case 0:
				items[n].Published = time.Time{}
			case 1:
				items[n].Title = items[rapid.IntRange(0, n).Draw(t, "copied")].Title
			case 2:
				items[n].Link = fmt.Sprint("x.example/", rapid.IntRange(0, 9).Draw(t, "link"))
			case 3:
				items[n] = Item{ID: items[n].ID, Title: rapid.String().Draw(t, "title"), Alone: rapid.Bool().Draw(t, "alone")}
			}
		}
		want := told(items, Groups(items, nil))
		if len(want) != len(items) {
			t.Fatalf("%d of %d items are in a group", len(want), len(items))
		}
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "shuffle"), 1))
		r.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
		if diff := cmp.Diff(want, told(items, Groups(items, nil))); diff != "" {
			t.Fatal(diff)
		}
	})
}

// told is, for each item, those of its group and why it is there.
func told(items []Item, groups []Group) map[string]string {
	all := map[string]string{}
	for _, group := range groups {
		var ids []string
		for _, member := range group {
			ids = append(ids, items[member.Item].ID)
		}
		slices.Sort(ids)
		for _, member := range group {
			all[items[member.Item].ID] = strings.Join(ids, " ") + ": " + member.Evidence.String()
		}
	}
	return all
}

// A publisher is one voice, and so is a text that several carry.
func TestVoices(t *testing.T) {
	items := []Item{
		{ID: "a", Source: "dawn", Publisher: "dawn", Title: "Flood breaches Sukkur barrage near Larkana"},
		{ID: "b", Source: "dawn-world", Publisher: "dawn", Title: "Sukkur barrage near Larkana breached by flood"},
		{ID: "c", Source: "wire", Publisher: "wire", Title: "Larkana villages flee as flood breaches Sukkur barrage"},
		{ID: "d", Source: "post", Publisher: "post", Title: "LARKANA VILLAGES FLEE AS FLOOD BREACHES SUKKUR BARRAGE"},
		{ID: "e", Source: "globe", Publisher: "globe", Title: "Barrage at Sukkur breached, Larkana under flood"},
	}
	groups := Groups(items, nil)
	if len(groups) != 1 {
		t.Fatalf("%d groups: %s", len(groups), outline(items, groups))
	}
	var voices []int
	for _, member := range groups[0] {
		voices = append(voices, member.Voice)
	}
	if diff := cmp.Diff([]int{0, 0, 1, 1, 2}, voices); diff != "" {
		t.Error(diff)
	}
}

// Of items without a source nobody knows that one paper gave a title twice.
func TestNoSource(t *testing.T) {
	items := []Item{
		{ID: "a", Title: "Flood breaches Sukkur barrage"},
		{ID: "b", Title: "Rupee gains after auction"},
		{ID: "c", Title: "Flood breaches Sukkur barrage"},
	}
	if got := outline(items, Groups(items, nil)); got != "a c\nb\n" {
		t.Errorf("groups:\n%s", got)
	}
}

// What a collector gives speaks for the papers that it names.
func TestCollectedVoices(t *testing.T) {
	items := []Item{
		{ID: "a", Source: "all", Publisher: "all", Title: "Flood breaches Sukkur barrage near Larkana - Courier"},
		{ID: "b", Source: "all", Publisher: "all", Title: "Sukkur barrage near Larkana breached by flood - Dispatch"},
		{ID: "c", Source: "all", Publisher: "all", Title: "Larkana: flood breaches Sukkur barrage - Gazette"},
		{ID: "d", Source: "all", Publisher: "all", Title: "Barrage at Sukkur breached, Larkana under flood - Courier"},
	}
	groups := Groups(items, nil)
	var voices []int
	for _, member := range groups[0] {
		voices = append(voices, member.Voice)
	}
	if diff := cmp.Diff([]int{0, 1, 2, 0}, voices); diff != "" {
		t.Error(diff)
	}
}

// Each member says what it rests on.
func TestEvidence(t *testing.T) {
	items := []Item{
		{ID: "a", Source: "dawn", Title: "Flood breaches Sukkur barrage near Larkana", Link: "dawn.example/1"},
		{ID: "b", Source: "wire", Title: "Sukkur barrage breached by flood"},
		{ID: "c", Source: "post", Title: "Sukkur barrage breached by flood!"},
		{ID: "d", Source: "amp", Title: "Flood", Link: "dawn.example/1"},
		{ID: "e", Source: "globe", Title: "Larkana flood follows breach of Sukkur barrage"},
	}
	groups := Groups(items, nil)
	if len(groups) != 1 {
		t.Fatalf("%d groups: %s", len(groups), outline(items, groups))
	}
	var same []string
	for _, member := range groups[0] {
		same = append(same, member.Same)
	}
	if diff := cmp.Diff([]string{"link", "title", "title", "link", ""}, same); diff != "" {
		t.Error(diff)
	}
	last := groups[0][4]
	if last.Score <= 0 || last.Score > 1 || !slices.Contains(last.Words, "Sukkur") || !strings.Contains(last.String(), "Sukkur") {
		t.Errorf("evidence of e: %+v: %s", last.Evidence, last)
	}
}

// Likeness tells what goes on from what only sounds alike.
func TestLikeness(t *testing.T) {
	today := []Item{
		{ID: "a", Title: "Captain of ferry that sank off Keamari arrested"},
		{ID: "b", Title: "Bus plunges into canal near Okara"},
		{ID: "c", Title: "Rupee gains after central bank auction"},
	}
	m := NewModel(today, nil)
	printed := []Item{{ID: "x", Title: "Ferry sinks off Keamari, thirty aboard"}, {ID: "y", Title: "Keamari ferry: captain missing"}}
	if on := m.Likeness(m.Gist(today[:1]), m.Gist(printed)); on.Score < OneEvent || !slices.Contains(on.Words, "Keamari") {
		t.Errorf("what goes on is %.2f alike, by %q", on.Score, on.Words)
	}
	for _, other := range today[1:] {
		if e := m.Likeness(m.Gist([]Item{other}), m.Gist(printed)); e.Score >= OneEvent {
			t.Errorf("%q is %.2f alike, by %q", other.Title, e.Score, e.Words)
		}
	}
}

// With a past, what is always in the news tells little.
func TestPast(t *testing.T) {
	var past []string
	for n := range 400 {
		past = append(past, fmt.Sprintf("Karachi Electric topic%d matter%d", n, n))
	}
	items := []Item{
		{ID: "a", Source: "a", Title: "Karachi Electric raises tariff"},
		{ID: "b", Source: "b", Title: "Karachi Electric repairs transformer"},
	}
	if got := outline(items, Groups(items, Learn(past))); got != "a\nb\n" {
		t.Errorf("groups:\n%s", got)
	}
}
