package digest

import (
	"slices"
	"strings"
)

// accepts says whether an entry, which is in this language, satisfies every
// list of the section that is not empty.
func (s Section) accepts(entry Entry, source Source, language string) bool {
	return (len(s.Languages) == 0 || sharesBase(s.Languages, language)) &&
		(len(s.Kinds) == 0 || slices.Contains(s.Kinds, entry.Kind)) &&
		(len(s.Sources) == 0 || slices.Contains(s.Sources, entry.Source)) &&
		(len(s.Labels) == 0 || shareLabel(s.Labels, source.Labels) || shareLabel(s.Labels, entry.Categories))
}

// particularity ranks sections by what they name: sources above labels above
// languages above kinds. An item goes to the most particular section that accepts it, so that
// the order on the page need not be the order of the rules.
func (s Section) particularity() int {
	rank := 0
	if len(s.Sources) > 0 {
		rank += 8
	}
	if len(s.Labels) > 0 {
		rank += 4
	}
	if len(s.Languages) > 0 {
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

// sharesBase says whether a language is one of those, whatever the region:
// "en" takes "en-GB".
func sharesBase(languages []string, language string) bool {
	return slices.ContainsFunc(languages, func(other string) bool { return base(other) == base(language) })
}

// base is the language of a tag, without its region and script.
func base(tag string) string {
	name, _, _ := strings.Cut(tag, "-")
	return strings.ToLower(name)
}
