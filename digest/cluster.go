package digest

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"broadsheet/digest/cluster"
)

// Group finds which items report the same event, as Compose does: each group
// holds the places of its members in items, and why they are there. Sources
// are those of the items as far as they are known; past is titles
// of the days before, which tell what words weigh; there may be none.
func Group(items []Item, sources []Source, past []string) []cluster.Group {
	known := make(map[string]Source, len(sources))
	for _, source := range sources {
		known[source.ID] = source
	}
	entries := make([]Entry, len(items))
	for n, item := range items {
		kind, _ := KindOf(item, known[item.Source])
		entries[n] = Entry{Item: item, Kind: kind}
	}
	return cluster.Groups(clusterItems(entries, known), cluster.Learn(past))
}

// clusters groups entries that report the same event. Each group is in the
// order of rank, and the groups in that of their first entries.
func (k *desk) clusters(entries []Entry, past Past) [][]Entry {
	entries = slices.SortedFunc(slices.Values(entries), k.rank)
	items, learned := clusterItems(entries, k.sources), cluster.Learn(past.Titles)
	k.model = cluster.NewModel(items, learned)
	groups := k.model.Groups()
	clustered := make([][]Entry, len(groups))
	for n, members := range groups {
		for _, member := range members {
			entry := entries[member.Item]
			entry.Voice = member.Voice
			if len(members) > 1 {
				entry.Because = member.Evidence.String()
			}
			clustered[n] = append(clustered[n], entry)
		}
	}
	return clustered
}

func clusterItems(entries []Entry, sources map[string]Source) []cluster.Item {
	items := make([]cluster.Item, len(entries))
	for n, entry := range entries {
		items[n] = clusterItem(entry, sources[entry.Source])
	}
	return items
}

// clusterItem is what grouping looks at of an entry.
func clusterItem(e Entry, s Source) cluster.Item {
	return cluster.Item{
		ID: e.ID, Title: e.Title, Summary: plainStart(e.Summary), Link: linkKey(e.Link),
		Source: e.Source, Publisher: cmp.Or(s.Publisher(), e.Source),
		Alone: isFiledView(e, s), Published: e.When(),
	}
}

// isFiledView says that an entry is an editorial, an opinion or a letter, and
// not by its wording alone: what only reads like a view may well be a report,
// and what it says of an event is then found beside the others.
func isFiledView(e Entry, s Source) bool {
	if !e.Kind.isView() || e.Kind == Review {
		return false
	}
	guess := textClue(e.Item, s)
	if guess.kind != e.Kind {
		return true
	}
	_, evidence := KindOf(e.Item, s)
	return evidence != guess.evidence
}

// summaryStart is how many bytes of a teaser are read: an event is told in its
// first sentences.
const summaryStart = 600

// plainStart is the beginning of some markup as plain text.
func plainStart(markup HTML) string {
	var text strings.Builder
	for tokens := html.NewTokenizer(strings.NewReader(string(markup))); text.Len() < summaryStart; {
		switch tokens.Next() {
		case html.ErrorToken:
			return text.String()
		case html.TextToken:
			text.Write(tokens.Text())
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			text.WriteByte(' ')
		}
	}
	return text.String()
}
