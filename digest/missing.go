package digest

import (
	"fmt"
	"time"
)

// MustWait says that so many of the sources are Failed or Late that an edition
// with these reports waits for them, if there is time.
func (d Digest) MustWait(reports []Report) bool {
	missing := 0
	for _, report := range reports {
		if report.Condition == Failed || report.Condition == Late {
			missing++
		}
	}
	return d.HoldIfMissing > 0 && missing > 0 && float64(missing) >= d.HoldIfMissing*float64(len(reports))
}

// MayBeHeld is for how long an edition may wait so.
func (d Digest) MayBeHeld() time.Duration {
	if d.HoldIfMissing > 0 {
		return d.HoldFor
	}
	return 0
}

// Skip turns an edition that holds less than MinItems into one that is skipped,
// and says so; the items stay candidates, and their decisions say it too. What it
// would have corrected waits.
func (d Digest) Skip(e *Edition, decisions []Decision) bool {
	items := e.Items()
	if items >= d.MinItems {
		return false
	}
	e.Skipped = fmt.Sprintf("a thin day: min_items is %d, and there are %d", d.MinItems, items)
	e.Sections, e.Corrections = []PrintedSection{}, nil
	for n := range decisions {
		if outcome := decisions[n].Outcome; outcome == Leads || outcome == AlsoIn {
			decisions[n].Outcome = Waits
			decisions[n].Reason = e.Skipped + "; it stays a candidate until it is older than the lookback"
		}
	}
	return true
}
