package parse

import "strings"

// leaves are the dialects' elements that hold a text and no element.
var leaves = func() map[string]bool {
	list := map[string]bool{}
	for name := range strings.FieldsSeq("link guid id pubdate lastbuilddate category comments language managingeditor webmaster generator " +
		"docs ttl rating issued published updated modified created expirationdate") {
		list[name] = true
	}
	return list
}()

// closeForgotten closes what cannot be open where a tag begins: a text, where
// another begins, and whatever an item would be in that is not the feed. Else one
// end tag with a letter missing would take all that follows with it.
func (r *repairer) closeForgotten(tag []byte, name string, isItem bool) {
	keep := len(r.open)
	switch {
	case isItem && r.inItem == 0:
		for keep > r.floor+1 && !isContainer(local(r.open[keep-1].name)) {
			keep--
		}
	case keep > r.floor && r.native[prefix(tag)] && (leaves[name] || r.isPassage(tag, name)):
		if around := r.open[keep-1].name; leaves[local(around)] && r.native[prefix(around)] {
			keep--
		}
	}
	if keep < len(r.open) {
		r.odd.add("a <%s> that was not closed", short(string(r.open[keep].name)))
		r.closeTo(keep)
	}
}

// isContainer says of an element that items may be in it.
func isContainer(name string) bool {
	switch name {
	case "channel", "rss", "rdf", "feed", "items", "seq", "li":
		return true
	}
	return false
}
