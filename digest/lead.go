package digest

import (
	"cmp"
	"regexp"
	"slices"
)

// inOrderOfLead puts the entries of a cluster, which are in the order of rank,
// into that in which they may lead it: of one source what is to be read comes
// before what is to be watched, and a report before a live page.
func (k *desk) inOrderOfLead(entries []Entry) {
	if len(entries) < 2 {
		return
	}
	slices.SortStableFunc(entries, func(a, b Entry) int {
		return cmp.Or(
			cmp.Compare(k.order[a.Source], k.order[b.Source]),
			cmp.Compare(kindPoints[b.Kind], kindPoints[a.Kind]),
			cmp.Compare(shownOrHeard(a.Item), shownOrHeard(b.Item)),
		)
	})
}

// shownOrHeard is 1 for a film, a gallery or a recording, by its headline or the
// folder it lies in, and 0 for what is to be read.
func shownOrHeard(i Item) int {
	if showMark.MatchString(i.Title) {
		return 1
	}
	folders, _ := pathOf(i.Link)
	for _, folder := range folders {
		if showFolders[wordKey(folder)] {
			return 1
		}
	}
	return 0
}

// showMark is how papers mark them: "… – video", "In pictures: …".
var showMark = regexp.MustCompile(`(?i)[-–—|:([]\s*(?:in pictures|pictures|photos|gallery|video|audio|podcast)(?: report)?[])]?\s*$` +
	`|^\s*\[?(?:in pictures|photos|gallery|video|watch|listen|audio|podcast)\]?\s*[:|–—]`)

var showFolders = setOf("video videos gallery galleries picture pictures photos audio podcast podcasts watch")
