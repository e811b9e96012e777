package digest

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// clusters groups entries that report the same thing: those with the same
// link, and those of several sources with the same title once case, spacing
// and punctuation are set aside. Each group is in the order of rank, and the
// groups in that of their first entries.
func clusters(entries []Entry, rank func(a, b Entry) int) [][]Entry {
	entries = slices.SortedFunc(slices.Values(entries), rank)
	groups := newGroups(len(entries))
	titles := identifyingTitles(entries)
	first := make(map[string]int, 2*len(entries))
	for n, entry := range entries {
		for _, key := range []string{linkKey(entry.Link), titles[titleKey(entry.Title)]} {
			if key == "" {
				continue
			}
			if other, known := first[key]; known {
				groups.join(other, n)
			} else {
				first[key] = n
			}
		}
	}
	var clustered [][]Entry
	place := make(map[int]int, len(entries))
	for n, entry := range entries {
		head := groups.head(n)
		at, known := place[head]
		if !known {
			at = len(clustered)
			place[head] = at
			clustered = append(clustered, nil)
		}
		clustered[at] = append(clustered[at], entry)
	}
	return clustered
}

// identifyingTitles maps each normalised title that names an event to its key.
// A title that one source gives to two items is a rubric ("Letters to the
// editor"), not an event, and so is a single word.
func identifyingTitles(entries []Entry) map[string]string {
	type use struct{ title, link, source string }
	keys := make(map[string]string, len(entries))
	links := make(map[use]bool, len(entries))
	uses := make(map[use]int, len(entries))
	for _, entry := range entries {
		title := titleKey(entry.Title)
		if !namesEvent(title) {
			continue
		}
		if _, known := keys[title]; !known {
			keys[title] = "title " + title
		}
		address := use{title, linkKey(entry.Link), entry.Source}
		if links[address] {
			continue // the same article again, not a second use of the title
		}
		links[address] = true
		if uses[use{title: title, source: entry.Source}]++; uses[use{title: title, source: entry.Source}] > 1 {
			keys[title] = ""
		}
	}
	return keys
}

// namesEvent says that a normalised title is more than a single short word.
func namesEvent(title string) bool {
	return strings.Contains(title, " ") || len([]rune(title)) >= 8
}

// titleKey is a title without case, punctuation and spacing.
func titleKey(title string) string {
	var key strings.Builder
	gap := false
	for _, r := range fold.String(norm.NFKC.String(title)) {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) {
			gap = gap || unicode.IsSpace(r) || unicode.IsPunct(r) && r != '\'' && r != '’'
			continue
		}
		if gap && key.Len() > 0 {
			key.WriteByte(' ')
		}
		gap = false
		key.WriteRune(r)
	}
	return key.String()
}

var fold = cases.Fold()

// groups is a union of sets: each number points towards the lowest of its set.
type groups []int

func newGroups(n int) groups {
	g := make(groups, n)
	for i := range g {
		g[i] = i
	}
	return g
}

func (g groups) head(n int) int {
	for g[n] != n {
		g[n] = g[g[n]]
		n = g[n]
	}
	return n
}

func (g groups) join(a, b int) {
	a, b = g.head(a), g.head(b)
	g[max(a, b)] = min(a, b)
}
