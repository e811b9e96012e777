package digest

import (
	"slices"
	"time"
)

// Slot is one edition that a digest's schedule names.
type Slot struct {
	// Date is the key of the edition; see ParseKey.
	Date string
	// At is the instant as of which it is composed: nothing seen later is in it.
	At time.Time
	// Due is its hour: the instant at which it should come out. It is zero for
	// the first of all and for one by hand, which come when they are wanted.
	Due time.Time
	// Rule is the schedule and the zone that named it, empty if that is not known.
	Rule string
}

// Due lists the editions of d that must come out now, oldest first. last is
// the newest edition in the ledger that is not of a day to come; a digest that
// has none is due at once, dated today, so that a newcomer sees a paper.
//
// The date is the key, so what has its edition is never due again, whatever
// becomes of the clock, the zone or the schedule.
func Due(d Digest, last Slot, now time.Time) []Slot {
	if last.Date == "" {
		if first, ok := Today(d, Slot{}, now); ok {
			return []Slot{first}
		}
		return nil
	}
	missed := slotsAfter(d, last, now)
	switch {
	case d.CatchUp == CatchUpSkip:
		return slices.DeleteFunc(missed, func(s Slot) bool { return d.TooLate(s, now) })
	case d.CatchUp == CatchUpAll && !d.isNew(last):
		return missed
	}
	return missed[max(0, len(missed)-1):]
}

// NextSlot is the first edition that comes after another, and false when the
// schedule names none. A day in which an edition came out by another schedule
// or zone has had its paper: the new one begins with the day after.
func NextSlot(d Digest, last Slot) (Slot, bool) {
	wall, _, err := ParseKey(last.Date)
	if err != nil {
		return Slot{}, false
	}
	if d.follows(last) {
		return d.after(wall.Add(time.Hour - time.Second))
	}
	return d.after(endOfDay(wall))
}

// SlotsOn lists the editions of a local day ("2026-11-26"), oldest first.
func SlotsOn(d Digest, day string) []Slot {
	midnight, err := time.Parse(dayKey, day)
	if err != nil {
		return nil
	}
	var slots []Slot
	slot, ok := d.after(midnight.Add(-time.Second))
	for ok && Day(slot.Date) == day {
		slots = append(slots, slot)
		slot, ok = NextSlot(d, slot)
	}
	return slots
}

// Today is the edition that one brought out by hand at now would be: of those that the
// schedule names today the last whose hour has come, else the first to come;
// on a day that the schedule passes over, one that it does not name. Where the
// last edition is of today by another schedule, it is that. It is false when
// today is under embargo.
func Today(d Digest, last Slot, now time.Time) (Slot, bool) {
	wall := asWall(now.In(d.Zone))
	switch {
	case d.embargoed(wall):
		return Slot{}, false
	case Day(last.Date) == wall.Format(dayKey) && !d.follows(last):
		return last, true
	}
	named := SlotsOn(d, wall.Format(dayKey))
	today := Slot{Date: d.key(wall), Rule: d.rule()}
	for n, slot := range named {
		if n == 0 || !slot.Due.After(now) {
			today = slot
		}
	}
	today.At, today.Due = now.UTC(), time.Time{}
	return today, true
}

// LastSlot is the newest edition whose hour has come at now, whether it came
// out or not, and false when there was none in the year before.
func LastSlot(d Digest, now time.Time) (Slot, bool) {
	wall := asWall(now.In(d.Zone))
	for back := range 366 {
		// From tomorrow on, which can begin before the clock is put back into today.
		slots := SlotsOn(d, wall.AddDate(0, 0, 1-back).Format(dayKey))
		for _, slot := range slices.Backward(slots) {
			if !slot.Due.After(now) {
				return slot, true
			}
		}
	}
	return Slot{}, false
}

// NextDue is the edition that comes out next: one that is due at now, else the
// first whose hour is to come. It is false when the schedule names none.
func NextDue(d Digest, last Slot, now time.Time) (Slot, bool) {
	if due := Due(d, last, now); len(due) > 0 {
		return due[0], true
	}
	if last.Date == "" { // the day is under embargo
		last.Date = asWall(now.In(d.Zone)).Format(dayKey)
	}
	next, ok := NextSlot(d, last)
	for ok && !next.Due.After(now) {
		next, ok = NextSlot(d, next)
	}
	return next, ok
}

// slotsAfter lists the slots after another that have come.
func slotsAfter(d Digest, last Slot, now time.Time) []Slot {
	var slots []Slot
	for {
		slot, ok := NextSlot(d, last)
		if !ok || slot.Due.After(now) {
			return slots
		}
		slots = append(slots, slot)
		last = slot
	}
}

// after is the first edition after a wall clock written as UTC. Days under
// embargo are passed over, though not for ever: what a schedule names beside
// them comes within eight years, the longest wait for a 29 February.
func (d Digest) after(wall time.Time) (Slot, bool) {
	for range 1 + 8*len(d.Embargo) {
		wall = d.Schedule.Next(wall)
		if wall.IsZero() {
			return Slot{}, false
		}
		if !d.embargoed(wall) {
			due := instant(wall, d.Zone)
			return Slot{Date: d.key(wall), At: due, Due: due, Rule: d.rule()}, true
		}
		wall = endOfDay(wall)
	}
	return Slot{}, false
}

// rule names what decides about the hour.
func (d Digest) rule() string { return d.Schedule.String() + " " + d.Zone.String() }

// isNew says that the digest's schedule or zone is not the one that named last.
func (d Digest) isNew(last Slot) bool { return last.Rule != "" && last.Rule != d.rule() }

// follows says that the digest may go on in the day of last: its schedule named
// last, and names several hours a day.
func (d Digest) follows(last Slot) bool {
	return d.Schedule.SeveralADay() && len(last.Date) == len(hourKey) && !d.isNew(last)
}

// embargoed says that no edition comes out on the day of a wall clock.
func (d Digest) embargoed(wall time.Time) bool {
	return slices.Contains(d.Embargo, wall.Format(dayKey)) || slices.Contains(d.Embargo, wall.Format(EmbargoEachYear))
}

// endOfDay is the last second of a wall clock's day.
func endOfDay(wall time.Time) time.Time {
	return wall.Truncate(24*time.Hour).AddDate(0, 0, 1).Add(-time.Second)
}
