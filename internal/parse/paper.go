package parse

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"broadsheet/digest"
)

// readPaper reads what newspapers write into their texts. The dateline
// ("WASHINGTON: …") is copied to Place and stays, for a paper prints it. The
// last line ("Published in Dawn, February 13th, 2023") becomes Publication,
// and Published where no date was given, and leaves the text. A teaser that
// ends in "…" is Cut.
func (d *desk) readPaper(item *digest.Item, content, summary prose) {
	for _, p := range []prose{content, summary} {
		item.Place = either(item.Place, dateline(p.opening(120)))
		paper, day := p.takeImprint()
		item.Publication = either(item.Publication, paper)
		if item.Published.IsZero() && day != "" {
			item.Published, _ = d.dates(day)
		}
	}
	item.Cut = isCut(summary.text())
}

var datelines = regexp.MustCompile(`^(\p{Lu}[\p{Lu}\p{M}.'’ /&-]{1,38}\p{Lu})` + // the place, or several
	`(?:, \p{L}{3,9}\.? \d{1,2})?` + // , Dec 27
	`(?: ?\([\p{L} /.]{2,24}\))?` + // (Reuters)
	`(?::| ?[—–]| -{1,2}) ?[^\s]`)

// notPlaces are words in capitals that begin a sentence like a dateline and are none.
var notPlaces = map[string]bool{
	"UPDATE": true, "UPDATED": true, "WATCH": true, "LIVE": true, "BREAKING": true, "OPINION": true, "EDITORIAL": true,
	"READ": true, "ALSO": true, "NOTE": true, "PHOTO": true, "PHOTOS": true, "VIDEO": true, "EXCLUSIVE": true, "ANALYSIS": true,
	"FACTBOX": true, "EXPLAINER": true, "WARNING": true, "CORRECTION": true, "TL": true, "FILE": true, "ALERT": true,
	"SPOILER": true, "REVIEW": true, "PODCAST": true, "LISTEN": true, "RELATED": true, "MORE": true, "IMPORTANT": true,
	"INTERVIEW": true, "FAQ": true, "FYI": true, "TIP": true, "TIPS": true, "STEP": true, "DISCLAIMER": true, "TODO": true,
	"LETTER": true, "LETTERS": true, "COMMENT": true, "PROFILE": true, "OBITUARY": true, "TIMELINE": true, "SUMMARY": true,
	"EDIT": true, "PSA": true, "AMA": true, "TIL": true,
}

// dateline is the place that a story's first words name, as they name it.
func dateline(text string) string {
	match := datelines.FindStringSubmatch(text)
	if match == nil {
		return ""
	}
	place := fold(match[1])
	words := strings.FieldsFunc(place, func(r rune) bool { return !unicode.IsLetter(r) })
	letters := 0
	for _, word := range words {
		if notPlaces[word] {
			return ""
		}
		letters += len([]rune(word))
	}
	if letters < 3 || len(words) > 6 {
		return ""
	}
	return place
}

const day = `(?:\p{L}+ \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}(?:st|nd|rd|th)? \p{L}+,? \d{4})`

var imprint = regexp.MustCompile(`(?:^|[\s.])(?i:published in) (\p{Lu}[\p{L}\p{M}\p{N} .&’'-]{1,48}?),? (?:on )?(` + day + `)\.?$`)

// takeImprint removes the last line of a text that says in which paper and on
// which day it was printed, and returns both.
func (p prose) takeImprint() (paper, day string) {
	last := p.lastLine()
	if last == nil {
		return "", ""
	}
	line := textOf(last)
	match := imprint.FindStringSubmatchIndex(line)
	if match == nil {
		return "", ""
	}
	paper, day = line[match[2]:match[3]], line[match[4]:match[5]]
	if before := strings.TrimSpace(line[:match[0]+len(line[match[0]:match[2]])]); !strings.EqualFold(before, "published in") {
		if last.Type != html.TextNode {
			return "", ""
		}
		last.Data = strings.TrimSpace(fold(last.Data)[:match[0]+1])
		return paper, day
	}
	last.Parent.RemoveChild(last)
	return paper, day
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
func isCut(text string) bool { return cutEnd.MatchString(text) }
