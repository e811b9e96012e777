package store

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"broadsheet/digest"

	"github.com/google/go-cmp/cmp"
)

func testStates(t *testing.T, dsn string) {
	s := open(t, dsn)
	want := State{
		Source: "dawn", Address: "https://dawn.example/feed", Recipe: "r1",
		ETag: `W/"a"`, LastModified: "Mon, 23 Nov 2026 06:00:00 GMT", BodyHash: "b1", ValidatorsSince: seven.Add(-72 * time.Hour),
		MovedTo: "https://dawn.example/feed/", MovedTimes: 2,
		Format: "rss 2.0", Feed: digest.Feed{
			Title: "Dawn", Updated: seven, Authors: []digest.Author{{Name: "Desk"}},
			Pace: digest.Pace{Every: time.Hour, SkipHours: []int{0, 1}, SkipDays: []time.Weekday{time.Sunday}},
		},
		Oddities: []string{"control characters"}, Items: 25,
		LastVisit: seven, LastGood: seven.Add(-time.Hour), NextVisit: seven.Add(15 * time.Minute),
		NextReason: "failed 2 times", Interval: 15 * time.Minute, Patience: seven.Add(time.Hour), Gone: true,
		Failures: 2, Error: "get: 503 Service Unavailable", Advice: "wait", Memory: "of three items",
	}
	for _, state := range []State{{Source: "dawn"}, {Source: "wire"}, want} {
		if _, err := s.SaveVisit(t.Context(), Visit{State: state}); err != nil {
			t.Fatal(err)
		}
	}
	names := []string{"dawn", "never visited"}
	for i := range 2 * listLength {
		names = append(names, fmt.Sprint("other-", i))
	}
	got, err := s.States(t.Context(), append(names, "wire"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]State{"dawn": want, "wire": {Source: "wire"}}, got); diff != "" {
		t.Errorf("states (-want +got):\n%s", diff)
	}
}

// A visit that found all as it was writes when it was, and nothing that
// somebody else has found meanwhile; of a source without a row it writes all.
// What is known briefly is written so.
func testQuietVisit(t *testing.T, dsn string) {
	s := open(t, dsn)
	before := State{Source: "dawn", ETag: "one", Feed: digest.Feed{Title: "Dawn", Hubs: []string{"hub"}}, LastVisit: seven, Failures: 1}
	quiet, found, well := before, before, before
	quiet.LastVisit, quiet.LastGood, quiet.NextVisit = seven.Add(time.Hour), seven.Add(time.Hour), seven.Add(2*time.Hour)
	quiet.NextReason, quiet.Interval = "every 1h", time.Hour
	found.ETag, found.Memory, found.Feed.Pace.Every = "two", "of three items", time.Hour
	both, brief := found, found
	both.LastVisit, both.LastGood, both.NextVisit, both.NextReason, both.Interval =
		quiet.LastVisit, quiet.LastGood, quiet.NextVisit, quiet.NextReason, quiet.Interval
	brief.Brief, brief.Memory, brief.Feed = true, "not looked at", digest.Feed{Pace: found.Feed.Pace}
	well.Failures = 0
	for i, step := range []struct {
		visit Visit
		want  State
	}{
		{Visit{State: quiet, Quiet: true}, quiet},
		{Visit{State: found}, found},
		{Visit{State: quiet, Quiet: true}, both},
		{Visit{State: brief}, found},
		{Visit{State: well}, well},
	} {
		if _, err := s.SaveVisit(t.Context(), step.visit); err != nil {
			t.Fatal(err)
		}
		states, err := s.States(t.Context(), []string{"dawn"})
		if diff := cmp.Diff(step.want, states["dawn"]); diff != "" || err != nil {
			t.Errorf("step %d: %v; state (-want +got):\n%s", i, err, diff)
		}
		states, err = s.BriefStates(t.Context(), []string{"dawn", "never visited"})
		if diff := cmp.Diff(map[string]State{"dawn": inBrief(step.want)}, states); diff != "" || err != nil {
			t.Errorf("step %d: %v; brief state (-want +got):\n%s", i, err, diff)
		}
		whole, err := s.Whole(t.Context(), states["dawn"])
		if diff := cmp.Diff(step.want, whole); diff != "" || err != nil {
			t.Errorf("step %d: %v; whole again (-want +got):\n%s", i, err, diff)
		}
	}
}

// inBrief is a state without what a reading leaves.
func inBrief(s State) State {
	s.Memory, s.Format, s.Feed, s.Oddities, s.Items, s.NewsDays, s.Brief = "", "", digest.Feed{Pace: s.Feed.Pace}, nil, 0, nil, true
	return s
}

// TestIsQuiet: whatever a brief state tells is looked at, or is a time that a
// quiet visit writes.
func TestIsQuiet(t *testing.T) {
	written := []string{"LastVisit", "LastGood", "NextVisit", "NextReason", "Interval"}
	unread := []string{"Memory", "Format", "Oddities", "Items", "NewsDays"}
	for i := range reflect.TypeFor[State]().NumField() {
		before, now := State{Brief: true}, State{Brief: true}
		name, field := reflect.TypeFor[State]().Field(i).Name, reflect.ValueOf(&now).Elem().Field(i)
		switch field.Interface().(type) {
		case string:
			field.SetString("another")
		case int, time.Duration:
			field.SetInt(1)
		case bool:
			field.SetBool(!field.Bool())
		case time.Time:
			field.Set(reflect.ValueOf(seven))
		case digest.Feed:
			now.Feed.Pace.SkipHours = []int{3}
		}
		if got, want := IsQuiet(&before, &now), slices.Contains(written, name) || slices.Contains(unread, name); got != want {
			t.Errorf("with another %s: %t", name, got)
		}
	}
}

func testMet(t *testing.T, dsn string) {
	s := open(t, dsn)
	visit(t, s, "dawn", stories("dawn", 3)...)
	asked := append(ids(stories("wire", listLength)), "dawn-000002", "dawn-000003", "dawn-000000")
	met, err := s.Met(t.Context(), asked)
	if diff := cmp.Diff(map[string]bool{"dawn-000000": true, "dawn-000002": true}, met); diff != "" || err != nil {
		t.Errorf("%v; met (-want +got):\n%s", err, diff)
	}
	items, err := s.Items(t.Context(), asked)
	if diff := cmp.Diff([]digest.Item{story("dawn", 0), story("dawn", 2)}, items); diff != "" || err != nil {
		t.Errorf("%v; items (-want +got):\n%s", err, diff)
	}
}

func testLastNew(t *testing.T, dsn string) {
	s := open(t, dsn)
	visits := []struct {
		at      time.Time
		items   []digest.Item
		lastNew time.Time
	}{
		{seven, nil, time.Time{}},
		{seven.Add(1 * time.Hour), stories("dawn", 2), seven.Add(time.Hour)},
		{seven.Add(2 * time.Hour), stories("dawn", 2), seven.Add(time.Hour)},
		{seven.Add(3 * time.Hour), stories("dawn", 3), seven.Add(3 * time.Hour)},
		{seven.Add(4 * time.Hour), nil, seven.Add(3 * time.Hour)},
	}
	for i, v := range visits {
		if _, err := s.SaveVisit(t.Context(), Visit{State: State{Source: "dawn", LastVisit: v.at}, Items: v.items}); err != nil {
			t.Fatal(err)
		}
		states, err := s.States(t.Context(), []string{"dawn"})
		if err != nil {
			t.Fatal(err)
		}
		if got := states["dawn"].LastNew; !got.Equal(v.lastNew) {
			t.Errorf("after visit %d the last new was %v, want %v", i, got, v.lastNew)
		}
	}
}

func testSaveVisit(t *testing.T, dsn string) {
	s := open(t, dsn)
	items := stories("dawn", 3)
	steps := []struct {
		name   string
		change func()
		want   Saved
	}{
		{"all new", func() {}, Saved{New: 3}},
		{"the same", func() {}, Saved{}},
		{"seen later", func() { items[0].FirstSeen = seven.Add(time.Hour) }, Saved{}},
		{"one corrected, one more", func() { items[0].Title = "Corrected"; items = append(items, story("dawn", 3)) }, Saved{New: 1, Changed: 1}},
		{"one gone from the feed", func() { items = items[1:] }, Saved{}},
	}
	for _, step := range steps {
		step.change()
		if got := visit(t, s, "dawn", items...); got != step.want {
			t.Errorf("%s: %+v, want %+v", step.name, got, step.want)
		}
	}
	found, err := s.Find(t.Context(), "dawn-000000")
	if err != nil || len(found) != 1 || found[0].Title != "Corrected" {
		t.Errorf("the corrected item is %v, %v", found, err)
	}
	if n := count(t, s, "items"); n != 4 {
		t.Errorf("%d items, want 4: what leaves a feed stays here", n)
	}
}

func testFirstSeen(t *testing.T, dsn string) {
	s := open(t, dsn)
	want := story("dawn", 1)
	visit(t, s, "dawn", want)
	later := want
	later.FirstSeen, later.Title = seven.Add(48*time.Hour), "Another title"
	visit(t, s, "dawn", later)
	found, err := s.Find(t.Context(), want.ID)
	if err != nil {
		t.Fatal(err)
	}
	want.Title = later.Title
	if diff := cmp.Diff([]digest.Item{want}, found); diff != "" {
		t.Errorf("the item after its change (-want +got):\n%s", diff)
	}
}

func testToldTwice(t *testing.T, dsn string) {
	s := open(t, dsn)
	first, second := story("dawn", 1), story("dawn", 1)
	second.Title = "The same again"
	if got, want := visit(t, s, "dawn", first, story("dawn", 0), second), (Saved{New: 2}); got != want {
		t.Errorf("saved %+v, want %+v", got, want)
	}
	found, err := s.Find(t.Context(), first.ID)
	if err != nil || len(found) != 1 || found[0].Title != first.Title {
		t.Errorf("found %v, %v; want the one told first", found, err)
	}
}

func testTenThousand(t *testing.T, dsn string) {
	s := open(t, dsn)
	items := stories("dawn", 10_000)
	if got, want := visit(t, s, "dawn", items...), (Saved{New: 10_000}); got != want {
		t.Errorf("saved %+v, want %+v", got, want)
	}
	items[9_999].Title = "Changed"
	if got, want := visit(t, s, "dawn", items...), (Saved{Changed: 1}); got != want {
		t.Errorf("saved again %+v, want %+v", got, want)
	}
}

// What a stranger may write, both databases take, and give back the same.
func testHostileText(t *testing.T, dsn string) {
	s := open(t, dsn)
	hostile := "nul \x00 broken \xff\xfe lone \xed\xa0\x80 quote ' \" ; -- اردو 🗞 " + strings.Repeat("long ", 2000)
	clean := strings.ToValidUTF8(hostile, "\uFFFD")
	item := digest.Item{
		ID: "hostile-1", Source: "dawn", GUID: hostile, Link: hostile, Title: hostile,
		Summary: digest.HTML(hostile), Categories: []string{hostile}, FirstSeen: seven,
	}
	state := State{Source: "dawn", ETag: hostile, LastModified: hostile, Error: hostile, Oddities: []string{hostile}}
	for _, want := range []Saved{{New: 1}, {}} {
		got, err := s.SaveVisit(t.Context(), Visit{State: state, Items: []digest.Item{item}})
		if err != nil || got != want {
			t.Fatalf("saved %+v, %v; want %+v", got, err, want)
		}
	}
	found, err := s.Find(t.Context(), hostile)
	if err != nil || len(found) != 1 {
		t.Fatalf("found by its guid: %d items, %v", len(found), err)
	}
	// JSON gives each invalid byte its own replacement, the columns one a run.
	if title := found[0].Title; !strings.HasPrefix(title, "nul \x00 broken \uFFFD") || !strings.HasSuffix(title, "long ") {
		t.Errorf("title %.60q", title)
	}
	states, err := s.States(t.Context(), []string{"dawn"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := states["dawn"].ETag, strings.ReplaceAll(clean, "\x00", "\uFFFD"); got != want {
		t.Errorf("etag %.60q, want %.60q", got, want)
	}
}

func testVisitFails(t *testing.T, dsn string) {
	s := open(t, dsn)
	bad := story("dawn", 2)
	bad.Published = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC) // which JSON cannot say
	_, err := s.SaveVisit(t.Context(), Visit{State: State{Source: "dawn"}, Items: []digest.Item{story("dawn", 1), bad}})
	wantWords(t, err, "save visit of dawn", bad.ID)
	if items, sources := count(t, s, "items"), count(t, s, "sources"); items+sources != 0 {
		t.Errorf("%d items and %d sources were saved, want none", items, sources)
	}
}

func testVisitsTogether(t *testing.T, dsn string) {
	s := open(t, dsn)
	visit(t, s, "wire", stories("wire", 2)...)
	visits := []*Visit{
		{State: State{Source: "wire", LastVisit: seven.Add(time.Hour)}, Items: stories("wire", 3)},
		{State: State{Source: "quiet", LastVisit: seven}},
		{State: State{Source: "dawn", LastVisit: seven}, Items: stories("dawn", 4)},
	}
	saved, err := s.SaveVisits(t.Context(), visits)
	if diff := cmp.Diff([]Saved{{New: 1}, {}, {New: 4}}, saved); diff != "" || err != nil {
		t.Errorf("%v; saved (-want +got):\n%s", err, diff)
	}
	states, err := s.States(t.Context(), []string{"wire", "quiet", "dawn"})
	if err != nil || len(states) != 3 || !states["wire"].LastNew.Equal(seven.Add(time.Hour)) || !states["quiet"].LastNew.IsZero() {
		t.Errorf("%+v, %v", states, err)
	}
	bad := story("dawn", 9)
	bad.Published = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)
	visits = []*Visit{
		{State: State{Source: "late"}, Items: stories("late", 1)},
		{State: State{Source: "dawn"}, Items: []digest.Item{bad}},
	}
	_, err = s.SaveVisits(t.Context(), visits)
	wantWords(t, err, bad.ID)
	if n := count(t, s, "items"); n != 7 {
		t.Errorf("%d items, want 7: all of the visits or none", n)
	}
}

// More items than one transaction may hold are all kept, whichever of them are
// known, and the state with them.
func testVisitOfVeryMany(t *testing.T, dsn string) {
	s := open(t, dsn)
	many := stories("wire", 2*itemsAtOnce+7)
	visit(t, s, "wire", many[:itemsAtOnce+3]...)
	many[0].Title = "Edited since"
	saved, err := s.SaveVisit(t.Context(), Visit{State: State{Source: "wire", LastVisit: seven.Add(time.Hour)}, Items: many})
	if want := (Saved{New: itemsAtOnce + 4, Changed: 1}); err != nil || saved != want {
		t.Errorf("saved %+v, %v; want %+v", saved, err, want)
	}
	if n := count(t, s, "items"); n != len(many) {
		t.Errorf("%d items, want %d", n, len(many))
	}
	states, err := s.States(t.Context(), []string{"wire"})
	if err != nil || !states["wire"].LastNew.Equal(seven.Add(time.Hour)) {
		t.Errorf("%+v, %v", states, err)
	}
}

func testVisitsInParallel(t *testing.T, dsn string) {
	stores := []*Store{open(t, dsn), open(t, dsn)}
	const sources, each = 6, 40
	var fresh atomic.Int64
	var all sync.WaitGroup
	for i := range 4 * sources {
		all.Go(func() {
			source := fmt.Sprint("source-", i%sources)
			items := stories(source, each)
			items[i%each].Title = fmt.Sprint("As visit ", i, " read it")
			saved, err := stores[i%2].SaveVisit(t.Context(), Visit{State: State{Source: source, LastVisit: seven}, Items: items})
			if err != nil {
				t.Error(err)
			}
			fresh.Add(int64(saved.New))
		})
	}
	all.Wait()
	if n := count(t, stores[0], "items"); n != sources*each || fresh.Load() != sources*each {
		t.Errorf("%d items are kept and %d were said to be new, want %d", n, fresh.Load(), sources*each)
	}
}
