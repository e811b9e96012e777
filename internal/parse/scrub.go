package parse

import (
	"bytes"
	"encoding/binary"
	"html"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// scrub removes what XML 1.0 §2.2 has no place for: control characters,
// U+FFFE and U+FFFF, and references to any of them. References to where
// windows-1252 has its quotes and dashes are read as browsers read them.
func scrub(b []byte, odd *oddities) []byte {
	clean := dropCharacters(b)
	scrubbed, dropped := scrubReferences(clean)
	if dropped || len(clean) < len(b) {
		odd.add("control characters removed")
	}
	return scrubbed
}

func dropCharacters(b []byte) []byte {
	first := firstDropped(b)
	if first < 0 {
		return b
	}
	out := append(make([]byte, 0, len(b)), b[:first]...)
	for i := first; i < len(b); i++ {
		switch c := b[i]; {
		case c < ' ' && !isSpace(c):
		case c == 0xEF && isNoncharacter(b[i:]):
			i += 2
		default:
			out = append(out, c)
		}
	}
	return out
}

// firstDropped is where the first character without a place stands, -1 if there
// is none. It looks at eight bytes at a time and closer only where one of them
// is below the space or beyond ASCII.
func firstDropped(b []byte) int {
	for i := 0; i < len(b); {
		if i+8 <= len(b) {
			word := binary.LittleEndian.Uint64(b[i:])
			if (word-' '*(highBits>>7)|word)&highBits == 0 {
				i += 8
				continue
			}
		}
		for end := min(i+8, len(b)); i < end; i++ {
			if c := b[i]; c < ' ' && !isSpace(c) || c == 0xEF && isNoncharacter(b[i:]) {
				return i
			}
		}
	}
	return -1
}

func isNoncharacter(b []byte) bool {
	return bytes.HasPrefix(b, []byte("\uFFFE")) || bytes.HasPrefix(b, []byte("\uFFFF"))
}

// closeSection ends a CDATA section that does not end, at the first end tag in
// it, if the document itself does.
func closeSection(b []byte, odd *oddities) []byte {
	open := lastIndex(b, cdataOpen)
	if open < 0 || bytes.Contains(b[open:], cdataClose) {
		return b
	}
	tail := bytes.TrimSpace(b)
	if end := bytes.Index(b[open:], []byte("</")); end >= 0 && tail[len(tail)-1] == '>' && isRootEnd(tail) {
		odd.add("a CDATA section that was not closed")
		return bytes.Join([][]byte{b[:open+end], b[open+end:]}, cdataClose)
	}
	return b
}

// openComments takes away the beginning of comments that have no end, if the
// document has one: they would take all that follows with them.
func openComments(b []byte, odd *oddities) []byte {
	open := lastIndex(b, commentOpen)
	if tail := bytes.TrimSpace(b); open < 0 || bytes.Contains(b[open:], commentClose) || tail[len(tail)-1] != '>' || !isRootEnd(tail) {
		return b
	}
	odd.add("a comment that was not closed")
	from := max(bytes.LastIndex(b, commentClose), 0)
	return append(bytes.Clone(b[:from]), bytes.ReplaceAll(b[from:], commentOpen, nil)...)
}

// lastIndex is quick about what is not there, which bytes.LastIndex is not.
func lastIndex(b, mark []byte) int {
	if !bytes.Contains(b, mark) {
		return -1
	}
	return bytes.LastIndex(b, mark)
}

// isRootEnd says that a document ends with the end tag of a feed.
func isRootEnd(b []byte) bool {
	name := b[bytes.LastIndexByte(b, '<')+1:]
	switch local(bytes.Trim(name, "/> ")) {
	case "rss", "rdf", "feed", "channel":
		return true
	}
	return false
}

func scrubReferences(b []byte) (out []byte, dropped bool) {
	done := 0
	for at := 0; ; {
		next := bytes.Index(b[at:], []byte("&#"))
		if next < 0 {
			break
		}
		at += next
		length, n, legal := reference(b[at:])
		if r, more := paired(n, b[at+length:]); more > 0 {
			out = utf8.AppendRune(append(out, b[done:at]...), r)
			at += length + more
			done = at
			continue
		}
		if isQuote := legal && 0x80 <= n && n <= 0x9F; isQuote || !legal {
			out = append(out, b[done:at]...)
			done = at + length
			if isQuote {
				out = append(out, html.UnescapeString(string(b[at:done]))...)
			}
			dropped = dropped || !isQuote
		}
		at += length
	}
	if done == 0 {
		return b, false
	}
	return append(out, b[done:]...), dropped
}

// paired is the character of which a first half in UTF-16 and the reference at the
// start of b name the two halves; length is the reference's, 0 if they do not.
func paired(high uint64, b []byte) (r rune, length int) {
	if high < 0xD800 || high > 0xDBFF || !bytes.HasPrefix(b, []byte("&#")) {
		return 0, 0
	}
	length, low, _ := reference(b)
	if low < 0xDC00 || low > 0xDFFF {
		return 0, 0
	}
	return utf16.DecodeRune(rune(high), rune(low)), length
}

// reference measures the numeric reference at the start of b and says which
// character it names, and whether that may stand in a document.
func reference(b []byte) (length int, n uint64, legal bool) {
	from, base := 2, 10
	if len(b) > 2 && (b[2] == 'x' || b[2] == 'X') {
		from, base = 3, 16
	}
	end := from
	for end < len(b) && isDigit(b[end], base) {
		end++
	}
	n, err := strconv.ParseUint(string(b[from:min(end, from+12)]), base, 64)
	if end == from || end == len(b) || b[end] != ';' {
		return end, 0, true // not a reference; "&#" is text
	}
	legal = err == nil && (n >= ' ' || n == '\t' || n == '\n' || n == '\r') && n <= 0x10FFFF &&
		n != 0xFFFE && n != 0xFFFF && (n < 0xD800 || n > 0xDFFF)
	return end + 1, n, legal
}

func isDigit(c byte, base int) bool {
	return '0' <= c && c <= '9' || base == 16 && ('a' <= c|0x20 && c|0x20 <= 'f')
}
