package digest

import "time"

// Slot is one edition that a digest's schedule names: the local date that is
// its key, and the instant at which it should come out.
type Slot struct {
	Date string
	At   time.Time
}

// skipAfter is how late an edition may be under CatchUpSkip: enough for a
// restart, too little for a night.
const skipAfter = time.Hour

// Due lists the editions of d that must come out now, oldest first. last is
// the newest edition in the ledger; a digest that has none is due at once,
// dated today, so that a newcomer sees a paper.
//
// The date is the key, so a day that has its edition is never due again,
// whatever becomes of the clock, the zone or the schedule.
func Due(d Digest, last Slot, now time.Time) []Slot {
	if last.Date == "" {
		return []Slot{{Date: now.In(d.Zone).Format(time.DateOnly), At: now.UTC()}}
	}
	missed := slotsAfter(d, last.Date, now)
	switch d.CatchUp {
	case CatchUpAll:
		return missed
	case CatchUpSkip:
		return punctual(missed, now)
	default:
		return missed[max(0, len(missed)-1):]
	}
}

// NextSlot is the first edition of a date later than the given one.
// It reports false when the schedule names none.
func NextSlot(d Digest, date string) (Slot, bool) {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return Slot{}, false
	}
	wall := d.Schedule.Next(day.AddDate(0, 0, 1).Add(-time.Second))
	if wall.IsZero() {
		return Slot{}, false
	}
	return Slot{Date: wall.Format(time.DateOnly), At: instant(wall, d.Zone)}, true
}

// SlotOn is the edition of a given date: at the hour that the schedule names
// on that date, and reports false when it names none.
func SlotOn(d Digest, date string) (Slot, bool) {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return Slot{}, false
	}
	slot, ok := NextSlot(d, day.AddDate(0, 0, -1).Format(time.DateOnly))
	return slot, ok && slot.Date == date
}

// slotsAfter lists the slots of dates later than the given one that have come.
func slotsAfter(d Digest, date string, now time.Time) []Slot {
	var slots []Slot
	for {
		slot, ok := NextSlot(d, date)
		if !ok || slot.At.After(now) {
			return slots
		}
		slots = append(slots, slot)
		date = slot.Date
	}
}

// punctual leaves out the slots that are too late to be brought out.
func punctual(slots []Slot, now time.Time) []Slot {
	for len(slots) > 0 && now.Sub(slots[0].At) > skipAfter {
		slots = slots[1:]
	}
	return slots
}

// instant is the moment at which the clocks of a zone first show a wall time,
// given as UTC. A time that the zone skips yields the first moment after the
// gap; one that it has twice yields the first.
func instant(wall time.Time, zone *time.Location) time.Time {
	t := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, zone)
	begin, end := t.ZoneBounds()
	shown := asWall(t)
	switch {
	case shown.After(wall): // in a gap, taken with the offset before it
		return begin.UTC()
	case shown.Before(wall): // in a gap, taken with the offset after it
		return end.UTC()
	case begin.IsZero():
		return t.UTC()
	}
	_, before := begin.Add(-time.Second).Zone()
	if first := wall.Add(-time.Duration(before) * time.Second); first.Before(begin) {
		return first.UTC()
	}
	return t.UTC()
}

// asWall writes what a clock shows at t as if it were UTC.
func asWall(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}
