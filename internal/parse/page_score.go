package parse

import (
	"cmp"
	"hash/fnv"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// group is what may be a list of stories: elements that stand in like places
// and hold a link in the same place each.
type group struct {
	items []candidate
	mixed int // elements that hold several stories
	level int // how far the elements are above their links
	score float64
	area  area
}

// candidate is an element that may be an item.
type candidate struct {
	node  *html.Node
	link  *headlink
	mixed bool
}

// leastItems is how many make a list, leastMerit how good they must be on the
// average: better than labels of a menu are.
const (
	leastItems = 3
	leastMerit = 0.75
)

// groupKey is a place in a page.
type groupKey struct {
	container uint64 // the place of the container
	path      string // from the item's element down to the link
}

// best is the group that most resembles a list of stories; nil if none does.
// navigation says that there were others, but only in menus and the like.
func (f *finder) best() (best *group, navigation bool) {
	for _, g := range f.groups() {
		f.judge(g)
		if len(g.items) < leastItems || g.mixed*4 > len(g.items) {
			continue
		}
		merit := g.score / math.Pow(float64(len(g.items)), listGrowth) / g.area.weight()
		if g.area == menu || merit < leastMerit {
			navigation = true
			continue
		}
		if best == nil || cmp.Or(cmp.Compare(g.score, best.score), cmp.Compare(g.level, best.level)) > 0 {
			best = g
		}
	}
	return best, navigation
}

// groups are all there are, in the order of their first links.
func (f *finder) groups() []*group {
	var list []*group
	known := map[groupKey]*group{}
	for _, h := range f.links {
		path := ""
		for c, level := h.node, 0; level <= heightLimit && c.Parent != nil && mayBeItem(c); c, level = c.Parent, level+1 {
			step := c.Data
			if level < 2 { // deeper inside, classes part headlines from other links
				step += "." + strings.Join(steady(c), ".")
			}
			path = step + ">" + path
			key := groupKey{f.sign(c.Parent), path}
			g := known[key]
			if g == nil {
				g = &group{level: level, area: f.area(c.Parent)}
				known[key] = g
				list = append(list, g)
			}
			g.put(c, h)
		}
	}
	return list
}

// put adds a link. Those of one element come one after the other.
func (g *group) put(c *html.Node, h *headlink) {
	if n := len(g.items); n > 0 && g.items[n-1].node == c {
		last := &g.items[n-1]
		last.mixed = last.mixed || last.link.key != h.key
		return
	}
	g.items = append(g.items, candidate{node: c, link: h})
}

func mayBeItem(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Body, atom.Html, atom.Main, atom.Nav, atom.Aside, atom.Footer, atom.Tbody, atom.Form:
		return false
	}
	return n.Type == html.ElementNode
}

// listGrowth is how the worth of a list grows with its length.
const listGrowth = 0.7

// judge leaves out of a group what is no item of its own, and scores the rest.
func (f *finder) judge(g *group) {
	known := map[string]bool{}
	sum := 0.0
	all := g.items
	g.items = nil
	for _, c := range all {
		switch {
		case c.mixed:
			g.mixed++
		case !known[c.link.key]:
			known[c.link.key] = true
			g.items = append(g.items, c)
			sum += f.merit(c)
		}
	}
	if len(g.items) < leastItems {
		return
	}
	if g.area == plainArea && f.isAside(g.items[0].node) {
		g.area = margin
	}
	count := float64(len(g.items))
	g.score = sum / count * math.Pow(count, listGrowth) * g.area.weight()
}

// merit is how much an element resembles a story in a list.
func (f *finder) merit(c candidate) float64 {
	var all facts
	for _, n := range bodyOf(c.node) {
		all.add(f.facts[n])
	}
	merit := c.link.merit
	if c.link.heading {
		merit += 0.5
	}
	if all.dates > 0 {
		merit += 0.5
	}
	if all.runes-all.linked >= 50 || all.linked >= 160 {
		merit += 0.4 // a teaser
	}
	if all.images > 0 {
		merit += 0.2
	}
	if c.node.DataAtom == atom.Article {
		merit += 0.2
	}
	if all.heads > 3 {
		merit *= 3 / float64(all.heads) // a section rather than a story
	}
	return merit
}

// bodyOf is an item's element with what belongs to it: the descriptions that
// follow a term.
func bodyOf(n *html.Node) []*html.Node {
	body := []*html.Node{n}
	if n.DataAtom != atom.Dt {
		return body
	}
	for d := n.NextSibling; d != nil && d.DataAtom != atom.Dt; d = d.NextSibling {
		if d.DataAtom == atom.Dd {
			body = append(body, d)
		}
	}
	return body
}

// sign names the place of a container: the tags around it, its own classes and
// the area that it is in. Cousins have the same.
func (f *finder) sign(n *html.Node) uint64 {
	hash := fnv.New64a()
	var place [9]byte
	around := f.tags(n)
	for i := range 8 {
		place[i] = byte(around >> (8 * i))
	}
	place[8] = byte(f.area(n))
	_, _ = hash.Write(place[:]) // a hash never fails
	_, _ = hash.Write([]byte(strings.Join(steady(n), " ")))
	return hash.Sum64()
}

// tags is a hash of the names of an element and those around it.
func (f *finder) tags(n *html.Node) uint64 {
	if n == nil {
		return 0
	}
	if known, ok := f.signs[n]; ok {
		return known
	}
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(n.Data))
	sum := hash.Sum64() ^ f.tags(n.Parent)*1099511628211
	f.signs[n] = sum
	return sum
}

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
	"taboola": margin, "mostread": margin, "mostviewed": margin, "mostpopular": margin, "most": margin, "ticker": margin, "meistgelesen": margin,
	"nav": menu, "navbar": menu, "navigation": menu, "menu": menu, "submenu": menu, "footer": menu, "breadcrumb": menu, "breadcrumbs": menu,
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

// classesOf are an element's classes, each once.
func classesOf(n *html.Node) []string {
	var list []string
	for class := range strings.FieldsSeq(attr(n, "class")) {
		if len(list) < 16 && !slices.Contains(list, class) {
			list = append(list, class)
		}
	}
	return list
}

var passing = regexp.MustCompile(`(?i)^(?:first|last|odd|even|alt|active|current|selected|sticky|clearfix|lazy\S*|js-\S*|` +
	`(?:is|has|category|tag|status|format|type|post|author)[-_]\S*)$|[^\w-]|^-|--|\d`)

// steady are the classes that an element has in common with its neighbours:
// not the ones of a state, a place in the list, a category or a build.
func steady(n *html.Node) []string {
	return slices.DeleteFunc(classesOf(n), passing.MatchString)
}

// wordsIn splits names as designers write them: main-nav, main_nav, mainNav.
func wordsIn(names string) []string {
	var b strings.Builder
	lower := false
	for _, r := range names[:min(len(names), 400)] {
		if unicode.IsUpper(r) && lower {
			b.WriteByte(' ')
		}
		lower = unicode.IsLower(r)
		if unicode.IsLetter(r) {
			b.WriteRune(unicode.ToLower(r))
		} else {
			b.WriteByte(' ')
		}
	}
	return strings.Fields(b.String())
}
