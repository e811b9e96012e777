package parse

import (
	"cmp"
	"hash/fnv"
	"math"
	"strings"

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

// best are the lists of stories: the group that most resembles one, and those
// that resemble that; none if none does. navigation says that there were others,
// but only in menus and the like.
func (f *finder) best() (lists []*group, navigation bool) {
	var best *group
	for _, g := range f.groups() {
		f.judge(g)
		if len(g.items) < leastItems || g.mixed*4 > len(g.items) {
			continue
		}
		if g.area == menu || g.average() < leastMerit {
			navigation = true
			continue
		}
		lists = append(lists, g)
		if best == nil || cmp.Or(cmp.Compare(g.score, best.score), cmp.Compare(g.level, best.level)) > 0 {
			best = g
		}
	}
	if best == nil {
		return nil, navigation
	}
	return f.with(best, lists), navigation
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
				step += "." + strings.Join(f.steady(c), ".")
			}
			path = step + ">" + path
			if !isIn(h.title, c) {
				continue // an item has its headline
			}
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

// isIn says that a node is an element or in it.
func isIn(n, element *html.Node) bool {
	for ; n != nil && n != element; n = n.Parent {
	}
	return n != nil
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
	known, titles := map[string]bool{}, map[string]bool{}
	sum := 0.0
	all := g.items
	g.items = nil
	for _, c := range all {
		switch {
		case c.mixed:
			g.mixed++
		case !known[c.link.key]:
			known[c.link.key], titles[c.link.text] = true, true
			g.items = append(g.items, c)
			sum += f.merit(c)
		}
	}
	if len(titles) < leastItems || len(titles)*2 < len(g.items) { // "Share", "Share", "Share"
		g.items = nil
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
	if !f.front && c.link.merit >= leastMerit && strings.HasPrefix(c.link.key, f.self+"/") {
		merit *= 3 // filed under the page itself
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
	_, _ = hash.Write([]byte(strings.Join(f.steady(n), " ")))
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
