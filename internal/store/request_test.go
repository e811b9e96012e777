package store

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"broadsheet/digest"
)

func ask(t *testing.T, s *Store, address string, at time.Time) {
	t.Helper()
	if err := s.Ask(t.Context(), "morning", address, at); err != nil {
		t.Fatal(err)
	}
}

func claimRequests(t *testing.T, s *Store, at time.Time) []Request {
	t.Helper()
	claimed, err := s.ClaimRequests(t.Context(), at, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	return claimed
}

// An address is written to once a day, by one process, and who has read the mail
// is a subscriber; nobody is before.
func testRequests(t *testing.T, dsn string) {
	s := open(t, dsn)
	ask(t, s, "Reader@Example.org", seven)
	ask(t, s, "reader@example.ORG", seven.Add(time.Hour))
	first := claimRequests(t, s, seven.Add(2*time.Hour))
	if len(first) != 1 || first[0].Address != "Reader@Example.org" || first[0].Digest != "morning" || len(first[0].Token) < 26 {
		t.Fatalf("claimed %+v, want one", first)
	}
	if again := claimRequests(t, s, seven.Add(2*time.Hour)); len(again) != 0 {
		t.Errorf("claimed %+v while the lease lasts", again)
	}
	late := claimRequests(t, s, seven.Add(3*time.Hour))
	if len(late) != 1 || late[0] != first[0] {
		t.Errorf("claimed %+v when the lease had ended, want %+v", late, first)
	}
	token := first[0].Token
	if err := s.RequestMailed(t.Context(), token, seven.Add(3*time.Hour)); err != nil {
		t.Fatal(err)
	}
	ask(t, s, "reader@example.org", seven.Add(20*time.Hour))
	if more := claimRequests(t, s, seven.Add(20*time.Hour)); len(more) != 0 || count(t, s, "subscribers") != 0 {
		t.Errorf("%+v are written to twice in a day, or somebody is a subscriber already", more)
	}
	for range 2 {
		sub, err := s.Confirm(t.Context(), token, seven.Add(21*time.Hour))
		if err != nil || sub.State != digest.Confirmed || sub.Address != "Reader@Example.org" || len(sub.ID) < 26 || sub.ID == token {
			t.Errorf("%+v, %v", sub, err)
		}
	}
	roster(t, s, "morning") // the editor's list does not end what it did not begin
	if n := count(t, s, "subscribers WHERE state = 'confirmed'"); n != 1 {
		t.Errorf("%d subscribers, want 1", n)
	}
	ask(t, s, "reader@example.org", seven.Add(48*time.Hour))
	if more := claimRequests(t, s, seven.Add(48*time.Hour)); len(more) != 0 {
		t.Errorf("%+v has it already", more)
	}
	if more := claimRequests(t, s, seven.Add(20*time.Hour+RequestLasts)); len(more) != 0 || count(t, s, "requests") != 0 {
		t.Errorf("%+v and %d requests are left that nobody can confirm", more, count(t, s, "requests"))
	}
}

// Nobody has us write to more strangers than people ask for; and a token that is
// none, or is too old, confirms nothing.
func testTooManyRequests(t *testing.T, dsn string) {
	s := open(t, dsn)
	for n := range mostAsked {
		ask(t, s, fmt.Sprintf("reader%d@example.org", n), seven)
	}
	if err := s.Ask(t.Context(), "morning", "more@example.org", seven.Add(time.Minute)); !errors.Is(err, ErrTooMany) {
		t.Errorf("got %v, want ErrTooMany", err)
	}
	ask(t, s, "reader0@example.org", seven.Add(time.Minute)) // is told nothing that others are not
	ask(t, s, "more@example.org", seven.Add(2*time.Hour))
	token := claimRequests(t, s, seven.Add(2*time.Hour))[0].Token
	if _, err := s.Request(t.Context(), token, seven.Add(RequestLasts-time.Hour)); err != nil {
		t.Errorf("before it has ended: %v", err)
	}
	for _, dead := range []string{token, "nothing", ""} {
		_, err := s.Request(t.Context(), dead, seven.Add(RequestLasts+3*time.Hour))
		_, confirmed := s.Confirm(t.Context(), dead, seven.Add(RequestLasts+3*time.Hour))
		if !errors.Is(err, ErrNotFound) || !errors.Is(confirmed, ErrNotFound) {
			t.Errorf("%q: %v, %v; want ErrNotFound", dead, err, confirmed)
		}
	}
	ask(t, s, "last@example.org", seven.Add(RequestLasts+3*time.Hour))
	if left := claimRequests(t, s, seven.Add(RequestLasts+3*time.Hour)); len(left) != 1 || count(t, s, "requests") != 1 || count(t, s, "subscribers") != 0 {
		t.Errorf("%d requests are kept, want the last alone", count(t, s, "requests"))
	}
}

// Whoever left, was taken off the list, or could not be reached comes back by
// their own word.
func testComeBack(t *testing.T, dsn string) {
	for _, was := range []digest.SubscriberState{digest.Unsubscribed, digest.Unlisted, digest.Unreachable} {
		s := open(t, dsn)
		address := string(was) + "@example.org"
		roster(t, s, "morning", digest.Subscriber{Address: address, State: was})
		ask(t, s, address, seven)
		sub, err := s.Confirm(t.Context(), claimRequests(t, s, seven)[0].Token, seven.Add(time.Hour))
		if err != nil || sub.State != digest.Confirmed || !sub.Since.Equal(seven.Add(time.Hour)) {
			t.Errorf("%s: %+v, %v", was, sub, err)
		}
		roster(t, s, "morning")
		if after, err := s.Subscriber(t.Context(), sub.ID); err != nil || after.State != digest.Confirmed {
			t.Errorf("%s, after the editor's list: %+v, %v", was, after, err)
		}
	}
}
