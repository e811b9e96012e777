package digest

import (
	"slices"
	"strings"
)

// accepts says whether an entry satisfies every list of the section that is
// not empty.
func (s Section) accepts(entry Entry, source Source) bool {
	return (len(s.Kinds) == 0 || slices.Contains(s.Kinds, entry.Kind)) &&
		(len(s.Sources) == 0 || slices.Contains(s.Sources, entry.Source)) &&
		(len(s.Labels) == 0 || shareLabel(s.Labels, source.Labels) || shareLabel(s.Labels, entry.Categories))
}

// particularity ranks sections by what they name: sources above labels above
// kinds. An item goes to the most particular section that accepts it, so that
// the order on the page need not be the order of the rules.
func (s Section) particularity() int {
	rank := 0
	if len(s.Sources) > 0 {
		rank += 4
	}
	if len(s.Labels) > 0 {
		rank += 2
	}
	if len(s.Kinds) > 0 {
		rank++
	}
	return rank
}

func shareLabel(a, b []string) bool {
	return slices.ContainsFunc(a, func(label string) bool {
		return slices.ContainsFunc(b, func(other string) bool { return strings.EqualFold(label, other) })
	})
}
