package worker

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// Reports is the colophon of d at an instant: how each of its sources fares,
// in the editor's order. Late are the IDs of those that an edition waited for
// in vain.
func (w *Worker) Reports(ctx context.Context, d digest.Digest, at time.Time, late ...string) ([]digest.Report, error) {
	states, err := w.Store.States(ctx, ids(w.sourcesOf(d)))
	if err != nil {
		return nil, err
	}
	return w.reports(d, states, at, late), nil
}

func (w *Worker) reports(d digest.Digest, states map[string]store.State, at time.Time, late []string) []digest.Report {
	sources := w.sourcesOf(d)
	reports := make([]digest.Report, len(sources))
	for i, source := range sources {
		reports[i] = report(d, source, states[source.ID], at)
		if reports[i].Condition != digest.Failed && slices.Contains(late, source.ID) {
			reports[i].Condition, reports[i].Reason = digest.Late, "not reached in time"
		}
	}
	return reports
}

// Titled is the sources, with what their feeds call themselves.
func Titled(sources []digest.Source, states map[string]store.State) []digest.Source {
	titled := slices.Clone(sources)
	for i := range titled {
		titled[i].FeedTitle = states[titled[i].ID].Feed.Title
	}
	return titled
}

func report(d digest.Digest, source digest.Source, state store.State, at time.Time) digest.Report {
	r := digest.Report{
		Source:   source.ID,
		Title:    cmp.Or(source.Title, state.Feed.Title, source.ID),
		Link:     state.Feed.Link,
		LastGood: state.LastGood,
	}
	r.Condition, r.Reason = condition(d, state, at)
	return r
}

// condition tells a source's condition and, unless it is well, why in words
// for a reader, who does not care at which stage of ours it failed.
func condition(d digest.Digest, state store.State, at time.Time) (digest.Condition, string) {
	switch {
	case state.LastVisit.IsZero():
		return digest.Late, "not visited yet"
	case state.Failures > 0 && !at.Before(state.LastGood): // else it was well then
		_, words, _ := strings.Cut(state.Error, ": ")
		return digest.Failed, words
	case state.LastNew.IsZero():
		return digest.Stale, "has had nothing yet"
	}
	gap := usualGap(state.NewsDays)
	patience, usually := silences*gap, ", where it has something "+howOften(gap)
	if gap == 0 {
		patience, usually = max(d.Lookback, day), ""
	}
	if at.Sub(state.LastNew) > patience {
		return digest.Stale, "nothing new since " + state.LastNew.In(d.Zone).Format("2 January 2006") + usually
	}
	return digest.Read, ""
}

const (
	day = 24 * time.Hour
	// silences is how many usual gaps a source may be silent and be well.
	silences = 3
	// newsDaysKept is how many days of news tell the usual gap.
	newsDaysKept = 9
)

// withNews adds the days of new items to those of the last news.
func withNews(days []int, items []digest.Item) []int {
	days = slices.Clone(days)
	for _, item := range items {
		days = append(days, int(item.When().Unix()/int64(day/time.Second)))
	}
	slices.Sort(days)
	days = slices.Compact(days)
	return days[max(0, len(days)-newsDaysKept):]
}

// usualGap is the median of the gaps between the days on which a source had
// news, so that neither nights nor a weekend nor one long silence changes it;
// a day is the least. It is 0 while fewer than three gaps are known.
func usualGap(days []int) time.Duration {
	if len(days) < 4 {
		return 0
	}
	gaps := make([]int, len(days)-1)
	for n := range gaps {
		gaps[n] = days[n+1] - days[n]
	}
	slices.Sort(gaps)
	return time.Duration(gaps[len(gaps)/2]) * day
}

// howOften is a gap in words.
func howOften(gap time.Duration) string {
	if gap == day {
		return "every day"
	}
	return fmt.Sprintf("every %d days", gap/day)
}
