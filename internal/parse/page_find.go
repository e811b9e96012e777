package parse

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/publicsuffix"
)

// A page without selectors is read by what repeats in it. The finder looks for
// links whose text reads like a headline, groups those that stand in the same
// place of a repeated element, and takes the group that most resembles a list
// of stories (page_score.go). What it took is written as selectors
// (page_select.go), and the page is then read by these: an operator who pins
// them gets the same items.

// headlink is a link whose text reads like a headline.
type headlink struct {
	node  *html.Node // the a element
	title *html.Node // what holds the headline: the link itself, a heading in or around it
	key   string     // its address in the form of normal
	// merit is how much the text is a headline and the address a story's, 0 to 1.
	merit   float64
	heading bool
}

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
	links   []*headlink
	facts   map[*html.Node]facts
	titled  map[*html.Node]bool // what holds a headline
	claims  int
	classes map[string]int // how many elements carry a class
	signs   map[*html.Node]uint64
	areas   map[*html.Node]area
}

func newFinder(root *html.Node, address, base *url.URL) *finder {
	f := &finder{
		root: root, base: base,
		facts:   map[*html.Node]facts{},
		titled:  map[*html.Node]bool{},
		classes: map[string]int{},
		signs:   map[*html.Node]uint64{},
		areas:   map[*html.Node]area{},
	}
	if f.base == nil {
		f.base = address
	}
	if address != nil {
		f.self = normal(address.String())
	}
	f.survey(root, nil)
	return f
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
	if isTime(n) {
		own.dates = 1
	}
	if n.Type == html.ElementNode {
		f.facts[n] = own
	}
	return own
}

func isTime(n *html.Node) bool { return n.DataAtom == atom.Time || attr(n, "datetime") != "" }

// isClaim says that a text is nothing but a date.
func (f *finder) isClaim(text string) bool {
	if len(text) > longestDate || f.claims >= claimLimit || !strings.ContainsFunc(text, unicode.IsDigit) {
		return false
	}
	text = fold(text)
	if utf8.RuneCountInString(text) < 6 || utf8.RuneCountInString(text) > 60 {
		return false
	}
	f.claims++
	return isDay(text)
}

// isDay says that a text is a date of our age, with or without "Published" or "Updated".
func isDay(text string) bool {
	text = revision.ReplaceAllString(heading.ReplaceAllString(fold(text), ""), "")
	when, ok := parseDate(strings.Trim(text, " |·•–—-"), nil)
	return ok && when.Year() >= 1990 && when.Year() < 2100
}

// headlink is what a link is if it may lead to a story; nil if it may not.
func (f *finder) headlink(a *html.Node) *headlink {
	if len(f.links) >= headlinkLimit {
		return nil
	}
	link := parsed(absolute(attr(a, "href"), f.base))
	if link == nil || strings.HasPrefix(strings.TrimSpace(attr(a, "href")), "#") {
		return nil
	}
	link.Fragment = ""
	h := &headlink{node: a, key: normal(link.String())}
	if h.key == f.self || strings.Trim(link.Path, "/") == "" && link.RawQuery == "" {
		return nil
	}
	h.title, h.heading = titleOf(a)
	worth := headlineWorth(prose{h.title}.opening(600))
	if worth < 0.5 && !h.heading || worth == 0 {
		return nil
	}
	h.merit = worth * linkWorth(link)
	if f.base != nil && site(link) != site(f.base) {
		h.merit /= 2
	}
	return h
}

// titles are the headlines that the page shows for an address, as markup.
func (f *finder) titles() map[string]string {
	titles := map[string]string{}
	for _, h := range f.links {
		if titles[h.key] == "" {
			titles[h.key] = html.EscapeString(prose{h.title}.opening(600))
		}
	}
	return titles
}

// titleOf is the element that holds a link's headline, and whether it is one
// that is made for it: a heading around the link or in it, or an element whose
// class says so.
func titleOf(a *html.Node) (*html.Node, bool) {
	for n, up := a.Parent, 0; n != nil && up < 3; n, up = n.Parent, up+1 {
		if isHeading(n) {
			return a, true
		}
	}
	var named *html.Node
	for n := range a.Descendants() {
		if isHeading(n) {
			return n, true
		}
		if named == nil && n.Type == html.ElementNode && saysTitle(n) {
			named = n
		}
	}
	if named != nil {
		return named, true
	}
	return a, saysTitle(a)
}

func isHeading(n *html.Node) bool {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

func saysTitle(n *html.Node) bool {
	for _, word := range wordsIn(attr(n, "class") + " " + attr(n, "itemprop")) {
		switch word {
		case "title", "headline", "heading", "hed", "titre", "titel", "titulo", "titolo":
			return true
		}
	}
	return false
}

// headlineWorth is how much a text reads like a headline, 0 to 1.
func headlineWorth(text string) float64 {
	runes, words := 0, 0
	for word := range strings.FieldsSeq(text) {
		length, letters, wide := 0, 0, 0
		for _, r := range word {
			length++
			if unicode.IsLetter(r) {
				letters++
			}
			if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
				wide++ // written without spaces between words
			}
		}
		runes += length + 1
		if letters > 0 {
			words += max(1, wide/2)
		}
	}
	worth := [...]float64{0, 0.2, 0.35, 0.5, 0.7, 0.85, 1}[min(words, 6)]
	if runes > 200 {
		worth /= 2
	}
	return worth
}

// listings are folders of addresses that hold lists rather than stories.
var listings = map[string]bool{
	"tag": true, "tags": true, "category": true, "categories": true, "topic": true, "topics": true, "author": true, "authors": true,
	"section": true, "sections": true, "page": true, "search": true, "profile": true, "contributor": true, "people": true, "user": true,
}

// linkWorth is how much an address looks like a story's, 0 to 1: a slug of
// several words, or a number.
func linkWorth(link *url.URL) float64 {
	segments := strings.FieldsFunc(link.Path, func(r rune) bool { return r == '/' })
	for i, segment := range segments {
		if listings[strings.ToLower(segment)] && i < len(segments)-1 {
			return 0.3
		}
	}
	if link.RawQuery != "" || len(segments) == 0 {
		return 1
	}
	last := segments[len(segments)-1]
	if len(segments) > 2 || strings.ContainsAny(last, "0123456789") || strings.Count(last, "-")+strings.Count(last, "_") > 1 ||
		!isASCII([]byte(last)) {
		return 1
	}
	return 0.7
}

// site is the domain that someone registered.
func site(u *url.URL) string {
	if domain, err := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(u.Hostname())); err == nil {
		return domain
	}
	return strings.ToLower(u.Hostname())
}
