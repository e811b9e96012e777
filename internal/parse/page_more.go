package parse

import (
	"cmp"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"broadsheet/digest"
)

// A front page is seldom one list: leads, a row of cards and a river have
// elements of their own. What resembles the best list is read with it. On other
// pages that is only what stands before that list and is filed in the same folders:
// behind it and above it stand other rubrics, and news beside editorials.

const (
	// mostLists is how many lists are read as one.
	mostLists = 8
	// likeness is how good a list must be, by its average, beside the best one.
	likeness = 0.65
)

// with is the best list and those that resemble it and have other stories.
func (f *finder) with(best *group, list []*group) []*group {
	chosen := []*group{best}
	keys, nodes := map[string]bool{}, map[*html.Node]bool{}
	take := func(g *group) {
		for _, item := range g.items {
			keys[item.link.key], nodes[item.node] = true, true
		}
	}
	take(best)
	slices.SortStableFunc(list, func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.level, a.level))
	})
	for _, g := range slices.Concat(list, f.leads()) {
		if len(chosen) < mostLists && g.area == best.area && g.average() >= likeness*best.average() &&
			(f.front || f.isBefore(g, best) && g.isFiledWith(best)) && g.isOfOthers(keys, nodes) {
			chosen = append(chosen, g)
			take(g)
		}
	}
	return chosen
}

var frontPath = regexp.MustCompile(`^/?(?:[a-z]{2}(?:-[a-z]{2})?|home|(?:[a-z]{2}/)?index\.[a-z]{3,5})?/?$`)

// isFront says that an address is that of a site's front page.
func isFront(address *url.URL) bool {
	return address != nil && address.RawQuery == "" && frontPath.MatchString(strings.ToLower(address.Path))
}

// isBefore says that the stories of a list stand before those of another.
func (f *finder) isBefore(g, other *group) bool {
	return slices.Index(f.links, g.items[len(g.items)-1].link) < slices.Index(f.links, other.items[0].link)
}

// isFiledWith says that the addresses of a list begin with the same folders as
// those of another.
func (g *group) isFiledWith(other *group) bool {
	folders := map[string]bool{}
	for _, item := range other.items {
		folders[folder(item.link.key)] = true
	}
	return !slices.ContainsFunc(g.items, func(c candidate) bool { return !folders[folder(c.link.key)] })
}

// folder is a key's host with the first folder of its path, if it is in one.
func folder(key string) string {
	host, path, _ := strings.Cut(key, "/")
	if first, _, found := strings.Cut(path, "/"); found {
		host += "/" + first
	}
	return host
}

// average is how good the items of a group are.
func (g *group) average() float64 {
	return g.score / math.Pow(float64(len(g.items)), listGrowth) / g.area.weight()
}

// isOfOthers says that a list has none of these stories, nor stands in or around
// one of these elements, and that each of its own has a heading.
func (g *group) isOfOthers(keys map[string]bool, nodes map[*html.Node]bool) bool {
	return !slices.ContainsFunc(g.items, func(c candidate) bool {
		return !c.link.heading || c.link.merit < leastMerit || keys[c.link.key] || holds(c.node, nodes)
	})
}

// leads are the stories that stand alone, each in the largest element that has
// no other.
func (f *finder) leads() []*group {
	var list []*group
	for _, h := range f.links {
		node := h.node
		for level := 0; level < heightLimit && mayBeItem(node.Parent) && f.facts[node.Parent].heads == f.facts[node].heads; level++ {
			node = node.Parent
		}
		if !isIn(h.title, node) {
			continue
		}
		c := candidate{node: node, link: h}
		g := &group{items: []candidate{c}, area: f.area(node)}
		g.score = f.merit(c) * g.area.weight()
		list = append(list, g)
	}
	return list
}

// together writes the selectors of several lists as those of one. Left out is a
// list that the others' selectors find, one that has no selector of its own, and
// one whose headlines are found in another way than those of the first.
func (f *finder) together(lists []*group) digest.Selectors {
	s := f.selectors(lists[0])
	item := s.Item
	for _, g := range lists[1:] {
		wanted := map[*html.Node]bool{}
		for _, c := range g.items {
			wanted[c.node] = true
		}
		isFound := slices.ContainsFunc(f.matches(item), func(n *html.Node) bool { return wanted[n] })
		if own := f.itemSelector(g); !isFound && f.titleSelector(g) == s.Title && f.findsOnly(own, wanted) {
			item += ", " + own
		}
	}
	if item != s.Item {
		s.Item = item
		f.fields(&s)
	}
	return s
}
