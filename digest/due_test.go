package digest

import (
	"strconv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // zones must not depend on the machine

	"github.com/rogpeppe/go-internal/txtar"
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
		"0,30 7 * * *":      "2 minutes of an hour",
		"* * * * *":         "60 minutes of an hour",
		"0 7 * * someday":   "someday",
		"@sometimes":        "unrecognized",
		"0 7 * * 1-5 extra": "5",
	} {
		if _, err := ParseSchedule(line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want an error with %q", line, err, want)
		}
	}
	for _, line := range []string{"0 7 * * *", "30 6 * * 1-5", "@daily", "0 7 29 2 *", " 0 7 1 * * ", "0 7 * * SUN", "0 7,18 * * *", "@hourly"} {
		if _, err := ParseSchedule(line); err != nil {
			t.Errorf("%q: %v", line, err)
		}
	}
}

func instantOf(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestDue reads testdata/due.txtar: a sentence that says what is expected, and
// then a digest, the last edition, the time, and what is due.
func TestDue(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/due.txtar")
	if err != nil || len(archive.Files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range archive.Files {
		t.Run(file.Name, func(t *testing.T) {
			d := Digest{Zone: time.UTC, CatchUp: CatchUpLatest}
			var last Slot
			var now time.Time
			for _, line := range strings.Split(strings.TrimSpace(string(file.Data)), "\n") {
				key, value, _ := strings.Cut(line, ": ")
				switch key {
				case "zone":
					d.Zone = zone(t, value)
				case "schedule":
					d.Schedule = schedule(t, value)
				case "catch_up":
					d.CatchUp = CatchUp(value)
				case "max_lateness":
					d.MaxLateness, err = time.ParseDuration(value)
				case "embargo":
					d.Embargo = strings.Fields(value)
				case "last":
					last.Date, last.Rule, _ = strings.Cut(value, " by ")
				case "now":
					now = instantOf(t, value)
				case "due":
					if got := slotsIn(Due(d, last, now)); got != value {
						t.Errorf("due %s, want %s", got, value)
					}
				case "next":
					if got := slotsIn(atMostOne(NextSlot(d, last))); got != value {
						t.Errorf("next %s, want %s", got, value)
					}
				case "next due":
					if got := slotsIn(atMostOne(NextDue(d, last, now))); got != value {
						t.Errorf("next due %s, want %s", got, value)
					}
				case "today":
					if got := slotsIn(atMostOne(Today(d, last, now))); got != value {
						t.Errorf("today %s, want %s", got, value)
					}
				default:
					t.Fatalf("%q?", line)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// slotsIn writes slots as date@instant, in UTC.
func slotsIn(slots []Slot) string {
	if len(slots) == 0 {
		return "nothing"
	}
	var words []string
	for _, slot := range slots {
		words = append(words, slot.Date+"@"+slot.At.Format(time.RFC3339))
	}
	return strings.Join(words, " ")
}

func atMostOne(slot Slot, ok bool) []Slot {
	if !ok {
		return nil
	}
	return []Slot{slot}
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

func TestSlotsOn(t *testing.T) {
	d := Digest{Zone: zone(t, "Asia/Karachi"), Schedule: schedule(t, "0 7,18 * * 1-5")}
	if got := slotsIn(SlotsOn(d, "2026-11-23")); got != "2026-11-23T07@2026-11-23T02:00:00Z 2026-11-23T18@2026-11-23T13:00:00Z" {
		t.Errorf("Monday: %s", got)
	}
	for _, day := range []string{"2026-11-22", "2026-11-23T07", "yesterday", ""} {
		if got := SlotsOn(d, day); len(got) > 0 {
			t.Errorf("%q has %v", day, got)
		}
	}
}

func TestParseKey(t *testing.T) {
	for key, want := range map[string]string{"2026-11-26": "2026-11-26 00:00 false", "2026-11-26T18": "2026-11-26 18:00 true"} {
		wall, hourly, err := ParseKey(key)
		if got := wall.Format("2006-01-02 15:04 ") + strconv.FormatBool(hourly); got != want || err != nil || Day(key) != "2026-11-26" {
			t.Errorf("%s: %s, %v, %s", key, got, err, Day(key))
		}
	}
	for _, key := range []string{"", "archive", "2026-11-26T7", "2026-11-26T24", "2026-02-30", "2026-11-26T18:00", "26-11-26"} {
		if _, _, err := ParseKey(key); err == nil {
			t.Errorf("%q is a key", key)
		}
	}
}

func TestAwake(t *testing.T) {
	d := Digest{Zone: zone(t, "Europe/Berlin"), NotBefore: 6*time.Hour + 30*time.Minute}
	for at, want := range map[string]string{
		"2026-11-23T04:00:00Z": "2026-11-23T05:30:00Z",
		"2026-11-23T05:30:00Z": "2026-11-23T05:30:00Z",
		"2026-11-23T22:59:00Z": "2026-11-23T22:59:00Z",
		"2026-11-23T23:00:00Z": "2026-11-24T05:30:00Z",
		"2026-03-29T00:30:00Z": "2026-03-29T04:30:00Z", // the night in which summer begins
	} {
		if got := d.Awake(instantOf(t, at)).UTC().Format(time.RFC3339); got != want {
			t.Errorf("at %s: %s, want %s", at, got, want)
		}
	}
	if at := instantOf(t, "2026-11-23T01:00:00Z"); !(Digest{Zone: time.UTC}).Awake(at).Equal(at) {
		t.Error("a digest without quiet hours sleeps")
	}
}

func TestLastSlot(t *testing.T) {
	d := Digest{Zone: zone(t, "Asia/Karachi"), Schedule: schedule(t, "0 7,18 * * 1-5")}
	for now, want := range map[string]string{
		"2026-11-23T01:59:00Z": "2026-11-20T18@2026-11-20T13:00:00Z",
		"2026-11-23T02:00:00Z": "2026-11-23T07@2026-11-23T02:00:00Z",
		"2026-11-23T13:00:00Z": "2026-11-23T18@2026-11-23T13:00:00Z",
	} {
		slot, ok := LastSlot(d, instantOf(t, now))
		if got := slotsIn([]Slot{slot}); got != want || !ok {
			t.Errorf("at %s: %s, %v, want %s", now, got, ok, want)
		}
	}
	d.Schedule = schedule(t, "0 7 29 2 *")
	if slot, ok := LastSlot(d, instantOf(t, "2026-11-23T01:59:00Z")); ok {
		t.Errorf("a leap day's paper: %v", slot)
	}
}
