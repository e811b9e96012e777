package store

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"broadsheet/digest"

	"github.com/google/go-cmp/cmp"
)

func testCandidates(t *testing.T, dsn string) {
	s := open(t, dsn)
	since, before := seven.Add(-48*time.Hour), seven
	seen := map[string]time.Time{
		"a-too-old": since.Add(-time.Millisecond), "b-at-since": since, "c-between": seven.Add(-time.Hour),
		"d-at-before": before, "e-too-late": before.Add(time.Millisecond), "f-printed": seven.Add(-time.Hour),
		"g-printed-elsewhere": seven.Add(-time.Hour),
	}
	items := map[string]digest.Item{}
	for id, at := range seen {
		items[id] = digest.Item{ID: id, Source: "dawn", FirstSeen: at}
		visit(t, s, "dawn", items[id])
	}
	visit(t, s, "wire", digest.Item{ID: "h-other-source", Source: "wire", FirstSeen: seven})
	publish(t, s, edition("morning", "2026-11-22", items["f-printed"]), 10)
	publish(t, s, edition("evening", "2026-11-22", items["g-printed-elsewhere"]), 10)

	got, err := s.Candidates(t.Context(), "morning", []string{"dawn", "silent"}, since, before)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"b-at-since", "c-between", "d-at-before", "g-printed-elsewhere"}
	if diff := cmp.Diff(want, ids(got)); diff != "" {
		t.Errorf("candidates (-want +got):\n%s", diff)
	}
}

// Candidates come without the text that only what is printed needs; an item
// that is nothing but its text keeps it.
func testCandidatesAreLight(t *testing.T, dsn string) {
	s := open(t, dsn)
	whole := story("dawn", 1)
	bare := digest.Item{ID: "dawn-bare", Source: "dawn", Content: "<p>Nothing but this.</p>", FirstSeen: seven}
	visit(t, s, "dawn", whole, bare)
	light := whole
	light.Content = ""
	got, err := s.Candidates(t.Context(), "morning", []string{"dawn"}, seven, seven)
	if diff := cmp.Diff([]digest.Item{light, bare}, got); diff != "" || err != nil {
		t.Errorf("%v; candidates (-want +got):\n%s", err, diff)
	}
	got, err = s.Items(t.Context(), []string{whole.ID, bare.ID})
	if diff := cmp.Diff([]digest.Item{whole, bare}, got); diff != "" || err != nil {
		t.Errorf("%v; items (-want +got):\n%s", err, diff)
	}
	whole.Content = "<p>Edited since.</p>"
	visit(t, s, "dawn", whole)
	got, err = s.Items(t.Context(), []string{whole.ID})
	if diff := cmp.Diff([]digest.Item{whole}, got); diff != "" || err != nil {
		t.Errorf("%v; edited (-want +got):\n%s", err, diff)
	}
}

func testCandidatesOrder(t *testing.T, dsn string) {
	s := open(t, dsn)
	want := []string{"B", "Z", "_", "a", "aB", "a_", "b", "É", "é"}
	for _, id := range slices.Backward(want) {
		visit(t, s, "dawn", digest.Item{ID: id, Source: "dawn", FirstSeen: seven})
	}
	got, err := s.Candidates(t.Context(), "morning", []string{"dawn"}, seven, seven)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, ids(got)); diff != "" {
		t.Errorf("candidates are not in the order of their bytes (-want +got):\n%s", diff)
	}
}

func testCandidatesOfMany(t *testing.T, dsn string) {
	s := open(t, dsn)
	var sources []string
	for i := range 2*listLength + 1 {
		sources = append(sources, fmt.Sprintf("source-%04d", i))
	}
	for _, i := range []int{0, listLength, 2 * listLength} {
		visit(t, s, sources[i], story(sources[i], 1))
	}
	got, err := s.Candidates(t.Context(), "morning", sources, seven, seven)
	if err != nil || len(got) != 3 {
		t.Errorf("%d candidates, %v; want 3", len(got), err)
	}
}

func testFind(t *testing.T, dsn string) {
	s := open(t, dsn)
	visit(t, s, "dawn",
		digest.Item{ID: "abc", Source: "dawn"},
		digest.Item{ID: "abcdef01", Source: "dawn", GUID: "tag:1", Link: "https://dawn.example/1"},
		digest.Item{ID: "abcdef02", Source: "dawn", GUID: "tag:2", Link: "https://dawn.example/1"},
		digest.Item{ID: "abcdeg%_", Source: "dawn", GUID: "abcdef02"},
		digest.Item{ID: "اردوخبرنامہ", Source: "dawn"},
		digest.Item{ID: "same", Source: "dawn", GUID: "https://dawn.example/2", Link: "https://dawn.example/2"},
	)
	tests := []struct {
		query string
		want  []string
	}{
		{"", nil},
		{"abc", []string{"abc"}},
		{"abcde", nil},
		{"abcdef", []string{"abcdef01", "abcdef02"}},
		{"ABCDEF", nil},
		{"abcdef0", []string{"abcdef01", "abcdef02"}},
		{"abcdef02", []string{"abcdef02", "abcdeg%_"}},
		{"abcdef022", nil},
		{"abcde%", nil},
		{"abcdeg%", []string{"abcdeg%_"}},
		{"tag:1", []string{"abcdef01"}},
		{"tag:", nil},
		{"https://dawn.example/1", []string{"abcdef01", "abcdef02"}},
		{"اردوخبر", []string{"اردوخبرنامہ"}},
		{"https://dawn.example/2", []string{"same"}},
	}
	for _, test := range tests {
		got, err := s.Find(t.Context(), test.query)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, ids(got)); diff != "" {
			t.Errorf("find %q (-want +got):\n%s", test.query, diff)
		}
	}
}

// TestFindByIndex: whoever seeks a link does not wait until every item was read.
func TestFindByIndex(t *testing.T) {
	s := open(t, ":memory:")
	steps, err := collect(t.Context(), s.db, func(rows *sql.Rows) (step string, err error) {
		var id, parent, unused int
		err = rows.Scan(&id, &parent, &unused, &step)
		return step, err
	}, "EXPLAIN QUERY PLAN "+find, "https://dawn.example/1", 22)
	if err != nil || len(steps) == 0 {
		t.Fatal(steps, err)
	}
	for _, step := range steps {
		if strings.HasPrefix(step, "SCAN items") && !strings.Contains(step, "COVERING INDEX") {
			t.Errorf("it does %q", step)
		}
	}
}

// Titles are those before an instant, the newest first.
func testTitles(t *testing.T, dsn string) {
	s := open(t, dsn)
	for n, title := range []string{"first", "second", "third “quoted”", "fourth", "too late"} {
		visit(t, s, "dawn", digest.Item{ID: fmt.Sprint("dawn-", n), Source: "dawn", Title: title, FirstSeen: seven.Add(time.Duration(n-4) * time.Hour)})
	}
	got, err := s.Titles(t.Context(), seven, 3)
	if diff := cmp.Diff([]string{"fourth", "third “quoted”", "second"}, got); diff != "" || err != nil {
		t.Errorf("%v; titles (-want +got):\n%s", err, diff)
	}
}
