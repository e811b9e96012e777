package web

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// overdueAfter is how long after its hour an edition is awaited in patience, and
// after the time for which it may be held: it waits for its sources, and for the
// next plan.
const overdueAfter = 10 * time.Minute

// hours is when a digest's editions come out.
type hours struct {
	digest digest.Digest
	last   digest.Slot
	next   time.Time // zero if the schedule names none
	// overdue is for how long an edition is not there that should be, beyond
	// all patience; zero if none is.
	overdue time.Duration
}

// hoursOf asks the ledger of each digest.
func (s site) hoursOf(ctx context.Context) ([]hours, error) {
	all := make([]hours, len(s.Digests))
	for i, d := range s.Digests {
		var err error
		if all[i], err = s.hoursOfDigest(ctx, d); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (s site) hoursOfDigest(ctx context.Context, d digest.Digest) (hours, error) {
	now := s.Now()
	last, err := s.Store.LastSlot(ctx, d.ID, digest.DayAfter(d, now))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return hours{}, err
	}
	h := hours{digest: d, last: last}
	if next, ok := digest.NextDue(d, last, now); ok {
		h.next = next.At
		if late := now.Sub(next.At); last.Date != "" && late > overdueAfter+d.MayBeHeld() {
			h.overdue = late
		}
	}
	return h, nil
}

// ready says whether the paper comes out: 503 when the store does not answer,
// or an edition is overdue.
func (s site) ready(w http.ResponseWriter, r *http.Request) {
	status, text := http.StatusOK, "ready\n"
	all, err := s.hoursOf(r.Context())
	if err != nil {
		s.failed(r, err)
		status, text = http.StatusServiceUnavailable, "the store does not answer\n"
	}
	for _, h := range all {
		if h.overdue > 0 {
			status = http.StatusServiceUnavailable
			text = "an edition of " + h.digest.ID + " is overdue\n"
		}
	}
	say(w, status, text)
}

// forOperators hides what is for those who run the program: from anybody who
// does not ask from one of their networks, and from whomever a proxy speaks for. One
// that does not say so may be known by its HTTP/1.0, which nobody else speaks.
func (s site) forOperators(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		address, err := netip.ParseAddrPort(r.RemoteAddr)
		known := err == nil && r.ProtoAtLeast(1, 1) && slices.ContainsFunc(s.Operators, func(p netip.Prefix) bool { return p.Contains(address.Addr().Unmap()) })
		for _, name := range []string{"X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via"} {
			known = known && r.Header.Get(name) == ""
		}
		if !known {
			s.apologise(w, r, http.StatusNotFound)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// condition is how a source fares, in one word.
func condition(state store.State, now time.Time) string {
	switch {
	case state.LastVisit.IsZero():
		return "new"
	case state.Gone:
		return "gone"
	case state.Patience.After(now):
		return "waiting"
	case state.Failures > 0:
		return "failed"
	}
	return "read"
}

// states are those of all sources.
func (s site) states(ctx context.Context) (map[string]store.State, error) {
	ids := make([]string, len(s.Sources))
	for i, source := range s.Sources {
		ids[i] = source.ID
	}
	return s.Store.States(ctx, ids)
}
