package sample

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
)

// start is an ordinary midnight in Karachi.
var start = time.Date(2026, time.November, 23, 0, 0, 0, 0, karachi)

// Sixty items and more in the 24 hours before any moment, so that an edition
// looks like a newspaper whenever a newcomer starts the program.
func TestAnyDayIsAFullDay(t *testing.T) {
	for _, seed := range []string{"", "1"} {
		r := rotation{mustPages(t), seed}
		for hour := range 5 * 24 {
			for _, minutes := range []time.Duration{-1, 0, 1} {
				now := start.Add(time.Duration(hour)*time.Hour + minutes*time.Minute)
				if n := r.trailingDay(now); n < 60 {
					t.Errorf("seed %q: only %d items in the 24 hours before %v", seed, n, now)
				}
			}
		}
	}
}

func TestDocumentHoldsTheWindow(t *testing.T) {
	r := rotation{mustPages(t), "1"}
	for _, p := range papers {
		for hour := 0; hour < 4*24; hour += 5 {
			now := start.Add(time.Duration(hour) * time.Hour)
			var want []string
			for back := range 5 {
				for _, it := range r.day(p, start.AddDate(0, 0, hour/24-back)) {
					if age := now.Sub(it.published); age >= 0 && age < 36*time.Hour {
						want = append(want, it.url)
					}
				}
			}
			var got []string
			items := r.items(p, now)
			for _, it := range items {
				got = append(got, it.url)
			}
			if !slices.IsSortedFunc(items, func(a, b item) int { return b.published.Compare(a.published) }) {
				t.Errorf("%s at %v: not newest first", p.name, now)
			}
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%s at %v: got %d items, want %d", p.name, now, len(got), len(want))
			}
		}
	}
}

func TestItemAppearsAtItsMoment(t *testing.T) {
	r := rotation{mustPages(t), "7"}
	p := papers[0]
	it := r.day(p, start)[3]
	holds := func(now time.Time) bool {
		return slices.ContainsFunc(r.items(p, now), func(other item) bool { return other.url == it.url })
	}
	if holds(it.published.Add(-time.Nanosecond)) {
		t.Error("the item is there before its time")
	}
	if !holds(it.published) || !holds(it.published.Add(window-time.Nanosecond)) {
		t.Error("the item is missing within its 36 hours")
	}
	if holds(it.published.Add(window)) {
		t.Error("the item is still there after its 36 hours")
	}
}

func TestNothingComesAgainWithin48Hours(t *testing.T) {
	r := rotation{mustPages(t), "1"}
	for _, p := range papers {
		last, urls := map[string]time.Time{}, map[string]bool{}
		for day := range 9 {
			for _, it := range r.day(p, start.AddDate(0, 0, day)) {
				title := normal(it.title)
				if before, printed := last[title]; printed && it.published.Sub(before) < 48*time.Hour {
					t.Errorf("%s: %q comes again after %v", p.name, it.title, it.published.Sub(before))
				}
				if urls[it.url] {
					t.Errorf("%s: %s leads to two items", p.name, it.url)
				}
				last[title], urls[it.url] = it.published, true
			}
		}
	}
}

// Every day some of the wire's stories are in the daily too: a few that have
// the same headline or lead to the same page, as many that have neither.
func TestWireAndDailyReportTheSameEvents(t *testing.T) {
	r := rotation{mustPages(t), "1"}
	wire, _ := paperNamed("wire")
	daily, _ := paperNamed("metropolitan")
	for day := range len(r.pages) {
		midnight := start.AddDate(0, 0, day)
		byEvent := map[string]item{}
		for _, it := range r.day(wire, midnight) {
			byEvent[it.event] = it
		}
		var sameTitle, sameLink, other int
		for _, it := range r.day(daily, midnight) {
			twin, shared := byEvent[it.event]
			switch {
			case !shared || it.event == "":
			case it.url == twin.url:
				sameLink++
			case normal(it.title) == normal(twin.title):
				sameTitle++
			default:
				other++
			}
		}
		if sameTitle < 2 || sameLink < 1 || sameTitle+sameLink != 4 || other != 4 {
			t.Errorf("%v: %d by headline, %d by link, %d otherwise", midnight, sameTitle, sameLink, other)
		}
	}
}

func TestEachSeedHasItsOwnPress(t *testing.T) {
	now := start.Add(20 * time.Hour)
	seen, first := map[string]string{}, map[string]bool{}
	for _, seed := range []string{"", "1", "2", "3", "4", "5", "6", "7", "8"} {
		body := document(t, "metropolitan", seed, now)
		if before, again := seen[string(body)]; again {
			t.Errorf("seeds %q and %q give the same document", before, seed)
		}
		seen[string(body)] = seed
		first[rotation{mustPages(t), seed}.day(papers[0], start)[0].title] = true
	}
	if len(first) != len(mustPages(t)) {
		t.Errorf("nine seeds begin with %d pages only", len(first))
	}
}

// Two visits between which nothing came or went get equal bytes, and only those.
func TestBytesChangeWithTheItemsOnly(t *testing.T) {
	r := rotation{mustPages(t), "1"}
	for _, p := range papers {
		before := document(t, p.name, "1", start)
		for minute := 1; minute < 24*60; minute += 20 {
			now := start.Add(time.Duration(minute) * time.Minute)
			body := document(t, p.name, "1", now)
			same := slices.EqualFunc(r.items(p, now), r.items(p, now.Add(-20*time.Minute)),
				func(a, b item) bool { return a.url == b.url })
			if minute > 20 && bytes.Equal(body, before) != same {
				t.Errorf("%s at %v: same items %v, same bytes %v", p.name, now, same, !same)
			}
			before = body
		}
	}
}

func TestZoneOfNowDoesNotMatter(t *testing.T) {
	now := start.Add(3 * time.Hour)
	for _, name := range Names() {
		if !bytes.Equal(document(t, name, "1", now), document(t, name, "1", now.UTC())) {
			t.Errorf("%s depends on the zone in which now is told", name)
		}
	}
}

func TestDaysBeforeTheEpoch(t *testing.T) {
	for _, now := range []time.Time{{}, time.Unix(0, 0), time.Unix(-1, 0)} {
		for _, name := range Names() {
			document(t, name, "", now)
		}
	}
}

func document(t *testing.T, name, seed string, now time.Time) []byte {
	t.Helper()
	body, _, err := Document(name, seed, now)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// trailingDay counts what all papers published in the 24 hours before now.
func (r rotation) trailingDay(now time.Time) (n int) {
	for _, p := range papers {
		for _, it := range r.items(p, now) {
			if now.Sub(it.published) < 24*time.Hour {
				n++
			}
		}
	}
	return n
}

// normal is a title without case, punctuation and superfluous space.
func normal(title string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}
