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
// where no date was given, and leaves the text, as the one that only says where
// it appeared first does. A teaser that ends in "…" is Cut.
func (d *desk) readPaper(item *digest.Item, content, summary prose) {
	for _, p := range []prose{content, summary} {
		p.takeFoot()
		if item.Place == "" {
			item.Place = dateline(p.opening(160))
		}
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

// lineOf is the outermost element of which a text is all.
func (p prose) lineOf(text *html.Node) *html.Node {
	line := fold(text.Data)
	for text.Parent != p.root && textOf(text.Parent) == line {
		text = text.Parent
	}
	return text
}

// lastText is the last text in a node that is not blank; nil if there is none.
func lastText(n *html.Node) *html.Node {
	for c := n.LastChild; c != nil; c = c.PrevSibling {
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" {
			return c
		}
		if last := lastText(c); last != nil {
			return last
		}
	}
	return nil
}

var cutEnd = regexp.MustCompile(`(?:…|\.\.\.|۔۔۔) ?[\])»]*\s*(?:(?i:(?:continue reading|read more|read on|more|weiterlesen|lire la suite|leer más|seguir leyendo|` +
	`leggi(?: tutto)?|continua|lees (?:meer|verder)|leia mais|ler mais)\b|(?:читать )?далее|подробнее|مزید پڑھ|اقرأ المزيد|ادامه مطلب).{0,120})?$`)

// isCut says that a teaser ends before its sentence does.
func isCut(text string) bool {
	return (strings.Contains(text, "…") || strings.Contains(text, "...") || strings.Contains(text, "۔۔۔")) && cutEnd.MatchString(text)
}
