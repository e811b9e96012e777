package parse

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

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

// canvass has an element and those in it vote. Headlines do not, but what is in
// them comes before others of its kind.
func (f *finder) canvass(b *ballot, met map[string]bool, n *html.Node) {
	if n.Type != html.ElementNode {
		return
	}
	if isHeading(n) || f.titled[n] {
		for d := range n.Descendants() {
			if d.Type == html.ElementNode && len(met) <= kindLimit {
				met[f.kind(d)] = true
			}
		}
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
	if classes := f.steady(n); len(classes) > 0 {
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

// kindLimit is how many kinds of element an item may have.
const kindLimit = 100

func (f *finder) vote(b *ballot, met map[string]bool, n *html.Node) {
	kind := f.kind(n)
	if met[kind] || len(met) > kindLimit {
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
	case known.dates == 1 && known.runes <= 60 && (f.isTime(n) || f.isDay(textOf(n))):
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
	if known.runes < teaserRunes || known.heads > 0 || n.DataAtom == atom.A || known.linked*2 > known.runes && !isLinked(n) && !f.retells(n) {
		return false
	}
	own := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			own += utf8.RuneCountInString(strings.TrimSpace(c.Data))
		case f.retold[c]:
			own += f.facts[c].runes
		case f.facts[c].runes >= teaserRunes && isBlock(c.DataAtom):
			return false
		}
	}
	return (own*2 >= teaserRunes || n.DataAtom == atom.P) && !f.isHeadline(prose{n}.opening(600))
}

// retells says that an element has one of the links that tell a story in other
// words than its headline.
func (f *finder) retells(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if f.retold[c] {
			return true
		}
	}
	return false
}

// isHeadline says that a text is one of the page's headlines over again.
func (f *finder) isHeadline(text string) bool {
	if f.headlines == nil {
		f.headlines = map[string]bool{}
		for _, h := range f.links {
			f.headlines[h.text] = true
		}
	}
	return f.headlines[text]
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
