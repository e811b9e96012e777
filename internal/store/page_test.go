package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The pages of leads that were printed lately, with how they were found.
func testPages(t *testing.T, dsn string) {
	s := open(t, dsn)
	visit(t, s, "dawn", stories("dawn", 6)...)
	old := edition("morning", "2026-11-20", story("dawn", 5))
	old.At = seven.AddDate(0, 0, -3)
	publish(t, s, old, 10)
	e := edition("morning", day, story("dawn", 0), story("dawn", 1), story("dawn", 2))
	e.Sections[0].Clusters[2].AlsoIn = append(e.Sections[0].Clusters[2].AlsoIn, edition("", "", story("dawn", 3)).Sections[0].Clusters[0].Lead)
	publish(t, s, e, 10)
	later := edition("evening", day, story("dawn", 1))
	later.At = seven.Add(time.Hour)
	publish(t, s, later, 10)
	page := func(n int) Page {
		i := story("dawn", n)
		return Page{Item: i.ID, Source: "dawn", Link: i.Link, Printed: seven}
	}
	found := page(0)
	found.Asked, found.Stood = seven.Add(time.Hour), seven.Add(time.Hour)
	lost := page(2)
	lost.Asked, lost.Gone, lost.Withdrawn = seven.Add(2*time.Hour), seven.Add(time.Hour), seven.Add(2*time.Hour)
	for _, p := range []Page{lost, page(2), found, lost} {
		if err := s.SavePage(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Withdraw(t.Context(), lost.Item, lost.Withdrawn); err != nil {
		t.Fatal(err)
	}
	got, err := s.Pages(t.Context(), seven.AddDate(0, 0, -1))
	if diff := cmp.Diff([]Page{page(1), found, lost}, got); diff != "" || err != nil {
		t.Errorf("%v; pages (-want +got):\n%s", err, diff)
	}
	if err := s.Forget(t.Context(), seven.Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if n := count(t, s, "pages"); n != 1 {
		t.Errorf("%d rows are remembered, want 1", n)
	}
}
