package parse

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// tagOf is the element that a tag names, 0 if we know none of that name. The
// Tokenizer tells it too, but makes a copy of every name.
func tagOf(tag []byte) atom.Atom {
	var name [16]byte
	for i, c := range tag {
		switch {
		case c == '>' || c == '/' || isSpace(c) || c == '\f':
			return atom.Lookup(name[:i])
		case i == len(name):
			return 0
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		name[i] = c
	}
	return atom.Lookup(name[:len(tag)])
}

// attributes is what may stay of those of the tag in hand, the first of each
// name, and whether they make an element worth keeping that is only a carrier
// of attributes.
func (r *reducer) attributes(tag atom.Atom) (list []html.Attribute, worth bool) {
	for more := true; more; {
		var key, value []byte
		key, value, more = r.z.TagAttr()
		if len(key) == 0 || isThere(list, key) {
			continue
		}
		if kept, ok := r.attribute(tag, key, value); ok {
			name := names[string(key)]
			list = append(list, html.Attribute{Key: name, Val: kept})
			worth = worth || needs[tag] == "" || needs[tag] == name
		}
	}
	return list, worth
}

// needs is the attribute without which an element is nothing.
var needs = map[atom.Atom]string{atom.A: "href", atom.Bdo: "dir", atom.Time: "datetime"}

// names are those of attributes that may stay, so that none is made anew.
var names = func() map[string]string {
	all := map[string]string{}
	for _, name := range []string{"dir", "lang", "href", "title", "datetime", "colspan", "rowspan", "start", "value"} {
		all[name] = name
	}
	return all
}()

func isThere(list []html.Attribute, key []byte) bool {
	for _, a := range list {
		if a.Key == string(key) {
			return true
		}
	}
	return false
}

// attribute is what may stay of one, if anything.
func (r *reducer) attribute(tag atom.Atom, key, value []byte) (kept string, ok bool) {
	switch string(key) {
	case "dir":
		kept = strings.ToLower(strings.TrimSpace(string(value)))
		return kept, kept == "rtl" || kept == "ltr" || kept == "auto" && tag != atom.Bdo
	case "lang":
		kept = language(string(value))
	case "href":
		if tag == atom.A {
			kept = r.address(string(value))
		}
	case "title":
		if tag == atom.Abbr || tag == atom.Dfn {
			kept = fold(string(value))
		}
	case "datetime":
		if tag == atom.Time && len(value) <= 64 {
			kept = fold(string(value))
		}
	case "colspan", "rowspan":
		if tag == atom.Td || tag == atom.Th {
			kept = count(value, 2)
		}
	case "start", "value":
		if tag == atom.Ol && key[0] == 's' || tag == atom.Li && key[0] == 'v' {
			kept = count(value, 5)
		}
	}
	return kept, kept != ""
}

// count is a number without a sign, of so many digits at most; else "".
func count(value []byte, digits int) string {
	text := strings.TrimSpace(string(value))
	if len(text) > digits || strings.Trim(text, "0123456789") != "" {
		return ""
	}
	return text
}

// address is where a link leads, without what counts the ways there.
func (r *reducer) address(href string) string { return untracked(r.absolute(href)) }

// absolute is a web address that not only browsers can read; "" if the
// reference makes none.
func (r *reducer) absolute(ref string) string {
	if isPlainAddress(ref) {
		return ref
	}
	if strings.HasPrefix(ref, "/") && !strings.HasPrefix(ref, "//") && !strings.Contains(ref, "/.") && !strings.Contains(ref, "#") {
		if link := r.origin() + ref; isPlainAddress(link) {
			return link
		}
	}
	link := absolute(ref, r.bases...)
	if isPlainAddress(link) {
		return link
	}
	u, err := url.Parse(link)
	if err != nil {
		link = escapeStray(link)
		u, err = url.Parse(link)
	}
	if err != nil || !isWeb(u) && u.Scheme+u.Host+u.Opaque != "" {
		return ""
	}
	return link
}

// origin is the scheme and host of the base that addresses are relative to.
func (r *reducer) origin() string {
	for i := 0; r.root == "" && i < len(r.bases); i++ {
		if base := r.bases[i]; base != nil && isWeb(base) {
			r.root = base.Scheme + "://" + strings.ToLower(base.Host)
		}
	}
	return r.root
}

// isPlainAddress says of the usual address that it is one, without taking it
// apart.
func isPlainAddress(ref string) bool {
	rest, found := strings.CutPrefix(ref, "https://")
	if !found {
		if rest, found = strings.CutPrefix(ref, "http://"); !found {
			return false
		}
	}
	inHost, inPort := true, false
	for i := range len(rest) {
		switch c := rest[i]; {
		case '0' <= c && c <= '9', !inPort && ('a' <= c && c <= 'z' || !inHost && 'A' <= c && c <= 'Z' || c == '-' || c == '.'):
		case inHost && i > 0 && c == ':' && !inPort:
			inPort = true
		case inHost && (i == 0 || c != '/' && c != '?' && c != '#'):
			return false
		case strings.IndexByte("/?#=&_~+,;:@!$*'()", c) < 0:
			return false
		default:
			inHost, inPort = false, false
		}
	}
	return rest != ""
}

// add puts an element into the innermost one.
func (r *reducer) add(tag atom.Atom, attrs []html.Attribute) *html.Node {
	r.flush()
	n := r.node(html.Node{Type: html.ElementNode, DataAtom: tag, Data: tag.String(), Attr: attrs})
	r.at.AppendChild(n)
	return n
}

// node makes a node, of which many are made at a time.
func (r *reducer) node(n html.Node) *html.Node {
	if len(r.spare) == 0 {
		r.spare = make([]html.Node, 16)
	}
	made := &r.spare[0]
	r.spare = r.spare[1:]
	*made = n
	return made
}

// push opens an element.
func (r *reducer) push(tag atom.Atom, attrs []html.Attribute) {
	in := r.top().in.inside(tag)
	r.at = r.add(tag, attrs)
	r.open = append(r.open, level{tag: tag, node: r.at, in: in})
}
