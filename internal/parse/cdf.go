package parse

import (
	"html"
	"strings"
)

// A channel of 1997 (Channel Definition Format) says in attributes what RSS
// says in elements; it is written as RSS.

// isCDF says that a channel without a document around it is such a one.
func isCDF(list []attribute) bool {
	return fieldOf(list, "href") != "" || fieldOf(list, "lastmod") != "" || fieldOf(list, "base") != ""
}

// fieldOf is the value of an attribute, whichever case its name is in.
func fieldOf(list []attribute, name string) string {
	for _, a := range list {
		if strings.EqualFold(string(a.name), name) {
			return html.UnescapeString(string(a.value))
		}
	}
	return ""
}

// cdf writes an element of such a channel that has no content of its own, and
// says whether it was one.
func (r *repairer) cdf(t token, name string) bool {
	value, href := fieldOf(r.attrs, "value"), fieldOf(r.attrs, "href")
	switch {
	case t.kind == emptyTag && name == "title":
		r.field("title", value)
	case t.kind == emptyTag && name == "abstract":
		r.field("description", value)
	case t.kind == emptyTag && name == "logo":
		r.out = append(r.out, "<image>"...)
		r.field("url", href)
		r.out = append(r.out, "</image>"...)
	case t.kind == emptyTag && name == "a":
		r.field("link", href)
	default:
		return false
	}
	return true
}

// cdfFields writes what the attributes of a channel or an item say, once it is
// open.
func (r *repairer) cdfFields() {
	r.field("link", fieldOf(r.attrs, "href"))
	r.field("atom:updated", fieldOf(r.attrs, "lastmod"))
}

// field writes an element of text, if there is any.
func (r *repairer) field(name, text string) {
	if text == "" {
		return
	}
	r.out = append(append(append(r.out, '<'), name...), '>')
	r.out = append(r.out, html.EscapeString(text)...)
	r.out = append(append(append(r.out, '<', '/'), name...), '>')
}
