package worker

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// Whatever sources, clocks and editors do: no two editions of a digest share an
// item, each edition holds all that could be printed in it but for what it says
// a reason of, and what waits comes out as soon as there is room.
func TestLedger(t *testing.T) {
	s := open(t, ":memory:")
	life := 0
	rapid.Check(t, func(t *rapid.T) {
		life++
		n := newLife(t, s, life)
		for range rapid.IntRange(10, 30).Draw(t, "steps") {
			n.step(t)
		}
		n.makeRoom()
		n.bringOut(t)
		n.close(t)
	})
}

// life is a random run of a digest, and what is known of it without the store.
type life struct {
	*Worker
	now     time.Time
	met     map[string]digest.Item // as the store must have it
	printed map[string]string      // the date of the edition of an item
	last    map[string]digest.Decision
	made    int
}

var ledgerZones = []string{"Asia/Karachi", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"}

func newLife(t *rapid.T, s *store.Store, number int) *life {
	n := &life{met: map[string]digest.Item{}, printed: map[string]string{}}
	n.now = time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 24*260).Draw(t, "start")) * time.Hour)
	zone, err := time.LoadLocation(rapid.SampledFrom(ledgerZones).Draw(t, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	schedule, err := digest.ParseSchedule(rapid.SampledFrom([]string{"0 7 * * *", "30 2 * * *", "0 0 * * *", "0 6 * * 1-5", "0 12 * * 1"}).Draw(t, "schedule"))
	if err != nil {
		t.Fatal(err)
	}
	d := digest.Digest{
		ID: fmt.Sprintf("digest-%d", number), Zone: zone, Schedule: schedule,
		CatchUp:  rapid.SampledFrom([]digest.CatchUp{digest.CatchUpSkip, digest.CatchUpLatest, digest.CatchUpAll}).Draw(t, "catch up"),
		Lookback: time.Duration(rapid.IntRange(12, 200).Draw(t, "lookback")) * time.Hour,
	}
	n.Worker = New(Options{Store: s, Now: func() time.Time { return n.now }, Log: slog.New(slog.DiscardHandler), Digests: []digest.Digest{d}})
	n.addSource(t)
	n.reform(t)
	return n
}

// step is something that happens. That nothing does, for hours or days, is an outage.
func (n *life) step(t *rapid.T) {
	n.now = n.now.Add(time.Duration(rapid.IntRange(-180, 36*60).Draw(t, "minutes that the clock goes on")) * time.Minute)
	switch rapid.SampledFrom([]string{"visit", "visit", "edition", "edition", "edition", "config", "source", "edit", "wrong clock"}).Draw(t, "happens") {
	case "visit":
		n.visit(t)
	case "wrong clock":
		n.visitAhead(t)
	case "edition":
		n.bringOut(t)
	case "config":
		n.reform(t)
	case "source":
		n.addSource(t)
		for range rapid.SampledFrom([]int{0, 40}).Draw(t, "old posts") {
			n.meet(t, n.Sources[len(n.Sources)-1].ID)
		}
	case "edit":
		n.edit(t)
	}
}

func (n *life) addSource(t *rapid.T) {
	n.Sources = append(n.Sources, digest.Source{
		ID:     fmt.Sprintf("%s-source-%d", n.Digests[0].ID, len(n.Sources)),
		Kind:   rapid.SampledFrom([]digest.Kind{"", digest.Editorial}).Draw(t, "kind"),
		Labels: rapid.SampledFrom([][]string{nil, {"World"}}).Draw(t, "labels"),
	})
}

// reform gives the digest other sections and another hour.
func (n *life) reform(t *rapid.T) {
	d := &n.Digests[0]
	limit := rapid.IntRange(0, 5)
	d.Sections = []digest.Section{{Title: "News", Kinds: []digest.Kind{digest.Story}, Max: limit.Draw(t, "max of News")}}
	if rapid.Bool().Draw(t, "World") {
		d.Sections = append(d.Sections, digest.Section{Title: "World", Labels: []string{"world"}, Max: limit.Draw(t, "max of World")})
	}
	if rapid.Bool().Draw(t, "Views") {
		d.Sections = append(d.Sections, digest.Section{Title: "Views", Kinds: []digest.Kind{digest.Editorial, digest.Letter}, Max: limit.Draw(t, "max of Views")})
	}
}

// makeRoom makes a paper that takes everything.
func (n *life) makeRoom() {
	n.Digests[0].Sections = []digest.Section{{Title: "All"}}
	n.now = n.now.Add(8 * 24 * time.Hour)
	n.Digests[0].Lookback += 8 * 24 * time.Hour
	n.Digests[0].CatchUp = digest.CatchUpLatest
}

func (n *life) visit(t *rapid.T) {
	source := rapid.SampledFrom(n.Sources).Draw(t, "visited").ID
	for range rapid.IntRange(0, 6).Draw(t, "new items") {
		n.meet(t, source)
	}
}

// visitAhead is a visit by a clock that is ahead.
func (n *life) visitAhead(t *rapid.T) {
	right := n.now
	n.now = n.now.Add(time.Duration(rapid.IntRange(2, 500).Draw(t, "days ahead")) * 24 * time.Hour)
	n.visit(t)
	n.now = right
}

// meet sees an item for the first time: in time, late, of the future, or undated.
func (n *life) meet(t *rapid.T, source string) {
	n.made++
	item := digest.Item{
		ID: fmt.Sprintf("%s-%d", n.Digests[0].ID, n.made), Source: source, FirstSeen: n.now,
		Title:      fmt.Sprintf("Number %d of the reports", n.made),
		Categories: rapid.SampledFrom([][]string{nil, {"World"}, {"Letters"}}).Draw(t, "filed under"),
	}
	if rapid.IntRange(0, 9).Draw(t, "told before") == 0 && n.made > 1 {
		item.Title = fmt.Sprintf("Number %d of the reports", rapid.IntRange(1, n.made-1).Draw(t, "as"))
	}
	age := rapid.SampledFrom([]time.Duration{time.Hour, 10 * time.Hour, 30 * time.Hour, 100 * time.Hour, 1000 * time.Hour, -30 * time.Hour}).Draw(t, "age")
	if rapid.IntRange(0, 4).Draw(t, "dated") > 0 {
		item.Published = n.now.Add(-age)
	}
	n.save(t, item)
}

// edit tells an item anew: under another headline, another date, filed elsewhere.
func (n *life) edit(t *rapid.T) {
	if n.made == 0 {
		return
	}
	item := n.met[fmt.Sprintf("%s-%d", n.Digests[0].ID, rapid.IntRange(1, n.made).Draw(t, "edited"))]
	item.Title += ", as we hear"
	item.Published = n.now
	item.Updated = n.now.Add(time.Hour)
	item.Categories = []string{"World"}
	n.save(t, item)
}

func (n *life) save(t *rapid.T, item digest.Item) {
	n.met[item.ID] = item
	_, err := n.Store.SaveVisit(t.Context(), store.Visit{State: store.State{Source: item.Source, LastVisit: n.now}, Items: []digest.Item{item}})
	if err != nil {
		t.Fatal(err)
	}
}

// putRight has what a clock that was ahead has met be met now.
func (n *life) putRight(t *rapid.T) {
	if err := n.Store.MetBy(t.Context(), n.now); err != nil {
		t.Fatal(err)
	}
	for id, item := range n.met {
		if item.FirstSeen.After(n.now.Add(time.Minute)) {
			item.FirstSeen = n.now
			n.met[id] = item
		}
	}
}

// bringOut brings out what is due, and holds it against what could be printed.
func (n *life) bringOut(t *rapid.T) {
	n.putRight(t)
	due, err := n.due(t.Context(), n.Digests[0], n.Sources, nil, n.now)
	if err != nil {
		t.Fatal(err)
	}
	for _, slot := range due.slots {
		_, decisions, err := n.Compose(t.Context(), n.Digests[0], slot)
		if err != nil {
			t.Fatal(err)
		}
		e, published, err := n.BringOut(t.Context(), n.Digests[0], slot)
		if err != nil && !errors.Is(err, ErrNothingToPrint) || err == nil && !published {
			t.Fatalf("%v, %v", published, err)
		}
		n.check(t, e, slot, decisions)
	}
}

// check holds an edition against what had been met and not been printed.
func (n *life) check(t *rapid.T, e digest.Edition, slot digest.Slot, decisions []digest.Decision) {
	n.last = map[string]digest.Decision{}
	for _, d := range decisions {
		n.last[d.Item] = d
	}
	in := map[string]bool{}
	for _, entry := range e.Entries() {
		if date, twice := n.printed[entry.ID]; twice || in[entry.ID] {
			t.Fatalf("%s is in the editions of %s and %s", entry.ID, date, e.Date)
		}
		if entry.Title != n.met[entry.ID].Title {
			t.Fatalf("%s is printed as %q though it is %q by now", entry.ID, entry.Title, n.met[entry.ID].Title)
		}
		in[entry.ID] = true
	}
	full := map[string]bool{}
	for _, section := range n.Digests[0].Sections {
		for _, printed := range e.Sections {
			full[section.Title] = full[section.Title] || printed.Title == section.Title && len(printed.Clusters) == section.Max
		}
	}
	for id, item := range n.met {
		decision := n.last[id]
		switch eligible := !item.FirstSeen.After(slot.At) && !item.When().Before(slot.At.Add(-n.Digests[0].Lookback)); {
		case n.printed[id] != "":
		case in[id] && !eligible:
			t.Fatalf("%s is in the edition of %s: seen %v, dated %v", id, slot.At, item.FirstSeen, item.When())
		case in[id]:
			n.printed[id] = e.Date
		case !eligible:
			if !item.FirstSeen.After(slot.At) && decision.Item != "" && decision.Outcome != digest.LeftOut {
				t.Fatalf("%s is too old, and %q", id, decision.Outcome)
			}
		case decision.Outcome == digest.Waits && full[decision.Section]:
		case decision.Outcome == digest.LeftOut && decision.Reason == "no section takes it" && !n.isTaken(item):
		case decision.Outcome == digest.LeftOut && strings.Contains(decision.Reason, "was printed in the edition of"):
		default:
			t.Fatalf("%s is not in the edition of %s: %+v", id, slot.At, decision)
		}
	}
}

// isTaken says whether any section takes an item.
func (n *life) isTaken(item digest.Item) bool {
	source := n.Sources[slices.IndexFunc(n.Sources, func(s digest.Source) bool { return s.ID == item.Source })]
	kind, _ := digest.KindOf(item, source)
	return slices.ContainsFunc(n.Digests[0].Sections, func(s digest.Section) bool {
		return (len(s.Kinds) == 0 || slices.Contains(s.Kinds, kind)) &&
			(len(s.Labels) == 0 || slices.Contains(source.Labels, "World") || slices.Contains(item.Categories, "World"))
	})
}

// close counts: the ledger is what the editions hold, and after an edition with
// room for all nothing waits.
func (n *life) close(t *rapid.T) {
	editions, err := n.Store.Editions(t.Context(), n.Digests[0].ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	held := 0
	for _, e := range editions {
		held += len(e.Entries())
	}
	if held != len(n.printed) {
		t.Fatalf("the editions hold %d items, the ledger %d", held, len(n.printed))
	}
	for id, decision := range n.last {
		if decision.Outcome == digest.Waits {
			t.Fatalf("%s waits though there was room: %+v", id, decision)
		}
	}
}
