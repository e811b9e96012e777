package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"

	"broadsheet/digest"
)

// TestUnreachableSectionsStayEmpty holds the check against the decision: what
// it calls unreachable gets nothing from digest.Compose, whatever there is.
func TestUnreachableSectionsStayEmpty(t *testing.T) {
	refused := 0
	rapid.Check(t, func(t *rapid.T) {
		s := &settings{config: drawConfig(t)}
		check := &checker{config: &s.config, reader: &reader{places: map[string]*yaml.Node{"": {}}}}
		d := s.config.Digests[0]
		for n := range d.Sections {
			check.reach("digests[0]", n, d.Sections, check.taken(d))
		}
		edition, _ := digest.Compose(s.digests()[0], "2026-11-23", instant, s.sources(), drawItems(t), nil, digest.Past{})
		for _, f := range check.faults {
			n := 0
			if _, err := fmt.Sscanf(f.Path, "digests[0].sections[%d]", &n); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(f.Path, "sources") {
				continue // one of its sources, not the section
			}
			refused++
			if slices.ContainsFunc(edition.Sections, func(p digest.PrintedSection) bool { return p.Title == string(d.Sections[n].Title) }) {
				t.Fatalf("%s, but something came: %+v", f.Error(), d.Sections)
			}
		}
	})
	if refused == 0 {
		t.Error("nothing was ever refused: the property says nothing")
	}
}

var someKinds = []kind{"story", "opinion", "live"}

func drawConfig(t *rapid.T) config {
	some := func(from ...text) []text {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(from), 0, 2, rapid.ID).Draw(t, "labels")
	}
	c := config{Title: "P", URL: "http://localhost"}
	for _, name := range []id{"a", "b", "c"} {
		c.Sources = append(c.Sources, sourceConfig{
			ID: name, URL: "sample:wire", Labels: some("x", "Y"),
			Kind: rapid.SampledFrom([]kind{"", "", "story", "opinion"}).Draw(t, "kind"),
		})
	}
	ids := rapid.SliceOfNDistinct(rapid.SampledFrom([]id{"a", "b", "c"}), 0, 2, rapid.ID)
	d := digestConfig{ID: "d", Title: "D", Sources: ids.Draw(t, "taken")}
	for n := range rapid.IntRange(1, 4).Draw(t, "sections") {
		d.Sections = append(d.Sections, sectionConfig{
			Title:     text(fmt.Sprint("section ", n)),
			Kinds:     rapid.SliceOfNDistinct(rapid.SampledFrom(someKinds), 0, 2, rapid.ID).Draw(t, "kinds"),
			Sources:   ids.Draw(t, "sources"),
			Labels:    some("x", "y", "z"),
			Languages: rapid.SampledFrom([][]language{nil, nil, {"en"}, {"ur", "en-GB"}}).Draw(t, "languages"),
		})
	}
	c.Digests = []digestConfig{d}
	return c
}

// instant is when the editions of these tests are composed.
var instant = clock()()

// drawItems makes items of every source; the kind is told by the category.
func drawItems(t *rapid.T) []digest.Item {
	var items []digest.Item
	for n := range rapid.IntRange(1, 30).Draw(t, "items") {
		items = append(items, digest.Item{
			ID: fmt.Sprint(n), Title: fmt.Sprint("what happened on day ", n), Published: instant, FirstSeen: instant,
			Language:   rapid.SampledFrom([]string{"", "en", "en-US", "fr"}).Draw(t, "language"),
			Source:     rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "source"),
			Categories: rapid.SliceOfN(rapid.SampledFrom([]string{"x", "Y", "z", "opinion", "live"}), 0, 2).Draw(t, "categories"),
		})
	}
	return items
}
