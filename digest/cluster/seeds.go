package cluster

import (
	"cmp"
	"slices"
)

// canonical is an order of items that does not depend on that of the input.
func canonical(items []Item) []int {
	order := make([]int, len(items))
	for n := range order {
		order[n] = n
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(items[a].Published.Compare(items[b].Published), cmp.Compare(items[a].ID, items[b].ID))
	})
	return order
}

// newSeeds are the items, together those that are the same
// article: that have the same link, or, in several sources, the same title.
func newSeeds(items []*Item, identifying map[string]string) [][]int {
	sets := newSets(len(items))
	first := make(map[string]int, 2*len(items))
	for n, item := range items {
		for by, key := range map[string]string{"link ": item.Link, "title ": identifying[TitleKey(item.Title)]} {
			if key == "" {
				continue
			}
			if other, known := first[by+key]; known {
				sets.join(other, n)
			} else {
				first[by+key] = n
			}
		}
	}
	var seeds [][]int
	at := make(map[int]int, len(items))
	for n := range items {
		head := sets.head(n)
		if _, known := at[head]; !known {
			at[head] = len(seeds)
			seeds = append(seeds, nil)
		}
		seeds[at[head]] = append(seeds[at[head]], n)
	}
	return seeds
}

// identifyingTitles maps each title that names an event to itself. A title that
// one source gives to two items is a rubric ("Letters to the editor"), not an
// event, and neither is a single word or what a bulletin is called.
func identifyingTitles(items []*Item) map[string]string {
	type use struct{ title, link, source string }
	keys := make(map[string]string, len(items))
	links := make(map[use]bool, len(items))
	uses := make(map[use]int, len(items))
	for _, item := range items {
		title := TitleKey(item.Title)
		if !NamesEvent(title) || IsBulletin(item.Title) {
			continue
		}
		if _, known := keys[title]; !known {
			keys[title] = title
		}
		address := use{title, item.Link, item.Source}
		if links[address] && item.Link != "" {
			continue // the same article again, not a second use of the title
		}
		links[address] = true
		if item.Source == "" {
			continue // nobody knows whether one source gave it twice
		}
		if uses[use{title: title, source: item.Source}]++; uses[use{title: title, source: item.Source}] > 1 {
			keys[title] = ""
		}
	}
	return keys
}
