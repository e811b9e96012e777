package digest

import (
	"fmt"
	"testing"
	"time"
)

// An edition has room for ten corrections, withdrawals first, and for all of these.
func TestRoomForCorrections(t *testing.T) {
	for _, test := range []struct{ withdrawn, changed, want int }{{0, 3, 3}, {0, 14, 10}, {4, 14, 10}, {13, 5, 13}, {13, 0, 13}} {
		var past Past
		section := PrintedSection{}
		for n := range test.withdrawn + test.changed {
			item := Item{ID: fmt.Sprintf("%02d", n), Title: fmt.Sprintf("Ferry sinks, %d dead", n)}
			section.Clusters = append(section.Clusters, Cluster{Lead: Entry{Item: item, Kind: Story}})
			if n < test.withdrawn {
				item.Withdrawn = time.Unix(1, 0)
			} else {
				item.Title = fmt.Sprintf("Ferry sinks, %d dead", 100+n)
			}
			past.Changed = append(past.Changed, item)
		}
		past.Editions = []Edition{{Date: "2026-11-23", Sections: []PrintedSection{section}}}
		got := past.corrections()
		withdrawn := 0
		for _, c := range got {
			if c.Change == Withdrawal {
				withdrawn++
			}
		}
		if len(got) != test.want || withdrawn != test.withdrawn {
			t.Errorf("%+v: %d corrections, %d of them withdrawals", test, len(got), withdrawn)
		}
	}
}
