package worker

import (
	"fmt"
	"slices"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// How long a source is left alone. doc.go has the rules.
const (
	leastRest = time.Minute
	// mostRest is how long a source that fails, asks for patience or sleeps is
	// believed: once a day we look whether it lives.
	mostRest = 24 * time.Hour
	// longRest is the most that a quiet source rests, or one that wishes it,
	// and quietTimes how often it may rest as long as configured.
	longRest   = 6 * time.Hour
	quietTimes = 8
	// silenceShare is the part of its silence that a quiet source rests.
	silenceShare = 8
	// mostFresh is how far a server's max-age is believed. Many say a day and
	// print every hour.
	mostFresh = time.Hour
)

// pause is a rest and, in words, why it is not shorter.
type pause struct {
	long time.Duration
	why  string
}

// or is the longer of two, of which the other is told why with its length.
func (p pause) or(long time.Duration, why string) pause {
	if long > p.long {
		return pause{long, fmt.Sprintf(why, digest.Brief(long.Round(time.Second)))}
	}
	return p
}

// takeRest sets the next visit to a source that is well.
func takeRest(state *store.State, source digest.Source, fresh time.Duration) {
	ours := ownRest(source, *state)
	pace := state.Feed.Pace
	wish, fresh := min(pace.Every, longRest), min(fresh, mostFresh)
	p := ours.or(wish, "the feed asks for %s between visits").or(fresh, "the server calls its answer fresh for %s")
	next := state.LastVisit.Add(p.long)
	if awake := wake(next, pace); awake.After(next) {
		next, p.why = awake, "the feed says that nothing comes earlier (skipHours, skipDays)"
	}
	state.Interval, state.NextVisit, state.NextReason = ours.long, next, p.why
}

// ownRest is our own rule for a source that is well: as configured while it
// has news, and longer while it has none.
func ownRest(source digest.Source, state store.State) pause {
	every := floor(source)
	most := max(every, min(quietTimes*every, longRest))
	if state.LastNew.IsZero() {
		return pause{most, fmt.Sprintf("it has had nothing yet: every %s", digest.Brief(most))}
	}
	silence := state.LastVisit.Sub(state.LastNew)
	quiet := min((silence / silenceShare).Truncate(time.Minute), most)
	if quiet <= every {
		return pause{every, "every " + digest.Brief(every)}
	}
	return pause{quiet, fmt.Sprintf("nothing new for %s: every %s", digest.Brief(silence.Round(time.Second)), digest.Brief(quiet))}
}

func floor(source digest.Source) time.Duration { return max(source.Every, leastRest) }

// wake is the first instant from next on that the feed does not skip, at most
// a day later. A feed that skips every hour or day cannot mean it.
func wake(next time.Time, pace digest.Pace) time.Time {
	latest := next.Add(mostRest)
	if skipsAll(pace) {
		return next
	}
	for ; next.Before(latest); next = next.Truncate(time.Hour).Add(time.Hour) {
		utc := next.UTC()
		if !slices.Contains(pace.SkipHours, utc.Hour()) && !slices.Contains(pace.SkipDays, utc.Weekday()) {
			return next
		}
	}
	return latest
}

func skipsAll(pace digest.Pace) bool {
	hours, days := 0, 0
	for hour := range 24 {
		if slices.Contains(pace.SkipHours, hour) {
			hours++
		}
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		if slices.Contains(pace.SkipDays, day) {
			days++
		}
	}
	return hours == 24 || days == 7
}

// backOff sets the next visit to a source that failed: twice as late with every
// failure in a row after the first, or with the first if the server is busy.
func backOff(state *store.State, source digest.Source, busy bool, retryAfter time.Duration) {
	most := max(mostRest, floor(source))
	wait := floor(source)
	doublings := state.Failures - 1
	if busy {
		doublings++
	}
	for ; doublings > 0 && wait < most; doublings-- {
		wait = min(2*wait, most)
	}
	patience := min(retryAfter, mostRest)
	p := pause{max(wait, state.Interval), "failed " + times(state.Failures)}.
		or(patience, "the server said to come back in %s")
	state.NextVisit, state.NextReason = state.LastVisit.Add(p.long), p.why
	state.Patience = time.Time{}
	if patience > 0 {
		state.Patience = state.LastVisit.Add(patience)
	}
}

// mayAsk says whether a source may be asked at all. Patience beyond mostRest was
// promised by a clock that was ahead.
func mayAsk(state store.State, now time.Time) bool {
	return !state.Gone && (!state.Patience.After(now) || state.Patience.Sub(now) > mostRest)
}

// isDue says whether a source's time has come. What the config says anew is
// looked at at once, and so is a source whose last visit is still to come, by a
// clock that was ahead.
func isDue(source digest.Source, state store.State, now time.Time) bool {
	ahead := state.LastVisit.After(now)
	if isNew(source, state) {
		return ahead || !state.LastVisit.Add(leastRest).After(now)
	}
	return mayAsk(state, now) && (ahead || !state.NextVisit.After(now))
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}
