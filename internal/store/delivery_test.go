package store

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"broadsheet/digest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const day = "2026-11-23"

// claim takes up to limit deliveries of a block of the morning for a minute.
func claim(t *testing.T, s *Store, block int, now time.Time, limit int) []digest.Delivery {
	t.Helper()
	claimed, err := s.Claim(t.Context(), "morning", day, block, now, time.Minute, limit)
	if err != nil {
		t.Fatal(err)
	}
	return claimed
}

func wantUndelivered(t *testing.T, s *Store, now time.Time, want ...Block) {
	t.Helper()
	got, err := s.Undelivered(t.Context(), now)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("undelivered at %s (-want +got):\n%s", now.Format(time.TimeOnly), diff)
	}
}

func testBlocks(t *testing.T, dsn string) {
	s := open(t, dsn)
	readers(t, s, "morning", 7)
	publish(t, s, full(), 3)
	wantUndelivered(t, s, seven, Block{"morning", day, 0}, Block{"morning", day, 1}, Block{"morning", day, 2})
	seen := map[string]bool{}
	for block, size := range []int{3, 3, 1, 0} {
		claimed := claim(t, s, block, seven, 100)
		if len(claimed) != size {
			t.Errorf("block %d has %d deliveries, want %d", block, len(claimed), size)
		}
		for _, d := range claimed {
			seen[d.Subscriber.Address] = true
		}
	}
	if len(seen) != 7 {
		t.Errorf("the blocks reach %d subscribers, want 7", len(seen))
	}
}

func testClaim(t *testing.T, dsn string) {
	s := open(t, dsn)
	readers(t, s, "morning", 3)
	publish(t, s, full(), 10)
	subs, err := s.Subscribers(t.Context(), "morning")
	if err != nil {
		t.Fatal(err)
	}
	people := map[string]digest.Subscriber{}
	for _, sub := range subs {
		people[sub.ID] = sub
	}

	first := claim(t, s, 0, seven, 2)
	second := claim(t, s, 0, seven, 2)
	if len(first) != 2 || len(second) != 1 {
		t.Fatalf("claimed %d, then %d; want 2, then 1", len(first), len(second))
	}
	want := digest.Delivery{Digest: "morning", Date: day, Subscriber: people[first[0].Subscriber.ID], State: digest.Sending}
	if diff := cmp.Diff(want, first[0]); diff != "" {
		t.Errorf("claimed (-want +got):\n%s", diff)
	}
	wantUndelivered(t, s, seven)

	next := seven.Add(30 * time.Second)
	if err := s.MarkLater(t.Context(), first[0], next, "451 try \x00 again"); err != nil {
		t.Fatal(err)
	}
	if err := s.MarkSent(t.Context(), first[1], seven); err != nil {
		t.Fatal(err)
	}
	if err := s.MarkRefused(t.Context(), second[0], "550 no such user"); err != nil {
		t.Fatal(err)
	}
	hindered, err := s.Hindered(t.Context(), "morning")
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(hindered, func(a, b digest.Delivery) int { return strings.Compare(string(a.State), string(b.State)) })
	if diff := cmp.Diff([]digest.Delivery{
		{Date: day, Subscriber: digest.Subscriber{ID: first[0].Subscriber.ID}, State: digest.Pending, Attempts: 1, NextTry: next.UTC(), Error: "451 try \uFFFD again"},
		{Date: day, Subscriber: digest.Subscriber{ID: second[0].Subscriber.ID}, State: digest.Refused, Attempts: 1, NextTry: hindered[1].NextTry, Error: "550 no such user"},
	}, hindered, cmpopts.IgnoreFields(digest.Delivery{}, "Digest")); diff != "" {
		t.Errorf("hindered (-want +got):\n%s", diff)
	}
	wantUndelivered(t, s, next.Add(-time.Millisecond))
	wantUndelivered(t, s, next, Block{"morning", day, 0})
	want.Attempts, want.Error = 1, "451 try \uFFFD again"
	if diff := cmp.Diff([]digest.Delivery{want}, claim(t, s, 0, next, 10)); diff != "" {
		t.Errorf("claimed again (-want +got):\n%s", diff)
	}
}

func testLease(t *testing.T, dsn string) {
	s := open(t, dsn)
	readers(t, s, "morning", 2)
	publish(t, s, full(), 10)
	first := claim(t, s, 0, seven, 10)
	if got := claim(t, s, 0, seven.Add(time.Minute-time.Millisecond), 10); len(got) != 0 {
		t.Errorf("within the lease %d deliveries were given twice", len(got))
	}
	wantUndelivered(t, s, seven.Add(time.Minute), Block{"morning", day, 0})
	again := claim(t, s, 0, seven.Add(time.Minute), 10)
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("after the lease (-first +again):\n%s", diff)
	}
}

func testSentStays(t *testing.T, dsn string) {
	s := open(t, dsn)
	readers(t, s, "morning", 1)
	publish(t, s, full(), 10)
	d := claim(t, s, 0, seven, 1)[0]
	for _, err := range []error{
		s.MarkSent(t.Context(), d, seven),
		s.MarkSent(t.Context(), d, seven.Add(time.Hour)),
		s.MarkLater(t.Context(), d, seven, "too late"),
		s.MarkRefused(t.Context(), d, "too late"),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	wantUndelivered(t, s, seven.Add(48*time.Hour))
	if n := count(t, s, fmt.Sprintf("deliveries WHERE state = 'sent' AND error = '' AND sent_at = %d", seven.UnixMilli())); n != 1 {
		t.Error("the delivery does not stand as it was first sent")
	}
}

func testClaimUnsubscribed(t *testing.T, dsn string) {
	s := open(t, dsn)
	readers(t, s, "morning", 3)
	publish(t, s, full(), 10)
	d := claim(t, s, 0, seven, 1)[0]
	if err := s.MarkLater(t.Context(), d, seven, "451"); err != nil {
		t.Fatal(err)
	}
	if err := s.Unsubscribe(t.Context(), d.Subscriber.ID); err != nil {
		t.Fatal(err)
	}
	for _, got := range claim(t, s, 0, seven, 10) {
		if got.Subscriber.ID == d.Subscriber.ID {
			t.Error("a delivery was claimed for one who has unsubscribed")
		}
	}
	if n := count(t, s, "deliveries WHERE state = 'refused' AND error = 'unsubscribed'"); n != 1 {
		t.Errorf("%d deliveries are refused as unsubscribed, want 1", n)
	}
}

// However many workers claim of a block, each delivery is given once.
func testClaimers(t *testing.T, dsn string) {
	stores := []*Store{open(t, dsn), open(t, dsn)}
	const people = 120
	readers(t, stores[0], "morning", people)
	publish(t, stores[0], full(), people)
	var mu sync.Mutex
	given := map[string]int{}
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			for {
				claimed, err := stores[i%2].Claim(t.Context(), "morning", day, 0, seven, time.Minute, 7)
				if err != nil || len(claimed) == 0 {
					if err != nil {
						t.Error(err)
					}
					return
				}
				mu.Lock()
				for _, d := range claimed {
					given[d.Subscriber.ID]++
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	for _, d := range claim(t, stores[0], 0, seven, people) {
		given[d.Subscriber.ID]++
	}
	for id, times := range given {
		if times != 1 {
			t.Errorf("the delivery to %s was given %d times", id, times)
		}
	}
	if len(given) != people {
		t.Errorf("%d deliveries were given, want %d", len(given), people)
	}
}
