package parse

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"
)

// depthLimit is how deep elements may be nested for gofeed, which recurses.
const depthLimit = 200

// What one document may hold, passages apart. Beyond it nothing more is read:
// gofeed needs some 400 bytes for an element.
const (
	mostItems = 20_000
	mostTags  = 400_000
)

// repaired is a document that an XML parser reads.
type repaired struct {
	xml []byte
	// root is the dialect: rss, rdf or feed.
	root  string
	base  *url.URL // by xml:base, at the root or channel; nil if none
	lang  string   // by xml:lang, at the root or channel
	items []span
}

// item is what the dialect calls an item.
func (d *repaired) item() string {
	if d.root == "feed" {
		return "entry"
	}
	return "item"
}

// span is an item in a repaired document, as offsets into it.
type span struct {
	start, end int
	base       *url.URL
	lang       string
	// about is what RDF calls the item by.
	about string
	// bases are those of single texts, by local name, that have their own.
	bases map[string]*url.URL
}

// element is one that is open.
type element struct {
	name []byte
	as   []byte // the name it is written by
	base *url.URL
	lang string
}

// repairer rewrites a document in one pass.
type repairer struct {
	scanner
	odd     *oddities
	address *url.URL
	out     []byte
	open    []element
	floor   int // how many elements we opened ourselves
	inItem  int // how many elements were open before the open item; 0 if none is
	native  map[string]bool
	atom    map[string]bool // prefixes bound to Atom
	attrs   []attribute     // of the tag in hand,
	proper  bool            // and whether they are as XML wants them
	done    repaired
	unended int  // passages without an end so far
	cut     bool // the document ended inside something
	isCDF   bool
	// channels is how many there were: the items of the second belong to the first.
	channels int
	tags     int                // elements so far
	said     [2]map[string]bool // the passages that the feed has, and the open item
}

// repair makes XML of what resembles it. It fails when there is no feed in it,
// when it is nested too deep and when it ends before its first item does.
func repair(src []byte, address *url.URL, odd *oddities) (*repaired, error) {
	r := &repairer{
		scanner: scanner{src: expand(openComments(closeSection(scrub(src, odd), odd), odd), odd)},
		odd:     odd,
		address: address,
		native:  map[string]bool{"": true, "rss": true, "rdf": true},
		atom:    map[string]bool{"atom": true},
		said:    [2]map[string]bool{{}, {}},
	}
	r.out = make([]byte, 0, len(src)+len(src)/16+256)
	if err := r.findRoot(); err != nil {
		return nil, err
	}
	for len(r.open) > r.floor {
		t, ok := r.next()
		if !ok || !t.whole {
			r.cut = true
			break
		}
		if err := r.token(t); err != nil {
			return nil, err
		}
		if r.cut {
			break
		}
	}
	return r.finish()
}

// token writes one token.
func (r *repairer) token(t token) error {
	switch t.kind {
	case text:
		r.out = appendText(r.out, r.src[t.start:t.end])
	case cdata:
		r.out = append(r.out, r.src[t.start:t.end]...)
	case startTag, emptyTag:
		return r.start(t)
	case endTag:
		r.end(t)
	}
	return nil
}

// start opens an element; one that is a passage is written to its end.
func (r *repairer) start(t token) error {
	name := local(t.name)
	isItem := name == r.done.item() && r.native[prefix(t.name)]
	if isItem && r.inItem > 0 {
		r.odd.add("an item was not closed before the next")
		r.closeTo(r.inItem)
	}
	r.closeForgotten(t.name, name, isItem)
	if len(r.open) >= depthLimit {
		return fmt.Errorf("repair: elements are nested deeper than %d", depthLimit)
	}
	if r.tags++; r.tags > mostTags || isItem && len(r.done.items) == mostItems {
		r.odd.add("more than a feed can hold")
		r.cut = true
		return nil
	}
	if name == "channel" && r.inItem == 0 && r.done.root != "feed" {
		if r.channels++; r.channels > 1 {
			r.odd.add("several channels were read as one")
			return nil
		}
	}
	if name == "items" && r.inItem == 0 && r.done.root == "rss" {
		return nil // the list of RSS 1.1, around its items
	}
	scope := r.scope(t)
	switch {
	case isItem:
		r.inItem = len(r.open)
		r.said[1] = map[string]bool{}
		item := span{start: len(r.out), base: scope.base, lang: scope.lang}
		if r.done.root == "rdf" {
			item.about = find(r.attrs, "rdf:about", "about")
		}
		r.done.items = append(r.done.items, item)
	case r.inItem == 0 && (name == "channel" || len(r.open) == 0):
		r.done.base, r.done.lang = scope.base, scope.lang
	case t.kind == startTag && r.isPassage(t.name, name):
		return r.startPassage(t, name, scope)
	case r.isCDF && r.cdf(t, name):
		return nil
	case name == "link" && r.done.root != "feed":
		r.rememberBase(name, scope)
	}
	r.openTag(t, scope, isItem || name == "channel")
	return nil
}

// scope is what an element sees: its own xml:base and xml:lang, else those
// around it. It leaves the element's attributes in r.attrs.
func (r *repairer) scope(t token) element {
	var around element
	if len(r.open) > 0 {
		around = r.open[len(r.open)-1]
	}
	e := element{name: t.name, base: around.base, lang: around.lang}
	if r.attrs, r.proper = r.attrs[:0], true; t.attrsAt == t.attrsEnd {
		return e
	}
	r.attrs, r.proper = attributes(r.src[t.attrsAt:t.attrsEnd], r.attrs)
	for i, a := range r.attrs {
		switch {
		case string(a.name) == "xml:base":
			e.base = rebase(around.base, r.address, find(r.attrs, "xml:base"))
		case string(a.name) == "xml:lang":
			e.lang = string(a.value)
		case bytes.HasPrefix(a.name, []byte("xmlns")):
			r.declare(&r.attrs[i])
		case slices.Contains(addresses, string(a.name)):
			if trimmed := bytes.TrimSpace(a.value); len(trimmed) < len(a.value) {
				r.attrs[i].value, r.proper = trimmed, false
			}
		case r.isCDF && strings.EqualFold(string(a.name), "base"):
			e.base = rebase(around.base, r.address, html.UnescapeString(string(a.value)))
		}
	}
	return e
}

// end closes an element and what was left open in it. An end without a
// beginning is left out.
func (r *repairer) end(t token) {
	for i := len(r.open) - 1; i >= 0; i-- {
		if bytes.EqualFold(r.open[i].name, t.name) {
			r.closeTo(i)
			return
		}
	}
	if local(t.name) != "items" {
		r.odd.add("an end tag </%s> without a beginning", short(string(t.name)))
	}
}

// closeTo writes end tags until only n elements are open.
func (r *repairer) closeTo(n int) {
	for len(r.open) > n {
		r.out = append(append(append(r.out, '<', '/'), r.open[len(r.open)-1].as...), '>')
		r.closeEmpty()
	}
}

// closeEmpty takes the innermost element for closed.
func (r *repairer) closeEmpty() {
	r.open = r.open[:len(r.open)-1]
	if r.inItem > 0 && len(r.open) == r.inItem {
		r.inItem = 0
		r.done.items[len(r.done.items)-1].end = len(r.out)
	}
}

// finish closes the document; an item in which it ended is taken back.
func (r *repairer) finish() (*repaired, error) {
	if r.cut && r.inItem > 0 {
		last := len(r.done.items) - 1
		r.out = r.out[:r.done.items[last].start]
		r.open = r.open[:r.inItem]
		r.done.items, r.inItem = r.done.items[:last], 0
	}
	if r.cut {
		if len(r.done.items) == 0 {
			return nil, errors.New("repair: the document ends before its first item does")
		}
		r.odd.add("the document is cut short; whole items kept: %d", len(r.done.items))
	}
	r.closeTo(0)
	r.done.xml = r.out
	return &r.done, nil
}
