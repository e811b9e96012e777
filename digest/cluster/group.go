package cluster

import (
	"cmp"
	"slices"
	"strings"
)

// Groups finds which of the items report the same event: for now those with
// the same link, and those of several sources with the same title. Past may be
// nil. The groups are in the order of their first members.
func Groups(items []Item, past *Past) []Group {
	order := canonical(items)
	sets := newSets(len(items))
	same := make([]string, len(items))
	titles := identifyingTitles(items)
	first := make(map[string]int, 2*len(items))
	for _, n := range order {
		link, title := "", titles[TitleKey(items[n].Title)]
		if items[n].Link != "" {
			link = "link " + items[n].Link
		}
		for _, key := range []string{link, title} {
			if key == "" {
				continue
			}
			other, known := first[key]
			if !known {
				first[key] = n
				continue
			}
			sets.join(other, n)
			for _, one := range []int{other, n} {
				same[one] = cmp.Or(same[one], strings.Fields(key)[0])
			}
		}
	}
	groups := sets.groups(func(n int) Member { return Member{Item: n, Evidence: Evidence{Same: same[n], Score: 1}} })
	for _, group := range groups {
		numberVoices(group, items)
	}
	return groups
}

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

// identifyingTitles maps each normalised title that names an event to its key.
// A title that one source gives to two items is a rubric ("Letters to the
// editor"), not an event, and so is a single word.
func identifyingTitles(items []Item) map[string]string {
	type use struct{ title, link, source string }
	keys := make(map[string]string, len(items))
	links := make(map[use]bool, len(items))
	uses := make(map[use]int, len(items))
	for _, item := range items {
		title := TitleKey(item.Title)
		if !NamesEvent(title) {
			continue
		}
		if _, known := keys[title]; !known {
			keys[title] = "title " + title
		}
		address := use{title, item.Link, item.Source}
		if links[address] {
			continue // the same article again, not a second use of the title
		}
		links[address] = true
		if uses[use{title: title, source: item.Source}]++; uses[use{title: title, source: item.Source}] > 1 {
			keys[title] = ""
		}
	}
	return keys
}
