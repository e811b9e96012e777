package templates

import (
	"slices"
	"strings"
	"unicode"

	"broadsheet/digest"
)

// headline is an entry's title; one without has the beginning of its text.
func (p printer) headline(e digest.Entry) string {
	if title := cut(headline(e), p.title); title != "" {
		return title
	}
	if text := teaserOf(e, 80); text != "" {
		return text
	}
	return p.words.untitled
}

// signs stand between a headline and the name that a paper puts behind it.
var signs = []string{" | ", " – ", " — ", " - "}

// headline is an entry's title without what its byline or its section says
// anyway: its author, its paper or its kind, as in "Votes count | A. Farooqi".
func headline(e digest.Entry) string {
	title := clean(e.Title)
	for _, sign := range signs {
		bare, last, found := cutLast(title, sign)
		if found && bare != "" && isSaid(e, last) {
			return strings.TrimSpace(bare)
		}
	}
	return title
}

func cutLast(text, sign string) (before, after string, found bool) {
	at := strings.LastIndex(text, sign)
	if at < 0 {
		return text, "", false
	}
	return text[:at], text[at+len(sign):], true
}

// isSaid says that words are an entry's author, paper or kind.
func isSaid(e digest.Entry, words string) bool {
	var names []string
	for _, author := range e.Authors {
		names = append(names, name(author.Name))
	}
	said := append([]string{strings.Join(names, " and "), strings.Join(names, ", "), string(e.Kind), string(e.Kind) + "s"}, names...)
	return beginsWith(name(e.Paper), words) || slices.ContainsFunc(said, func(each string) bool { return strings.EqualFold(each, words) })
}

// isOfTheHouse says that who signs is the paper itself, or a desk of it
// ("Guardian staff" in The Guardian): the paper's name says as much.
func isOfTheHouse(signed, paper string) bool {
	house := wordSet(paper)
	ofHouse := false
	for word := range wordSet(signed) {
		switch {
		case slices.Contains(articles, word):
		case house[word]:
			ofHouse = true
		case !slices.Contains(desks, word):
			return false
		}
	}
	return ofHouse
}

var (
	articles = []string{"the", "der", "die", "das", "le", "la", "el", "il"}
	desks    = []string{
		"agency", "bureau", "com", "correspondent", "desk", "digital", "editor", "editors", "monitoring", "news", "newsroom", "online",
		"redaktion", "report", "reporter", "reporters", "service", "sport", "sports", "staff", "team", "web", "writer", "writers",
	}
)

// wordSet is the words of a name, in small letters.
func wordSet(name string) map[string]bool {
	words := map[string]bool{}
	for _, word := range strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }) {
		words[word] = true
	}
	return words
}
