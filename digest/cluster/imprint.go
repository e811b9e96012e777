package cluster

import (
	"strings"
	"unicode"
)

const (
	// imprintTitles is how many titles of a source show its manner, and
	// imprintNames how many names at their ends make it a collector.
	imprintTitles = 3
	imprintNames  = 3
)

// imprints is the names at the ends of one source's titles.
type imprints struct {
	titles, ended int
	names         map[string]bool
}

// withoutImprints takes from titles the name of the paper that printed them ("… - The
// Courier"): what is the name of the item's own source, and what stands at the
// end of nearly all titles of one source. Where these names differ, the source
// collects what others print, and the name is the publisher.
func withoutImprints(items []*Item) {
	ends := map[string]*imprints{}
	for _, item := range items {
		e := ends[item.Source]
		if e == nil {
			e = &imprints{names: map[string]bool{}}
			ends[item.Source] = e
		}
		e.titles++
		if _, name := cutImprint(item.Title); name != "" {
			e.ended++
			e.names[name] = true
		}
	}
	for n, item := range items {
		title, name := cutImprint(item.Title)
		if e := ends[item.Source]; name != "" && (e.manner() || isNameOf(name, item.Publisher) || isNameOf(name, item.Source)) {
			printed := *item
			printed.Title = title
			if e.manner() && len(e.names) >= imprintNames {
				printed.Source, printed.Publisher = name, name
			}
			items[n] = &printed
		}
	}
}

// manner says that nearly all titles of a source end in a name.
func (e *imprints) manner() bool { return e.titles >= imprintTitles && e.ended*10 >= e.titles*9 }

// cutImprint parts a title from what follows its last hyphen between blanks.
func cutImprint(title string) (rest, name string) {
	at := strings.LastIndex(title, " - ")
	if at <= 0 || len(title)-at > 60 {
		return title, ""
	}
	return title[:at], title[at+len(" - "):]
}

// isNameOf says that a name is that of a source, or with what its host is called.
func isNameOf(name, source string) bool {
	letters := func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			return -1
		}
		return r
	}
	name, source = strings.Map(letters, folded(name)), strings.Map(letters, folded(source))
	return name != "" && strings.HasPrefix(source, name)
}
