package mail

import (
	"bytes"
	"mime/quotedprintable"
	"strings"
)

// Part is a document with blanks: Blanks are texts in Document in whose place
// each message has a text of its own. Without blanks it is the same for all.
type Part struct {
	Document string
	Blanks   []string
}

// Body is what a message says, once as HTML and once as plain text. It is set
// in quoted-printable once, however many messages share it, and never changes.
type Body struct{ html, text setPart }

// NewBody sets the two parts. Bytes in them that are not UTF-8 are replaced.
func NewBody(html, text Part) *Body { return &Body{set(html), set(text)} }

// setPart is a part ready to be written: pieces, after each of which but the
// last comes a blank.
type setPart struct {
	pieces []piece
	size   int // of the pieces together
}

// piece is what stands between two blanks, and the number of the blank after
// it, or -1. Set, it begins at the beginning of a line, and so does what follows.
type piece struct {
	plain string
	set   []byte
	blank int
}

func set(p Part) setPart {
	var s setPart
	rest := strings.ToValidUTF8(p.Document, "\uFFFD")
	for {
		at, blank := nextBlank(rest, p.Blanks)
		if blank < 0 {
			s.add(piece{plain: rest, set: quoted(nil, rest), blank: -1})
			return s
		}
		s.add(piece{plain: rest[:at], set: append(quoted(nil, rest[:at]), softBreak...), blank: blank})
		rest = rest[at+len(p.Blanks[blank]):]
	}
}

func (s *setPart) add(p piece) {
	s.pieces = append(s.pieces, p)
	s.size += len(p.set)
}

// nextBlank is where the first blank of a document is, and which; -1 if there is none.
func nextBlank(document string, blanks []string) (at, blank int) {
	blank = -1
	for i, text := range blanks {
		if found := strings.Index(document, text); found >= 0 && (blank < 0 || found < at) {
			at, blank = found, i
		}
	}
	return at, blank
}

// softBreak ends a line of quoted-printable but not of the text (RFC 2045 §6.7).
const softBreak = "=\r\n"

// append writes the part with its blanks filled. What is filled in stands on
// lines of its own.
func (s setPart) append(to []byte, fill []string) []byte {
	for _, p := range s.pieces {
		to = append(to, p.set...)
		if text := filled(p.blank, fill); text != "" {
			to = append(quoted(to, strings.ToValidUTF8(text, "\uFFFD")), softBreak...)
		}
	}
	return append(to, "\r\n"...)
}

// string is the part with its blanks filled, as it is read.
func (s setPart) string(fill []string) string {
	var b strings.Builder
	for _, p := range s.pieces {
		b.WriteString(p.plain)
		b.WriteString(filled(p.blank, fill))
	}
	return b.String()
}

// filled is what stands in the place of a blank: nothing if the message has nothing.
func filled(blank int, fill []string) string {
	if blank < 0 || blank >= len(fill) {
		return ""
	}
	return fill[blank]
}

func (s setPart) empty() bool { return len(s.pieces) == 1 && s.pieces[0].plain == "" }

// quoted appends a text in quoted-printable, in lines of at most 76.
func quoted(to []byte, text string) []byte {
	if len(text) <= 70 && isPlain(text) {
		return append(to, text...)
	}
	buffer := bytes.NewBuffer(to)
	w := quotedprintable.NewWriter(buffer)
	_, _ = w.Write([]byte(text)) // a buffer takes everything
	_ = w.Close()
	return buffer.Bytes()
}

// isPlain says that quoted-printable leaves a text as it is, even at the end of a line.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c <= ' ' || c > '~' || c == '=' {
			return false
		}
	}
	return true
}
