package digest

import (
	"strings"

	"broadsheet/digest/cluster"
)

// pickLetters is how many letters of an item's ID name it.
const pickLetters = 6

// picks is a list by which the editor names items: by six or more letters of
// the ID, by guid, by link, or by words of the title.
type picks []pick

type pick struct{ name, link, title string }

func newPicks(names []string) picks {
	list := make(picks, len(names))
	for n, name := range names {
		list[n] = pick{name: name, link: linkKey(name)}
		if list[n].link == "" {
			list[n].title = cluster.TitleKey(name)
		}
	}
	return list
}

// Means says whether a name in Pin or Kill of a Digest means an item.
func Means(name string, item Item) bool { return newPicks([]string{name}).of(item) > 0 }

// of finds the place of an item in the list, 0 if it is not there.
func (list picks) of(item Item) int {
	if len(list) == 0 {
		return 0
	}
	link, title := linkKey(item.Link), " "+cluster.TitleKey(item.Title)+" "
	for n, p := range list {
		switch {
		case p.name == item.GUID,
			len(p.name) >= pickLetters && strings.HasPrefix(item.ID, p.name),
			p.link != "" && p.link == link,
			p.title != "" && strings.Contains(title, " "+p.title+" "):
			return n + 1
		}
	}
	return 0
}

// firstOf is the first place that one of some entries has in the list, 0 if
// none is there.
func (list picks) firstOf(entries []Entry) int {
	first := 0
	for _, entry := range entries {
		if n := list.of(entry.Item); n > 0 && (first == 0 || n < first) {
			first = n
		}
	}
	return first
}
