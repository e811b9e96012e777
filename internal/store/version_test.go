package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"broadsheet/digest"
)

// An item is as it read at an instant; the whole text only if it is still that,
// and our first sight and a withdrawal always.
func testVersions(t *testing.T, dsn string) {
	s := open(t, dsn)
	at := func(hour int) time.Time { return seven.Add(time.Duration(hour) * time.Hour) }
	save := func(hour int, change func(*digest.Item)) {
		t.Helper()
		item := story("dawn", 1)
		change(&item)
		if _, err := s.SaveVisit(t.Context(), Visit{State: State{Source: "dawn", LastVisit: at(hour)}, Items: []digest.Item{item}}); err != nil {
			t.Fatal(err)
		}
	}
	save(0, func(*digest.Item) {})
	save(1, func(i *digest.Item) { i.Title = "Second" })
	save(2, func(i *digest.Item) { i.Title, i.Content = "Second", "<p>Other.</p>" })
	save(3, func(i *digest.Item) { i.Title, i.Content, i.Updated = "Third", "<p>Other.</p>", at(3) })
	save(4, func(i *digest.Item) {
		i.Title, i.Content, i.Updated, i.Summary = "Third", "<p>Other.</p>", at(4), "<div>"+i.Summary+"</div>"
	})
	save(5, func(i *digest.Item) { i.Title, i.Content, i.Categories = "Third", "<p>Other.</p>", []string{"Opinion"} })
	if err := s.Withdraw(t.Context(), "dawn-000001", at(6)); err != nil {
		t.Fatal(err)
	}
	outline := func(hour int) string {
		t.Helper()
		now, err := s.Items(t.Context(), []string{"dawn-000001"})
		if err == nil {
			now, err = s.AsOf(t.Context(), now, at(hour))
		}
		if err != nil || len(now) != 1 || now[0].FirstSeen.IsZero() || now[0].Position != 0 || now[0].Withdrawn.IsZero() {
			t.Fatalf("%+v, %v", now, err)
		}
		return fmt.Sprintf("%s, filed under %v, %d bytes", now[0].Title, now[0].Categories, len(now[0].Content))
	}
	var got []string
	for hour := range 7 {
		got = append(got, outline(hour))
	}
	want := []string{
		story("dawn", 1).Title + ", filed under [City Transport], 0 bytes",
		"Second, filed under [City Transport], 13 bytes", "Second, filed under [City Transport], 13 bytes",
		"Third, filed under [City Transport], 13 bytes", "Third, filed under [City Transport], 13 bytes",
		"Third, filed under [Opinion], 13 bytes", "Third, filed under [Opinion], 13 bytes",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("by the hour (-want +got):\n%s", diff)
	}
	if err := s.Forget(t.Context(), at(5)); err != nil {
		t.Fatal(err)
	}
	if got := outline(0); got != want[3] {
		t.Errorf("what is kept after some was forgotten: %s", got)
	}
}

// Of very many items those have another version that had; the others stay as
// they are, in their order.
func testVersionsOfMany(t *testing.T, dsn string) {
	s := open(t, dsn)
	items := stories("dawn", 2*listLength+1)
	visit(t, s, "dawn", items...)
	for _, n := range []int{0, listLength, 2 * listLength} {
		edited := items[n]
		edited.Title = "Edited"
		visit(t, s, "dawn", edited)
	}
	now, err := s.Candidates(t.Context(), "morning", []string{"dawn"}, seven, seven)
	if err != nil {
		t.Fatal(err)
	}
	for n := range items {
		items[n].Content = ""
	}
	then, err := s.AsOf(t.Context(), now, seven.Add(-time.Second))
	if diff := cmp.Diff(items, then); diff != "" || err != nil {
		t.Errorf("%v; (-want +got):\n%s", err, diff)
	}
	if cmp.Equal(now, then) {
		t.Error("nothing had changed")
	}
}
