package digest

import "time"

// skipAfter is how late an edition may be under CatchUpSkip unless MaxLateness
// says otherwise: enough for a restart, too little for a night.
const skipAfter = time.Hour

// TooLate says that at now the hour of an edition is longer past than
// MaxLateness. Here stands all that this means: under CatchUpSkip such an
// edition does not come out; under the others it comes out, and nobody gets it
// by mail. A mail that is on its way is not stopped by it. An edition that has
// no hour is never late.
func (d Digest) TooLate(s Slot, now time.Time) bool {
	limit := d.MaxLateness
	if limit == 0 && d.CatchUp == CatchUpSkip {
		limit = skipAfter
	}
	return limit > 0 && !s.Due.IsZero() && now.Sub(s.Due) > limit
}

// Awake is the first instant from t on at which mails may leave: t itself, or
// NotBefore of its day.
func (d Digest) Awake(t time.Time) time.Time {
	wall := asWall(t.In(d.Zone))
	morning := wall.Truncate(24 * time.Hour).Add(d.NotBefore)
	if !wall.Before(morning) {
		return t
	}
	return instant(morning, d.Zone)
}
