package parse

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"broadsheet/digest"
)

// linked is what a page says of stories in structured data: schema.org as
// JSON-LD (linked_json.go) and microdata (linked_micro.go), and OpenGraph for
// the page's own story (linked_meta.go).
type linked struct {
	base *url.URL
	// form says in which of them the stories were given.
	form  string
	items []itemDraft
	byKey map[string]int // an address as normal has it → its item
}

// linkedLimit is how many stories a page may name.
const linkedLimit = 1000

// readLinked collects the stories in the order of the page, better sources first.
func readLinked(root *html.Node, base *url.URL) *linked {
	l := &linked{base: base, byKey: map[string]int{}}
	var scripts, scopes []*html.Node
	for n := range root.Descendants() {
		switch {
		case n.DataAtom == atom.Script && isLinkedData(attr(n, "type")):
			scripts = append(scripts, n)
		case n.Type == html.ElementNode && isArticle(attr(n, "itemtype")):
			scopes = append(scopes, n)
		}
	}
	for _, script := range scripts {
		l.readJSON(script)
	}
	for _, scope := range scopes {
		l.add("schema.org microdata", microdata(scope))
	}
	l.add("OpenGraph", openGraph(root))
	return l
}

// add takes a story; what is said of one twice is put together.
func (l *linked) add(form string, item itemDraft) {
	link := absolute(item.link, l.base)
	if link == "" || len(l.items) == linkedLimit {
		return
	}
	item.link, item.base = link, l.base
	key := normal(link)
	if known, ok := l.byKey[key]; ok {
		l.items[known].fill(item)
		return
	}
	l.form = either(l.form, form)
	l.byKey[key] = len(l.items)
	l.items = append(l.items, item)
}

// list is the stories that have a title; titles gives those that the page
// itself shows for an address.
func (l *linked) list(titles map[string]string) []itemDraft {
	var list []itemDraft
	for _, item := range l.items {
		item.title = either(item.title, titles[normal(item.link)])
		if item.title != "" {
			list = append(list, item)
		}
	}
	return list
}

// join is a list with what was found of its stories elsewhere on the page, and
// then the rest of what was found.
func (l *linked) join(list, found []itemDraft) []itemDraft {
	place := map[string]int{}
	for i, item := range list {
		place[normal(item.link)] = i
	}
	for _, item := range found {
		if i, ok := place[normal(absolute(item.link, l.base))]; ok {
			list[i] = item
		} else {
			list = append(list, item)
		}
	}
	return list
}

// enrich adds to items what is said of their addresses.
func (l *linked) enrich(items []itemDraft) {
	for i := range items {
		if known, ok := l.byKey[normal(absolute(items[i].link, l.base))]; ok {
			items[i].fill(l.items[known])
		}
	}
}

// fill adds what another draft of the same story knows. Its dates go first:
// they were written for machines.
func (i *itemDraft) fill(from itemDraft) {
	i.title = either(i.title, from.title)
	i.schema = either(i.schema, from.schema)
	i.language = either(i.language, from.language)
	if i.summary.html == "" {
		i.summary = from.summary
	}
	if len(i.authors) == 0 {
		i.authors = from.authors
	}
	i.published = slices.Concat(from.published, i.published)
	i.updated = slices.Concat(from.updated, i.updated)
	i.categories = slices.Concat(i.categories, from.categories)
	i.images = slices.Concat(i.images, from.images)
}

func isLinkedData(kind string) bool {
	kind, _, _ = strings.Cut(strings.ToLower(kind), ";")
	return strings.TrimSpace(kind) == "application/ld+json"
}

// articleTypes are the schema.org types of stories, the most telling first.
var articleTypes = []string{
	"OpinionNewsArticle", "AnalysisNewsArticle", "ReviewNewsArticle", "LiveBlogPosting", "BackgroundNewsArticle", "AskPublicNewsArticle",
	"AdvertiserContentArticle", "SatiricalArticle", "ReportageNewsArticle", "NewsArticle", "BlogPosting", "Report", "TechArticle",
	"ScholarlyArticle", "SocialMediaPosting", "Article",
}

// articleType is the most telling of some types; "" if none is a story's.
func articleType(types ...string) string {
	for _, known := range articleTypes {
		for _, name := range types {
			name = name[strings.LastIndexAny(name, "/#:")+1:]
			if strings.EqualFold(name, known) {
				return known
			}
		}
	}
	return ""
}

func isArticle(types string) bool {
	return types != "" && articleType(strings.Fields(types)...) != ""
}

// escaped is a plain text of structured data as markup. Publishers put
// references, and now and then tags, where none belong.
func escaped(text string) string { return html.EscapeString(headline(text, false)) }

// claims are those of some dates that say something.
func claims(texts ...string) []string {
	return slices.DeleteFunc(texts, func(text string) bool { return strings.TrimSpace(text) == "" })
}

// pictures are the images that have an address.
func pictures(images ...digest.Image) []digest.Image {
	return slices.DeleteFunc(images, func(i digest.Image) bool { return i.URL == "" })
}
