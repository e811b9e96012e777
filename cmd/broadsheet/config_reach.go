package main

import (
	"fmt"
	"slices"
	"strings"
)

// reach complains of a section that no item can reach: none of its sources is
// in the digest, none can bring its kinds, or another section takes whatever
// it accepts. Labels prove little, since an item may bring its own categories.
func (c *checker) reach(path string, n int, sections []sectionConfig, taken []sourceConfig) {
	section := sections[n]
	at := fmt.Sprintf("%s.sections[%d]", path, n)
	if c.faulty(at) {
		return // it does not say yet what it takes
	}
	known := c.sourceIDs()
	for s, id := range section.Sources {
		if slices.Contains(known, string(id)) && !slices.ContainsFunc(taken, func(t sourceConfig) bool { return t.ID == id }) {
			c.fault(fmt.Sprintf("%s.sources[%d]", at, s), fault{Found: fmt.Sprintf("the digest does not take the source %q", id), Hint: "add it to the sources of the digest"})
		}
	}
	from := suppliers(section, taken)
	if len(from) == 0 || c.isSent(section) {
		return // said above, or there is no source at all; or a rule sends items there
	}
	if !slices.ContainsFunc(from, func(s sourceConfig) bool { return mayBring(s, section.Kinds) }) {
		c.fault(at+".kinds", fault{Found: "no item can reach this section: each of its sources is of another kind (" + kindsOf(from) + ")"})
		return
	}
	for o, other := range sections {
		rival := fmt.Sprintf("%s.sections[%d]", path, o)
		if o != n && !c.faulty(rival) && prevails(other, o, section, n) && covers(other, section, from) {
			c.fault(at, fault{
				Found: fmt.Sprintf("no item can reach this section: %q takes all that it accepts", other.Title),
				Hint:  fmt.Sprintf("see line %d; the section that names more wins, among equals the first", c.at(rival).Line),
			})
			return
		}
	}
}

// isSent says whether a rule sends items to a section.
func (c *checker) isSent(section sectionConfig) bool {
	return slices.ContainsFunc(c.config.Rules, func(r ruleConfig) bool { return r.Section == section.Title })
}

// suppliers is the sources from which a section may get items.
func suppliers(section sectionConfig, taken []sourceConfig) []sourceConfig {
	return slices.DeleteFunc(slices.Clone(taken), func(s sourceConfig) bool {
		return len(section.Sources) > 0 && !slices.Contains(section.Sources, s.ID)
	})
}

// mayBring says whether a source can have an item of one of the kinds.
func mayBring(source sourceConfig, kinds []kind) bool {
	return len(kinds) == 0 || source.Kind == "" || slices.Contains(kinds, source.Kind)
}

func kindsOf(sources []sourceConfig) string {
	var kinds []string
	for _, source := range sources {
		kinds = append(kinds, string(source.Kind))
	}
	slices.Sort(kinds)
	return strings.Join(slices.Compact(kinds), ", ")
}

// prevails says whether an item that both sections accept goes to the first
// named, as digest.Compose decides.
func prevails(a sectionConfig, atA int, b sectionConfig, atB int) bool {
	if a, b := particularity(a), particularity(b); a != b {
		return a > b
	}
	return atA < atB
}

func particularity(s sectionConfig) int {
	rank := 0
	for n, names := range []bool{len(s.Kinds) > 0, len(s.Languages) > 0, len(s.Labels) > 0, len(s.Sources) > 0} {
		if names {
			rank += 1 << n
		}
	}
	return rank
}

// covers says whether a accepts every item from these sources that b accepts.
func covers(a, b sectionConfig, from []sourceConfig) bool {
	if !coversLanguages(a.Languages, b.Languages) {
		return false
	}
	for _, source := range from {
		if !mayBring(source, b.Kinds) {
			continue
		}
		if len(a.Sources) > 0 && !slices.Contains(a.Sources, source.ID) {
			return false
		}
		if !coversKinds(a.Kinds, b.Kinds, source) || !coversLabels(a.Labels, b.Labels, source) {
			return false
		}
	}
	return true
}

// coversLanguages goes by the base of each; any item may be in any language.
func coversLanguages(a, b []language) bool {
	missing := func(l language) bool {
		return !slices.ContainsFunc(a, func(other language) bool { return other.base() == l.base() })
	}
	return len(a) == 0 || len(b) > 0 && !slices.ContainsFunc(b, missing)
}

func coversKinds(a, b []kind, source sourceConfig) bool {
	if source.Kind != "" {
		return mayBring(source, a)
	}
	missing := func(k kind) bool { return !slices.Contains(a, k) }
	return len(a) == 0 || len(b) > 0 && !slices.ContainsFunc(b, missing)
}

func coversLabels(a, b []text, source sourceConfig) bool {
	in := func(list []text) func(text) bool {
		return func(label text) bool {
			return slices.ContainsFunc(list, func(other text) bool { return strings.EqualFold(string(label), string(other)) })
		}
	}
	missing := func(label text) bool { return !in(a)(label) }
	return len(a) == 0 || slices.ContainsFunc(source.Labels, in(a)) || len(b) > 0 && !slices.ContainsFunc(b, missing)
}
