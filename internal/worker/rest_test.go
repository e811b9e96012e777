package worker

import (
	"net/http"
	"testing"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

func TestQuietSourceRestsLonger(t *testing.T) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		every, silence, want time.Duration
		why                  string
	}{
		{15 * time.Minute, 0, 15 * time.Minute, "every 15m"},
		{15 * time.Minute, 2 * time.Hour, 15 * time.Minute, "every 15m"},
		{15 * time.Minute, 4 * time.Hour, 30 * time.Minute, "nothing new for 4h: every 30m"},
		{15 * time.Minute, day, 2 * time.Hour, "nothing new for 24h: every 2h"},
		{15 * time.Minute, 30 * day, 2 * time.Hour, "nothing new for 720h: every 2h"},
		{15 * time.Minute, -1, 2 * time.Hour, "it has had nothing yet: every 2h"},
		{time.Hour, 30 * day, 6 * time.Hour, "nothing new for 720h: every 6h"},
		{90 * time.Minute, 15 * time.Hour, 112 * time.Minute, "nothing new for 15h: every 1h52m"},
		{12 * time.Hour, 30 * day, 12 * time.Hour, "every 12h"},
		{0, 0, time.Minute, "every 1m"},
	} {
		state := store.State{LastVisit: seven, LastNew: seven.Add(-c.silence)}
		if c.silence < 0 {
			state.LastNew = time.Time{}
		}
		takeRest(&state, digest.Source{Every: c.every}, 0)
		if state.Interval != c.want || !state.NextVisit.Equal(seven.Add(c.want)) || state.NextReason != c.why {
			t.Errorf("every %v, silent for %v: %v (%s), want %v (%s)", c.every, c.silence, state.Interval, state.NextReason, c.want, c.why)
		}
	}
}

func TestWishesAreGrantedWithinReason(t *testing.T) {
	for _, c := range []struct {
		pace  digest.Pace
		fresh time.Duration
		want  time.Duration
		why   string
	}{
		{digest.Pace{Every: time.Minute}, time.Minute, 15 * time.Minute, "every 15m"},
		{digest.Pace{Every: time.Hour}, 0, time.Hour, "the feed asks for 1h between visits"},
		{digest.Pace{Every: 1000 * time.Hour}, 0, 6 * time.Hour, "the feed asks for 6h between visits"},
		{digest.Pace{}, 30 * time.Minute, 30 * time.Minute, "the server calls its answer fresh for 30m"},
		{digest.Pace{}, 1000 * time.Hour, time.Hour, "the server calls its answer fresh for 1h"},
		{digest.Pace{Every: time.Hour}, time.Hour, time.Hour, "the feed asks for 1h between visits"},
		{digest.Pace{Every: -time.Hour}, -time.Hour, 15 * time.Minute, "every 15m"},
	} {
		state := store.State{LastVisit: seven, LastNew: seven, Feed: digest.Feed{Pace: c.pace}}
		takeRest(&state, digest.Source{Every: 15 * time.Minute}, c.fresh)
		if got := state.NextVisit.Sub(seven); got != c.want || state.NextReason != c.why || state.Interval != 15*time.Minute {
			t.Errorf("%+v, fresh for %v: %v (%s), want %v (%s)", c.pace, c.fresh, got, state.NextReason, c.want, c.why)
		}
	}
}

func TestSkippedHoursAndDays(t *testing.T) {
	all := make([]int, 24)
	for hour := range all {
		all[hour] = hour
	}
	const monday = "2026-11-23 "
	for name, c := range map[string]struct {
		next, want string
		pace       digest.Pace
	}{
		"nothing is skipped":        {monday + "07:20", monday + "07:20", digest.Pace{}},
		"another hour":              {monday + "07:20", monday + "07:20", digest.Pace{SkipHours: []int{6, 8}}},
		"this hour":                 {monday + "07:20", monday + "08:00", digest.Pace{SkipHours: []int{7}}},
		"the night":                 {monday + "22:40", "2026-11-24 03:00", digest.Pace{SkipHours: []int{0, 1, 2, 22, 23}}},
		"today":                     {monday + "07:20", "2026-11-24 00:00", digest.Pace{SkipDays: []time.Weekday{time.Monday}}},
		"this hour and tomorrow":    {monday + "23:20", "2026-11-24 23:20", digest.Pace{SkipHours: []int{23}, SkipDays: []time.Weekday{time.Tuesday}}},
		"two days: we look after 1": {"2026-11-21 10:00", "2026-11-22 10:00", digest.Pace{SkipDays: []time.Weekday{time.Saturday, time.Sunday}}},
		"all hours":                 {monday + "07:20", monday + "07:20", digest.Pace{SkipHours: all}},
		"all days":                  {monday + "07:20", monday + "07:20", digest.Pace{SkipDays: []time.Weekday{0, 1, 2, 3, 4, 5, 6}}},
		"hours that are none":       {monday + "07:20", monday + "07:20", digest.Pace{SkipHours: []int{-1, 24, 31}}},
	} {
		next, err := time.Parse("2006-01-02 15:04", c.next)
		if err != nil {
			t.Fatal(err)
		}
		if got := wake(next.In(time.FixedZone("", 5*3600+1800)), c.pace).UTC().Format("2006-01-02 15:04"); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// From one item a day on, and back as soon as there is more.
func TestRestFollowsTheNews(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", feed("harbour", 3))
	s := open(t, ":memory:")
	w, at := newsroom(t, s, p.source("harbour"))
	visits := 0
	for at.Now().Before(seven.Add(48 * time.Hour)) {
		refreshed(t, w)
		visits++
		at.set(stateOf(t, s, "harbour").NextVisit)
	}
	if visits > 45 || visits < 30 {
		t.Errorf("%d visits in two silent days; without a longer rest it were 192", visits)
	}
	if state := stateOf(t, s, "harbour"); state.Interval != 2*time.Hour {
		t.Errorf("%+v", state)
	}
	p.print("/harbour", feed("harbour", 4))
	refreshed(t, w)
	if state := stateOf(t, s, "harbour"); state.Interval != 15*time.Minute || !state.LastNew.Equal(at.Now()) {
		t.Errorf("there is news: %+v", state)
	}
}

func TestFreshnessOfTheServer(t *testing.T) {
	p := newPress(t)
	p.print("/harbour", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "max-age=1800")
		feed("harbour", 1)(w, r)
	})
	w, _ := newsroom(t, open(t, ":memory:"))
	state := w.Visit(t.Context(), p.source("harbour"), store.State{}).State
	if got := state.NextVisit.Sub(seven); got != 30*time.Minute {
		t.Errorf("next in %v", got)
	}
}
