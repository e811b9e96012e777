package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// absence is what an edition left out, and why.
type absence struct {
	Digest  string         `json:"digest"`
	Date    string         `json:"date"`
	Item    string         `json:"item"`
	Source  string         `json:"source"`
	Title   string         `json:"title"`
	Link    string         `json:"link,omitempty"`
	Outcome digest.Outcome `json:"outcome"`
	Section string         `json:"section,omitempty"`
	Reason  string         `json:"reason"`
}

// why is what an absence has in common with others.
func (a absence) why() string {
	if a.Section == "" {
		return string(a.Outcome) + ": " + a.Reason
	}
	return string(a.Outcome) + " in " + a.Section + ": " + a.Reason
}

// explainLeftOut lists what the editions of a day left out: it reads what was
// decided then, and decides nothing anew.
func (a *app) explainLeftOut(ctx context.Context, p *press, date string, args []string) error {
	if _, _, err := digest.ParseKey(date); err != nil {
		return wrongUse(fmt.Errorf("--left-out: %w", err))
	}
	digests, err := p.chosen(args)
	if err != nil {
		return err
	}
	absences, none := []absence{}, 0
	for _, d := range digests {
		left, err := p.leftOut(ctx, d, date)
		switch {
		case errors.Is(err, store.ErrNotFound):
			none++
		case err != nil:
			return err
		}
		absences = append(absences, left...)
	}
	if none == len(digests) {
		return hinted(fmt.Errorf("explain --left-out: no edition of %s came out", date), "broadsheet editions lists them; broadsheet build --date brings one out")
	}
	if a.asJSON {
		return a.writeJSON(absences)
	}
	a.showAbsences(absences)
	return nil
}

// leftOut is what one edition left out, what has the same reason together.
func (p *press) leftOut(ctx context.Context, d digest.Digest, date string) ([]absence, error) {
	decisions, kept, err := p.store.LeftOut(ctx, d.ID, date)
	if err != nil {
		return nil, err
	}
	if !kept {
		return nil, fmt.Errorf("explain --left-out: the edition %s/%s came out before this was written down", d.ID, date)
	}
	absences, ids := make([]absence, len(decisions)), make([]string, len(decisions))
	for n, of := range decisions {
		absences[n] = absence{Digest: d.ID, Date: date, Item: of.Item, Outcome: of.Outcome, Section: of.Section, Reason: of.Reason}
		ids[n] = of.Item
	}
	items, err := p.store.Items(ctx, ids)
	if err != nil {
		return nil, err
	}
	known := make(map[string]digest.Item, len(items))
	for _, item := range items {
		known[item.ID] = item
	}
	for n := range absences {
		item := known[absences[n].Item]
		absences[n].Source, absences[n].Title, absences[n].Link = item.Source, item.Title, item.Link
	}
	slices.SortStableFunc(absences, func(a, b absence) int {
		return cmp.Or(strings.Compare(a.why(), b.why()), strings.Compare(a.Source, b.Source))
	})
	return absences, nil
}

func (a *app) showAbsences(absences []absence) {
	if len(absences) == 0 {
		a.say("nothing was left out")
	}
	edition, why := "", ""
	for _, left := range absences {
		if of := left.Digest + "/" + left.Date; of != edition {
			a.say("%s", of)
			edition, why = of, ""
		}
		if left.why() != why {
			why = left.why()
			a.say("  %s", hanging(plain(why), 2, 4))
		}
		item := shortID(left.Item)
		title := hanging(plain(cmp.Or(left.Source, "-")+": "+cmp.Or(left.Title, left.Link, "-")), len(item)+6, len(item)+8)
		a.say("    %s  %s", item, title)
	}
}
