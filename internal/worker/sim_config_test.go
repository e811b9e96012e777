package worker

import (
	"fmt"
	"slices"
	"time"

	"broadsheet/digest"
)

// simPlan is a cron line, and what it means without the program's help.
type simPlan struct {
	line   string
	minute int
	hours  []int
	on     func(day time.Time) bool
}

func daily(time.Time) bool { return true }

var simPlans = []simPlan{
	{"0 7 * * *", 0, []int{7}, daily},
	{"30 2 * * *", 30, []int{2}, daily},
	{"0 0 * * *", 0, []int{0}, daily},
	{"15 23 * * *", 15, []int{23}, daily},
	{"0 7,18 * * *", 0, []int{7, 18}, daily},
	{"30 1,2,3,14 * * *", 30, []int{1, 2, 3, 14}, daily},
	{"0 6 * * 1-5", 0, []int{6}, func(d time.Time) bool { return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday }},
	{"0 9 * * MON", 0, []int{9}, func(d time.Time) bool { return d.Weekday() == time.Monday }},
	{"0 5 1,15 * *", 0, []int{5}, func(d time.Time) bool { return d.Day() == 1 || d.Day() == 15 }},
}

var simZones = []string{
	"UTC", "Asia/Karachi", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo",
	"Pacific/Kiritimati", "America/St_Johns", "America/Santiago", "Pacific/Pago_Pago",
}

// simConfig is what the editor has set.
type simConfig struct {
	simPlan
	zone        *time.Location
	catchUp     digest.CatchUp
	maxLateness time.Duration
	notBefore   time.Duration
	embargo     []string
	shown       map[time.Time]time.Time // what first has found
}

func (w *world) randomConfig() simConfig {
	zone, err := time.LoadLocation(simZones[w.rng.IntN(len(simZones))])
	if err != nil {
		w.t.Fatal(err)
	}
	c := simConfig{
		simPlan: simPlans[w.rng.IntN(len(simPlans))], zone: zone, shown: map[time.Time]time.Time{},
		catchUp: []digest.CatchUp{digest.CatchUpAll, digest.CatchUpLatest, digest.CatchUpLatest, digest.CatchUpSkip}[w.rng.IntN(4)],
	}
	if w.chance(0.5) {
		c.maxLateness = w.between(time.Hour, 60*time.Hour)
	}
	if w.chance(0.4) {
		c.notBefore = time.Duration(w.rng.IntN(10*4)) * 15 * time.Minute
	}
	for range w.rng.IntN(4) {
		c.embargo = append(c.embargo, w.base.AddDate(0, 0, w.rng.IntN(*simDays)).Format([]string{time.DateOnly, "01-02"}[w.rng.IntN(2)]))
	}
	return c
}

func (c simConfig) String() string {
	return fmt.Sprintf("%q %s %s, max_lateness %s, not_before %s, embargo %v", c.line, c.zone, c.catchUp, c.maxLateness, c.notBefore, c.embargo)
}

func (c simConfig) rule() string { return c.line + " " + c.zone.String() }

func (c simConfig) digest() digest.Digest {
	schedule, err := digest.ParseSchedule(c.line)
	if err != nil {
		panic(err)
	}
	return digest.Digest{
		ID: "paper", Title: "The Paper", Language: "en", Zone: c.zone, Schedule: schedule, CatchUp: c.catchUp,
		MaxLateness: c.maxLateness, NotBefore: c.notBefore, Embargo: c.embargo,
		Lookback: 1000 * 24 * time.Hour, Sections: []digest.Section{{Title: "News"}},
	}
}

// named is an edition that the config names.
type named struct {
	key string
	at  time.Time
}

func dayOf(key string) string { return key[:10] }

// namedOn are the editions of a day, midnight of which is given as if in UTC.
func (c simConfig) namedOn(midnight time.Time) []named {
	date := midnight.Format(time.DateOnly)
	if !c.on(midnight) || slices.Contains(c.embargo, date) || slices.Contains(c.embargo, date[5:]) {
		return nil
	}
	var all []named
	for _, hour := range c.hours {
		key := date
		if len(c.hours) > 1 {
			key = fmt.Sprintf("%sT%02d", date, hour)
		}
		all = append(all, named{key, c.first(midnight.Add(time.Duration(hour)*time.Hour + time.Duration(c.minute)*time.Minute))})
	}
	return all
}

// first is when the clocks of the zone first show a time or a later one. It
// looks at them each quarter of an hour, for two days.
func (c simConfig) first(wall time.Time) time.Time {
	if at, known := c.shown[wall]; known {
		return at
	}
	for at := wall.Add(-15 * time.Hour); ; at = at.Add(15 * time.Minute) {
		_, offset := at.In(c.zone).Zone()
		if !at.Add(time.Duration(offset) * time.Second).Before(wall) {
			c.shown[wall] = at
			return at
		}
	}
}

// midnight is the day that the zone has at an instant.
func (c simConfig) midnight(at time.Time) time.Time {
	year, month, day := at.In(c.zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// today is the date that the zone has at an instant.
func (c simConfig) today(at time.Time) string { return c.midnight(at).Format(time.DateOnly) }

// nextAfter is the next hour of an edition.
func (c simConfig) nextAfter(at time.Time) (time.Time, bool) {
	for day := range 20 {
		for _, n := range c.namedOn(c.midnight(at).AddDate(0, 0, day)) {
			if n.at.After(at) {
				return n.at, true
			}
		}
	}
	return time.Time{}, false
}

// due are the editions that should be out at an instant and that the ledger
// does not have, as the docs tell it.
func (c simConfig) due(ledger []simRow, at time.Time) []named {
	var last simRow
	for _, row := range ledger { // in order
		if dayOf(row.key) <= c.today(at) {
			last = row
		}
	}
	if last.key == "" {
		return nil // the first is told apart
	}
	changed := last.rule != c.rule()
	var missed []named
	from, err := time.Parse(time.DateOnly, dayOf(last.key))
	if err != nil {
		panic(err)
	}
	for midnight := from; !midnight.After(c.midnight(at).AddDate(0, 0, 1)); midnight = midnight.AddDate(0, 0, 1) {
		for _, n := range c.namedOn(midnight) {
			later := dayOf(n.key) > dayOf(last.key) || !changed && len(c.hours) > 1 && n.key > last.key
			if later && !n.at.After(at) {
				missed = append(missed, n)
			}
		}
	}
	switch {
	case c.catchUp == digest.CatchUpSkip:
		return slices.DeleteFunc(missed, func(n named) bool { return at.Sub(n.at) > c.patience() })
	case c.catchUp == digest.CatchUpAll && !changed:
		return missed
	}
	return missed[max(0, len(missed)-1):]
}

// patience is from when on an edition is too late, 0 is never.
func (c simConfig) patience() time.Duration {
	if c.maxLateness == 0 && c.catchUp == digest.CatchUpSkip {
		return time.Hour
	}
	return c.maxLateness
}
