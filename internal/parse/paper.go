package parse

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"broadsheet/digest"
)

// readPaper reads what newspapers write into their texts. The dateline
// ("WASHINGTON: …") is copied to Place and the line that signs a story ("By Our
// Correspondent") to Authors; both stay, for a paper prints them. The last line
// ("Published in Dawn, February 13th, 2023") becomes Publication, and Published
// where no date was given, and leaves the text. A teaser that ends in "…" is
// Cut.
func (d *desk) readPaper(item *digest.Item, content, summary prose) {
	for _, p := range []prose{content, summary} {
		item.Place = either(item.Place, dateline(p.opening(160)))
		if len(item.Authors) == 0 {
			item.Authors = signersOf(p.firstLine())
		}
		paper, day := p.takeImprint()
		item.Publication = either(item.Publication, paper)
		if item.Published.IsZero() && day != "" {
			item.Published, _ = d.dates(day)
		}
	}
	item.Cut = isCut(summary.text())
}

// lastLine is the last text and the elements that hold nothing else.
func (p prose) lastLine() *html.Node {
	if p.root == nil {
		return nil
	}
	var last *html.Node
	for n := range p.root.Descendants() {
		if n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" {
			last = n
		}
	}
	if last == nil {
		return nil
	}
	line := fold(last.Data)
	for last.Parent != p.root && textOf(last.Parent) == line {
		last = last.Parent
	}
	return last
}

var cutEnd = regexp.MustCompile(`(?:…|\.\.\.) ?[\])»]*\s*(?:(?i:continue reading|read more|read on|more)\b.{0,120})?$`)

// isCut says that a teaser ends before its sentence does.
func isCut(text string) bool {
	return (strings.Contains(text, "…") || strings.Contains(text, "...")) && cutEnd.MatchString(text)
}
