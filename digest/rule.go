package digest

import (
	"cmp"
	"regexp"
	"slices"
)

// Rule is the editor's word on the items that it matches; it prevails over
// whatever they say of themselves.
type Rule struct {
	// Name is how evidence and reasons call it: "the rule on line 12".
	Name  string
	Match Match
	// Drop leaves the items out.
	Drop bool
	// Kind is what they are; empty leaves that open.
	Kind Kind
	// Section is the title of the one they go to, in digests that have it.
	Section string
	// Label is given to them beside their categories.
	Label string
	// Replace is what is replaced in their titles, by With, in which $1 is what
	// the first group has found. Nil leaves titles as they are.
	Replace *regexp.Regexp
	With    string
}

// Match is what an item must have: each pattern that is not empty must be
// found. Text is title, teaser and what there is of the whole text.
type Match struct {
	// Source is an ID.
	Source                             string
	URL, Title, Category, Author, Text Pattern
}

// Judgment is what an item is once the rules have been applied.
type Judgment struct {
	// Item is the item with the title and the categories that rules gave it.
	Item     Item
	Kind     Kind
	Evidence string
	// Dropped is the name of the rule that leaves it out, empty if none does.
	Dropped string
	// Section is the title of the section to which the rule SectionBy sends it.
	Section   string
	SectionBy string
}

// Judge applies rules to an item, in their order, and decides its kind. Each
// sees the title and the categories that those before it made; of several
// kinds or sections the first counts.
func Judge(rules []Rule, i Item, s Source) Judgment {
	j := apply(rules, i)
	if j.Kind == "" {
		// What the paper wrote tells more than what is left of it.
		i.Categories = j.Item.Categories
		j.Kind, j.Evidence = KindOf(i, s)
	}
	return j
}

// apply is what the rules themselves say.
func apply(rules []Rule, i Item) Judgment {
	j := Judgment{Item: i}
	for _, rule := range rules {
		if !rule.Match.Takes(j.Item) {
			continue
		}
		if rule.Drop {
			j.Dropped = cmp.Or(j.Dropped, rule.Name)
		}
		if rule.Kind != "" && j.Kind == "" {
			j.Kind, j.Evidence = rule.Kind, rule.Name
		}
		if rule.Section != "" && j.Section == "" {
			j.Section, j.SectionBy = rule.Section, rule.Name
		}
		if rule.Label != "" && !slices.Contains(j.Item.Categories, rule.Label) {
			j.Item.Categories = append(slices.Clone(j.Item.Categories), rule.Label)
		}
		j.Item.Title = rule.retitled(j.Item.Title)
	}
	return j
}

// retitled is a title as the rule has it. A title is never left empty.
func (r Rule) retitled(title string) string {
	if r.Replace == nil {
		return title
	}
	return cmp.Or(oneLine(r.Replace.ReplaceAllString(title, r.With)), title)
}

// retitled is items with the titles under which they were printed, were they
// printed now.
func retitled(rules []Rule, items []Item) []Item {
	items = slices.Clone(items)
	for n, item := range items {
		items[n].Title = apply(rules, item).Item.Title
	}
	return items
}

// Takes says whether an item has all that is asked for.
func (m Match) Takes(i Item) bool {
	return (m.Source == "" || m.Source == i.Source) &&
		m.URL.takes(i.Link) && m.Title.takes(i.Title) &&
		m.Category.takesOne(i.Categories) && m.Author.takesOne(names(i.Authors)) &&
		(m.Text.empty() || m.Text.takes(i.Title+"\n"+i.Summary.Text(0)+"\n"+i.Content.Text(0)))
}

func names(authors []Author) []string {
	list := make([]string, len(authors))
	for n, author := range authors {
		list[n] = author.Name
	}
	return list
}
