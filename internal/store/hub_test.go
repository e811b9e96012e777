package store

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func init() {
	suite = append(suite, []struct {
		name string
		run  func(t *testing.T, dsn string)
	}{
		{"a hub's life", testHubLife},
		{"a hub is answered only what we asked", testHubAnswers},
		{"a hub that fails", testHubFails},
		{"pings", testPings},
		{"two ask one hub", testTwoAskOneHub},
		{"hubs are rehearsed", testHubsRehearsed},
	}...)
}

const topic = "https://dawn.example/feed"

// asked is a hub that was asked at seven for the first time.
func asked(t *testing.T, s *Store, source string) Hub {
	t.Helper()
	h := Hub{
		Source: source, Hub: "https://hub.example/", Topic: topic, Token: "token of " + source, Secret: "secret of " + source,
		State: HubAsked, Asked: seven, NextAsk: seven.Add(time.Hour), Failures: 1,
	}
	if ok, err := s.AskHub(t.Context(), h, time.Time{}); !ok || err != nil {
		t.Fatal(ok, err)
	}
	return h
}

func wantHub(t *testing.T, s *Store, when string, want Hub) {
	t.Helper()
	got, err := s.Hub(t.Context(), want.Token)
	if err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", when, diff)
	}
}

// told fails the test unless the store says so, without an error.
func told(t *testing.T, want bool) func(got bool, err error) {
	return func(got bool, err error) {
		t.Helper()
		if got != want || err != nil {
			t.Errorf("%v, %v; want %v", got, err, want)
		}
	}
}

func testHubLife(t *testing.T, dsn string) {
	s := open(t, dsn)
	h := asked(t, s, "dawn")
	asked(t, s, "another")
	wantHub(t, s, "asked", h)

	told(t, true)(s.AgreeHub(t.Context(), h.Token, topic, 48*time.Hour))
	h.State, h.LeaseEnd, h.Failures = HubAgreed, seven.Add(48*time.Hour), 0
	wantHub(t, s, "agreed", h)

	before := h.Asked
	h.State, h.Asked, h.NextAsk, h.Failures = HubAsked, seven.Add(40*time.Hour), seven.Add(41*time.Hour), 1
	told(t, true)(s.AskHub(t.Context(), h, before))
	wantHub(t, s, "asked again, with a lease that goes on", h)
	told(t, true)(s.AgreeHub(t.Context(), h.Token, topic, 24*time.Hour))
	h.State, h.LeaseEnd, h.Failures = HubAgreed, seven.Add(64*time.Hour), 0
	wantHub(t, s, "renewed", h)

	before, h.State, h.Asked, h.Failures = h.Asked, HubLeaving, seven.Add(50*time.Hour), 1
	told(t, true)(s.AskHub(t.Context(), h, before))
	told(t, true)(s.LeaveHub(t.Context(), h.Token, topic))
	if _, err := s.Hub(t.Context(), h.Token); !errors.Is(err, ErrNotFound) {
		t.Errorf("once left: %v", err)
	}
	if err := s.ForgetHub(t.Context(), "token of another"); err != nil {
		t.Error(err)
	}
	if hubs, err := s.Hubs(t.Context()); err != nil || len(hubs) != 0 {
		t.Errorf("%d hubs are left, %v", len(hubs), err)
	}
}

func testHubAnswers(t *testing.T, dsn string) {
	s := open(t, dsn)
	h := asked(t, s, "dawn")
	told(t, false)(s.AgreeHub(t.Context(), "no token", topic, time.Hour))
	told(t, false)(s.AgreeHub(t.Context(), h.Token, topic+"/", time.Hour))
	told(t, false)(s.LeaveHub(t.Context(), h.Token, topic))
	told(t, false)(s.DenyHub(t.Context(), h.Token, "another topic", ""))
	wantHub(t, s, "nothing has changed", h)

	told(t, true)(s.AgreeHub(t.Context(), h.Token, topic, time.Hour))
	told(t, true)(s.AgreeHub(t.Context(), h.Token, topic, time.Hour))
	told(t, false)(s.LeaveHub(t.Context(), h.Token, topic))
	told(t, true)(s.DenyHub(t.Context(), h.Token, topic, "the publisher has gone"))
	h.State, h.Error, h.Failures, h.Pings = HubDenied, "the publisher has gone", 0, 1
	wantHub(t, s, "denied", h)
	told(t, false)(s.AgreeHub(t.Context(), h.Token, topic, time.Hour))

	before := h.Asked
	h.State, h.Asked = HubLeaving, seven.Add(time.Minute)
	told(t, true)(s.AskHub(t.Context(), h, before))
	told(t, false)(s.AgreeHub(t.Context(), h.Token, topic, time.Hour))
	told(t, true)(s.LeaveHub(t.Context(), h.Token, topic))
}

func testHubFails(t *testing.T, dsn string) {
	s := open(t, dsn)
	h := asked(t, s, "dawn")
	h.NextAsk, h.Error = seven.Add(2*time.Hour), "503 \x00 \xff"
	if err := s.HubFailed(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	want := h
	want.Error = "503 \uFFFD \uFFFD"
	wantHub(t, s, "failed", want)
	told(t, true)(s.AgreeHub(t.Context(), h.Token, topic, time.Hour))
	if err := s.HubFailed(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	want.State, want.Error, want.Failures, want.LeaseEnd = HubAgreed, "", 0, seven.Add(time.Hour)
	wantHub(t, s, "asked back before it failed", want)
}

func testPings(t *testing.T, dsn string) {
	s := open(t, dsn)
	h, other := asked(t, s, "dawn"), asked(t, s, "another")
	unanswered := func(want int) {
		t.Helper()
		if got, err := s.Unanswered(t.Context()); got != want || err != nil {
			t.Errorf("unanswered %d, %v; want %d", got, err, want)
		}
	}
	ping := func(token string) {
		t.Helper()
		if err := s.PingHub(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
	unanswered(0)
	ping(h.Token)
	ping("no token")
	unanswered(1)
	if err := s.AnswerHub(t.Context(), h.Token, 1, 0); err != nil {
		t.Fatal(err)
	}
	unanswered(0)
	ping(h.Token)
	unanswered(2)
	ping(other.Token)
	unanswered(3)
	if err := errors.Join(s.AnswerHub(t.Context(), h.Token, 2, 1), s.AnswerHub(t.Context(), h.Token, 1, 0)); err != nil {
		t.Fatal(err)
	}
	h.Pings, h.Answered, h.Missed = 2, 2, 1
	wantHub(t, s, "answered, and a late word about less", h)
	unanswered(1)
}

// Of all who find that a hub should be asked, one asks it.
func testTwoAskOneHub(t *testing.T, dsn string) {
	stores := []*Store{open(t, dsn), open(t, dsn)}
	ask := func(before time.Time, at time.Time) int64 {
		var won atomic.Int64
		var all sync.WaitGroup
		known, err := stores[0].Hubs(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for i := range 8 {
			h := Hub{Source: "dawn", Hub: "https://hub.example/", Topic: topic, Token: fmt.Sprint("token ", i), Secret: "s"}
			if len(known) > 0 {
				h = known[0]
			}
			h.State, h.Asked, h.NextAsk = HubAsked, at, at
			all.Go(func() {
				ok, err := stores[i%2].AskHub(t.Context(), h, before)
				if err != nil {
					t.Error(err)
				}
				if ok {
					won.Add(1)
				}
			})
		}
		all.Wait()
		return won.Load()
	}
	if n := ask(time.Time{}, seven); n != 1 {
		t.Errorf("%d asked the new hub", n)
	}
	if n := ask(seven, seven.Add(time.Hour)); n != 1 {
		t.Errorf("%d asked it again", n)
	}
	if n := count(t, stores[0], "hubs"); n != 1 {
		t.Errorf("%d hubs", n)
	}
}

func testHubsRehearsed(t *testing.T, dsn string) {
	s := open(t, dsn)
	err := s.Rehearse(t.Context(), func(r *Store) error {
		h := asked(t, r, "dawn")
		told(t, true)(r.AgreeHub(t.Context(), h.Token, topic, time.Hour))
		hubs, err := r.Hubs(t.Context())
		if len(hubs) != 1 || hubs[0].State != HubAgreed {
			t.Errorf("%+v", hubs)
		}
		return err
	})
	if n := count(t, s, "hubs"); n != 0 || err != nil {
		t.Errorf("%d hubs are left, %v", n, err)
	}
	// Two addresses as long as the worker lets pass fit into the key.
	long := Hub{Source: strings.Repeat("s", 60), Hub: strings.Repeat("h", 1000), Topic: strings.Repeat("t", 1000), Token: "long", State: HubAsked, Asked: seven}
	told(t, true)(s.AskHub(t.Context(), long, time.Time{}))
}
