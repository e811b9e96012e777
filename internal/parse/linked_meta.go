package parse

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"broadsheet/digest"
)

// metas are the texts of a page's meta elements, by property or name.
type metas map[string][]string

func metasOf(root *html.Node) metas {
	m := metas{}
	for n := range root.Descendants() {
		if n.DataAtom != atom.Meta {
			continue
		}
		name := strings.ToLower(either(attr(n, "property"), attr(n, "name"), attr(n, "http-equiv")))
		if value := strings.TrimSpace(attr(n, "content")); name != "" && value != "" {
			m[name] = append(m[name], value)
		}
	}
	return m
}

// text is the first text of the first name that has one.
func (m metas) text(names ...string) string {
	for _, name := range names {
		if list := m[name]; len(list) > 0 {
			return list[0]
		}
	}
	return ""
}

// openGraph drafts the story that a page says it is; it has no link if the
// page says that it is something else.
func openGraph(root *html.Node) itemDraft {
	m := metasOf(root)
	if m.text("og:type") != "article" {
		return itemDraft{}
	}
	item := itemDraft{
		link:       either(m.text("og:url"), canonical(root)),
		title:      escaped(m.text("og:title", "twitter:title")),
		summary:    markup{html: escaped(m.text("og:description", "description"))},
		published:  claims(m.text("article:published_time", "og:article:published_time", "article:published")),
		updated:    claims(m.text("article:modified_time", "og:updated_time", "article:modified")),
		categories: append(m["article:section"], m["article:tag"]...),
		language:   m.text("og:locale"),
	}
	width, _ := strconv.Atoi(m.text("og:image:width"))
	height, _ := strconv.Atoi(m.text("og:image:height"))
	item.images = pictures(digest.Image{
		URL: m.text("og:image:secure_url", "og:image", "og:image:url", "twitter:image"), Alt: escaped(m.text("og:image:alt")),
		Width: max(width, 0), Height: max(height, 0),
	})
	for _, name := range append(m["author"], m["article:author"]...) {
		if parsed(name) == nil { // else the address of a profile
			item.authors = merge(item.authors, person(html.EscapeString(name)))
		}
	}
	return item
}

// canonical is the address that a page gives as its own.
func canonical(root *html.Node) string {
	for n := range root.Descendants() {
		if n.DataAtom == atom.Link && hasWord(attr(n, "rel"), "canonical") {
			return attr(n, "href")
		}
	}
	return ""
}

// hasWord says whether one of the words of a text is this, in any case.
func hasWord(text, word string) bool {
	for each := range strings.FieldsSeq(text) {
		if strings.EqualFold(each, word) {
			return true
		}
	}
	return false
}
