package main

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/store"
	"broadsheet/internal/worker"
)

// health is how a source fares: by what is remembered of it (sources), or by a
// visit that was just made (check).
type health struct {
	Source  string `json:"source"`
	Address string `json:"address"`
	// State is "read", "FAILED", "gone", "waiting" (its server asked for
	// patience) or "new" (it was never visited).
	State      string    `json:"state"`
	Title      string    `json:"title,omitempty"`
	Format     string    `json:"format,omitempty"`
	Items      int       `json:"items"`
	Newest     time.Time `json:"newest,omitzero"`
	LastVisit  time.Time `json:"last_visit,omitzero"`
	LastGood   time.Time `json:"last_good,omitzero"`
	LastNew    time.Time `json:"last_new,omitzero"`
	NextVisit  time.Time `json:"next_visit,omitzero"`
	NextReason string    `json:"next_reason,omitempty"`
	MovedTo    string    `json:"moved_to,omitempty"`
	Gone       bool      `json:"gone,omitempty"`
	Failures   int       `json:"failures"`
	Error      string    `json:"error,omitempty"`
	Hint       string    `json:"hint,omitempty"`
	// Found is what was taken for the items of a page without selectors.
	Found string `json:"found,omitempty"`
	// Hubs is what those that announce the source's news do for us.
	Hubs []string `json:"hubs,omitempty"`
	// Oddities were met and put right, Better is what the operator can do.
	Oddities []string `json:"oddities,omitempty"`
	Better   []string `json:"better,omitempty"`
}

// quiet is after how long a source without news may have died.
const quiet = 60 * 24 * time.Hour

// remembered is how a source fares by what its visits left behind.
func remembered(source digest.Source, state store.State, now time.Time) health {
	h := health{
		Source: source.ID, Address: redact(source.Address()), State: "read",
		Title: cmp.Or(source.Title, state.Feed.Title), Format: state.Format, Items: state.Items,
		LastVisit: state.LastVisit, LastGood: state.LastGood, LastNew: state.LastNew,
		NextVisit: state.NextVisit, NextReason: state.NextReason, MovedTo: worker.KeptMove(state), Gone: state.Gone,
		Failures: state.Failures, Error: state.Error, Oddities: state.Oddities,
	}
	switch {
	case state.LastVisit.IsZero():
		h.State = "new"
	case state.Gone:
		h.State = "gone"
	case state.Patience.After(now):
		h.State = "waiting"
	case state.Failures > 0:
		h.State = "FAILED"
	}
	if state.Advice != "" {
		h.Better = append(h.Better, state.Advice)
	}
	if !state.LastNew.IsZero() && state.LastVisit.Sub(state.LastNew) > quiet {
		h.Better = append(h.Better, "nothing new for two months: is there a newer feed on the site?")
	}
	if h.Title == "" && h.State == "read" {
		h.Better = append(h.Better, "it has no title: give title:")
	}
	return h
}

// notes are what stands below the line of a source.
func (h health) notes() []note {
	var notes []note
	add := func(word string, texts ...string) {
		for _, text := range texts {
			if text != "" {
				notes = append(notes, note{word, text})
			}
		}
	}
	add("error", h.Error)
	add("hint", h.Hint)
	add("page", h.Found)
	add("moved", h.MovedTo)
	add("hub", h.Hubs...)
	add("odd", h.Oddities...)
	add("better", h.Better...)
	return notes
}

// day is a time in a zone in few letters: its year only where that is not now's.
func day(t, now time.Time, zone *time.Location) string {
	t, now = t.In(zone), now.In(zone)
	switch {
	case t.IsZero():
		return "-"
	case t.Year() != now.Year():
		return t.Format("2 Jan 2006")
	}
	return t.Format("2 Jan 15:04")
}

// row is the source's line among those of sources.
func (h health) row(now time.Time, zone *time.Location) row {
	next := day(h.NextVisit, now, zone)
	if !h.NextVisit.IsZero() && !h.NextVisit.After(now) {
		next = "due"
	}
	notes := h.notes()
	if h.NextReason != "" && !strings.HasPrefix(h.NextReason, "every ") && !h.Gone {
		notes = append([]note{{"next", h.NextReason}}, notes...)
	}
	return row{[]string{h.Source, h.State, cmp.Or(h.Format, "-"), h.items(), day(h.LastGood, now, zone), next}, notes}
}

// items is how many, or a dash for a source that was never read.
func (h health) items() string {
	if h.Format == "" {
		return "-"
	}
	return strconv.Itoa(h.Items)
}
