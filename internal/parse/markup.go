package parse

import (
	"bytes"
	"strings"
)

// tokenKind is what a stretch of markup is.
type tokenKind byte

const (
	text     tokenKind = iota // character data, entities unread
	cdata                     // a whole CDATA section
	aside                     // a comment, instruction or doctype: nothing that a feed says
	startTag                  //
	emptyTag                  // <name/>
	endTag                    //
)

// token is a stretch of a document, as offsets into it.
type token struct {
	kind       tokenKind
	start, end int
	// name is what a tag is called, prefix included; attrs the stretch between
	// the name and the closing bracket.
	name              []byte
	attrsAt, attrsEnd int
	// whole is false when the document ended inside the token.
	whole bool
}

// scanner cuts a document into tokens, forgiving what people forgive: it never
// fails, and a "<" that begins no markup is text.
type scanner struct {
	src    []byte
	at     int
	subset bool // a doctype with declarations has been met
}

// next is the next token; ok is false at the end.
func (s *scanner) next() (token, bool) {
	if s.at >= len(s.src) {
		return token{}, false
	}
	var t token
	if s.src[s.at] == '<' && beginsMarkup(s.src[s.at:]) {
		t = s.markup()
	} else {
		t = token{kind: text, start: s.at, end: s.textEnd(), whole: true}
	}
	s.at = t.end
	return t, true
}

// textEnd is where the text that starts here gives way to markup.
func (s *scanner) textEnd() int {
	for i := s.at + 1; ; i++ {
		next := bytes.IndexByte(s.src[min(i, len(s.src)):], '<')
		if next < 0 {
			return len(s.src)
		}
		i += next
		if beginsMarkup(s.src[i:]) {
			return i
		}
	}
}

// beginsMarkup says whether the "<" at the start of b opens a tag, a comment
// or the like, rather than being a sign in a sentence.
func beginsMarkup(b []byte) bool {
	if len(b) < 2 {
		return false
	}
	switch c := b[1]; {
	case c == '!' || c == '?':
		return true
	case c == '/':
		return len(b) > 2 && isNameStart(b[2])
	case isNameStart(c):
		name := b[1 : 1+nameLength(b[1:])]
		return len(name) == len(b)-1 || endsName(b[1+len(name)]) && bytes.Count(name, colon) <= 1
	}
	return false
}

var (
	colon        = []byte(":")
	cdataOpen    = []byte("<![CDATA[")
	cdataClose   = []byte("]]>")
	commentOpen  = []byte("<!--")
	commentClose = []byte("-->")
)

// markup is the token of the markup that begins here.
func (s *scanner) markup() token {
	rest := s.src[s.at:]
	switch {
	case bytes.HasPrefix(rest, cdataOpen):
		return s.until(cdata, len(cdataOpen), cdataClose)
	case bytes.HasPrefix(rest, commentOpen):
		return s.until(aside, len(commentOpen), commentClose)
	case rest[1] == '!':
		return s.doctype()
	case rest[1] == '?':
		return s.instruction()
	}
	return s.tag()
}

// until is a token that ends with a mark.
func (s *scanner) until(kind tokenKind, skip int, mark []byte) token {
	end := bytes.Index(s.src[s.at+skip:], mark)
	if end < 0 {
		return token{kind: kind, start: s.at, end: len(s.src)}
	}
	return token{kind: kind, start: s.at, end: s.at + skip + end + len(mark), whole: true}
}

// doctype may hold declarations in brackets; only the first one is believed to,
// so that a search for their end is made once.
func (s *scanner) doctype() token {
	t := s.until(aside, 2, []byte(">"))
	bracket := bytes.IndexByte(s.src[t.start:t.end], '[')
	if bracket < 0 || s.subset {
		return t
	}
	s.subset = true
	if end := bytes.Index(s.src[t.start+bracket:], []byte("]>")); end >= 0 {
		t.end = t.start + bracket + end + 2
	}
	return t
}

// instruction ends with "?>", or with ">" where someone forgot the mark.
func (s *scanner) instruction() token {
	next := bytes.IndexByte(s.src[s.at+1:], '<')
	if next < 0 {
		next = len(s.src) - s.at - 1
	}
	if end := bytes.Index(s.src[s.at:s.at+1+next], []byte("?>")); end >= 0 {
		return token{kind: aside, start: s.at, end: s.at + end + 2, whole: true}
	}
	return s.until(aside, 2, []byte(">"))
}

// tag is a start, empty or end tag.
func (s *scanner) tag() token {
	t := token{kind: startTag, start: s.at}
	from := s.at + 1
	if s.src[from] == '/' {
		t.kind, from = endTag, from+1
	}
	t.attrsAt = from + nameLength(s.src[from:])
	t.name = s.src[from:t.attrsAt]
	last := tagEnd(s.src, t.attrsAt)
	if last < 0 {
		t.end, t.attrsEnd = len(s.src), len(s.src)
		return t
	}
	t.end, t.attrsEnd, t.whole = last+1, last, true
	if t.kind == startTag && last > t.attrsAt && s.src[last-1] == '/' {
		t.kind, t.attrsEnd = emptyTag, last-1
	}
	return t
}

// tagEnd is where the ">" of a tag stands, -1 if nowhere. Quotes may hide a
// ">", unless one is still open at the next "<".
func tagEnd(src []byte, at int) int {
	var quote byte
	hidden := -1
	for i := at; i < len(src); i++ {
		switch c := src[i]; {
		case c == '>' && quote == 0:
			return i
		case c == '>' && hidden < 0:
			hidden = i
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0 && c == '<' && hidden >= 0:
			return hidden
		case quote == 0 && (c == '"' || c == '\'') && opensValue(src[at:i]):
			quote = c
		}
	}
	return hidden
}

// opensValue says that a quote after b begins a value.
func opensValue(b []byte) bool {
	for len(b) > 0 && isSpace(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return len(b) > 0 && b[len(b)-1] == '='
}

func isNameStart(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_'
}

func isNameByte(c byte) bool {
	return isNameStart(c) || '0' <= c && c <= '9' || c == '-' || c == '.' || c == ':'
}

func endsName(c byte) bool {
	return c == '>' || c == '/' || isSpace(c)
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r'
}

func nameLength(b []byte) int {
	n := 0
	for n < len(b) && isNameByte(b[n]) {
		n++
	}
	return n
}

// local is a name without its prefix, in lower case.
func local(name []byte) string {
	name = name[bytes.IndexByte(name, ':')+1:]
	if known, ok := usual[string(name)]; ok {
		return known
	}
	return strings.ToLower(string(name))
}

// usual are the names that most tags have, so that they need not be made anew.
var usual = func() map[string]string {
	all := map[string]string{}
	for name := range strings.FieldsSeq("rss rdf channel feed item entry title link guid id description summary content encoded " +
		"pubDate published updated date creator author name uri email category subject enclosure thumbnail group comments p a br div") {
		all[name] = strings.ToLower(name)
	}
	return all
}()

// prefix is what stands before the colon of a name.
func prefix(name []byte) string {
	return string(name[:max(0, bytes.IndexByte(name, ':'))])
}
