package parse

import (
	"bytes"
	"encoding/base64"
	"html"
	"iter"
	"net/url"
	"regexp"
	"strings"
)

// A passage is an element whose content is text or markup, never a structure
// of the dialect: a title, a summary, a body. It is written so that gofeed
// returns HTML for it, however it was spelled.

// isPassage says whether an element is one.
func (r *repairer) isPassage(name []byte, local string) bool {
	native := r.native[prefix(name)] || r.atom[prefix(name)]
	if r.unended > unendedLimit {
		return false
	}
	switch local {
	case "title", "description", "summary", "subtitle", "encoded":
		return true
	case "body", "div", "fullitem":
		return r.inItem > 0
	case "abstract":
		return r.isCDF
	case "content", "tagline", "rights", "copyright", "info":
		return native
	}
	return false
}

// passage writes one from its start tag to its end.
func (r *repairer) passage(t token, name string, scope element) {
	raw, markup, ended := r.inner(t.name)
	if !ended && r.at == len(r.src) {
		r.cut = true
		return
	}
	r.rememberBase(name, scope)
	form := asIs
	if markup {
		form = whole
		if name == "body" || name == "div" {
			raw = unprefixed(raw)
		}
	}
	drop := []string(nil)
	if r.atom[prefix(t.name)] {
		kind, _, _ := strings.Cut(strings.ToLower(find(r.attrs, "type")), ";") // of parameters none counts
		kind = strings.TrimSpace(kind)
		form = atomForm(kind, strings.ToLower(find(r.attrs, "mode")), raw, markup)
		if form == whole && markup {
			raw = bareMarkup(raw, kind)
		}
		if form != foreign {
			drop = []string{"type", "mode"}
		}
	}
	if name != "abstract" {
		t.name = r.nameFor(t.name)
	}
	r.writeTag(t, scope, drop...)
	r.writePassage(raw, form)
	r.out = append(append(append(r.out, '<', '/'), t.name...), '>')
}

// rememberBase keeps the base of a text that has its own.
func (r *repairer) rememberBase(name string, scope element) {
	if r.inItem == 0 || scope.base == nil || scope.base == r.open[len(r.open)-1].base {
		return
	}
	item := &r.done.items[len(r.done.items)-1]
	if item.bases == nil {
		item.bases = map[string]*url.URL{}
	}
	item.bases[name] = scope.base
}

// unendedLimit is how many passages without an end are looked for one; beyond
// it a document is too broken for the search to be worth its time.
const unendedLimit = 16

// inner reads the inside of a passage up to its end tag, and says whether
// there is markup in it. A passage that has no end within its item ends at its
// first tag.
func (r *repairer) inner(name []byte) (raw []byte, markup, ended bool) {
	from, first, depth := r.at, -1, 0
	for s := (scanner{src: r.src, at: r.at, subset: true}); ; {
		t, ok := s.next()
		if !ok || !t.whole {
			r.at = len(r.src)
			return r.src[from:], first >= 0, false
		}
		if t.kind < startTag {
			continue
		}
		isSame := bytes.EqualFold(t.name, name)
		if isSame && t.kind == endTag && depth == 0 {
			r.at = t.end
			return r.src[from:t.start], first >= 0, true
		}
		if first < 0 {
			first = t.start
		}
		switch {
		case isSame && t.kind == endTag:
			depth--
		case isSame && t.kind == startTag:
			depth++
		case r.isBoundary(t):
			r.unended++
			r.odd.add("a <%s> that was not closed", short(string(name)))
			r.at = first
			return r.src[from:first], false, false
		}
	}
}

// isBoundary says that a tag begins or ends what holds passages.
func (r *repairer) isBoundary(t token) bool {
	if !r.native[prefix(t.name)] {
		return false
	}
	switch local(t.name) {
	case r.done.item():
		return true
	case "channel", "rss", "rdf", "feed":
		return t.kind == endTag
	}
	return false
}

// passageForm is how the inside of a passage is to be understood.
type passageForm int

const (
	asIs    passageForm = iota // escaped markup, or plain text
	whole                      // markup as it stands, or text of which every sign is meant
	base64d                    // escaped markup in base64
	foreign                    // a picture, or a document of another kind
)

// atomForm is the form of an Atom text construct or content (RFC 4287 §3.1,
// §4.1.3; Atom 0.3 §3.1) of a type and a mode.
func atomForm(kind, mode string, raw []byte, markup bool) passageForm {
	isHTML := kind == "html" || kind == "text/html"
	isText := kind == "text" || strings.HasPrefix(kind, "text/") && !isHTML
	switch {
	case mode == "base64", kind == "application/octet-stream":
		return base64d
	case mode == "escaped" && kind != "" && !isText && !markup:
		return asIs
	case kind == "" && !markup && looksEscaped(raw):
		return asIs
	case isHTML && !markup:
		return asIs
	case kind == "", isHTML, isText, strings.Contains(kind, "xhtml"):
		return whole
	}
	return foreign
}

var escapedMarkup = regexp.MustCompile(`(?i)</[a-z][a-z0-9]*\s*>|<(?:br|p)\s*/?>|<(?:img|hr)\s[^<>]*>|&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);`)

// looksEscaped says whether a text without a type is HTML all the same.
func looksEscaped(raw []byte) bool {
	if !bytes.ContainsAny(raw, "&<") {
		return false
	}
	return escapedMarkup.MatchString(unescape(raw))
}

// unescape reads entities and CDATA sections.
func unescape(raw []byte) string {
	var b strings.Builder
	for t := range parts(raw) {
		switch part := raw[t.start:t.end]; t.kind {
		case text:
			b.WriteString(html.UnescapeString(string(part)))
		case cdata:
			b.Write(section(part))
		}
	}
	return b.String()
}

// parts are the tokens of the inside of a passage. A tag that has no end there
// is a sign in a sentence.
func parts(raw []byte) iter.Seq[token] {
	return func(yield func(token) bool) {
		s := scanner{src: raw}
		for {
			t, ok := s.next()
			if !ok {
				return
			}
			if !t.whole && t.kind >= startTag {
				t.kind = text
			}
			if !yield(t) {
				return
			}
		}
	}
}

// section is what a CDATA section holds.
func section(token []byte) []byte {
	return bytes.TrimSuffix(token[len(cdataOpen):], cdataClose)
}

// writePassage writes the inside of a passage.
func (r *repairer) writePassage(raw []byte, form passageForm) {
	switch form {
	case whole:
		r.writeSection(escapeSections(raw))
	case base64d:
		plain, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(raw)), ""))
		if err == nil {
			r.writeSection(dropCharacters(bytes.ToValidUTF8(plain, []byte("\uFFFD"))))
		}
	case foreign: // nothing that we could show
	default:
		r.writeParts(raw)
	}
}

// writeParts copies text and sections and leaves out comments.
func (r *repairer) writeParts(raw []byte) {
	for t := range parts(raw) {
		switch t.kind {
		case text:
			r.out = appendText(r.out, raw[t.start:t.end])
		case cdata:
			r.out = append(r.out, raw[t.start:t.end]...)
		}
	}
}

// writeSection writes HTML as one CDATA section.
func (r *repairer) writeSection(b []byte) {
	if bytes.Contains(b, cdataClose) {
		b = bytes.ReplaceAll(b, cdataClose, []byte("]]&gt;"))
	}
	r.out = append(r.out, cdataOpen...)
	r.out = append(r.out, b...)
	r.out = append(r.out, cdataClose...)
}

// escapeSections turns CDATA sections within markup into escaped text.
func escapeSections(raw []byte) []byte {
	if !bytes.Contains(raw, cdataOpen) {
		return raw
	}
	var out []byte
	for t := range parts(raw) {
		if t.kind == cdata {
			out = append(out, html.EscapeString(string(section(raw[t.start:t.end])))...)
		} else {
			out = append(out, raw[t.start:t.end]...)
		}
	}
	return out
}

// appendText writes character data without what an XML parser stumbles over.
func appendText(out, b []byte) []byte {
	if bytes.IndexByte(b, '<') >= 0 {
		b = bytes.ReplaceAll(b, []byte("<"), []byte("&lt;"))
	}
	if bytes.Contains(b, cdataClose) {
		b = bytes.ReplaceAll(b, cdataClose, []byte("]]&gt;"))
	}
	return append(out, b...)
}
