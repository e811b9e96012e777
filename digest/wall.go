package digest

import "time"

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
