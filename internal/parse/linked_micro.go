package parse

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"broadsheet/digest"
)

// microdata drafts the story of an element that has an itemtype.
func microdata(scope *html.Node) itemDraft {
	item := itemDraft{schema: articleType(strings.Fields(attr(scope, "itemtype"))...), link: attr(scope, "itemid")}
	for c := scope.FirstChild; c != nil; c = c.NextSibling {
		item.properties(c)
	}
	return item
}

// properties reads an element and those in it. What is in a scope of its own
// belongs to that.
func (i *itemDraft) properties(n *html.Node) {
	if n.Type != html.ElementNode {
		return
	}
	for name := range strings.FieldsSeq(attr(n, "itemprop")) {
		i.property(name, n)
	}
	if hasAttr(n, "itemscope") {
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		i.properties(c)
	}
}

func (i *itemDraft) property(name string, n *html.Node) {
	value := propertyValue(n)
	switch name {
	case "url", "mainEntityOfPage":
		i.link = either(i.link, value, attr(n, "itemid"))
	case "headline", "name":
		i.title = either(i.title, escaped(value))
	case "description":
		i.summary.html = either(i.summary.html, escaped(value))
	case "datePublished", "dateCreated":
		i.published = append(i.published, claims(value)...)
	case "dateModified":
		i.updated = append(i.updated, claims(value)...)
	case "articleSection":
		i.categories = append(i.categories, value)
	case "inLanguage":
		i.language = either(i.language, value)
	case "author", "creator":
		if named := firstProperty(n, "name"); named != nil {
			value = propertyValue(named)
		}
		i.authors = merge(i.authors, person(html.EscapeString(value)))
	case "image", "thumbnailUrl":
		if address := firstProperty(n, "url"); address != nil {
			value = propertyValue(address)
		}
		i.images = append(i.images, pictures(digest.Image{URL: value, Alt: html.EscapeString(attr(n, "alt"))})...)
	}
}

// firstProperty is the first element in a scope with a property of a name.
func firstProperty(scope *html.Node, name string) *html.Node {
	for n := range scope.Descendants() {
		if hasWord(attr(n, "itemprop"), name) {
			return n
		}
	}
	return nil
}

// propertyValue is the value of an element with a property (HTML, §5.2.4).
func propertyValue(n *html.Node) string {
	switch n.DataAtom {
	case atom.A, atom.Link, atom.Area:
		if href := attr(n, "href"); href != "" && !hasWord(attr(n, "itemprop"), "headline") && !hasWord(attr(n, "itemprop"), "name") {
			return href
		}
	case atom.Img, atom.Source, atom.Video, atom.Audio, atom.Iframe:
		return attr(n, "src")
	case atom.Time:
		if when := attr(n, "datetime"); when != "" {
			return when
		}
	}
	return either(attr(n, "content"), prose{n}.opening(2000))
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}
