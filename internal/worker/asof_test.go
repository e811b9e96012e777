package worker

import (
	"testing"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// A past day is composed of what had been seen by its hour, as it read then;
// the next edition corrects what has changed since, and its text is the newest.
func TestPastDay(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		s := open(t, dsn)
		w, at := newsroom(t, s, digest.Source{ID: "harbour", URL: "https://harbour.example/feed"})
		told := func(id, title string) {
			t.Helper()
			item := digest.Item{
				ID: id, Source: "harbour", Title: title, FirstSeen: at.Now(), Summary: "<p>In short.</p>", Content: digest.HTML("<p>At length: " + title + "</p>"),
			}
			if _, err := s.SaveVisit(t.Context(), store.Visit{State: store.State{Source: "harbour", LastVisit: at.Now()}, Items: []digest.Item{item}}); err != nil {
				t.Fatal(err)
			}
		}
		bringOut := func(date string, at time.Time) digest.Edition {
			t.Helper()
			e, published, err := w.BringOutPast(t.Context(), w.Digests[0], digest.Slot{Date: date, At: at})
			if err != nil || !published {
				t.Fatalf("%v, %v", published, err)
			}
			return e
		}
		told("ferry", "Ferry sinks, 12 dead")
		told("crane", "Crane falls into the third basin")
		at.add(6 * time.Hour)
		told("ferry", "Ferry sinks, 19 dead")
		told("eel", "Eels are back in the river")
		at.add(18 * time.Hour)
		told("ferry", "Ferry sinks, 25 dead")
		e := bringOut("2026-11-23", seven.Add(time.Hour))
		read := map[string]digest.HTML{}
		for _, entry := range e.Entries() {
			read[entry.Title] = entry.Content
		}
		if len(read) != 2 || read["Ferry sinks, 12 dead"] != "" || read["Crane falls into the third basin"] == "" || len(e.Corrections) > 0 {
			t.Errorf("the past day: %+v", read)
		}
		if _, printed := read["Ferry sinks, 12 dead"]; !printed {
			t.Errorf("the past day has another headline: %+v", read)
		}
		e = bringOut("2026-11-24", at.Now())
		if len(e.Entries()) != 1 || e.Entries()[0].ID != "eel" || len(e.Corrections) != 1 || e.Corrections[0].Entry.Title != "Ferry sinks, 25 dead" {
			t.Errorf("today: %+v, corrections %+v", e.Entries(), e.Corrections)
		}
	})
}
