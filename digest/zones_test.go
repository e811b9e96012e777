package digest

import (
	"archive/zip"
	"flag"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"
)

var long = flag.Bool("long", false, "go through every zone, day and hour, which takes minutes")

// Over three years, in every zone of the world and at every hour of the day,
// each day that a cron line names has one edition, when the clocks first show
// its hour or a later time: the first instant after a gap, the first of an hour
// that comes twice. The short form leaves out zones that keep the same time,
// and of days at which no clock is changed all but some.
func TestDueInEveryZone(t *testing.T) {
	begin, end := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)
	zones, asked := map[string]bool{}, 0
	for _, name := range zoneNames(t) {
		location := zone(t, name)
		eras := erasOf(location, begin.AddDate(0, 0, -3), end.AddDate(0, 0, 3))
		if same := fmt.Sprint(eras); !zones[same] || *long {
			zones[same] = true
			asked += checkZone(t, location, eras, begin, end)
		}
	}
	if len(zones) < 50 || asked < 10_000 {
		t.Fatalf("only %d zones and %d editions", len(zones), asked)
	}
	t.Logf("%d editions", asked)
}

// checkZone compares what Due names with what the eras say.
func checkZone(t *testing.T, zone *time.Location, eras []era, begin, end time.Time) (asked int) {
	for hour := range 24 {
		// Every hour at another minute, so that half and quarter hours are met too.
		minute := []int{0, 30, 15, 45, 59}[hour%5]
		d := Digest{Zone: zone, CatchUp: CatchUpAll, Schedule: schedule(t, fmt.Sprintf("%d %d * * *", minute, hour))}
		for _, span := range spans(eras, begin, end, hour) {
			want := span.first
			last := Slot{Date: want.AddDate(0, 0, -1).Format(time.DateOnly)}
			for _, slot := range Due(d, last, firstShown(eras, span.last.AddDate(0, 0, 1)).Add(-time.Second)) {
				wall := want.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
				if due := firstShown(eras, wall); slot.Date != want.Format(time.DateOnly) || !slot.Due.Equal(due) {
					t.Fatalf("%s at %d:%02d: %s at %s, want %s at %s", zone, hour, minute, slot.Date, slot.Due, want.Format(time.DateOnly), due)
				}
				asked++
				want = want.AddDate(0, 0, 1)
			}
			if want.Before(span.last) {
				t.Fatalf("%s at %d:%02d: no edition on %s", zone, hour, minute, want.Format(time.DateOnly))
			}
		}
	}
	return asked
}

// span is some days, from the first to the last.
type span struct{ first, last time.Time }

// spans are the days that are looked at: in the long form all, else those
// around each change of clocks, and at one hour a month.
func spans(eras []era, begin, end time.Time, hour int) []span {
	if *long {
		return []span{{begin, end}}
	}
	var days []span
	for _, e := range eras[1:] {
		day := e.begin.Truncate(24 * time.Hour)
		days = append(days, span{day.AddDate(0, 0, -2), day.AddDate(0, 0, 2)})
	}
	if hour == 7 {
		days = append(days, span{begin, begin.AddDate(0, 1, 0)})
	}
	return days
}

// era is a time in which the clocks of a zone run on, ahead of UTC by offset.
type era struct {
	begin  time.Time
	offset time.Duration
}

// erasOf finds the changes of a zone's clocks by looking at them twice a day,
// which knows nothing of how Due finds them.
func erasOf(zone *time.Location, begin, end time.Time) []era {
	offset := func(t time.Time) time.Duration {
		_, seconds := t.In(zone).Zone()
		return time.Duration(seconds) * time.Second
	}
	const step = 12 * time.Hour
	eras := []era{{begin, offset(begin)}}
	for t := begin; t.Before(end); t = t.Add(step) {
		before, after := offset(t), offset(t.Add(step))
		if before != after {
			seconds := sort.Search(int(step/time.Second), func(n int) bool { return offset(t.Add(time.Duration(n)*time.Second)) == after })
			eras = append(eras, era{t.Add(time.Duration(seconds) * time.Second), after})
		}
	}
	return eras
}

// firstShown is the first instant at which the clocks show a wall time or a
// later one, by trying each era in its order.
func firstShown(eras []era, wall time.Time) time.Time {
	for n, e := range eras {
		if n+1 < len(eras) && !eras[n+1].begin.Add(e.offset).After(wall) {
			continue // it ended before
		}
		if shown := wall.Add(-e.offset); shown.After(e.begin) {
			return shown
		}
		return e.begin
	}
	panic("beyond the last era")
}

// zoneNames are all zones that Go's own copy of tzdata knows.
func zoneNames(t *testing.T) []string {
	t.Helper()
	root, err := exec.CommandContext(t.Context(), "go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	var names []string
	for _, file := range archive.File {
		if !strings.HasSuffix(file.Name, "/") {
			names = append(names, file.Name)
		}
	}
	slices.Sort(names)
	return names
}
