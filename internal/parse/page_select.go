package parse

import (
	"slices"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"broadsheet/digest"
)

// selectors writes a group as an operator would.
func (f *finder) selectors(g *group) digest.Selectors {
	s := digest.Selectors{Item: f.itemSelector(g), Title: f.titleSelector(g)}
	f.fields(&s)
	return s
}

// fields finds in the items what they have besides a headline.
func (f *finder) fields(s *digest.Selectors) {
	items := f.matches(s.Item)
	votes := f.poll(items)
	s.Published = votes.winner(publishedRole, len(items))
	s.Summary = votes.winner(summaryRole, len(items))
	s.Author = votes.winner(authorRole, len(items))
	if slices.ContainsFunc(items, func(n *html.Node) bool { return f.facts[n].images > 0 }) {
		s.Image = "img"
	}
}

// matches is what a selector of ours finds.
func (f *finder) matches(selector string) []*html.Node {
	compiled, err := cascadia.Compile(selector)
	if err != nil {
		return nil
	}
	return cascadia.QueryAll(f.root, compiled)
}

// itemSelector is the shortest that finds the group's items and nothing else
// but other stories: first by tag and class, then by what is around them.
func (f *finder) itemSelector(g *group) string {
	nodes := make([]*html.Node, len(g.items))
	for i, item := range g.items {
		nodes[i] = item.node
	}
	wanted := map[*html.Node]bool{}
	for _, n := range nodes {
		wanted[n] = true
	}
	selector := f.shared(nodes)
	named := strings.Contains(selector, ".") || selector == "article"
	if named {
		if within := f.within(selector, wanted); within != "" {
			return within
		}
	}
	for range 4 {
		if named && f.findsOnly(selector, wanted) {
			return selector
		}
		for i, n := range nodes {
			if nodes[i] = n.Parent; nodes[i] == nil || nodes[i].DataAtom == atom.Html {
				return selector
			}
		}
		around := f.shared(nodes)
		if around == "" { // several kinds of element
			around = "*"
		}
		selector = around + " > " + selector
		named = named || strings.ContainsAny(around, ".#")
	}
	return selector
}

// within is a selector with, where it finds too much, the smallest part of the
// page that has all the stories before it; empty if there is no such part.
func (f *finder) within(selector string, wanted map[*html.Node]bool) string {
	all := f.matches(selector)
	if len(all) > itemLimit {
		return ""
	}
	var part *html.Node
	stories := map[*html.Node]bool{}
	for _, n := range all {
		if wanted[n] || f.isStory(n, wanted) {
			stories[n] = true
			part = common(part, n)
		}
	}
	if f.areAll(all, stories) {
		return selector
	}
	for range heightLimit {
		if part == nil || part.DataAtom == atom.Body || part.Type != html.ElementNode {
			break
		}
		narrow := f.shared([]*html.Node{part}) + " " + selector
		if f.areAll(f.matches(narrow), stories) {
			return narrow
		}
		part = part.Parent
	}
	return ""
}

// areAll says that what was found is the stories, all of them, and at most
// blanks besides: elements without a text that leads anywhere.
func (f *finder) areAll(found []*html.Node, stories map[*html.Node]bool) bool {
	count := 0
	for _, n := range found {
		switch {
		case stories[n]:
			count++
		case f.facts[n].linked > 0:
			return false
		}
	}
	return count == len(stories)
}

// common is the nearest element that both are in; a nil one is in any.
func common(a, b *html.Node) *html.Node {
	if a == nil {
		return b.Parent
	}
	around := slices.Collect(b.Ancestors())
	for ; a != nil; a = a.Parent {
		if slices.Contains(around, a) {
			return a
		}
	}
	return nil
}

// isStory says of an element that is like the wanted that it holds a story of
// its own outside menus and margins.
func (f *finder) isStory(n *html.Node, wanted map[*html.Node]bool) bool {
	heads := f.facts[n].heads
	return heads > 0 && heads <= 3 && f.area(n.Parent) < margin && !holds(n, wanted)
}

// findsOnly says that a selector finds what is wanted, and besides at most
// other stories.
func (f *finder) findsOnly(selector string, wanted map[*html.Node]bool) bool {
	found := 0
	for _, n := range f.matches(selector) {
		switch {
		case wanted[n]:
			found++
		case !f.isStory(n, wanted):
			return false
		}
	}
	return found == len(wanted)
}

// holds says that one of the elements is in n or around it.
func holds(n *html.Node, wanted map[*html.Node]bool) bool {
	for d := range n.Descendants() {
		if wanted[d] {
			return true
		}
	}
	for a := range n.Ancestors() {
		if wanted[a] {
			return true
		}
	}
	return false
}

// shared is the selector of what elements have in common: the tag with their
// rarest class, or the id if it is one element. It is empty if the tags differ.
func (f *finder) shared(nodes []*html.Node) string {
	first := nodes[0]
	classes := slices.Clone(f.steady(first))
	single := true
	for _, n := range nodes[1:] {
		if n.Data != first.Data {
			return ""
		}
		if n != first {
			single = false
			own := f.steady(n)
			classes = slices.DeleteFunc(classes, func(c string) bool { return !slices.Contains(own, c) })
		}
	}
	if id := attr(first, "id"); single && id != "" && !passing.MatchString(id) {
		return first.Data + "#" + id
	}
	return f.simple(first, classes)
}

// simple is a tag with the rarest of some classes.
func (f *finder) simple(n *html.Node, classes []string) string {
	if len(classes) == 0 {
		return n.Data
	}
	return n.Data + "." + slices.MinFunc(classes, func(a, b string) int { return f.classes[a] - f.classes[b] })
}

// titleSelector is the one that finds the most headlines; empty where the
// picker finds as many by itself.
func (f *finder) titleSelector(g *group) string {
	best, most := "", g.agreeing(func(n *html.Node) *html.Node { return firstOf(firstTitle(selection(n))) })
	titles := make([]*html.Node, len(g.items))
	for i, item := range g.items {
		titles[i] = item.link.title
	}
	for path, level := "", 0; level < heightLimit && most < len(g.items); level++ {
		step := f.step(titles)
		if path = strings.TrimSuffix(step+" > "+path, " > "); path != "*" {
			if count := g.agreeing(query(path)); count > most {
				best, most = path, count
			}
		}
		for i, n := range titles {
			if n == g.items[i].node || n.Parent == nil || n.Parent == g.items[i].node {
				return best
			}
			titles[i] = n.Parent
		}
	}
	return best
}

// step is the selector of what elements have in common, or of their place
// among their siblings if it is that.
func (f *finder) step(nodes []*html.Node) string {
	shared := f.shared(nodes)
	if shared != nodes[0].Data {
		return either(shared, "*")
	}
	kind := f.kind(nodes[0])
	for _, n := range nodes[1:] {
		if f.kind(n) != kind {
			return shared
		}
	}
	return kind
}

// query finds by a selector of ours.
func query(selector string) func(*html.Node) *html.Node {
	compiled, err := cascadia.Compile(selector)
	if err != nil {
		return func(*html.Node) *html.Node { return nil }
	}
	return func(n *html.Node) *html.Node { return cascadia.Query(n, compiled) }
}

// agreeing counts the items whose headline is what is found in them.
func (g *group) agreeing(find func(*html.Node) *html.Node) int {
	count := 0
	for _, item := range g.items {
		n, h := find(item.node), item.link
		if n != nil && (n == h.title || isHeading(n) && h.title.Parent == n || prose{n}.opening(600) == h.text) {
			count++
		}
	}
	return count
}
