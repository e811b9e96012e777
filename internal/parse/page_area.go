package parse

import (
	"regexp"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// area is what part of a page an element is in.
type area byte

// The areas.
const (
	unknownArea area = iota
	plainArea
	centre // main, or what is called so
	margin // aside: most read, related
	menu   // navigation, header, footer, tags
)

func (a area) weight() float64 {
	switch a {
	case centre:
		return 1.3
	case margin:
		return 0.3
	case menu:
		return 0.05
	}
	return 1
}

// area is that of the nearest element around that says so; nothing within a
// menu or a margin is in the centre.
func (f *finder) area(n *html.Node) area {
	if n == nil || n.Type != html.ElementNode || n.DataAtom == atom.Body {
		return plainArea
	}
	if known := f.areas[n]; known != unknownArea {
		return known
	}
	around := f.area(n.Parent)
	own := max(around, f.ownArea(n))
	if n.DataAtom == atom.Header && around == plainArea {
		own = menu
	}
	f.areas[n] = own
	return own
}

func (f *finder) ownArea(n *html.Node) area {
	switch role := attr(n, "role"); {
	case n.DataAtom == atom.Nav, n.DataAtom == atom.Footer && f.area(n.Parent) != centre,
		role == "navigation", role == "contentinfo", role == "banner", role == "search", role == "menu", role == "dialog":
		return menu
	case n.DataAtom == atom.Aside, role == "complementary":
		return margin
	case n.DataAtom == atom.Main, role == "main", role == "feed":
		return centre
	}
	return f.namedArea(n)
}

// areaWords are the words in classes and ids by which designers name areas.
var areaWords = map[string]area{
	"main": centre, "content": centre, "stories": centre, "articles": centre, "river": centre, "stream": centre, "latest": centre,
	"listing": centre, "posts": centre, "headlines": centre,
	"sidebar": margin, "aside": margin, "related": margin, "popular": margin, "trending": margin, "recommended": margin,
	"recommendations": margin, "sponsored": margin, "advertisement": margin, "outbrain": margin,
	"taboola": margin, "trc": margin, "mostread": margin, "mostviewed": margin, "mostpopular": margin, "most": margin, "ticker": margin, "meistgelesen": margin,
	"nav": menu, "navbar": menu, "navigation": menu, "menu": menu, "submenu": menu, "dropdown": menu, "footer": menu, "breadcrumb": menu, "breadcrumbs": menu,
	"tags": menu, "tagcloud": menu, "cookie": menu, "consent": menu, "pagination": menu, "pager": menu, "social": menu, "share": menu,
	"comments": menu, "masthead": menu, "topbar": menu, "offcanvas": menu, "newsletter": menu,
}

// namedArea goes by class and id. A name that most of the page's stories are
// under ("with-sidebar") is no area's.
func (f *finder) namedArea(n *html.Node) area {
	found := plainArea
	for _, word := range wordsIn(attr(n, "class") + " " + attr(n, "id")) {
		found = max(found, areaWords[word])
	}
	if found > centre && f.facts[n].heads*10 > len(f.links)*6 {
		return plainArea
	}
	return found
}

var asideHeading = regexp.MustCompile(`(?i)^(?:the )?(?:most (?:read|viewed|popular|shared|commented)|trending|popular|related|` +
	`recommended|you (?:may|might) (?:also )?like|read also|also read|don.t miss|meistgelesen|les plus lus|` +
	`(?:lo )?m[áa]s (?:le[íi]d[oa]s?|visto)|(?:i )?pi[ùu] letti|mais lidas|самое (?:читаемое|популярное)|الأكثر قراءة|مقبول ترین)`)

// isAside says that the nearest heading above a list names it as one that
// repeats what stands elsewhere.
func (f *finder) isAside(item *html.Node) bool {
	n := item
	for range 3 {
		for before := n.PrevSibling; before != nil; before = before.PrevSibling {
			if before.Type == html.ElementNode && f.facts[before].heads == 0 && f.facts[before].runes > 0 {
				return asideHeading.MatchString(prose{before}.opening(80))
			}
		}
		if n = n.Parent; n == nil || n.DataAtom == atom.Body {
			return false
		}
	}
	return false
}
