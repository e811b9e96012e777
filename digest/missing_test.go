package digest

import (
	"testing"
	"time"
)

// An edition waits when the share of what failed or is late reaches that of the
// config; what is stale has come, with nothing.
func TestMustWait(t *testing.T) {
	for _, c := range []struct {
		conditions []Condition
		share      float64
		want       bool
	}{
		{[]Condition{Failed, Read}, .5, true},
		{[]Condition{Failed, Read, Read}, .5, false},
		{[]Condition{Failed, Late, Read}, .5, true},
		{[]Condition{Stale, Stale}, .5, false},
		{[]Condition{Failed, Failed}, 0, false},
		{[]Condition{Read}, .01, false},
		{nil, .5, false},
	} {
		var reports []Report
		for _, condition := range c.conditions {
			reports = append(reports, Report{Condition: condition})
		}
		d := Digest{HoldIfMissing: c.share, HoldFor: time.Hour}
		if got := d.MustWait(reports); got != c.want {
			t.Errorf("%v at %.2f: %v", c.conditions, c.share, got)
		}
	}
}

// A thin day is emptied and said to be so; what it held waits.
func TestSkip(t *testing.T) {
	e := Edition{Sections: []PrintedSection{{Clusters: []Cluster{{Lead: Entry{}, AlsoIn: []Entry{{}}}}}}}
	decisions := []Decision{{Item: "a", Outcome: Leads}, {Item: "b", Outcome: AlsoIn}, {Item: "c", Outcome: LeftOut, Reason: "old"}}
	if (Digest{MinItems: 2}).Skip(&e, decisions) || e.Skipped != "" || len(e.Entries()) != 2 {
		t.Errorf("two of two are too few: %q", e.Skipped)
	}
	if !(Digest{MinItems: 3}).Skip(&e, decisions) || e.Skipped == "" || len(e.Entries()) != 0 {
		t.Errorf("two of three are enough: %q", e.Skipped)
	}
	if decisions[0].Outcome != Waits || decisions[1].Outcome != Waits || decisions[2].Reason != "old" {
		t.Errorf("%+v", decisions)
	}
}
