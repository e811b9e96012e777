package templates

import (
	"reflect"
	"testing"
	"time"

	"broadsheet/digest"
)

var karachi = time.FixedZone("PKT", 5*60*60)

func TestDates(t *testing.T) {
	for _, c := range []struct {
		name     string
		when     time.Time
		en, ur   string
		function func(*words, time.Time) string
	}{
		{"the day", time.Date(2026, 11, 21, 0, 0, 0, 0, karachi), "Saturday, 21 November 2026", "ہفتہ، ۲۱ نومبر ۲۰۲۶", (*words).date},
		{"the day of a view", time.Date(2026, 11, 2, 7, 0, 0, 0, karachi), "2 Nov, 2026", "۲ نومبر، ۲۰۲۶", (*words).day},
		{"the same day", time.Date(2026, 11, 23, 7, 4, 0, 0, karachi), "07:04", "۰۷:۰۴", toldOnMonday},
		{"the day before", time.Date(2026, 11, 22, 18, 5, 0, 0, karachi), "Sun 22 Nov, 18:05", "اتوار ۲۲ نومبر، ۱۸:۰۵", toldOnMonday},
		{"the year before", time.Date(2025, 12, 31, 18, 5, 0, 0, karachi), "Wed 31 Dec 2025, 18:05", "بدھ ۳۱ دسمبر ۲۰۲۵، ۱۸:۰۵", toldOnMonday},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.function(&english, c.when); got != c.en {
				t.Errorf("got %q, want %q", got, c.en)
			}
			if got := c.function(&urdu, c.when); got != c.ur {
				t.Errorf("got %q, want %q", got, c.ur)
			}
		})
	}
}

func toldOnMonday(w *words, when time.Time) string { return w.moment(when, "2026-11-23") }

func TestDateOfEdition(t *testing.T) {
	at := time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		e    digest.Edition
		want string
	}{
		{"its day", digest.Edition{Date: "2026-11-23", At: at}, "Monday, 23 November 2026"},
		{"in Urdu", digest.Edition{Date: "2026-11-23", Language: "ur-PK"}, "پیر، ۲۳ نومبر ۲۰۲۶"},
		{"no day: that of its hour, in its zone", digest.Edition{At: at, Zone: "Asia/Karachi"}, "Monday, 23 November 2026"},
		{"a day that is none, and no hour", digest.Edition{Date: "someday"}, "someday"},
	} {
		if got := dateOf(c.e); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// Every language has all the words.
func TestWordsAreComplete(t *testing.T) {
	for name, w := range map[string]words{"english": english, "urdu": urdu} {
		value := reflect.ValueOf(w)
		for i := range value.NumField() {
			if field := value.Type().Field(i).Name; value.Field(i).IsZero() && field != "ten" {
				t.Errorf("%s has no %s", name, field)
			}
		}
		for _, kind := range digest.Kinds {
			if plain := kind == digest.Story || kind == digest.Other; (w.kinds[kind] == "") != plain {
				t.Errorf("%s: kind %s is called %q", name, kind, w.kinds[kind])
			}
		}
	}
}

// Times are told in the edition's zone; an item without a date has none, and
// one from the future has that of our first sight.
func TestTimeOfStory(t *testing.T) {
	seen := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name        string
		item        digest.Item
		kind        digest.Kind
		want, stamp string
	}{
		{"published", digest.Item{Published: seen.Add(-20 * time.Minute), FirstSeen: seen}, digest.Story, "05:40", "2026-11-23T05:40:00+05:00"},
		{"only updated", digest.Item{Updated: seen.Add(-9 * time.Hour), FirstSeen: seen}, digest.Story, "Updated Sun 22 Nov, 21:00", "2026-11-22T21:00:00+05:00"},
		{"undated", digest.Item{FirstSeen: seen}, digest.Story, "", ""},
		{"of the future", digest.Item{Published: seen.AddDate(1, 0, 0), FirstSeen: seen}, digest.Story, "06:00", "2026-11-23T06:00:00+05:00"},
		{"editorial", digest.Item{Published: seen, FirstSeen: seen}, digest.Editorial, "23 Nov, 2026", "2026-11-23T06:00:00+05:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := digest.Edition{Date: "2026-11-23", Zone: "Asia/Karachi", Language: "en"}
			e.Sections = []digest.PrintedSection{{Clusters: []digest.Cluster{{Lead: digest.Entry{Item: c.item, Kind: c.kind}}}}}
			lead := set(e, wholePage).Sections[0].Lead
			if lead.Time.Text != c.want || lead.Stamp != c.stamp {
				t.Errorf("got %q, %q, want %q, %q", lead.Time.Text, lead.Stamp, c.want, c.stamp)
			}
		})
	}
}
