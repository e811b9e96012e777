package worker

import (
	"context"
	"errors"
	"fmt"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	"broadsheet/internal/parse"
	"broadsheet/internal/store"
)

// How long a source is left alone.
const (
	leastRest = time.Minute
	// mostRest is how long a source that fails, or that asks for patience,
	// is believed: once a day we look whether it lives.
	mostRest = 24 * time.Hour
	// mostFresh is how far a server's max-age is believed. Many say a day and
	// print every hour.
	mostFresh = time.Hour
)

// Visit fetches and reads one source. last is what is known of it, the zero
// State if it was never visited. Failure is part of what is returned: it
// stands in State.Error and counts in State.Failures. When ctx has ended, the
// visit says nothing about the source and should be forgotten.
func (w *Worker) Visit(ctx context.Context, source digest.Source, last store.State) store.Visit {
	response, err := w.Fetch.Get(ctx, fetch.Request{
		URL: source.Address(), ETag: last.ETag, LastModified: last.LastModified, BodyHash: last.BodyHash,
	})
	state := last
	state.Source, state.LastVisit = source.ID, w.Now().UTC()
	if err != nil {
		return failed(source, state, fmt.Sprintf("get: %v", cause(err)), err)
	}
	var items []digest.Item
	if !response.NotModified {
		reading, err := read(source, response, state.LastVisit)
		if err != nil {
			return failed(source, state, fmt.Sprintf("read: %v", err), err)
		}
		items = reading.Items
		state.Format, state.Feed, state.Oddities, state.Items = reading.Format, reading.Feed, reading.Oddities, len(items)
	}
	// Only what could be read may be called known: the validators of a broken
	// body would make the server answer "not modified" until it changes.
	state.ETag, state.LastModified, state.BodyHash = response.ETag, response.LastModified, response.BodyHash
	state.LastGood, state.Failures, state.Error = state.LastVisit, 0, ""
	state.NextVisit = state.LastVisit.Add(max(rest(source, 0), min(response.MaxAge, mostFresh)))
	return store.Visit{State: state, Items: items}
}

// read understands a body. Should the parser break on a stranger's bytes, that
// is this source's failure and not the end of the program.
func read(source digest.Source, r fetch.Response, seen time.Time) (reading parse.Reading, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("a fault of this program: %v", fault)
		}
	}()
	return parse.Feed(source, parse.Document{Body: r.Body, ContentType: r.ContentType, URL: r.URL}, seen)
}

// failed notes a visit that brought nothing. What was known stays known. words
// are the stage and the cause, for people; err is the whole, for us.
func failed(source digest.Source, state store.State, words string, err error) store.Visit {
	state.Failures++
	state.Error = words
	wait := rest(source, state.Failures)
	var status *fetch.StatusError
	if errors.As(err, &status) {
		wait = max(wait, min(status.RetryAfter, mostRest))
	}
	state.NextVisit = state.LastVisit.Add(wait)
	return store.Visit{State: state}
}

// cause is a fetch error without the stage and the address that its outermost
// layer names: both stand beside it wherever it is shown.
func cause(err error) error {
	if inner := errors.Unwrap(err); inner != nil {
		return inner
	}
	return err
}

// rest is how long we leave a source alone by our own rules: as configured,
// and with every failure in a row after the first twice as long.
func rest(source digest.Source, failures int) time.Duration {
	wait := max(source.Every, leastRest)
	for n := 1; n < failures && wait < mostRest; n++ {
		wait = min(2*wait, max(mostRest, source.Every))
	}
	return wait
}

// mayAsk says whether a source may be visited before its time, because an
// edition waits for it. It may not if its server asked for patience, which
// shows in a rest that is longer than ours.
func mayAsk(source digest.Source, state store.State) bool {
	return state.Failures == 0 || !state.NextVisit.After(state.LastVisit.Add(rest(source, state.Failures)))
}
