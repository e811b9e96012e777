package digest

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Whatever the sources offer, a full section gives none of them more than a
// third, and two more places than another that waits for one; the best of all
// leads; and no limit is passed.
func TestShares(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		section := Section{Title: "Top", Max: rapid.IntRange(1, 12).Draw(t, "max"), MaxPerSource: rapid.IntRange(0, 5).Draw(t, "most of a source")}
		d := Digest{ID: "d", Zone: time.UTC, Lookback: 48 * time.Hour, Sections: []Section{section}, MaxPerSource: rapid.IntRange(0, 6).Draw(t, "limit")}
		var sources []Source
		var items []Item
		for s := range rapid.IntRange(1, 6).Draw(t, "sources") {
			id := fmt.Sprintf("s%d", s)
			sources = append(sources, Source{ID: id, Weight: rapid.Float64Range(.1, 10).Draw(t, "weight")})
			for i := range rapid.IntRange(0, 15).Draw(t, "items") {
				items = append(items, Item{
					ID: fmt.Sprintf("%s-%d", id, i), Source: id, Title: fmt.Sprintf("Number%d of%s", i, id), Position: i + 1,
					FirstSeen: hour.Add(-time.Duration(rapid.IntRange(0, 2000).Draw(t, "age")) * time.Minute),
				})
			}
		}
		edition, decisions := Compose(d, "2026-11-23", hour, sources, items, nil, Past{})
		checkShares(t, d, section, edition, decisions)
	})
}

func checkShares(t *rapid.T, d Digest, section Section, e Edition, decisions []Decision) {
	leads := map[string]int{}
	for _, entry := range e.Entries() {
		leads[entry.Source]++
	}
	third, most := (section.Max+2)/3, 0
	for source, n := range leads {
		most = max(most, n)
		if section.MaxPerSource > 0 && n > section.MaxPerSource || d.MaxPerSource > 0 && n > d.MaxPerSource {
			t.Fatalf("%s leads %d times", source, n)
		}
	}
	for _, decision := range decisions {
		source := decision.Item[:2]
		if decision.Outcome == Waits && len(e.Entries()) == section.Max && most > third && leads[source]+1 < most &&
			(section.MaxPerSource == 0 || leads[source] < section.MaxPerSource) && (d.MaxPerSource == 0 || leads[source] < d.MaxPerSource) {
			t.Fatalf("%s waits with %d leads, while another has %d of %d", decision.Item, leads[source], most, section.Max)
		}
		if decision.Outcome == Waits && decision.Score.Sum() > e.Sections[0].Clusters[0].Score.Sum() {
			t.Fatalf("%s waits, and has more than the lead", decision.Item)
		}
	}
}
