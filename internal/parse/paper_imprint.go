package parse

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

const (
	day = `\p{L}+\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}(?:st|nd|rd|th|\.|º)?[ -](?:of |de )?\p{L}+\.?(?: de| del)?,?[ -]\d{4}|` +
		`\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d{2}-\d{2}`
	paperName = `[\p{Lu}\p{Lo}][\p{L}\p{M}\p{N} .,&’'-]{1,48}?`
)

// imprints are the forms of a last line that names paper and day.
var imprints = []*regexp.Regexp{
	regexp.MustCompile(`(?:(?i:(?:this|the) (?:story|article|editorial|report|column|piece|letter|essay|review) )?(?i:(?:was |is |has been )?(?:first |originally )?` +
		`(?:published|appeared|carried|printed) in(?: the print edition of)?)(?: the)?) (` + paperName + `),? (?i:on |dated |of )?(` + day + `)[.)]*$`),
	regexp.MustCompile(`(?i:erschienen in:?(?: der)?|(?:article )?(?:paru|publié) dans|publicado (?:en|em|no|na)|pubblicato (?:su|in)|gepubliceerd in|verschenen in) (` + paperName +
		`)(?:,| vom| du| le| el| em| il| van| am| on)+ (` + day + `)[.)]*$`),
	regexp.MustCompile(`\(?(?:بشکریہ:? ?)?(روزنامہ [\p{L}\p{M} ]{2,24}?)[،,]? ?(\p{Nd}{1,2} ?\p{L}+[،,]? \p{Nd}{4})ء?[)۔.]*$`),
}

// imprintWords are those of which an imprint has one. To look for them costs a
// hundredth of what the forms do.
var imprintWords = []string{
	"published", "appeared", "carried", "printed", "erschienen", "paru dans", "publié dans", "publicado", "pubblicato", "gepubliceerd",
	"verschenen", "روزنامہ",
}

func hasWordOf(words []string, text string) bool {
	for _, word := range words {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// sentenceEnd is what must stand before an imprint that has no line of its own.
var sentenceEnd = regexp.MustCompile(`[.!?…۔»”"')\]] *$`)

// takeImprint removes the last line of a text that says in which paper and on
// which day it was printed, and returns both.
func (p prose) takeImprint() (paper, day string) {
	if p.root == nil {
		return "", ""
	}
	text := lastText(p.root)
	if text == nil || !mayEndWithDay(strings.TrimSpace(text.Data)) {
		return "", ""
	}
	last := p.lineOf(text)
	if paper, day = takeLine(last); paper != "" {
		return paper, day
	}
	for block := last.Parent; block != p.root; block = block.Parent {
		if isBlock(block.DataAtom) { // its marks, as in 13<sup>th</sup>, part its text
			return takeLine(block)
		}
	}
	return "", ""
}

// takeLine removes the imprint that a line is, or that ends it.
func takeLine(last *html.Node) (paper, day string) {
	line := textOf(last)
	match := imprintOf(line)
	if match == nil {
		return "", ""
	}
	paper, day = strings.TrimRight(line[match[2]:match[3]], ", "), line[match[4]:match[5]]
	before := line[:match[0]]
	switch {
	case strings.Trim(before, " —–-(|*") == "":
		last.Parent.RemoveChild(last)
	case last.Type != html.TextNode || !sentenceEnd.MatchString(before):
		return "", ""
	default:
		last.Data = strings.TrimSpace(before)
	}
	return paper, day
}

// mayEndWithDay says that there are figures where an imprint has its year.
func mayEndWithDay(line string) bool {
	return strings.ContainsAny(line[max(0, len(line)-24):], "0123456789۰۱۲۳۴۵۶۷۸۹")
}

// imprintOf finds the imprint at the end of a line, as a match of one of the
// forms; nil if there is none.
func imprintOf(line string) []int {
	if !mayEndWithDay(line) || !hasWordOf(imprintWords, strings.ToLower(line[max(0, len(line)-400):])) {
		return nil
	}
	for _, form := range imprints {
		if match := form.FindStringSubmatchIndex(line); match != nil {
			return match
		}
	}
	return nil
}
