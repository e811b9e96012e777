package digest

import (
	"testing"
	"time"

	"broadsheet/digest/cluster"
)

// A story goes on with the chapter that is most like it. Where a second one is
// nearly as much so, it does so only if the two are one story: a big one stands
// in several places of an edition.
func TestBestOfChapters(t *testing.T) {
	entry := func(title string) Entry {
		return Entry{Item: Item{ID: title, Source: "courier", Title: title}, Kind: Story}
	}
	for name, test := range map[string]struct {
		printed []string
		now     string
		want    string
	}{
		"two of one story": {
			[]string{"Fire in Saddar plaza kills shopkeepers", "Saddar plaza fire exits found locked", "Wheat harvest begins"},
			"Saddar plaza fire exits locked, owner held", "Saddar plaza fire exits found locked",
		},
		"two stories": {
			[]string{"Dasu dam opens", "Rohri barrage closes", "Wheat harvest begins"},
			"Dasu dam opens, Rohri barrage closes", "",
		},
		"one that is like it": {
			[]string{"Dasu dam opens gates", "Wheat harvest begins"}, "Gates of Dasu dam opened again", "Dasu dam opens gates",
		},
	} {
		e := Edition{Date: "2026-11-23", At: time.Unix(0, 0), Sections: []PrintedSection{{}}}
		for _, title := range test.printed {
			e.Sections[0].Clusters = append(e.Sections[0].Clusters, Cluster{Lead: entry(title)})
		}
		now := []Entry{entry(test.now)}
		got := newArchive(Past{Editions: []Edition{e}}).follow(now, cluster.NewModel(clusterItems(now, nil), nil))
		title := ""
		if got != nil {
			title = got.Title
		}
		if title != test.want {
			t.Errorf("%s: %q goes on with %q, want %q", name, test.now, title, test.want)
		}
	}
}
