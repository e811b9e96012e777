package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"broadsheet/digest"
)

const (
	// titlesBack is how far back words of a title are sought.
	titlesBack = 30 * 24 * time.Hour
	// mostTold is how many items that have such words are explained; of more
	// there is a list.
	mostTold = 3
)

// typed gives quotation marks as they are typed: a page sets those of a feed anew.
var typed = strings.NewReplacer("‘", "'", "’", "'", "“", `"`, "”", `"`)

// find is the items that a person may mean: by id, address or guid, else by
// words of the title, the newest first.
func (p *press) find(ctx context.Context, query string) ([]digest.Item, error) {
	items, err := p.store.Find(ctx, query)
	if err != nil || len(items) > 0 || strings.TrimSpace(query) == "" {
		return items, err
	}
	words, err := digest.ParsePattern(typed.Replace(query))
	if err != nil {
		return nil, wrongUse(fmt.Errorf("explain: %w", err))
	}
	match := digest.Match{Title: words}
	for _, source := range p.sources {
		recent, err := p.store.Recent(ctx, source.ID, p.now().Add(-titlesBack))
		if err != nil {
			return nil, err
		}
		items = append(items, slices.DeleteFunc(recent, func(i digest.Item) bool {
			i.Title = typed.Replace(i.Title)
			return !match.Takes(i)
		})...)
	}
	slices.SortStableFunc(items, func(a, b digest.Item) int { return b.FirstSeen.Compare(a.FirstSeen) })
	return items, nil
}

// shortID is as much of an id as names an item.
func shortID(id string) string { return id[:min(8, len(id))] }

// listItems shows items of which a person has to choose one.
func (a *app) listItems(items []digest.Item, zone *time.Location) error {
	lines := make([]row, len(items))
	for n, item := range items {
		lines[n].cells = []string{shortID(item.ID), item.Source, day(item.FirstSeen, a.now(), zone), item.Title}
	}
	if err := a.rows([]string{"ITEM", "SOURCE", "FIRST SEEN", "TITLE"}, lines); err != nil {
		return err
	}
	a.say("%d items have these words in their titles: name one of them", len(items))
	return nil
}
