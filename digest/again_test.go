package digest

import (
	"testing"
	"time"
)

// Two entries under one headline are one piece of news, or two.
func TestOneHeadlineTwice(t *testing.T) {
	at := time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)
	entry := func(source, title, teaser string, hours int) Entry {
		when := at.Add(time.Duration(hours) * time.Hour)
		return Entry{Item: Item{Source: source, Link: "https://" + source + ".example/1", Title: title, Summary: HTML(teaser), Published: when, FirstSeen: when}, Kind: Story}
	}
	const (
		short, long = "Two killed in road accident", "Parliament passes bill on canal water after stormy session"
		van         = "<p>A motorcycle and a van collided on the Superhighway near Nooriabad.</p>"
		vanAgain    = "<p>A van and a motorcycle collided near Nooriabad on Monday, police said.</p>"
		lorry       = "<p>A lorry overran two cyclists in Faisalabad late on Tuesday evening.</p>"
	)
	for name, test := range map[string]struct {
		first, second Entry
		same          bool
	}{
		"its own source tells it again":      {entry("a", short, van, -3), entry("a", short, lorry, 30), true},
		"the teasers agree":                  {entry("a", short, van, -3), entry("b", short, vanAgain, 30), true},
		"the teasers do not":                 {entry("a", short, van, -3), entry("b", short, lorry, 2), false},
		"the teasers of a long one do not":   {entry("a", long, van, -3), entry("b", long, lorry, 2), false},
		"a short one, soon":                  {entry("a", short, "", -3), entry("b", short, "", 5), true},
		"a short one, the next day":          {entry("a", short, "", -3), entry("b", short, lorry, 20), false},
		"a long one, the next day":           {entry("a", long, van, -3), entry("b", long, "", 20), true},
		"in a script without spaces, next":   {entry("a", "国会は水道法案を可決した", "", -3), entry("b", "国会は水道法案を可決した", "", 20), true},
		"a teaser that repeats the headline": {entry("a", short, "<p>Two killed in road accident</p>", -3), entry("b", short, van, 20), false},
	} {
		told := telling{&chapter{at: at.Unix()}, test.first}
		if got := told.isOf(test.second); got != test.same {
			t.Errorf("%s: %v", name, got)
		}
	}
}
