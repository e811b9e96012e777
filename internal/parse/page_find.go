package parse

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A page without selectors is read by what repeats in it. The finder looks for
// links whose text reads like a headline, groups those that stand in the same
// place of a repeated element, and takes the group that most resembles a list
// of stories (page_score.go). What it took is written as selectors
// (page_select.go), and the page is then read by these: an operator who pins
// them gets the same items.

// facts are what is known of an element with all that is in it.
type facts struct {
	runes, linked int // of text, and of text in links
	dates, images int
	heads         int // headlinks
}

func (f *facts) add(g facts) {
	f.runes, f.linked = f.runes+g.runes, f.linked+g.linked
	f.dates, f.images, f.heads = f.dates+g.dates, f.images+g.images, f.heads+g.heads
}

// Bounds on what a page can cost.
const (
	headlinkLimit = 5000 // links that are looked at
	heightLimit   = 10   // how far an item's element may be above its link
	claimLimit    = 2000 // texts that are tried as dates
)

// finder looks for the list of stories of one page.
type finder struct {
	root    *html.Node
	base    *url.URL // of the page's addresses
	self    string   // the page itself, as normal has it
	front   bool     // it is a site's front page
	links   []*headlink
	facts   map[*html.Node]facts
	titled  map[*html.Node]bool // what holds a headline
	retold  map[*html.Node]bool // links that lead where a headline leads, with other words
	days    map[string]bool     // which texts are dates, of those that were tried
	classes map[string]int      // how many elements carry a class
	signs   map[*html.Node]uint64
	areas   map[*html.Node]area

	headlines map[string]bool     // made when first asked for
	steadies  map[string][]string // by the attribute that they stand in
}

func newFinder(root *html.Node, address, base *url.URL) *finder {
	f := &finder{
		root: root, base: base,
		facts:   map[*html.Node]facts{},
		titled:  map[*html.Node]bool{},
		retold:  map[*html.Node]bool{},
		classes: map[string]int{},
		signs:   map[*html.Node]uint64{},
		areas:   map[*html.Node]area{},
		days:    map[string]bool{},

		steadies: map[string][]string{},
		front:    isFront(address),
	}
	if f.base == nil {
		f.base = address
	}
	if address != nil {
		f.self = normal(address.String())
	}
	f.survey(root, nil)
	f.tellApart()
	return f
}

// tellApart takes links for no headlines that lead where one under a heading
// leads, with other words: teasers that are links, too.
func (f *finder) tellApart() {
	headed := map[string]string{}
	for _, h := range f.links {
		if h.heading && headed[h.key] == "" {
			headed[h.key] = h.text
		}
	}
	f.links = slices.DeleteFunc(f.links, func(h *headlink) bool {
		headline, ok := headed[h.key]
		if !ok || h.heading || h.text == headline {
			return false
		}
		f.disown(h)
		return true
	})
}

// disown says that a link is not what it was counted as.
func (f *finder) disown(h *headlink) {
	delete(f.titled, h.title)
	f.retold[h.node] = true
	for n := h.node; n != nil; n = n.Parent {
		if known, ok := f.facts[n]; ok {
			known.heads--
			f.facts[n] = known
		}
	}
}

// survey learns the facts of a node and what is in it.
func (f *finder) survey(n *html.Node, link *html.Node) facts {
	var own facts
	switch {
	case n.Type == html.TextNode:
		own.runes = utf8.RuneCountInString(strings.TrimSpace(n.Data))
		if link != nil {
			own.linked = own.runes
		}
		if f.isClaim(n.Data) {
			own.dates++
		}
		return own
	case n.DataAtom == atom.Img:
		own.images++
	case n.DataAtom == atom.A && link == nil:
		link = n
		if h := f.headlink(n); h != nil {
			f.links = append(f.links, h)
			f.titled[h.title] = true
			own.heads++
		}
	}
	for _, class := range classesOf(n) {
		f.classes[class]++
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		own.add(f.survey(c, link))
	}
	if f.isTime(n) {
		own.dates = 1
	}
	if n.Type == html.ElementNode {
		f.facts[n] = own
	}
	return own
}

// isTime says that an element is made for a time, or that its title is one (hAtom).
func (f *finder) isTime(n *html.Node) bool {
	return n.DataAtom == atom.Time || attr(n, "datetime") != "" || n.DataAtom == atom.Abbr && f.isClaim(attr(n, "title"))
}

// isClaim says that a text is nothing but a date.
func (f *finder) isClaim(text string) bool {
	if len(text) > longestDate || len(f.days) >= claimLimit || !strings.ContainsFunc(text, unicode.IsDigit) {
		return false
	}
	text = fold(text)
	if utf8.RuneCountInString(text) < 6 || utf8.RuneCountInString(text) > 60 {
		return false
	}
	return f.isDay(text)
}

func (f *finder) isDay(text string) bool {
	known, ok := f.days[text]
	if !ok {
		known = isDay(text)
		f.days[text] = known
	}
	return known
}

// isDay says that a text is a date of our age, with or without "Published" or "Updated".
func isDay(text string) bool {
	text = revision.ReplaceAllString(heading.ReplaceAllString(fold(text), ""), "")
	when, ok := parseDate(strings.Trim(text, " |·•–—-"), nil)
	return ok && when.Year() >= 1990 && when.Year() < 2100
}
