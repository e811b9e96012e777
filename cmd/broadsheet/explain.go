package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"broadsheet/digest"
	"broadsheet/internal/store"
	"broadsheet/internal/worker"
)

func newExplain(a *app) *cobra.Command {
	leftOut := ""
	command := &cobra.Command{
		Use:   "explain ITEM",
		Short: "Say why an item is in or out",
		Long: "explain says of an item in which edition and section it is, or would be, and why; of what kind it is,\n" +
			"and by what evidence; with which others it reports the same; and by what terms it has its place in the\n" +
			"section. ITEM is its id (six letters of it are enough), its address, the publisher's guid, or words of\n" +
			"its title, if it was seen in the last thirty days. With --left-out it lists what was at hand for the\n" +
			"edition of a day and is not in it, each with the reason that was written down then; a digest may be named.",
		Example: "  broadsheet explain https://paper.example/news/1234\n  broadsheet explain 3f9a2c\n  broadsheet explain \"river rises\"\n" +
			"  broadsheet explain --left-out 2026-11-23 morning",
		Args: func(command *cobra.Command, args []string) error {
			if leftOut != "" {
				return cobra.MaximumNArgs(1)(command, args)
			}
			return cobra.ExactArgs(1)(command, args)
		},
		RunE: func(command *cobra.Command, args []string) (err error) {
			p, err := a.openToLook(command.Context())
			if err != nil {
				return err
			}
			defer p.closeInto(&err)
			if leftOut != "" {
				return a.explainLeftOut(command.Context(), p, leftOut, args)
			}
			return a.explainItems(command.Context(), p, args[0])
		},
	}
	command.Flags().StringVar(&leftOut, "left-out", "", "list what the editions of a `DAY` left out, as 2026-11-20")
	return a.withJSON(command)
}

// explainItems explains what is meant by a query, or lists it if that is too much.
func (a *app) explainItems(ctx context.Context, p *press, query string) error {
	items, err := p.find(ctx, query)
	if err != nil {
		return err
	}
	if len(items) == 0 {
		return hinted(fmt.Errorf("explain: no item %q was ever seen", plain(query)),
			"name it by its address as the feed has it, its guid, six letters or more of its id, or words of its title")
	}
	if len(items) > mostTold && !a.asJSON {
		return a.listItems(items, p.zone())
	}
	explanations := make([]explanation, len(items))
	for n, item := range items {
		if explanations[n], err = p.explain(ctx, item); err != nil {
			return err
		}
	}
	return a.showExplanations(explanations, p.zone())
}

// explanation is all that is known of the way of an item.
type explanation struct {
	Item digest.Item `json:"item"`
	// Kind is how it would be judged today.
	Kind     digest.Kind `json:"kind"`
	Evidence string      `json:"evidence"`
	Verdicts []verdict   `json:"digests"`
}

// verdict is what became of an item in one digest.
type verdict struct {
	Digest  string         `json:"digest"`
	Date    string         `json:"date,omitempty"` // of the edition that holds it
	Outcome digest.Outcome `json:"outcome"`
	Section string         `json:"section,omitempty"`
	Reason  string         `json:"reason"`
	// Score is why its cluster stands where it does.
	Score digest.Score `json:"score,omitempty"`
	// Cluster is what reports the same, its lead first.
	Cluster []relative `json:"cluster,omitempty"`
}

// relative is an item of a cluster, in short.
type relative struct {
	Item  string `json:"item"`
	Paper string `json:"paper"`
	Title string `json:"title"`
}

// explain asks the ledger for what is printed, and Compose for what is not.
func (p *press) explain(ctx context.Context, item digest.Item) (explanation, error) {
	e := explanation{Item: item}
	source, err := p.source(ctx, item.Source)
	if err != nil {
		return e, err
	}
	judged := digest.Judge(p.rules, item, source)
	e.Kind, e.Evidence = judged.Kind, judged.Evidence
	printings, err := p.store.Printings(ctx, item.ID)
	if err != nil {
		return e, err
	}
	for _, d := range p.digests {
		var v verdict
		at := slices.IndexFunc(printings, func(p store.Printing) bool { return p.Digest == d.ID })
		if at >= 0 {
			v, err = p.recall(ctx, judged, printings[at])
		} else {
			v, err = p.foresee(ctx, d, item)
		}
		if err != nil {
			return e, err
		}
		e.Verdicts = append(e.Verdicts, v)
	}
	return e, nil
}

// source is the source with an ID, and what its feed calls itself; one that
// config.yaml no longer names is known by its ID alone.
func (p *press) source(ctx context.Context, id string) (digest.Source, error) {
	at := slices.IndexFunc(p.sources, func(s digest.Source) bool { return s.ID == id })
	if at < 0 {
		return digest.Source{ID: id}, nil
	}
	states, err := p.store.States(ctx, []string{id})
	if err != nil {
		return digest.Source{}, err
	}
	return worker.Titled(p.sources[at:at+1], states)[0], nil
}

// recall finds an item in the edition that holds it. Which rule sends it where it
// stands is told of the rules as they are today.
func (p *press) recall(ctx context.Context, judged digest.Judgment, printing store.Printing) (verdict, error) {
	item := judged.Item
	edition, err := p.store.Edition(ctx, printing.Digest, printing.Date)
	if err != nil {
		return verdict{}, err
	}
	v := verdict{Digest: printing.Digest, Date: printing.Date, Outcome: digest.AlsoIn}
	if printing.Lead {
		v.Outcome, v.Reason = digest.Leads, "printed; an item is printed once in a digest"
	}
	for _, section := range edition.Sections {
		for _, cluster := range section.Clusters {
			if relatives := relativesOf(cluster); slices.ContainsFunc(relatives, func(r relative) bool { return r.Item == item.ID }) {
				v.Section, v.Cluster, v.Score = section.Title, relatives, cluster.Score
			}
			if cluster.Lead.ID == item.ID && section.Title == judged.Section {
				v.Reason = "printed, sent there by " + judged.SectionBy + "; an item is printed once in a digest"
			}
			for _, also := range cluster.AlsoIn {
				if also.ID == item.ID {
					v.Reason = also.Because
				}
			}
		}
	}
	return v, nil
}

// foresee composes the edition of this moment and sees what becomes of the item.
func (p *press) foresee(ctx context.Context, d digest.Digest, item digest.Item) (verdict, error) {
	slot, err := p.worker.NextSlot(ctx, d)
	if err != nil {
		return verdict{}, err
	}
	edition, decisions, err := p.worker.Compose(ctx, d, slot)
	if err != nil {
		return verdict{}, err
	}
	of := func(id string) func(digest.Decision) bool {
		return func(decision digest.Decision) bool { return decision.Item == id }
	}
	at := slices.IndexFunc(decisions, of(item.ID))
	if at < 0 { // it is no candidate: let Compose say why
		_, decisions = digest.Compose(d, slot.Date, slot.At, p.sources, []digest.Item{item}, nil, digest.Past{})
		if at = slices.IndexFunc(decisions, of(item.ID)); at < 0 {
			return verdict{}, errors.New("explain: no decision about the item")
		}
	}
	decision := decisions[at]
	v := verdict{Digest: d.ID, Outcome: decision.Outcome, Section: decision.Section, Reason: decision.Reason, Score: decision.Score}
	for _, section := range edition.Sections {
		for _, cluster := range section.Clusters {
			if cluster.Lead.ID == decision.Lead {
				v.Cluster = relativesOf(cluster)
			}
		}
	}
	return v, nil
}

func relativesOf(c digest.Cluster) []relative {
	relatives := []relative{{c.Lead.ID, c.Lead.Paper, c.Lead.Title}}
	for _, entry := range c.AlsoIn {
		relatives = append(relatives, relative{entry.ID, entry.Paper, entry.Title})
	}
	return relatives
}
