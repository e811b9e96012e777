package worker

import (
	"cmp"
	"context"
	"strings"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// Reports is the colophon of d at an instant: how each of its sources fares,
// in the editor's order.
func (w *Worker) Reports(ctx context.Context, d digest.Digest, at time.Time) ([]digest.Report, error) {
	sources := w.sourcesOf(d)
	states, err := w.Store.States(ctx, ids(sources))
	if err != nil {
		return nil, err
	}
	reports := make([]digest.Report, len(sources))
	for i, source := range sources {
		reports[i] = report(d, source, states[source.ID], at)
	}
	return reports, nil
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
		return digest.Failed, "not visited yet"
	case state.Failures > 0:
		_, words, _ := strings.Cut(state.Error, ": ")
		return digest.Failed, words
	case state.LastNew.IsZero():
		return digest.Stale, "has had nothing yet"
	case state.LastNew.Before(at.Add(-d.Lookback)):
		return digest.Stale, "nothing new since " + state.LastNew.In(d.Zone).Format("2 January 2006")
	}
	return digest.Read, ""
}
