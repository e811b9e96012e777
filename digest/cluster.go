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
// order in which its entries may lead it, and the groups in that of their first entries. The entries are
// put in that order, too, for to copy them would take as much as the items do.
func (k *desk) clusters(entries []Entry, past Past) [][]Entry {
	slices.SortFunc(entries, k.rank)
	items, learned := clusterItems(entries, k.sources), cluster.Learn(past.Titles)
	k.model = cluster.NewModel(items, learned)
	groups := k.model.Groups()
	var clustered [][]Entry
	for _, members := range groups {
		clustered = append(clustered, apart(members, entries)...)
	}
	for _, part := range clustered {
		slices.SortFunc(part, k.rank)
		k.inOrderOfLead(part)
	}
	slices.SortFunc(clustered, func(a, b []Entry) int { return k.rank(a[0], b[0]) })
	return clustered
}

// apart parts those who report an event from the views on it, of which each
// stands by itself, in its own section. What is the same article stays together.
func apart(members cluster.Group, entries []Entry) [][]Entry {
	var reports []Entry
	var views [][]Entry
	for _, member := range members {
		entry := entries[member.Item]
		entry.Voice, entry.Because = member.Voice, member.String()
		if entry.Kind.isView() && entry.Kind != Review {
			views = append(views, []Entry{entry})
		} else {
			reports = append(reports, entry)
		}
	}
	var parts [][]Entry
	if len(reports) > 0 {
		parts = append(parts, reports)
	}
	for _, view := range views {
		same := slices.IndexFunc(parts, func(part []Entry) bool { return slices.ContainsFunc(part, view[0].sameArticle) })
		if same < 0 {
			parts = append(parts, view)
		} else {
			parts[same] = append(parts[same], view...)
		}
	}
	for _, part := range parts {
		if len(part) == 1 {
			part[0].Voice, part[0].Because = 0, ""
		}
	}
	return parts
}

// sameArticle says that two entries of one event have one address or one title.
func (e Entry) sameArticle(other Entry) bool {
	link := linkKey(e.Link)
	return link != "" && link == linkKey(other.Link) || cluster.TitleKey(e.Title) == cluster.TitleKey(other.Title)
}

func clusterItems(entries []Entry, sources map[string]Source) []cluster.Item {
	items := make([]cluster.Item, len(entries))
	for n, entry := range entries {
		items[n] = clusterItem(entry, sources[entry.Source])
	}
	return items
}

// clusterItem is what grouping looks at of an entry. A page that follows an event
// live stands alone if its headline says so; what only lies among such pages may
// be one report of it.
func clusterItem(e Entry, s Source) cluster.Item {
	return cluster.Item{
		ID: e.ID, Title: e.Title, Summary: plainStart(e.Summary), Link: linkKey(e.Link),
		Source: e.Source, Publisher: cmp.Or(s.Publisher(), e.Source),
		Alone: e.Kind == Letter || e.Kind == Live && titleClue(e.Item, s).kind == Live, Published: e.When(),
	}
}

// summaryStart is how many bytes of a teaser are read: an event is told in its
// first sentences.
const summaryStart = 600

// plainStart is the beginning of some markup as plain text.
func plainStart(markup HTML) string {
	if !strings.Contains(string(markup), "<") {
		return html.UnescapeString(string(markup))
	}
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
