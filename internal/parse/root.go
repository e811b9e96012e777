package parse

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// findRoot skips to the element that a feed begins with and writes it.
// What stands before it is junk, unless it begins a web page.
func (r *repairer) findRoot() error {
	var first []byte
	junk := false
	for {
		t, ok := r.next()
		if !ok || !t.whole {
			return notFeed(r.src, first, r.address)
		}
		name := local(t.name)
		switch {
		case t.kind == text:
			junk = junk || len(bytes.TrimSpace(r.src[t.start:t.end])) > 0
		case t.kind != startTag && t.kind != emptyTag:
		case slices.Contains([]string{"rss", "rdf", "feed", "channel", "entry", "item"}, name):
			if junk || first != nil {
				r.odd.add("what stood before the document was skipped")
			}
			return r.startRoot(t, name)
		case name == "html", first == nil && (name == "head" || name == "body"):
			return notFeed(r.src, t.name, r.address)
		case first == nil:
			first = t.name
		}
	}
}

// startRoot writes the root, inside the one that it lacks if it is a channel,
// an item or an entry on its own.
func (r *repairer) startRoot(t token, name string) error {
	switch name {
	case "channel":
		r.done.root = "rss"
		list, _ := attributes(r.src[t.attrsAt:t.attrsEnd], nil)
		r.isCDF = isCDF(list)
		r.enclose("rss", `<rss version="">`)
	case "item":
		r.done.root = "rss"
		r.enclose("rss", `<rss version="">`)
		r.enclose("channel", `<channel>`)
	case "entry":
		r.done.root = "feed"
		r.enclose("feed", `<feed xmlns="`+atomSpace+`">`)
	default:
		r.done.root = name
	}
	r.native[prefix(t.name)] = true
	if r.done.root != "feed" {
		return r.start(t)
	}
	r.atom[""], r.atom[prefix(t.name)] = true, true
	if name == "feed" {
		return r.startFeed(t)
	}
	return r.start(t)
}

func (r *repairer) enclose(name, tag string) {
	r.out = append(r.out, tag...)
	r.open = append(r.open, element{name: []byte(name), as: []byte(name)})
	r.floor++
}

// startFeed writes an Atom root and corrects a namespace that is none of Atom's.
func (r *repairer) startFeed(t token) error {
	declaration := "xmlns"
	if p := prefix(t.name); p != "" {
		declaration = "xmlns:" + p
	}
	list, _ := attributes(r.src[t.attrsAt:t.attrsEnd], nil)
	space := strings.TrimSpace(find(list, declaration))
	proper, _ := properSpace(space)
	if space != proper || space != "" && proper != atomSpace && proper != atom03Space {
		r.odd.add("the Atom namespace was misspelled: %q", short(space))
	}
	if proper == atomSpace || proper == atom03Space || space == "" && declaration == "xmlns" {
		return r.start(t)
	}
	fixed := append([]byte("<"), t.name...)
	for _, a := range list {
		if string(a.name) != declaration {
			fixed = appendAttribute(fixed, a)
		}
	}
	fixed = appendAttribute(fixed, attribute{name: []byte(declaration), value: []byte(atomSpace)})
	outer := r.scanner
	r.scanner = scanner{src: append(fixed, '>')}
	inner, _ := r.next()
	err := r.start(inner)
	r.scanner = outer
	return err
}

// notFeed says what a document is that is not a feed. first is the name of
// its first element, if it has one.
func notFeed(src, first []byte, address *url.URL) error {
	switch name := local(first); {
	case len(bytes.TrimSpace(src)) == 0:
		return errors.New("repair: the document is empty")
	case name == "html" || name == "head" || name == "body" || isHTML(src):
		if found, on := advertised(src, address); found != "" {
			return fmt.Errorf("repair: this is an HTML page, not a feed; it names %s as its feed", found)
		} else if on != "" {
			return &LeadsOn{on}
		}
		return errors.New("repair: this is an HTML page, not a feed, and it names none")
	case name != "" && bytes.HasPrefix(bytes.TrimSpace(src), []byte("<")):
		return fmt.Errorf("repair: this is an XML document that begins with <%s>, not a feed", short(string(first)))
	}
	return errors.New("repair: this is neither XML nor JSON")
}

func isHTML(src []byte) bool {
	head := bytes.ToLower(bytes.TrimSpace(src[:min(len(src), 1024)]))
	return bytes.HasPrefix(head, []byte("<!doctype html"))
}

// advertised is the feed that a page names (RSS autodiscovery), and where else it
// sends its visitors on to (meta refresh).
func advertised(page []byte, address *url.URL) (feed, on string) {
	root, err := parsePage(page)
	if err != nil {
		return "", ""
	}
	named, _ := feedLinks(root, address)
	if len(named) > 0 {
		return either(named[0].URL, short(named[0].href)), ""
	}
	for n := range root.Descendants() {
		if on := refresh(n); on != "" {
			return "", either(absolute(on, baseOf(root, address)), short(on))
		}
	}
	return "", ""
}
