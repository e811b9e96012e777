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

// headlink is a link whose text reads like a headline.
type headlink struct {
	node  *html.Node // the a element
	title *html.Node // what holds the headline: the link itself, a heading in or around it
	text  string
	key   string // its address in the form of normal
	// merit is how much the text is a headline and the address a story's, 0 to 1.
	merit   float64
	heading bool
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
	h.title, h.heading = f.titleOf(a)
	h.text = prose{h.title}.opening(600)
	worth := headlineWorth(h.text)
	if worth == 0 || !h.heading && (worth < 0.5 || isInProse(a)) {
		return nil
	}
	h.merit = worth * linkWorth(link)
	if f.base != nil && site(link) != site(f.base) {
		h.merit /= 2
	}
	return h
}

// isAccent says that an element is a part of a line.
func isAccent(a atom.Atom) bool {
	switch a {
	case atom.B, atom.Strong, atom.I, atom.Em, atom.U, atom.Mark, atom.Q, atom.Cite, atom.Sub, atom.Sup, atom.Bdi:
		return true
	}
	return false
}

// titles are the headlines that the page shows for an address, as markup.
func (f *finder) titles() map[string]string {
	titles := map[string]string{}
	for _, h := range f.links {
		if titles[h.key] == "" {
			titles[h.key] = html.EscapeString(h.text)
		}
	}
	return titles
}

// titleOf is the element that holds a link's headline, and whether it is one
// that is made for it: a heading around the link, in it or, of a link that is
// laid over its card and has no text, beside it; or an element whose class says so.
func (f *finder) titleOf(a *html.Node) (*html.Node, bool) {
	for n, up := a.Parent, 0; n != nil && up < 3; n, up = n.Parent, up+1 {
		if isHeading(n) || up == 0 && saysTitle(n) && isOnlyLink(a) {
			return a, true
		}
	}
	if !hasText(a) {
		return f.beneath(a), true
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
	if line := firstLine(a); line != nil {
		return line, saysTitle(a)
	}
	return a, saysTitle(a)
}

// beneathLimit is how many nodes around a link without text are looked at.
const beneathLimit = 60

// beneath is the heading that a link without text is laid over: the first one
// near it, if that has no link of its own; else the link itself.
func (f *finder) beneath(a *html.Node) *html.Node {
	left := beneathLimit
	for n, up := a.Parent, 0; n != nil && up < 2; n, up = n.Parent, up+1 {
		for d := range n.Descendants() {
			if left--; left < 0 {
				return a
			}
			if isHeading(d) {
				if f.titled[d] || isLinked(d) || firstLink(d) != nil {
					return a
				}
				return d
			}
		}
	}
	return a
}

// isOnlyLink says that no other link stands beside this one.
func isOnlyLink(a *html.Node) bool {
	for n := a.Parent.FirstChild; n != nil; n = n.NextSibling {
		if n != a && n.DataAtom == atom.A {
			return false
		}
	}
	return true
}

// firstLine is, in a link of several lines, the first that reads like a
// headline rather than a date or a label; nil if the link has only one, or
// text of its own.
func firstLine(a *html.Node) *html.Node {
	var found *html.Node
	lines := 0
	for n := range a.Descendants() {
		if n.Type != html.TextNode || strings.TrimSpace(n.Data) == "" {
			continue
		}
		if n.Parent == a {
			return nil
		}
		lines++
		line := n.Parent
		for line.Parent != a && isAccent(line.DataAtom) {
			line = line.Parent
		}
		if found == nil && headlineWorth(n.Data) >= 0.5 && !isDay(n.Data) {
			found = line
		}
	}
	if lines < 2 {
		return nil
	}
	return found
}

// isInProse says that a link stands within a sentence.
func isInProse(a *html.Node) bool {
	runes := 0
	for before := a.PrevSibling; before != nil && before.DataAtom != atom.Br; before = before.PrevSibling {
		if before.Type == html.TextNode {
			runes += utf8.RuneCountInString(strings.TrimSpace(before.Data))
		}
	}
	return runes > 20
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
