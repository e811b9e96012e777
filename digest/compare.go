package digest

import (
	"cmp"
	"slices"
)

// Difference is one story that an edition has otherwise than another.
type Difference struct {
	// Section is where it is, or where it was if it is no more.
	Section string `json:"section"`
	How     How    `json:"how"`
	Entry   Entry  `json:"entry"`
	// From is the section, or what else, out of which it comes.
	From string `json:"from,omitempty"`
}

// How says what became of a story.
type How string

// What becomes of stories from one edition to another of the same day.
const (
	Added   How = "added"   // it was not printed
	Removed How = "removed" // it is not printed
	Moved   How = "moved"   // it is in another section, leads, or leads no more
)

// Compare lists what an edition has otherwise than an earlier composition of
// it, section by section: what is added or moved, then what is removed, each in
// reading order. The order within a section is not compared.
func Compare(then, now Edition) []Difference {
	was, is := places(then), places(now)
	var all []Difference
	for _, entry := range now.Entries() {
		before, had := was[entry.ID]
		after := is[entry.ID]
		switch {
		case !had:
			all = append(all, Difference{Section: after.section, How: Added, Entry: entry})
		case before != after:
			all = append(all, Difference{Section: after.section, How: Moved, Entry: entry, From: before.String()})
		}
	}
	for _, entry := range then.Entries() {
		if _, has := is[entry.ID]; !has {
			all = append(all, Difference{Section: was[entry.ID].section, How: Removed, Entry: entry})
		}
	}
	order := sectionOrder(now, then)
	slices.SortStableFunc(all, func(a, b Difference) int { return cmp.Compare(order[a.Section], order[b.Section]) })
	return all
}

// place is where an entry stands: in a section, under a lead if it does not lead.
type place struct{ section, under string }

// String is the place in words.
func (p place) String() string {
	if p.under == "" {
		return p.section
	}
	return p.section + ", under " + quote(p.under)
}

func places(e Edition) map[string]place {
	all := map[string]place{}
	for _, section := range e.Sections {
		for _, printed := range section.Clusters {
			all[printed.Lead.ID] = place{section: section.Title}
			for _, entry := range printed.AlsoIn {
				all[entry.ID] = place{section.Title, printed.Lead.Title}
			}
		}
	}
	return all
}

// sectionOrder is the places of the sections of some editions, as first met.
func sectionOrder(editions ...Edition) map[string]int {
	order := map[string]int{}
	for _, edition := range editions {
		for _, section := range edition.Sections {
			if _, known := order[section.Title]; !known {
				order[section.Title] = len(order)
			}
		}
	}
	return order
}
