package parse

import (
	"bytes"
	"html"
	"slices"
)

// startPassage writes a passage, unless its item has had one of its name: the
// first counts.
func (r *repairer) startPassage(t token, name string, scope element) error {
	parent := local(r.open[len(r.open)-1].name)
	isDirect := r.inItem > 0 && len(r.open) == r.inItem+1 || r.inItem == 0 && (parent == "channel" || parent == "feed")
	key, said := string(t.name), r.said[min(r.inItem, 1)]
	if isDirect && said[key] {
		if _, _, ended := r.inner(t.name); !ended && r.at == len(r.src) {
			r.cut = true
		}
		return nil
	}
	from := len(r.out)
	r.passage(t, name, scope)
	if name == "abstract" { // of a CDF channel
		inside := r.out[from+bytes.IndexByte(r.out[from:], '>')+1:]
		inside = bytes.TrimSuffix(inside, append(append([]byte("</"), t.name...), '>'))
		r.out = append(append(append(r.out[:from:from], "<description>"...), inside...), "</description>"...)
	}
	if r.cut {
		return nil
	}
	inside := r.out[from+bytes.IndexByte(r.out[from:], '>')+1:]
	said[key] = said[key] || isDirect && (inside[0] != '<' || bytes.HasPrefix(inside, cdataOpen))
	return nil
}

// openTag writes a tag and opens its element.
func (r *repairer) openTag(t token, scope element, holdsFields bool) {
	scope.as = r.nameFor(t.name)
	t.name = scope.as
	hasFields := r.isCDF && holdsFields
	if isEmpty := t.kind == emptyTag; hasFields && isEmpty {
		t.kind, r.proper = startTag, false
		r.writeTag(t, scope)
		r.open = append(r.open, scope)
		r.cdfFields()
		r.closeTo(len(r.open) - 1)
		return
	}
	r.writeTag(t, scope)
	r.open = append(r.open, scope)
	switch {
	case t.kind == emptyTag:
		r.closeEmpty()
	case hasFields:
		r.cdfFields()
	}
}

// kept are the elements that gofeed, which knows them elsewhere or not at all,
// would drop where they stand. Under a prefix of our own it hands them over.
var kept = map[string][]string{
	"channel": {"author", "subtitle", "tagline", "rights", "updated", "modified", "guid"},
	"feed":    {"guid", "created", "language", "description", "copyright", "pubdate", "lastbuilddate"},
	"entry":   {"guid", "created", "language", "description", "pubdate"},
}

// nameFor is the name by which an element is written.
func (r *repairer) nameFor(name []byte) []byte {
	if len(r.open) == 0 || !r.native[prefix(name)] {
		return name
	}
	element, parent := local(name), local(r.open[len(r.open)-1].name)
	switch {
	case slices.Contains(kept[parent], element),
		element == "link" && r.done.root == "feed" && find(r.attrs, "href") == "" && find(r.attrs, "rel") == "",
		(element == "author" || element == "category") && r.done.root == "feed" && r.isText():
		r.proper = false
		return []byte("kept:" + element)
	case r.isCDF && element == "abstract":
		r.proper = false
		return []byte("description")
	}
	return name
}

// isText says that what follows, up to the next tag, is a text and then an end.
func (r *repairer) isText() bool {
	rest := r.src[r.at:]
	end := bytes.IndexByte(rest, '<')
	return end > 0 && len(bytes.TrimSpace(rest[:end])) > 0 && bytes.HasPrefix(rest[end:], []byte("</"))
}

// writeTag copies a start or empty tag, or writes it anew where XML would not
// have it or it has attributes to drop. gofeed, which misreads xml:base, never
// sees one: an address beside it is resolved here, all others later.
func (r *repairer) writeTag(t token, scope element, drop ...string) {
	based := find(r.attrs, "xml:base") != ""
	if r.proper && !based && len(drop) == 0 {
		r.out = append(r.out, r.src[t.start:t.end]...)
		return
	}
	r.out = append(append(r.out, '<'), t.name...)
	for _, a := range r.attrs {
		name := string(a.name)
		if name == "xml:base" || slices.Contains(drop, name) {
			continue
		}
		if based && slices.Contains(addresses, name) {
			if link := absolute(html.UnescapeString(string(a.value)), scope.base); link != "" {
				a.value = []byte(html.EscapeString(link))
			}
		}
		r.out = appendAttribute(r.out, a)
	}
	if t.kind == emptyTag {
		r.out = append(r.out, '/')
	}
	r.out = append(r.out, '>')
}

// addresses are the attributes that hold one.
var addresses = []string{"href", "src", "url", "uri"}
