package cluster

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// A very large story takes a report that has nothing of it but its name; a small
// one does not, and what other events have in common with it is no name.
func TestAdoption(t *testing.T) {
	for _, c := range []struct {
		reports int
		want    bool
	}{{9, false}, {80, true}} {
		items := append(reportsOf(c.reports), elsewhere(40)...)
		lone := len(items)
		items = append(items,
			report(lone, "What Quorvane taught an old fisherman"),
			report(lone+1, "Sailors rescued off a remote island"))
		event := eventOf(items, 0)
		if got := slices.Contains(event, lone); got != c.want {
			t.Errorf("of %d reports: has the one that has its name: %t, want %t", c.reports, got, c.want)
		}
		if slices.Contains(event, lone+1) {
			t.Errorf("of %d reports: has what shares a common word", c.reports)
		}
	}
}

// On the day of a very large event most items may be of it.
func TestMostOfADay(t *testing.T) {
	const reports = 80
	if got := len(eventOf(append(reportsOf(reports), elsewhere(12)...), 0)); got != reports {
		t.Errorf("the event has %d of %d reports", got, reports)
	}
}

// The day after, when much of all that is known of the past is of it, what is told of
// it is one event again.
func TestTheDayAfter(t *testing.T) {
	var past []string
	for _, item := range append(reportsOf(80), elsewhere(20)...) {
		past = append(past, item.Title)
	}
	for _, reports := range []int{8, 80} {
		items := append(reportsOf(reports), elsewhere(20)...)
		groups := Groups(items, Learn(past))
		if got := len(groups[0]); got != reports {
			t.Errorf("the event has %d of %d reports", got, reports)
		}
	}
}

// reportsOf are so many reports of a storm of that name.
func reportsOf(n int) []Item {
	sides := strings.Split("Storm Quorvane makes landfall on northern coast,Quorvane: thousands of sailors wait as storm hits,"+
		"Airports closed as Storm Quorvane approaches,Storm Quorvane floods harbour streets in north,Three dead as Storm Quorvane batters coast,"+
		"Storm Quorvane: ferries cancelled and schools shut,Northern coast braces for Storm Quorvane,Power cuts and floods as Quorvane hits coast", ",")
	how := strings.Fields("tonight early again suddenly slowly finally widely quickly twice badly")
	var items []Item
	for n := range n {
		items = append(items, report(n, sides[n%len(sides)]+", "+how[n/len(sides)%len(how)]))
	}
	return items
}

// elsewhere are so many events of other sailors, six reports of each.
func elsewhere(events int) []Item {
	parts := strings.Fields("bal kor mel tan ruv sid pol")
	var items []Item
	for n := range events {
		name := parts[n%7] + parts[n/7%7] + "o"
		for range 6 {
			items = append(items, report(1000+len(items), fmt.Sprintf("Sailors in %s hold %sfest despite rain", name, name)))
		}
	}
	return items
}

func report(n int, title string) Item {
	paper := fmt.Sprint("paper", n%90)
	return Item{ID: fmt.Sprint("i", n), Title: title, Source: paper, Publisher: paper, Published: day.Add(time.Duration(n) * time.Minute)}
}

// eventOf are the items of the group that has an item.
func eventOf(items []Item, n int) (event []int) {
	for _, group := range Groups(items, nil) {
		if slices.ContainsFunc(group, func(m Member) bool { return m.Item == n }) {
			for _, m := range group {
				event = append(event, m.Item)
			}
		}
	}
	return event
}
