package parse

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"broadsheet/digest"
)

// node is an object of JSON-LD.
type node map[string]any

// graph is one script of JSON-LD, by the ids that its objects refer to one
// another with.
type graph map[string]node

// graphLimit is how deep JSON-LD is followed.
const graphLimit = 16

// readJSON reads a script of JSON-LD. One that is not JSON says nothing.
func (l *linked) readJSON(script *html.Node) {
	var text strings.Builder
	for c := script.FirstChild; c != nil; c = c.NextSibling {
		text.WriteString(c.Data)
	}
	decoder := json.NewDecoder(strings.NewReader(bare(text.String())))
	for {
		var value any
		if decoder.Decode(&value) != nil {
			return
		}
		g := graph{}
		g.index(value, graphLimit)
		g.visit(value, graphLimit, l)
	}
}

// bare is JSON without the wrappings of old browsers and with the line ends
// that publishers leave in strings made into spaces.
func bare(text string) string {
	text = strings.TrimSpace(text)
	for _, wrap := range [][2]string{{"<!--", "-->"}, {"//<![CDATA[", "//]]>"}, {"<![CDATA[", "]]>"}, {"/*<![CDATA[*/", "/*]]>*/"}} {
		if inside, ok := strings.CutPrefix(text, wrap[0]); ok {
			text = strings.TrimSpace(strings.TrimSuffix(inside, wrap[1]))
		}
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, strings.TrimSuffix(text, ";"))
}

// index notes the objects with an id that say something.
func (g graph) index(value any, depth int) {
	if depth == 0 {
		return
	}
	switch v := value.(type) {
	case []any:
		for _, each := range v {
			g.index(each, depth-1)
		}
	case map[string]any:
		if id, ok := v["@id"].(string); ok && len(v) > len(g[id]) {
			g[id] = v
		}
		g.index(v["@graph"], depth-1)
	}
}

// visit adds the stories of a value, in the order in which they are listed.
func (g graph) visit(value any, depth int, l *linked) {
	if depth == 0 {
		return
	}
	switch v := value.(type) {
	case []any:
		for _, each := range v {
			g.visit(each, depth-1, l)
		}
	case map[string]any:
		n := node(v)
		if kind := articleType(texts(v["@type"])...); kind != "" {
			l.add("schema.org "+kind, g.article(n, kind))
			return
		}
		if slices.Contains(texts(v["@type"]), "ListItem") {
			g.listed(n, depth-1, l)
			return
		}
		isMenu := slices.ContainsFunc(texts(v["@type"]), func(t string) bool { return t == "BreadcrumbList" || t == "SiteNavigationElement" })
		for _, name := range []string{"@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "hasPart", "blogPost", "blogPosts"} {
			if !isMenu && n[name] != nil {
				g.visit(n[name], depth-1, l)
			}
		}
	}
}

// listed adds the entry of an ItemList: a story, or no more than its address.
func (g graph) listed(n node, depth int, l *linked) {
	item, whole := n["item"].(map[string]any)
	if whole && articleType(texts(item["@type"])...) != "" {
		g.visit(item, depth, l)
		return
	}
	about := node(item)
	draft := itemDraft{
		link:  either(n.text("url"), about.text("url"), about.text("@id"), n.text("item")),
		title: escaped(either(n.text("name"), about.text("name"), about.text("headline"))),
	}
	l.add("schema.org ItemList", draft)
}

// article drafts a story.
func (g graph) article(n node, kind string) itemDraft {
	page := g.object(n["mainEntityOfPage"])
	item := itemDraft{
		schema:     kind,
		link:       either(n.text("url"), page.text("url"), page.text("@id"), n.text("mainEntityOfPage"), n.text("@id")),
		title:      escaped(either(n.text("headline"), n.text("name"), n.text("alternativeHeadline"))),
		summary:    markup{html: escaped(either(n.text("description"), n.text("abstract")))},
		published:  claims(either(n.text("datePublished"), n.text("dateCreated"))),
		updated:    claims(n.text("dateModified")),
		categories: texts(n["articleSection"]),
		language:   either(n.text("inLanguage"), g.object(n["inLanguage"]).text("alternateName")),
		images:     pictures(g.image(n["image"]), digest.Image{URL: n.text("thumbnailUrl")}),
	}
	for _, each := range values(n["author"], n["creator"]) {
		item.authors = merge(item.authors, g.person(each))
	}
	return item
}

// person is an author, by name or as an object.
func (g graph) person(value any) digest.Author {
	if name, ok := value.(string); ok {
		if known := g[name]; known == nil {
			return person(html.EscapeString(name))
		}
	}
	n := g.object(value)
	return digest.Author{
		Name:  headline(either(n.text("name"), fold(n.text("givenName")+" "+n.text("familyName"))), false),
		Email: strings.TrimPrefix(n.text("email"), "mailto:"),
		URL:   n.text("url"),
	}
}

// image is a picture, by address or as an object; of several the first.
func (g graph) image(value any) digest.Image {
	for _, each := range values(value) {
		if address, ok := each.(string); ok && g[address] == nil {
			return digest.Image{URL: address}
		}
		n := g.object(each)
		if address := either(n.text("url"), n.text("contentUrl"), n.text("@id")); address != "" {
			return digest.Image{URL: address, Alt: escaped(n.text("caption")), Width: n.size("width"), Height: n.size("height")}
		}
	}
	return digest.Image{}
}

// object is a value that is one, or the one that it refers to.
func (g graph) object(value any) node {
	if list, ok := value.([]any); ok && len(list) > 0 {
		value = list[0]
	}
	switch v := value.(type) {
	case string:
		return g[v]
	case map[string]any:
		if id, ok := v["@id"].(string); ok && len(g[id]) > len(v) {
			return g[id]
		}
		return v
	}
	return nil
}

// text is a property that is a text; of several the first.
func (n node) text(name string) string {
	if list := texts(n[name]); len(list) > 0 {
		return strings.TrimSpace(list[0])
	}
	return ""
}

// size is a property in pixels, 0 if it is none: 800, "800" or "800px".
func (n node) size(name string) int {
	if number, ok := n[name].(float64); ok && number >= 1 && number < 1e5 {
		return int(number)
	}
	number, err := strconv.Atoi(strings.TrimSuffix(n.text(name), "px"))
	if err != nil || number < 0 {
		return 0
	}
	return number
}

// values are those of properties, one or several.
func values(from ...any) []any {
	var list []any
	for _, value := range from {
		switch v := value.(type) {
		case nil:
		case []any:
			list = append(list, v...)
		default:
			list = append(list, v)
		}
	}
	return list
}

// texts are the values of a property that are texts, or are called by one.
func texts(value any) []string {
	var list []string
	for _, each := range values(value) {
		switch v := each.(type) {
		case string:
			list = append(list, v)
		case map[string]any:
			if text, ok := v["@value"].(string); ok {
				list = append(list, text)
			}
		}
	}
	return list
}
