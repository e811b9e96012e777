package parse

import "strings"

// The namespaces that gofeed takes for the dialects' own.
const (
	atomSpace       = "http://www.w3.org/2005/Atom"
	atom03Space     = "http://purl.org/atom/ns#"
	rss10Space      = "http://purl.org/rss/1.0/"
	rss09Space      = "http://channel.netscape.com/rdf/simple/0.9/"
	rss09OtherSpace = "http://my.netscape.com/rdf/simple/0.9/"
)

// spaces are the namespaces that we read, as gofeed spells them, by the form
// in which spellings are compared.
var spaces = func() map[string]string {
	list := map[string]string{}
	for _, space := range []string{
		atomSpace, atom03Space, rss10Space, rss09Space, rss09OtherSpace,
		"http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/",
		"http://purl.org/rss/1.0/modules/content/", "http://purl.org/rss/1.0/modules/syndication/",
		"http://www.itunes.com/DTDs/PodCast-1.0.dtd", "http://search.yahoo.com/mrss/", "http://www.w3.org/1999/xhtml",
		"http://prismstandard.org/namespaces/1.2/basic/",
	} {
		list[spaceKey(space)] = space
	}
	for alias, space := range map[string]string{
		"http://purl.org/dc/elements/1.0/":               "http://purl.org/dc/elements/1.1/",
		"http://video.search.yahoo.com/mrss":             "http://search.yahoo.com/mrss/",
		"http://tools.search.yahoo.com/mrss":             "http://search.yahoo.com/mrss/",
		"http://www.rssboard.org/media-rss":              "http://search.yahoo.com/mrss/",
		"http://example.com/dtds/podcast-1.0.dtd":        "http://www.itunes.com/DTDs/PodCast-1.0.dtd",
		"http://prismstandard.org/namespaces/basic/2.0/": "http://prismstandard.org/namespaces/1.2/basic/",
		"http://prismstandard.org/namespaces/2.0/basic/": "http://prismstandard.org/namespaces/1.2/basic/",
		"http://example.com/newformat#":                  atom03Space,
		"http://example.com/necho":                       atom03Space,
		"http://purl.org/echo/":                          atom03Space,
		"uri/of/echo/namespace#":                         atom03Space,
		"http://purl.org/pie/":                           atom03Space,
	} {
		list[spaceKey(alias)] = space
	}
	return list
}()

// spaceKey is a namespace without what people get wrong of it: case, "https",
// the last slash, white space.
func spaceKey(space string) string {
	key := strings.ToLower(strings.TrimSpace(space))
	key = strings.TrimPrefix(strings.TrimPrefix(key, "http://"), "https://")
	return strings.TrimRight(key, "/#")
}

// properSpace is a namespace as gofeed knows it, and whether it is one that we
// read.
func properSpace(space string) (proper string, known bool) {
	proper, known = spaces[spaceKey(space)]
	if !known {
		return space, false
	}
	return proper, true
}

// declare corrects the namespaces that the tag in hand declares, and remembers
// which prefixes are the dialect's own. An RDF document whose own namespace is
// none that we know is taken for RSS 1.0; one that RSS has by mistake, for none.
func (r *repairer) declare(a *attribute) {
	name, declared := string(a.name), strings.TrimSpace(string(a.value))
	prefix, isPrefix := strings.CutPrefix(name, "xmlns:")
	if !isPrefix {
		prefix = ""
	}
	space, known := properSpace(declared)
	if !known && prefix == "" && r.done.root == "rdf" && len(r.open) == 0 {
		space = rss10Space
	}
	if prefix == "" && r.done.root == "rss" && r.isMisplaced(space, known) {
		space = ""
	}
	if space != declared {
		a.value, r.proper = []byte(space), false
	}
	if prefix != "" {
		r.bind(prefix, space)
	}
}

// isMisplaced says of a default namespace in RSS that gofeed would not find the
// dialect in it: one of a module at the root, and any below it.
func (r *repairer) isMisplaced(space string, known bool) bool {
	if len(r.open) == 0 {
		return known && !strings.HasPrefix(space, rss10Space)
	}
	return len(r.open) <= max(1, r.floor)
}

// bind remembers which prefixes are the dialect's own.
func (r *repairer) bind(prefix, space string) {
	switch space {
	case atomSpace, atom03Space:
		r.atom[prefix] = true
		r.native[prefix] = r.native[prefix] || r.done.root == "feed"
	case rss10Space, rss09Space, rss09OtherSpace:
		r.native[prefix] = true
	}
}
