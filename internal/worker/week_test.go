package worker

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// The words of an invented week: every event has a place, a thing and a deed of
// its own, and papers add to them what papers add.
var (
	weekPlaces = strings.Fields("Sukkur Rohri Khuzdar Turbat Zhob Mithi Badin Thatta Chaman Hub Nushki Kalat Dadu Larkana Jhang Kasur Okara Attock Swabi Mardan Hangu Tank Bannu Skardu Gilgit Astore")
	weekThings = strings.Fields("ferry tunnel orchard library canal museum glacier tannery observatory tramway brewery lighthouse hatchery quarry theatre monastery foundry viaduct greenhouse")
	weekDeeds  = strings.Fields("burns reopens collapses strikes floods moves vanishes expands closes freezes")
	weekAfters = []string{"", ", amid protests", ", officials say", ", as prices rise"}
	weekNews   = []string{
		"owner arrested", "inquiry blames contractor", "minister visits survivors", "court orders compensation", "engineers find second crack",
		"insurers refuse payment", "governor resigns", "volunteers rescue archive", "army seals gates", "bishop offers shelter", "students raise funds",
		"nurses praised", "diver honoured", "architect apologises", "union calls vigil", "auditor seizes ledgers", "king sends condolences", "pilot blamed",
	}
)

// Every event is reported by some of the first papers, and after the edition
// again by one of the last.
const firstPapers, weekPapers = 5, 8

// week is an invented press, and what is true of it.
type week struct {
	*rand.Rand
	event map[string]int  // of an item
	fresh map[string]bool // it tells of a development
	made  int
}

// day is what is new on a day: today's events by some papers before the hour,
// yesterday's again by others, and what has come of some of them.
func (w *week) day(day int, at time.Time) []digest.Item {
	var items []digest.Item
	add := func(paper, event int, title string, seen time.Time, fresh bool) {
		w.made++
		item := digest.Item{
			ID: fmt.Sprintf("item-%04d", w.made), Source: fmt.Sprintf("paper-%d", paper), Title: title,
			Link: fmt.Sprintf("https://paper.example/%d", w.made), FirstSeen: seen, Published: seen.Add(-10 * time.Minute),
		}
		w.event[item.ID], w.fresh[item.ID] = event, fresh
		items = append(items, item)
	}
	for n := range 12 {
		event := 12*day + n
		for range 1 + w.IntN(3) {
			add(w.IntN(firstPapers), event, headlineOf(event)+weekAfters[w.IntN(len(weekAfters))], at.Add(-time.Duration(30+w.IntN(300))*time.Minute), false)
		}
		if day == 0 {
			continue
		}
		old := event - 12
		add(firstPapers+w.IntN(weekPapers-firstPapers), old, headlineOf(old)+weekAfters[w.IntN(len(weekAfters))], at.Add(-time.Duration(700+w.IntN(600))*time.Minute), false)
		if n%4 == 0 {
			add(w.IntN(weekPapers), old, headlineOf(old)+": "+weekNews[(old/4)%len(weekNews)], at.Add(-time.Hour), true)
		}
	}
	return items
}

// before fills the store with what the press has said long ago: it tells which
// words are always in the news.
func (w *week) before(t *testing.T, s *store.Store, at time.Time) {
	var items []digest.Item
	for n := range 600 {
		title := headlineOf(w.IntN(4000)) + weekAfters[w.IntN(len(weekAfters))]
		items = append(items, digest.Item{ID: fmt.Sprint("old-", n), Source: "paper-0", Title: title, FirstSeen: at})
	}
	if _, err := s.SaveVisit(t.Context(), store.Visit{State: store.State{Source: "paper-0", LastVisit: at}, Items: items}); err != nil {
		t.Fatal(err)
	}
}

func headlineOf(event int) string {
	return fmt.Sprintf("%s %s %s near old market", weekPlaces[event%len(weekPlaces)], weekThings[event%len(weekThings)], weekDeeds[event%len(weekDeeds)])
}

// A week of a press that says everything twice: no item comes out twice, each
// that does not has its reason, less than one story in a hundred repeats what
// was printed, and what is new of a story comes as its continuation.
func TestWeek(t *testing.T) {
	s := open(t, ":memory:")
	var sources []digest.Source
	for n := range weekPapers {
		sources = append(sources, digest.Source{ID: fmt.Sprintf("paper-%d", n)})
	}
	w, at := newsroom(t, s, sources...)
	w.Digests[0].Sections[0].Max = 0
	press := &week{Rand: rand.New(rand.NewPCG(1, 7)), event: map[string]int{}, fresh: map[string]bool{}}
	press.before(t, s, at.Now().AddDate(0, 0, -10))
	printed, told, reasons := map[string]bool{}, map[int]bool{}, map[string]bool{}
	stories, repeats, goesOn, lost := 0, 0, 0, 0
	for day := range 7 {
		for _, item := range press.day(day, at.Now()) {
			if _, err := s.SaveVisit(t.Context(), store.Visit{State: store.State{Source: item.Source, LastVisit: at.Now()}, Items: []digest.Item{item}}); err != nil {
				t.Fatal(err)
			}
		}
		date := fmt.Sprintf("2026-11-%d", 23+day)
		e, _, err := w.BringOut(t.Context(), w.Digests[0], digest.Slot{Date: date, At: at.Now()})
		if err != nil {
			t.Fatal(err)
		}
		now := map[int]bool{}
		for _, cluster := range e.Sections[0].Clusters {
			stories++
			event := press.event[cluster.Lead.ID]
			switch {
			case press.fresh[cluster.Lead.ID]:
				if cluster.Continues != nil {
					goesOn++
				}
			case told[event]:
				repeats++
				t.Logf("%s repeats %q", date, cluster.Lead.Title)
			}
			for _, entry := range cluster.Entries() {
				if printed[entry.ID] {
					t.Errorf("%s is printed twice", entry.ID)
				}
				printed[entry.ID], now[press.event[entry.ID]] = true, true
			}
		}
		for event := range now {
			told[event] = true
		}
		left, _, err := s.LeftOut(t.Context(), "morning", date)
		if err != nil {
			t.Fatal(err)
		}
		for _, decision := range left {
			reasons[decision.Item] = decision.Reason != ""
		}
		at.add(24 * time.Hour)
	}
	for id, event := range press.event {
		if !printed[id] && !reasons[id] {
			t.Errorf("%s is neither printed nor left out for a reason", id)
		}
		if !told[event] {
			lost++
			t.Logf("event %d is in no edition", event)
		}
	}
	if repeats*100 >= stories || lost > 0 || stories < 84 {
		t.Errorf("%d stories, %d of them repeat what was printed, %d reports are of events that were never printed", stories, repeats, lost)
	}
	if goesOn == 0 {
		t.Error("no story goes on")
	}
}
