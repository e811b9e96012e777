package parse

import (
	"bytes"
	"crypto/rand"
	"html"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// An XML parser reads a text byte by byte, and most of a feed is texts that it
// hands on as they stand. So the long ones of the items are lifted out of a
// document before gofeed reads it, and put back into what it returns. It is
// done only where gofeed would certainly give the same; where a text does not
// come back from where it was sent to, the document is read as it is.

// lift is the texts that were lifted out of a document.
type lift struct {
	// mark begins every stand-in. It is drawn by lot for the document, so that
	// nothing in it can be taken for one.
	mark  string
	texts []string
	back  int // how many of them have been put back
}

// liftable is how many bytes a text must have to be worth it.
const liftable = 96

// add is the stand-in for a text.
func (l *lift) add(text string) string {
	if l.mark == "" {
		l.mark = rand.Text() + "x"
	}
	l.texts = append(l.texts, text)
	return l.mark + strconv.Itoa(len(l.texts)-1)
}

// restore puts a text back where its stand-in is.
func (l *lift) restore(field *string) {
	number, ok := strings.CutPrefix(*field, l.mark)
	if !ok {
		return
	}
	if n, err := strconv.Atoi(number); err == nil && n < len(l.texts) {
		*field = l.texts[n]
		l.back++
	}
}

// isWhole says that every text is back.
func (l *lift) isWhole() bool { return l.back == len(l.texts) }

// withoutTexts has a document read without its long texts, and whole, as salvage
// does, if that is not certain to be the same. texts visits the fields of a
// feed to which they go.
func withoutTexts[F any](doc *repaired, odd *oddities, read func(io.Reader) (*F, error), join func(into, part *F),
	texts func(from *F, visit func(*string)),
) (*F, []span, error) {
	if xml, lift := liftXML(doc); len(lift.texts) > 0 {
		if feed, err := read(bytes.NewReader(xml)); err == nil {
			if texts(feed, lift.restore); lift.isWhole() {
				return feed, doc.items, nil
			}
		}
	}
	return salvage(doc, odd, read, join)
}

// liftXML lifts the texts of a repaired document and returns what is left of it.
func liftXML(doc *repaired) ([]byte, *lift) {
	l := &lift{}
	if firstDropped(doc.xml) >= 0 || !utf8.Valid(doc.xml) {
		return nil, l // a parser might refuse it
	}
	out, done := make([]byte, 0, len(doc.xml)/2), 0
	for _, item := range doc.items {
		s := scanner{src: doc.xml[:item.end], at: item.start}
		for depth := 0; ; {
			t, ok := s.next()
			if !ok {
				break
			}
			switch t.kind {
			case endTag:
				depth--
			case startTag:
				if depth++; depth == 2 && t.attrsAt == t.attrsEnd && isLifted(t.name) {
					inside := textAt(s.src[t.end:])
					if text, sure := gofeedText(inside); sure {
						out = append(append(out, doc.xml[done:t.end]...), l.add(text)...)
						done = t.end + len(inside)
						s.at = done
					}
				}
			}
		}
	}
	return append(out, doc.xml[done:]...), l
}

// isLifted says of an element of an item that gofeed reads it as a text. Under
// a name that a document has bound otherwise it does not come back.
func isLifted(name []byte) bool {
	switch string(name) {
	case "description", "content:encoded", "summary", "content":
		return true
	}
	return false
}

// textAt is the inside of an element up to its end tag; nil if there is more in
// it than a text, or one CDATA section.
func textAt(b []byte) []byte {
	end := skipSpace(b, 0)
	if bytes.HasPrefix(b[end:], cdataOpen) {
		if end = bytes.Index(b, cdataClose); end < 0 {
			return nil
		}
		end = skipSpace(b, end+len(cdataClose))
	} else if end = bytes.IndexByte(b, '<'); end < 0 {
		return nil
	}
	if !bytes.HasPrefix(b[end:], []byte("</")) {
		return nil
	}
	return b[:end]
}

// gofeedText is what gofeed makes of the inside of an element, as far as that
// is plain to see: of a CDATA section what is in it, of a text without the white
// space around it what its references stand for.
func gofeedText(inside []byte) (text string, sure bool) {
	if len(inside) < liftable {
		return "", false
	}
	inside = bytes.TrimSpace(inside)
	if bytes.HasPrefix(inside, cdataOpen) {
		if !bytes.HasSuffix(inside, cdataClose) {
			return "", false
		}
		inside = section(inside)
		return string(inside), len(inside) > 0
	}
	if len(inside) == 0 || bytes.Contains(inside, cdataClose) || !isSimplyEscaped(inside) {
		return "", false
	}
	return html.UnescapeString(string(inside)), true
}

// isSimplyEscaped says that every "&" begins a reference that all readers of
// XML and HTML understand alike.
func isSimplyEscaped(b []byte) bool {
	for {
		at := bytes.IndexByte(b, '&')
		if at < 0 {
			return true
		}
		b = b[at+1:]
		end := bytes.IndexByte(b[:min(len(b), 8)], ';')
		if end < 0 {
			return false
		}
		if !isXMLEntity(string(b[:end])) && !isCharacter(b[:end]) {
			return false
		}
		b = b[end+1:]
	}
}

// isCharacter says that the inside of a reference is the number of a character
// that may stand in a document.
func isCharacter(b []byte) bool {
	digits, base := bytes.TrimPrefix(b, []byte("#")), 10
	if len(digits) == len(b) {
		return false
	}
	if hex := bytes.TrimPrefix(digits, []byte("x")); len(hex) < len(digits) {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(string(digits), base, 16)
	return err == nil && n >= ' ' && n < 0xD800
}
