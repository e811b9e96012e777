package parse

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// classesOf are an element's classes, each once.
func classesOf(n *html.Node) []string {
	var list []string
	for class := range strings.FieldsSeq(attr(n, "class")) {
		if len(list) < 16 && !slices.Contains(list, class) {
			list = append(list, class)
		}
	}
	return list
}

var passing = regexp.MustCompile(`(?i)^(?:first|last|odd|even|alt|active|current|selected|sticky|clearfix|lazy\S*|js-\S*|` +
	`(?:is|has|category|tag|status|format|type|post|author)[-_]\S*)$|[^\w-]|^-|--|\d`)

// steady are the classes that an element has in common with its neighbours:
// not the ones of a state, a place in the list, a category or a build.
func (f *finder) steady(n *html.Node) []string {
	names := attr(n, "class")
	known, ok := f.steadies[names]
	if !ok {
		known = slices.DeleteFunc(classesOf(n), func(class string) bool { return passing.MatchString(class) || isHash(class) })
		f.steadies[names] = known
	}
	return known
}

// isHash says that a class, or what follows its last hyphen, was made by a
// machine: dRtkXa, Card-cNiFNN.
func isHash(class string) bool {
	tail := class[strings.LastIndexAny(class, "-_")+1:]
	if len(tail) < 5 || len(tail) > 8 || strings.ToUpper(tail) == tail {
		return false
	}
	capitals := 0
	for i := 1; i < len(tail); i++ {
		if 'A' <= tail[i] && tail[i] <= 'Z' {
			capitals++
		}
	}
	last := tail[len(tail)-1]
	return capitals > 1 || capitals == 1 && 'A' <= last && last <= 'Z'
}

// wordsIn splits names as designers write them: main-nav, main_nav, mainNav.
func wordsIn(names string) []string {
	var b strings.Builder
	lower := false
	for _, r := range names[:min(len(names), 400)] {
		if unicode.IsUpper(r) && lower {
			b.WriteByte(' ')
		}
		lower = unicode.IsLower(r)
		if unicode.IsLetter(r) {
			b.WriteRune(unicode.ToLower(r))
		} else {
			b.WriteByte(' ')
		}
	}
	return strings.Fields(b.String())
}
