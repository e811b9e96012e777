package digest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sheetOf makes an edition of lines "Section: lead+other lead".
func sheetOf(lines ...string) Edition {
	var e Edition
	for _, line := range lines {
		title, stories, _ := strings.Cut(line, ": ")
		section := PrintedSection{Title: title}
		for story := range strings.FieldsSeq(stories) {
			var c Cluster
			for n, id := range strings.Split(story, "+") {
				entry := Entry{Item: Item{ID: id, Title: strings.ToUpper(id)}}
				if n == 0 {
					c.Lead = entry
				} else {
					c.AlsoIn = append(c.AlsoIn, entry)
				}
			}
			section.Clusters = append(section.Clusters, c)
		}
		e.Sections = append(e.Sections, section)
	}
	return e
}

// What is added, moved and removed, by sections, and nothing of what stayed.
func TestCompare(t *testing.T) {
	then := sheetOf("News: a+b c d", "World: e f", "Gone: g")
	now := sheetOf("World: f d", "News: b a c+h", "New: e")
	var got []string
	for _, d := range Compare(then, now) {
		got = append(got, fmt.Sprint(d.Section, " ", d.How, " ", d.Entry.ID, " ", d.From))
	}
	want := []string{
		"World moved d News", "News moved b News, under “A”", "News added h ", "New moved e World", "Gone removed g ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if same := Compare(then, then); len(same) > 0 {
		t.Errorf("an edition differs from itself: %v", same)
	}
}
