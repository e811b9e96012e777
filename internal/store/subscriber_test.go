package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"broadsheet/digest"

	"github.com/google/go-cmp/cmp"
)

func testRoster(t *testing.T, dsn string) {
	s := open(t, dsn)
	given := digest.Subscriber{
		ID: "given", Digest: "morning", Address: "Reader@Example.org", Name: "قاری", State: digest.Unsubscribed, Since: seven,
	}
	again := []digest.Subscriber{
		given,
		{Address: "reader@example.ORG", Name: "Somebody else"},
		{Address: "another@example.org"},
		{Address: "ANOTHER@example.org"},
	}
	for range 2 {
		roster(t, s, "morning", again...)
		roster(t, s, "evening", digest.Subscriber{Address: "reader@example.org"})
	}
	got, err := s.Subscribers(t.Context(), "morning")
	if err != nil || len(got) != 2 {
		t.Fatalf("subscribers %v, %v; want 2", got, err)
	}
	if diff := cmp.Diff(given, got[0]); diff != "" {
		t.Errorf("who has unsubscribed was changed (-want +got):\n%s", diff)
	}
	if made := got[1]; len(made.ID) < 26 || made.ID != strings.ToLower(made.ID) || made.State != digest.Confirmed {
		t.Errorf("made %+v; want an ID of 26 lower-case letters and digits, confirmed", made)
	}
	one, err := s.Subscriber(t.Context(), got[1].ID)
	if err != nil || one != got[1] {
		t.Errorf("by ID %+v, %v", one, err)
	}
}

func roster(t *testing.T, s *Store, id string, listed ...digest.Subscriber) {
	t.Helper()
	if err := s.Roster(t.Context(), id, listed); err != nil {
		t.Fatal(err)
	}
}

// Who is taken off the editor's list gets no more mail, not even what lies
// ready, until the list names them again; who has unsubscribed never does.
func testRosterChanges(t *testing.T, dsn string) {
	s := open(t, dsn)
	stays, leaves, gone := digest.Subscriber{ID: "1", Address: "stays@example.org"},
		digest.Subscriber{ID: "2", Address: "leaves@example.org"}, digest.Subscriber{ID: "3", Address: "gone@example.org"}
	roster(t, s, "morning", stays, leaves, gone)
	roster(t, s, "evening", digest.Subscriber{ID: "4", Address: leaves.Address})
	publish(t, s, full(), 10)
	if err := s.Unsubscribe(t.Context(), gone.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.DB().Exec(`INSERT INTO subscribers (id, digest, address, folded, name, state, since, origin)
		VALUES ('5', 'morning', 'w@example.org', 'w@example.org', '', 'confirmed', 0, 'web')`); err != nil {
		t.Fatal(err)
	}
	wantStates := func(when, want string) {
		t.Helper()
		subs, err := s.Subscribers(t.Context(), "morning")
		if err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(subs, func(a, b digest.Subscriber) int { return strings.Compare(a.ID, b.ID) })
		got := ""
		for _, sub := range subs {
			got += fmt.Sprintf("%s %s, ", sub.ID, sub.State)
		}
		if got = strings.TrimSuffix(got, ", "); got != want {
			t.Errorf("%s:\n got %s\nwant %s", when, got, want)
		}
	}
	roster(t, s, "morning", stays)
	wantStates("taken off", "1 confirmed, 2 unlisted, 3 unsubscribed, 5 confirmed")
	if claimed := claim(t, s, 0, seven, 10); len(claimed) != 1 || claimed[0].Subscriber.ID != "1" {
		t.Errorf("claimed %+v, want only what goes to 1", claimed)
	}
	if n := count(t, s, "deliveries WHERE state = 'refused' AND subscriber = '2' AND error = 'unlisted'"); n != 1 {
		t.Errorf("%d deliveries refused as unlisted, want 1", n)
	}
	roster(t, s, "morning", digest.Subscriber{Address: "LEAVES@example.org"}, gone)
	wantStates("named again", "1 unlisted, 2 confirmed, 3 unsubscribed, 5 confirmed")
	roster(t, s, "morning")
	wantStates("nobody is listed", "1 unlisted, 2 unlisted, 3 unsubscribed, 5 confirmed")
	if n := count(t, s, "subscribers WHERE digest = 'evening' AND state = 'confirmed'"); n != 1 {
		t.Error("the roster of one digest changed another's")
	}
}

func testUnsubscribe(t *testing.T, dsn string) {
	s := open(t, dsn)
	readers(t, s, "morning", 2)
	before, err := s.Subscribers(t.Context(), "morning")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.Unsubscribe(t.Context(), before[0].ID); err != nil {
			t.Fatal(err)
		}
	}
	readers(t, s, "morning", 2)
	after, err := s.Subscribers(t.Context(), "morning")
	if err != nil {
		t.Fatal(err)
	}
	before[0].State = digest.Unsubscribed
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("subscribers (-want +got):\n%s", diff)
	}
	publish(t, s, full(), 10)
	if n := count(t, s, "deliveries"); n != 1 {
		t.Errorf("%d deliveries, want 1", n)
	}
}
