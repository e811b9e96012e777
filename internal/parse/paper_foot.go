package parse

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// foot is the line that WordPress puts below every text in a feed, in some of
// the languages that it speaks.
var foot = regexp.MustCompile(`(?:^|[.!?…。۔»”’"')\]>])\s*((?:The post|The article|Der Beitrag|L[’']article|La entrada|El post|O post|O artigo|L[’']articolo|Il post|Het bericht|Wpis) .{1,300} ` +
	`(?:appeared first on|first appeared on|erschien zuerst auf|est apparu en premier sur|apareció primero en|se publicó primero en|apareceu primeiro em|proviene da|` +
	`verscheen eerst op|pojawił się początkowo) .{1,100})$`)

// footWords are those of which a foot has one.
var footWords = []string{
	"appeared", "erschien zuerst", "apparu en premier", "apareció primero", "publicó primero", "apareceu primeiro", "proviene da", "verscheen eerst", "pojawił",
}

// footMost is the longest foot that is looked for, in bytes.
const footMost = 600

// takeFoot removes the line below a text that says where it appeared first. It
// is told as the item's paper and link anyway.
func (p prose) takeFoot() {
	if p.root == nil {
		return
	}
	last := lastText(p.root)
	if last == nil {
		return
	}
	line := last.Parent
	for line != p.root && !isBlock(line.DataAtom) {
		line = line.Parent
	}
	tail := ""
	for n := line.LastChild; n != nil && !isBlock(n.DataAtom) && len(tail) < footMost; n = n.PrevSibling {
		var piece strings.Builder
		writeTextOf(&piece, n, footMost)
		tail = piece.String() + tail
		if n.Type != html.TextNode || !hasWordOf(footWords, tail) {
			continue
		}
		if match := foot.FindStringSubmatchIndex(strings.TrimRight(tail, " \n")); match != nil && match[2] < len(n.Data) {
			p.cutLine(line, n, match[2])
			return
		}
	}
}

// cutLine removes the end of a line from a place in one of its texts on, and the
// line if nothing is left of it.
func (p prose) cutLine(line, text *html.Node, at int) {
	for text.NextSibling != nil {
		line.RemoveChild(text.NextSibling)
	}
	text.Data = strings.TrimRight(text.Data[:at], " \n")
	if text.Data == "" {
		line.RemoveChild(text)
	}
	if line != p.root && textOf(line) == "" {
		line.Parent.RemoveChild(line)
	}
}
