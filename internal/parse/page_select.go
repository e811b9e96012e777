package parse

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"broadsheet/digest"
)

// selectors writes a group as an operator would.
func (f *finder) selectors(g *group) digest.Selectors {
	s := digest.Selectors{Item: f.itemSelector(g)}
	items := f.matches(s.Item)
	s.Title = f.titleSelector(g)
	votes := f.poll(items)
	s.Published = votes.winner(publishedRole, len(items))
	s.Summary = votes.winner(summaryRole, len(items))
	s.Author = votes.winner(authorRole, len(items))
	if slices.ContainsFunc(items, func(n *html.Node) bool { return f.facts[n].images > 0 }) {
		s.Image = "img"
	}
	return s
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

// findsOnly says that a selector finds what is wanted, and besides at most
// elements that hold a story of their own outside menus and margins.
func (f *finder) findsOnly(selector string, wanted map[*html.Node]bool) bool {
	found := 0
	for _, n := range f.matches(selector) {
		switch {
		case wanted[n]:
			found++
		case f.facts[n].heads == 0, f.facts[n].heads > 3, f.area(n.Parent) >= margin, holds(n, wanted):
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
	classes := steady(first)
	single := true
	for _, n := range nodes[1:] {
		if n.Data != first.Data {
			return ""
		}
		if n != first {
			single = false
			own := steady(n)
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

// titleSelector is empty where the picker finds the titles by itself.
func (f *finder) titleSelector(g *group) string {
	byDefault := func(n *html.Node) *html.Node { return firstTitle(selection(n)).Get(0) }
	if g.agree(byDefault) {
		return ""
	}
	var titles []*html.Node
	for _, item := range g.items {
		if item.link.title == item.node {
			return "" // an item that is its own title
		}
		titles = append(titles, item.link.title)
	}
	selector := f.shared(titles)
	for range heightLimit {
		if compiled, err := cascadia.Compile(selector); err == nil {
			if g.agree(func(n *html.Node) *html.Node { return cascadia.Query(n, compiled) }) {
				return selector
			}
		}
		for i, n := range titles {
			if titles[i] = n.Parent; titles[i] == nil || titles[i] == g.items[i].node {
				return selector
			}
		}
		selector = f.shared(titles) + " > " + selector
	}
	return selector
}

// agree says that what is found in each item belongs to the item's headline.
func (g *group) agree(find func(*html.Node) *html.Node) bool {
	for _, item := range g.items {
		n := find(item.node)
		if n == nil {
			return false
		}
		if n != item.link.title && n != item.link.node && n != item.link.title.Parent {
			return false
		}
	}
	return true
}

// A role is what an element in an item may be besides its title.
type role int

const (
	publishedRole role = iota
	summaryRole
	authorRole
	roles
)

// ballot counts, for each role, in how many items the first element of a kind
// plays it. kinds are in the order in which they were met.
type ballot struct {
	kinds []string
	votes map[string]*[roles]int
}

// winner is the kind of element that most often plays a role; empty if it does
// so by chance only.
func (b *ballot) winner(r role, items int) string {
	best, most := "", max(1, items/5)
	for _, kind := range b.kinds {
		if votes := b.votes[kind][r]; votes > most {
			best, most = kind, votes
		}
	}
	return best
}

// poll lets the elements of the items vote.
func (f *finder) poll(items []*html.Node) *ballot {
	b := &ballot{votes: map[string]*[roles]int{}}
	for _, item := range items {
		met := map[string]bool{}
		for _, n := range bodyOf(item) {
			if n != item {
				f.vote(b, met, n)
			}
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				f.canvass(b, met, c)
			}
		}
	}
	return b
}

// canvass has an element and those in it vote. Headlines do not.
func (f *finder) canvass(b *ballot, met map[string]bool, n *html.Node) {
	if n.Type != html.ElementNode || isHeading(n) || f.titled[n] {
		return
	}
	f.vote(b, met, n)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		f.canvass(b, met, c)
	}
}

// kind is the selector of an element within an item. Without a class it says
// which one of its sort it is among its siblings.
func (f *finder) kind(n *html.Node) string {
	if classes := steady(n); len(classes) > 0 {
		return f.simple(n, classes)
	}
	kind, combinator := n.Data, " + "
	for before := n.PrevSibling; before != nil && len(kind) < 40; before = before.PrevSibling {
		switch {
		case before.Type != html.ElementNode:
		case before.DataAtom == n.DataAtom:
			kind += combinator + n.Data
		case n.DataAtom == atom.Dd:
			return kind // of another term
		default:
			combinator = " ~ "
		}
	}
	return kind
}

func (f *finder) vote(b *ballot, met map[string]bool, n *html.Node) {
	kind := f.kind(n)
	if met[kind] || len(met) > 100 {
		return
	}
	met[kind] = true
	votes := b.votes[kind]
	if votes == nil {
		votes = &[roles]int{}
		b.votes[kind] = votes
		b.kinds = append(b.kinds, kind)
	}
	known := f.facts[n]
	switch {
	case known.dates == 1 && known.runes <= 60 && (isTime(n) || isDay(textOf(n))):
		votes[publishedRole]++
	case isByline(n) && known.runes > 1 && known.runes <= 60:
		votes[authorRole]++
	case f.isTeaser(n):
		votes[summaryRole]++
	}
}

var byline = regexp.MustCompile(`(?i)(?:^|[^a-z])(?:author|byline|by-line|writer|columnist)s?(?:$|[^a-z])`)

// isByline says that an element is called an author's.
func isByline(n *html.Node) bool {
	return byline.MatchString(attr(n, "class")) || attr(n, "rel") == "author" || attr(n, "itemprop") == "author"
}

// teaserRunes is how long a teaser is at least.
const teaserRunes = 40

// isTeaser says that an element holds a teaser and no more: no headline, and
// no element that is one itself.
func (f *finder) isTeaser(n *html.Node) bool {
	known := f.facts[n]
	if known.runes < teaserRunes || known.heads > 0 || n.DataAtom == atom.A || known.linked*2 > known.runes && !isLinked(n) {
		return false
	}
	own := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			own += utf8.RuneCountInString(strings.TrimSpace(c.Data))
		case f.facts[c].runes >= teaserRunes && isBlock(c.DataAtom):
			return false
		}
	}
	return own*2 >= teaserRunes || n.DataAtom == atom.P
}

// isLinked says that an element is in a link, as in a card that is one.
func isLinked(n *html.Node) bool {
	for a := range n.Ancestors() {
		if a.DataAtom == atom.A {
			return true
		}
	}
	return false
}
