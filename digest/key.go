package digest

import (
	"fmt"
	"time"
)

// The forms of an edition's key.
const (
	dayKey  = time.DateOnly
	hourKey = "2006-01-02T15"
)

// ParseKey reads the key of an edition within its digest: its local day
// ("2026-11-26"), and where a schedule names several hours of a day the hour
// as well ("2026-11-26T18"). The wall clock that it names comes as if it were
// UTC. Keys sort as texts in the order of time, a day before its hours.
func ParseKey(key string) (wall time.Time, hourly bool, err error) {
	for _, form := range []string{dayKey, hourKey} {
		wall, err := time.Parse(form, key)
		if err == nil && wall.Format(form) == key {
			return wall, form == hourKey, nil
		}
	}
	return time.Time{}, false, fmt.Errorf("%q is not the date of an edition: want a day such as 2026-11-26, or 2026-11-26T18 where there are several a day", key)
}

// Day is the local day of an edition's key.
func Day(key string) string { return key[:min(len(key), len(dayKey))] }

// key is the key of the edition that d brings out at a wall clock.
func (d Digest) key(wall time.Time) string {
	if d.Schedule.SeveralADay() {
		return wall.Format(hourKey)
	}
	return wall.Format(dayKey)
}

// DayAfter is what every key of today and before sorts before, and every later
// key does not: tomorrow, in the zone of d.
func DayAfter(d Digest, now time.Time) string {
	return asWall(now.In(d.Zone)).AddDate(0, 0, 1).Format(dayKey)
}
