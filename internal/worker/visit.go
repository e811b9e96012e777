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

// Visit fetches and reads one source. last is what is known of it, briefly or
// not, the zero State if it was never visited. Failure is part of what is returned: it
// stands in State.Error and counts in State.Failures. A source that has gone,
// or whose server has asked for patience, is not asked: its State comes back.
// When ctx has ended, the visit says nothing about the source and should be
// forgotten.
func (w *Worker) Visit(ctx context.Context, source digest.Source, last store.State) store.Visit {
	now := w.Now().UTC()
	state := recall(source, last)
	if !mayAsk(state, now) {
		return store.Visit{State: state}
	}
	state.LastVisit = now
	request := w.request(source, state)
	response, err := w.Fetch.Get(ctx, request)
	if err != nil {
		return failed(source, state, "get", cause(err))
	}
	if !response.NotModified || len(response.Hubs) > 0 {
		whole, err := w.Store.Whole(ctx, state)
		if err != nil {
			return failed(source, state, "read", err)
		}
		state = whole
	}
	if request.BodyHash == "" {
		state.Memory = "" // what is asked for without conditions is read so
	}
	n := news{same: true}
	if !response.NotModified {
		n, err = w.read(ctx, source, state, response)
		if address := parse.Elsewhere(err); address != "" {
			response, n, err = w.readElsewhere(ctx, source, state, request, address)
		}
		if err != nil {
			return failed(source, state, "read", err)
		}
	}
	if !response.NotModified {
		state.Format, state.Feed, state.Oddities, state.Items = n.Format, n.Feed, n.Oddities, len(n.Items)+n.Skipped
		state.Memory = n.Memory
	}
	nameHubs(&state.Feed, response)
	if n.fresh > 0 {
		state.LastNew = now
		state.NewsDays = withNews(state.NewsDays, n.Items)
	}
	// Only what could be read may be called known: the validators of a broken
	// body would make the server answer "not modified" until it changes.
	remember(&state, request, response)
	follow(&state, response, n.same && !w.keepsSecrets(source))
	state.LastGood, state.Patience, state.Failures, state.Error = now, time.Time{}, 0, ""
	state.Advice = adviceOnMove(state)
	takeRest(&state, source, response.MaxAge)
	return store.Visit{State: state, Items: n.Items, Missed: n.missed}
}

// news is what a body brought.
type news struct {
	parse.Reading
	fresh int  // how many items we had never met
	same  bool // it is the feed that we know
	// missed are items that it has no more, though it should.
	missed []string
}

// read understands what came.
func (w *Worker) read(ctx context.Context, source digest.Source, state store.State, r fetch.Response) (news, error) {
	reading, err := w.parsed(source, r, state)
	if err != nil {
		return news{}, err
	}
	if r.Truncated {
		if len(reading.Items)+reading.Skipped == 0 {
			return news{}, errors.New("the answer ends in the middle, before the first item")
		}
		reading.Oddities = append(reading.Oddities, "the answer ends in the middle: the items that came whole were read")
	}
	var met map[string]bool // of a source that was never read nothing is
	if !state.LastGood.IsZero() {
		if met, err = w.Store.Met(ctx, itemIDs(reading.Items)); err != nil {
			return news{}, err
		}
	}
	if source.FullText {
		if err := w.fillIn(ctx, source, &reading, met); err != nil {
			return news{}, err
		}
	}
	n := news{Reading: reading, fresh: len(reading.Items) - len(met), same: isSameFeed(state, reading, len(met)+reading.Skipped)}
	if !r.Truncated {
		n.missed, err = w.missed(ctx, source, state.Memory, reading)
	}
	return n, err
}

// parsed reads a body, as far as it is new. More at once than there are
// processors would take memory and be no sooner done.
func (w *Worker) parsed(source digest.Source, r fetch.Response, state store.State) (reading parse.Reading, err error) {
	w.desks <- struct{}{}
	defer func() { <-w.desks }()
	defer catch(&err)
	doc := parse.Document{Body: r.Body, ContentType: r.ContentType, URL: r.URL, Memory: state.Memory}
	return parse.Feed(source, doc, state.LastVisit)
}

// catch holds a parser that breaks on a stranger's bytes: that is this source's
// failure and not the end of the program.
func catch(err *error) {
	if fault := recover(); fault != nil {
		*err = fmt.Errorf("a fault of this program: %v", fault)
	}
}

func itemIDs(items []digest.Item) []string {
	ids := make([]string, len(items))
	for i, item := range items {
		ids[i] = item.ID
	}
	return ids
}

// cause is a fetch error without the stage and the address that its outermost
// layer names: both stand beside it wherever it is shown.
func cause(err error) error {
	if inner := errors.Unwrap(err); inner != nil {
		return inner
	}
	return err
}
