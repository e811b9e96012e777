package cluster

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// A day of few words, on which every event shares its town with some, what is
// planned with others and who plans it with more, does not become one event.
func TestFewWords(t *testing.T) {
	who := strings.Split("Weather bureau,Port authority,Health ministry,City council,Coast guard,Football federation,Electricity board,Space agency,Supreme court,Trade delegation", ",")
	does := strings.Fields("approves launches delays defends reviews suspends expands")
	what := strings.Split("school reform,housing scheme,wheat purchase,land survey,rail link,water treaty,vaccine drive,fuel subsidy,port expansion", ",")
	where := strings.Fields("Lima Berlin Lahore Sydney Delhi Manila Toronto Oslo Cairo Lagos Quito")
	how := strings.Split("after long debate,despite warnings,amid protests,as prices rise,ahead of summit,without a vote", ",")
	var items []Item
	add := func(title string) {
		n := len(items)
		items = append(items, Item{
			ID: fmt.Sprint("i", n), Title: title, Source: fmt.Sprint("s", n%60), Publisher: fmt.Sprint("s", n%60),
			Published: time.Date(2026, 11, 23, 0, n, 0, 0, time.UTC),
		})
	}
	one := rand.New(rand.NewPCG(1, 1))
	of := func(words []string) string { return words[one.IntN(len(words))] }
	for range 500 {
		add(of(who) + " " + of(does) + " " + of(what) + " in " + of(where))
		add(of(where) + ": " + of(what) + " & " + of(what) + " " + of(how))
	}
	most := 0
	for _, group := range Groups(items, nil) {
		most = max(most, len(group))
	}
	if most > len(items)/10 {
		t.Errorf("%d of %d items are one event", most, len(items))
	}
}
