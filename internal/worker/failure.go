package worker

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	"broadsheet/internal/store"
)

// tooOften is how many failures in a row make a source a case for the operator.
const tooOften = 3

// failed notes a visit that brought nothing. What was known stays known. stage
// is what failed, for people.
func failed(source digest.Source, state store.State, stage string, err error) store.Visit {
	state.Failures++
	state.Error = fmt.Sprintf("%s: %v", stage, err)
	state.Advice = advice(state, stage, err)
	var status *fetch.StatusError
	if !errors.As(err, &status) {
		status = &fetch.StatusError{}
	}
	busy := status.Code == http.StatusTooManyRequests || status.Code == http.StatusServiceUnavailable
	kept := KeptMove(state) != ""
	switch {
	case kept && !busy:
		moveBack(&state)
	case !kept:
		state.MovedTo, state.MovedTimes = "", 0
	}
	if status.Code == http.StatusGone && !kept {
		endVisits(&state)
	} else {
		backOff(&state, source, busy, status.RetryAfter)
	}
	return store.Visit{State: state}
}

// endVisits is for a source that its server calls gone.
func endVisits(state *store.State) {
	state.Gone, state.NextVisit, state.NextReason = true, time.Time{}, "gone"
	state.Advice = "the source has gone (410): take it out of the config or give its new address"
}

// advice is what the operator can do about a source that keeps failing, where
// waiting will hardly help.
func advice(state store.State, stage string, err error) string {
	if state.Failures < tooOften {
		return ""
	}
	hint := fetch.Hint(err)
	var status *fetch.StatusError
	switch {
	case stage == "read":
		hint = "look whether this is still the address of a feed"
	case errors.As(err, &status) && status.Code >= 500:
		return ""
	case hint == "":
		return ""
	}
	return "it has failed several times in a row: " + hint
}
