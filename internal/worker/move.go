package worker

import (
	"fmt"

	"broadsheet/internal/fetch"
	"broadsheet/internal/parse"
	"broadsheet/internal/store"
)

// movesKept is how many visits in a row must be led to the same place before
// it is taken for the source's address.
const movesKept = 3

// KeptMove is the address that permanent redirects have made a source's own in
// place of the configured one, "" if there is none.
func KeptMove(state store.State) string {
	if state.MovedTimes < movesKept {
		return ""
	}
	return state.MovedTo
}

// follow counts where permanent redirects led a visit that went well. trusted
// says that what came is the feed that we know, and may move.
func follow(state *store.State, r fetch.Response, trusted bool) {
	kept := KeptMove(*state) != ""
	switch {
	case kept && trusted && r.MovedTo == "":
	case kept:
		// It leads on, or has become another feed: the old address knows best.
		moveBack(state)
	case !trusted || r.MovedTo == "":
		state.MovedTo, state.MovedTimes = "", 0
	case r.MovedTo == state.MovedTo:
		state.MovedTimes++
	default:
		state.MovedTo, state.MovedTimes = r.MovedTo, 1
	}
}

// moveBack makes the configured address the source's own again. What the other
// one gave us to show means nothing here.
func moveBack(state *store.State) {
	state.MovedTo, state.MovedTimes = "", 0
	forget(state)
}

// isSameFeed says whether a reading is of the feed that we know: by its ID, by
// an item of it that we have met, or by its title. Of one that could never be
// read before we know nothing else.
func isSameFeed(known store.State, reading parse.Reading, met int) bool {
	switch {
	case known.LastGood.IsZero(), met > 0:
		return true
	case known.Feed.ID != "" && known.Feed.ID == reading.Feed.ID:
		return true
	}
	return known.Feed.Title != "" && known.Feed.Title == reading.Feed.Title
}

func adviceOnMove(state store.State) string {
	if kept := KeptMove(state); kept != "" {
		return fmt.Sprintf("the source has moved for good: give its new address in the config, %s", kept)
	}
	return ""
}
