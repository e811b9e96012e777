package parse

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"broadsheet/digest"
)

const signature = `\p{Lu}[\p{L}\p{M}.'’-]*(?: (?:al|bin|de|del|der|di|ibn|la|ul|van|von|(?:[dl][’'])?\p{Lu}[\p{L}\p{M}.'’-]*)){0,4}`

var (
	signed = regexp.MustCompile(`^(?:By|BY|Von|Par|Por|Di|Door|Written by|Reported by) (` + signature + `(?:(?:, | and | & | und | et | y | e | en )` + signature + `){0,3})(?: [|–—-] \p{Lu}[^.!?:]{1,40})?$`)
	staff  = regexp.MustCompile(`^(?i:(?:by )?((?:(?:the )?newspaper[’']s |our |a )?(?:staff |special |own |city |court |crime |sports )?(?:reporter|correspondent)|(?:web|news|sports|business) desk))$`)
	urdu   = regexp.MustCompile(`^(?:تحریر|رپورٹ|از) ?: ?([\p{Arabic}\p{M} ]{3,40})$`)
	joints = regexp.MustCompile(`, | and | & | und | et | y | e | en `)
)

// signersOf is who signs a line that says nothing else.
func signersOf(line string) []digest.Author {
	var names []string
	if m := signed.FindStringSubmatch(line); m != nil {
		names = joints.Split(m[1], -1)
	} else if m := staff.FindStringSubmatch(line); m != nil {
		names = []string{m[1]}
	} else if m := urdu.FindStringSubmatch(line); m != nil {
		names = []string{m[1]}
	}
	var authors []digest.Author
	for _, name := range names {
		authors = merge(authors, digest.Author{Name: fold(name)})
	}
	return authors
}

// firstLine is the text of the first block or line of a text that has several.
func (p prose) firstLine() string {
	if p.root == nil {
		return ""
	}
	var line strings.Builder
	for n := range p.root.Descendants() {
		switch {
		case n.Type == html.TextNode:
			line.WriteString(n.Data)
		case isBlock(n.DataAtom) && strings.TrimSpace(line.String()) != "":
			return fold(line.String())
		}
		if line.Len() > 200 {
			return ""
		}
	}
	return "" // nothing follows it: that is the text itself
}
