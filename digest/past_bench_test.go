package digest

import (
	"fmt"
	"testing"
	"time"
)

// BenchmarkComposeAfterAWeek is BenchmarkCompose after seven editions of a
// hundred stories each, which are remembered.
func BenchmarkComposeAfterAWeek(b *testing.B) {
	var sources []Source
	for n := range 100 {
		sources = append(sources, Source{ID: fmt.Sprintf("paper-%d", n)})
	}
	d := Digest{ID: "morning", Zone: time.UTC, Lookback: 48 * time.Hour, Sections: []Section{{Title: "All", Max: 100}}}
	items := manyItems(11_000)
	var past Past
	for day := range 7 {
		e, _ := Compose(d, fmt.Sprintf("2026-11-%d", 16+day), hour.AddDate(0, 0, day-7), sources, aged(items[140*day:140*day+140], day-7), nil, past)
		past.Editions = append([]Edition{e}, past.Editions...)
	}
	for _, item := range items[:1000] {
		past.Titles = append(past.Titles, item.Title)
	}
	b.ReportAllocs()
	for b.Loop() {
		if e, _ := Compose(d, "2026-11-23", hour, sources, items[1000:], nil, past); len(e.Sections) != 1 {
			b.Fatalf("%d sections", len(e.Sections))
		}
	}
}

// aged is items of so many days before.
func aged(items []Item, days int) []Item {
	old := append([]Item(nil), items...)
	for n := range old {
		old[n].Published, old[n].FirstSeen = old[n].Published.AddDate(0, 0, days), old[n].FirstSeen.AddDate(0, 0, days)
	}
	return old
}
