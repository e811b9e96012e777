package digest

import (
	"strconv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // zones must not depend on the machine

	"pgregory.net/rapid"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	location, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return location
}

func schedule(t testing.TB, line string) Schedule {
	t.Helper()
	s, err := ParseSchedule(line)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestParseScheduleRefuses(t *testing.T) {
	for line, want := range map[string]string{
		"":                  "empty",
		"TZ=":               "zone",
		"CRON_TZ=UTC":       "zone",
		"TZ=UTC 0 7 * * *":  "zone",
		"@every -5s":        "intervals",
		"@every 24h":        "intervals",
		"0 7 31 2 *":        "never comes",
		"0 7 30 2 *":        "never comes",
		"0 7 * *":           "5",
		"0 0 7 * * *":       "5",
		"0 25 * * *":        "25",
		"0 7,19 * * *":      "2 times a day",
		"* * * * *":         "1440 times a day",
		"@hourly":           "24 times a day",
		"0 7 * * someday":   "someday",
		"@sometimes":        "unrecognized",
		"0 7 * * 1-5 extra": "5",
	} {
		if _, err := ParseSchedule(line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want an error with %q", line, err, want)
		}
	}
	for _, line := range []string{"0 7 * * *", "30 6 * * 1-5", "@daily", "0 7 29 2 *", " 0 7 1 * * ", "0 7 * * SUN"} {
		if _, err := ParseSchedule(line); err != nil {
			t.Errorf("%q: %v", line, err)
		}
	}
}

func TestDue(t *testing.T) {
	at := func(text string) time.Time {
		instant, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return instant
	}
	for _, c := range []struct {
		name, zone, line string
		catchUp          CatchUp
		last             string
		now              time.Time
		want             string // date@instant in UTC, several separated by blanks
	}{
		{"a first edition is due at once", "Asia/Karachi", "0 7 * * *", CatchUpLatest, "", at("2026-11-22T20:00:00Z"), "2026-11-23@2026-11-22T20:00:00Z"},
		{"before the hour", "Asia/Karachi", "0 7 * * *", CatchUpLatest, "2026-11-22", at("2026-11-23T01:59:59Z"), ""},
		{"at the hour", "Asia/Karachi", "0 7 * * *", CatchUpLatest, "2026-11-22", at("2026-11-23T02:00:00Z"), "2026-11-23@2026-11-23T02:00:00Z"},
		{"the day has its edition", "Asia/Karachi", "0 7 * * *", CatchUpLatest, "2026-11-23", at("2026-11-23T12:00:00Z"), ""},
		{"a later hour for a day that has its edition", "Asia/Karachi", "0 18 * * *", CatchUpLatest, "2026-11-23", at("2026-11-23T15:00:00Z"), ""},
		{"the clock went back", "Asia/Karachi", "0 7 * * *", CatchUpAll, "2026-12-24", at("2026-11-23T15:00:00Z"), ""},
		{"three days down, latest", "UTC", "0 7 * * *", CatchUpLatest, "2026-11-20", at("2026-11-23T09:00:00Z"), "2026-11-23@2026-11-23T07:00:00Z"},
		{"three days down, all", "UTC", "0 7 * * *", CatchUpAll, "2026-11-20", at("2026-11-23T09:00:00Z"), "2026-11-21@2026-11-21T07:00:00Z 2026-11-22@2026-11-22T07:00:00Z 2026-11-23@2026-11-23T07:00:00Z"},
		{"three days down, skip", "UTC", "0 7 * * *", CatchUpSkip, "2026-11-20", at("2026-11-23T09:00:00Z"), ""},
		{"three days down, skip, within the hour", "UTC", "0 7 * * *", CatchUpSkip, "2026-11-20", at("2026-11-23T07:45:00Z"), "2026-11-23@2026-11-23T07:00:00Z"},
		{"weekdays only", "UTC", "0 7 * * 1-5", CatchUpAll, "2026-11-20", at("2026-11-23T09:00:00Z"), "2026-11-23@2026-11-23T07:00:00Z"},
		{"an hour that does not exist", "Europe/Berlin", "30 2 * * *", CatchUpLatest, "2026-03-28", at("2026-03-29T12:00:00Z"), "2026-03-29@2026-03-29T01:00:00Z"},
		{"an hour that exists twice", "Europe/Berlin", "30 2 * * *", CatchUpLatest, "2026-10-24", at("2026-10-25T12:00:00Z"), "2026-10-25@2026-10-25T00:30:00Z"},
		{"a midnight that does not exist", "Africa/Cairo", "0 0 * * *", CatchUpLatest, "2026-04-23", at("2026-04-24T12:00:00Z"), "2026-04-24@2026-04-23T22:00:00Z"},
		{"half an hour of summer time", "Australia/Lord_Howe", "15 2 * * *", CatchUpLatest, "2026-10-03", at("2026-10-04T12:00:00Z"), "2026-10-04@2026-10-03T15:30:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Digest{Zone: zone(t, c.zone), Schedule: schedule(t, c.line), CatchUp: c.catchUp}
			var got []string
			for _, slot := range Due(d, Slot{Date: c.last}, c.now) {
				got = append(got, slot.Date+"@"+slot.At.Format(time.RFC3339))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// Over a year of any zone and any hour, asked at random moments, every local
// date has exactly one edition, and each at a moment that the zone's clocks
// show as the hour, or first after it.
func TestDueOncePerDate(t *testing.T) {
	zones := []string{"Asia/Karachi", "Europe/Berlin", "America/New_York", "America/St_Johns", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Chatham", "America/Santiago", "Asia/Tehran", "Africa/Casablanca", "UTC"}
	rapid.Check(t, func(t *rapid.T) {
		location, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		hour, minute := rapid.IntRange(0, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute")
		parsed, err := ParseSchedule(strings.Join([]string{strconv.Itoa(minute), strconv.Itoa(hour), "*", "*", "*"}, " "))
		if err != nil {
			t.Fatal(err)
		}
		d := Digest{Zone: location, Schedule: parsed, CatchUp: CatchUpAll}
		now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		last := Slot{Date: "2025-12-31"}
		want := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		for now.Year() == 2026 {
			now = now.Add(time.Duration(rapid.IntRange(1, 72*60).Draw(t, "minutes")) * time.Minute)
			for _, slot := range Due(d, last, now) {
				if slot.Date != want.Format(time.DateOnly) {
					t.Fatalf("edition of %s where %s was expected", slot.Date, want.Format(time.DateOnly))
				}
				shown := asWall(slot.At.In(location))
				named := want.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
				if late := shown.Sub(named); late < 0 || late > time.Hour {
					t.Fatalf("edition of %s at %s", slot.Date, slot.At.In(location))
				}
				if slot.At.After(now) {
					t.Fatalf("edition of %s before its time", slot.Date)
				}
				last, want = slot, want.AddDate(0, 0, 1)
			}
		}
	})
}

func TestSlotOn(t *testing.T) {
	d := Digest{Zone: zone(t, "Asia/Karachi"), Schedule: schedule(t, "0 7 * * 1-5")}
	if slot, ok := SlotOn(d, "2026-11-23"); !ok || slot.At.Format(time.RFC3339) != "2026-11-23T02:00:00Z" {
		t.Errorf("Monday: %v %v", slot, ok)
	}
	for _, date := range []string{"2026-11-22", "yesterday", ""} {
		if _, ok := SlotOn(d, date); ok {
			t.Errorf("%q has a slot", date)
		}
	}
}
