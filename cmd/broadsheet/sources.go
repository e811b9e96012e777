package main

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"broadsheet/internal/store"
)

func newSources(a *app) *cobra.Command {
	command := a.withJSON(&cobra.Command{
		Use:   "sources [SOURCE]",
		Short: "Show how each source fares",
		Long: "sources shows what the visits to each source left behind: when it was last read, when and why it is visited\n" +
			"next, what was odd and was put right, and what would make it better. With the id of a source it shows\n" +
			"that one whole. It visits nothing itself; see check. sources add finds and adds one.",
		Example: "  broadsheet sources\n  broadsheet sources courier\n  broadsheet sources --json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			return a.sources(command.Context(), args)
		},
	})
	command.AddCommand(newSourcesAdd(a))
	return command
}

func (a *app) sources(ctx context.Context, args []string) (err error) {
	p, err := a.openToLook(ctx)
	if err != nil {
		return err
	}
	defer p.closeInto(&err)
	states, err := p.states(ctx)
	if err != nil {
		return err
	}
	hubs, err := p.hubs(ctx, a.now())
	if err != nil {
		return err
	}
	list := make([]health, len(p.sources))
	for n, source := range p.sources {
		list[n] = remembered(source, states[source.ID], a.now())
		list[n].Hubs = hubs[source.ID]
	}
	if len(args) == 0 {
		return a.showSources(list, p.zone())
	}
	var ids []string
	for _, h := range list {
		if ids = append(ids, h.Source); h.Source == args[0] {
			return a.showSource(h, p.zone())
		}
	}
	return wrongUse(fmt.Errorf("no source %q (%s)", args[0], cmp.Or(didYouMean(nearest(args[0], ids)), "there is "+listing(ids, 8))))
}

// states is what is known of each source from visiting it.
func (p *press) states(ctx context.Context) (map[string]store.State, error) {
	ids := make([]string, len(p.sources))
	for n, source := range p.sources {
		ids[n] = source.ID
	}
	return p.store.States(ctx, ids)
}

func (a *app) showSources(list []health, zone *time.Location) error {
	if a.asJSON {
		return a.writeJSON(list)
	}
	lines := make([]row, len(list))
	for n, h := range list {
		lines[n] = h.row(a.now(), zone)
	}
	return a.rows([]string{"SOURCE", "STATE", "FORMAT", "ITEMS", "LAST GOOD", "NEXT VISIT"}, lines)
}

// showSource shows all that is known of a source.
func (a *app) showSource(h health, zone *time.Location) error {
	if a.asJSON {
		return a.writeJSON(h)
	}
	for _, each := range [][2]string{
		{"source", h.Source},
		{"title", h.Title},
		{"address", h.Address},
		{"state", h.State},
		{"format", h.Format},
		{"items", h.items()},
		{"visited", moment(h.LastVisit, zone)},
		{"read", moment(h.LastGood, zone)},
		{"news", moment(h.LastNew, zone)},
		{"next", moment(h.NextVisit, zone)},
		{"because", h.NextReason},
	} {
		a.tell(each[0], 10, cmp.Or(each[1], "-"))
	}
	for _, n := range h.notes() {
		a.tell(n.word, 10, n.text)
	}
	return nil
}

// closeInto closes the press when a command returns; err is its result.
func (p *press) closeInto(err *error) {
	if closed := p.close(); *err == nil {
		*err = closed
	}
}
