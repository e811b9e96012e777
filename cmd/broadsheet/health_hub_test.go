package main

import (
	"testing"
	"time"

	"broadsheet/internal/store"
)

func TestHubInWords(t *testing.T) {
	now := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	later := now.Add(26 * time.Hour)
	for want, hub := range map[string]store.Hub{
		"has been asked to tell us of news":                              {State: store.HubAsked, Failures: 1},
		"has been asked 3 times in vain: 500 Internal Server Error":      {State: store.HubAsked, Failures: 3, Error: "500 Internal Server Error"},
		"tells us of news until 3 Mar 12:00":                             {State: store.HubAgreed, LeaseEnd: later},
		"tells us of news until 3 Mar 12:01":                             {State: store.HubAsked, LeaseEnd: later.Add(time.Minute), Failures: 1},
		"has said nothing of news 2 times in a row: it is not relied on": {State: store.HubAgreed, LeaseEnd: later, Missed: 2},
		"will not tell us of news: denied: no such topic":                {State: store.HubDenied, Error: "denied: no such topic"},
		"has been asked to tell us no more":                              {State: store.HubLeaving, LeaseEnd: later},
		"has been asked 1 time in vain: no answer within 20s":            {State: store.HubAsked, Failures: 1, Error: "no answer within 20s"},
		"has been asked 4 times in vain":                                 {State: store.HubAsked, Failures: 4},
	} {
		if got := hubInWords(hub, now, time.UTC); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
