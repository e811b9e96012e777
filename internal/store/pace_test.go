package store

import (
	"sync"
	"testing"
	"time"

	"broadsheet/digest"
)

// In no hour more are given than there may be, whoever asks, and those who have
// to wait are told instants of their own.
func testReserve(t *testing.T, dsn string) {
	stores := []*Store{open(t, dsn), open(t, dsn)}
	const perHour = 60
	var given []time.Time
	waits := map[time.Time]bool{}
	now := seven
	for i := range 400 {
		got, first, gap, err := stores[i%2].Reserve(t.Context(), "mail to host.example", 1, perHour, now)
		if err != nil {
			t.Fatal(err)
		}
		if got == 1 {
			given = append(given, now)
		} else if !first.After(now) || waits[first] || gap <= 0 {
			t.Errorf("at %v told to wait until %v, as another was", now, first)
		} else {
			waits[first] = true
		}
		now = now.Add(30 * time.Second)
	}
	for i, at := range given {
		n := 0
		for _, other := range given[i:] {
			if other.Sub(at) < time.Hour {
				n++
			}
		}
		if n > perHour {
			t.Errorf("%d in the hour from %v on", n, at)
		}
	}
	if len(given) < 3*perHour-10 {
		t.Errorf("%d in 200 minutes, and %d an hour may be given", len(given), perHour)
	}
	if got, _, _, err := stores[0].Reserve(t.Context(), "mail to another.example", 100, 1, now); err != nil || got != 1 {
		t.Errorf("another host: %d, %v", got, err)
	}
}

// What a clock that was a year ahead has reserved keeps nobody waiting for a year.
func testReserveAhead(t *testing.T, dsn string) {
	s := open(t, dsn)
	const host = "mail to clock.example"
	for _, now := range []time.Time{seven.AddDate(1, 0, 0), seven} {
		if got, _, _, err := s.Reserve(t.Context(), host, 100, 20, now); err != nil || got != 2 && !now.Equal(seven) {
			t.Fatalf("%d, %v", got, err)
		}
	}
	now := seven.Add(time.Hour)
	got, first, _, err := s.Reserve(t.Context(), host, 100, 20, now)
	if err != nil || got != 2 || first.Sub(now) > 10*time.Hour {
		t.Errorf("%d, then %v, %v", got, first, err)
	}
}

func testLeased(t *testing.T, dsn string) {
	s := open(t, dsn)
	readers(t, s, "morning", 3)
	publish(t, s, full(), 10)
	block := Block{"morning", day, 0}
	claimed := claim(t, s, 0, seven, 2)
	if end, err := s.Leased(t.Context(), block); err != nil || !end.Equal(seven.Add(time.Minute)) {
		t.Errorf("leased until %v, %v", end, err)
	}
	for i := range claimed {
		claimed[i].NextTry = seven.Add(time.Hour)
	}
	if err := s.Release(t.Context(), claimed, "waits"); err != nil {
		t.Fatal(err)
	}
	if end, err := s.Leased(t.Context(), block); err != nil || !end.IsZero() {
		t.Errorf("leased until %v, %v", end, err)
	}
	for i, want := range []int{1, 3} { // the lease of the first has ended then
		if got := claim(t, s, 0, seven.Add(time.Duration(i)*time.Hour), 10); len(got) != want || got[0].Attempts != 0 {
			t.Errorf("after %d hours %+v", i, got)
		}
	}
	for block, want := range []bool{true, false} {
		if due, err := s.IsDue(t.Context(), Block{"morning", day, block}, seven.Add(2*time.Hour)); err != nil || due != want {
			t.Errorf("block %d is due: %v, %v", block, due, err)
		}
	}
}

// Marks that come together are all written, each with its own time.
func testMarksTogether(t *testing.T, dsn string) {
	s := open(t, dsn)
	readers(t, s, "morning", 90)
	publish(t, s, full(), 100)
	var all sync.WaitGroup
	for i, d := range claim(t, s, 0, seven, 100) {
		all.Go(func() {
			if err := s.MarkSent(t.Context(), d, seven.Add(time.Duration(i)*time.Second)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if sent := count(t, s, "deliveries WHERE state = 'sent'"); sent != 90 {
		t.Errorf("%d are sent", sent)
	}
	if times := count(t, s, "(SELECT DISTINCT sent_at FROM deliveries) AS times"); times != 90 {
		t.Errorf("%d different times", times)
	}
}

// Of many who meet the same outage the first counts.
func testOutage(t *testing.T, dsn string) {
	s := open(t, dsn)
	known, err := s.Outage(t.Context(), "mail")
	if err != nil || known != (Outage{}) {
		t.Fatalf("%+v, %v", known, err)
	}
	for i := range 3 {
		stands, err := s.Shut(t.Context(), "mail", known, seven, seven.Add(time.Duration(i+1)*time.Minute), "nobody")
		if err != nil || stands.Failures != 1 || !stands.Until.Equal(seven.Add(time.Minute)) {
			t.Errorf("%+v, %v", stands, err)
		}
		if i == 2 {
			known = stands
		}
	}
	later := seven.Add(time.Hour)
	stands, err := s.Shut(t.Context(), "mail", known, later, later.Add(time.Minute), "still nobody")
	if err != nil || stands.Failures != 2 || !stands.Since.Equal(seven) || stands.Cause != "still nobody" {
		t.Errorf("%+v, %v", stands, err)
	}
	if err := s.Reopen(t.Context(), "mail"); err != nil {
		t.Fatal(err)
	}
	if stands, err := s.Outage(t.Context(), "mail"); err != nil || stands != (Outage{}) {
		t.Errorf("%+v, %v", stands, err)
	}
}

// A key is made once, and a bounce is kept once: the hard word before a soft one.
func testBounce(t *testing.T, dsn string) {
	stores := []*Store{open(t, dsn), open(t, dsn)}
	first, err := stores[0].Key(t.Context(), "bounces")
	if err != nil || len(first) < 20 {
		t.Fatalf("%q, %v", first, err)
	}
	if again, err := stores[1].Key(t.Context(), "bounces"); err != nil || string(again) != string(first) {
		t.Errorf("%q, %v", again, err)
	}
	s := stores[0]
	readers(t, s, "morning", 1)
	publish(t, s, full(), 10)
	d := claim(t, s, 0, seven, 1)[0]
	if err := s.MarkSent(t.Context(), d, seven); err != nil {
		t.Fatal(err)
	}
	for _, status := range []string{"4.2.2", "5.2.1", "4.2.2", "5.1.1"} {
		b := digest.Bounce{Date: day, Status: status, At: seven}
		if _, err := s.Bounce(t.Context(), d.Subscriber.ID, b, func(all []digest.Bounce) bool { return len(all) != 1 }); err != nil {
			t.Fatal(err)
		}
	}
	if n := count(t, s, "bounces WHERE status = '5.2.1' AND hard = 1"); n != 1 {
		t.Error("the first hard word does not stand")
	}
	if err := s.MarkSent(t.Context(), d, seven); err != nil {
		t.Fatal(err)
	}
	if n := count(t, s, "deliveries WHERE state = 'bounced'"); n != 1 {
		t.Error("a bounced delivery was marked as sent")
	}
}
