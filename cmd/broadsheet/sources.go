package main

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

func newSources(a *app) *cobra.Command {
	return a.withJSON(&cobra.Command{
		Use:     "sources",
		Short:   "Show how each source fares",
		Long:    "sources shows what the last visits to each source brought. It visits nothing itself; see check.",
		Example: "  broadsheet sources\n  broadsheet sources --json",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) (err error) {
			p, err := a.openToLook(command.Context())
			if err != nil {
				return err
			}
			defer p.closeInto(&err)
			states, err := p.states(command.Context())
			if err != nil {
				return err
			}
			return a.showSources(p, states)
		},
	})
}

// states is what is known of each source from visiting it.
func (p *press) states(ctx context.Context) (map[string]store.State, error) {
	ids := make([]string, len(p.sources))
	for n, source := range p.sources {
		ids[n] = source.ID
	}
	return p.store.States(ctx, ids)
}

// health is how a source fares.
type health struct {
	Source    string    `json:"source"`
	Address   string    `json:"address"`
	State     string    `json:"state"`
	Title     string    `json:"title,omitempty"`
	Format    string    `json:"format,omitempty"`
	Items     int       `json:"items"`
	LastVisit time.Time `json:"last_visit,omitzero"`
	LastGood  time.Time `json:"last_good,omitzero"`
	LastNew   time.Time `json:"last_new,omitzero"`
	NextVisit time.Time `json:"next_visit,omitzero"`
	Failures  int       `json:"failures"`
	Error     string    `json:"error,omitempty"`
	Oddities  []string  `json:"oddities,omitempty"`
}

func healthOf(source digest.Source, state store.State) health {
	h := health{
		Source: source.ID, Address: redact(source.Address()), State: "read",
		Title: cmp.Or(source.Title, state.Feed.Title), Format: state.Format, Items: state.Items,
		LastVisit: state.LastVisit, LastGood: state.LastGood, LastNew: state.LastNew, NextVisit: state.NextVisit,
		Failures: state.Failures, Error: state.Error, Oddities: state.Oddities,
	}
	switch {
	case state.LastVisit.IsZero():
		h.State = "not visited"
	case state.Failures > 0:
		h.State = "FAILED"
	}
	return h
}

func (a *app) showSources(p *press, states map[string]store.State) error {
	table := make([]health, len(p.sources))
	rows := make([][]string, len(p.sources))
	for n, source := range p.sources {
		h := healthOf(source, states[source.ID])
		table[n] = h
		rows[n] = []string{
			h.Source, h.State, cmp.Or(h.Format, "-"), fmt.Sprint(h.Items),
			moment(h.LastVisit, p.zone()), moment(h.LastNew, p.zone()), cmp.Or(h.Error, h.Title),
		}
	}
	if a.asJSON {
		return a.writeJSON(table)
	}
	return a.table([]string{"SOURCE", "STATE", "FORMAT", "ITEMS", "LAST VISIT", "LAST NEW", "TITLE OR ERROR"}, rows)
}

// closeInto closes the press when a command returns; err is its result.
func (p *press) closeInto(err *error) {
	if closed := p.close(); *err == nil {
		*err = closed
	}
}
