package parse

import (
	"slices"
	"strings"

	"broadsheet/digest"
)

// untracked is an address without the parameters that track its readers, be they
// in the query or all that the fragment is: one that says more may be what a page
// goes by, and stays whole. All else in it stays as it was.
func untracked(address string) string {
	if !strings.ContainsAny(address, "?#") {
		return address
	}
	whole, fragment, marked := strings.Cut(address, "#")
	before, query, asked := strings.Cut(whole, "?")
	if query, all := withoutTrackers(query); asked && !all {
		whole = before
		if query != "" {
			whole += "?" + query
		}
	}
	if rest, all := withoutTrackers(fragment); marked && (all || rest != "") {
		whole += "#" + fragment
	}
	return whole
}

// withoutTrackers is what of some parameters is none, and whether that is all.
func withoutTrackers(pairs string) (kept string, all bool) {
	list := strings.Split(pairs, "&")
	left := slices.DeleteFunc(slices.Clone(list), func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		return digest.IsTracker(name)
	})
	return strings.Join(left, "&"), len(left) == len(list)
}

// untrackLinks does so with the items' links, once they have their IDs: the
// vow knows only of utm_*.
func untrackLinks(items []digest.Item) {
	for i := range items {
		items[i].Link = untracked(items[i].Link)
	}
}
