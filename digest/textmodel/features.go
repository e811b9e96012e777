package textmodel

import (
	"slices"
	"strings"
)

// Text is what is judged. Both parts are plain text; Teaser may be empty.
type Text struct {
	Title, Teaser string
}

// How much of a text is looked at, in tokens.
const (
	titleTokens  = 40
	teaserTokens = 60
)

// features are the hashes of what a text has, each once and in order.
func features(title, teaser []token) []uint32 {
	found := make([]uint32, 0, 5*len(title)+2*len(teaser)+8)
	classes := make([]string, 0, len(title)+2)
	classes = append(classes, "^")
	length, verbs := 0, 0
	for n, t := range title {
		found = append(found, hash("w", t.text))
		if n > 0 {
			found = append(found, hash("b", title[n-1].text, t.text))
		}
		if t.kind != sign {
			length++
		}
		if t.class == "*s" || t.class == "*ed" {
			verbs++
		}
		classes = append(classes, t.class)
	}
	classes = append(classes, "$")
	for n := 1; n < len(classes); n++ {
		found = append(found, hash("s", classes[n-1], classes[n]))
		if n > 1 {
			found = append(found, hash("s", classes[n-2], classes[n-1], classes[n]))
		}
	}
	found = hinged(found, classes[1:])
	found = append(found, hash("n", sizes[min(length, len(sizes)-1)]), hash("v", sizes[min(verbs, 3)]))
	found = teaserFeatures(found, teaser)
	slices.Sort(found)
	return slices.Compact(found)
}

// hinged adds the pairs of hinges that follow each other, whatever stands
// between them.
func hinged(found []uint32, classes []string) []uint32 {
	before := "^"
	for _, class := range classes {
		if class[0] != '*' && class[0] != '+' {
			found = append(found, hash("h", before, class))
			before = class
		}
	}
	return found
}

// sizes are how long a headline is, in steps.
var sizes = strings.Fields("0 1 2 3 3 5 5 7 7 9 9 11 11 13 13 13 16")

func teaserFeatures(found []uint32, teaser []token) []uint32 {
	before := "^"
	for _, t := range teaser {
		if t.class[0] != '*' {
			found = append(found, hash("t", t.class))
		}
		found = append(found, hash("t", before, t.class))
		before = t.class
	}
	return found
}

// hash is FNV-1a over the parts of a feature's name.
func hash(kind string, parts ...string) uint32 {
	h := uint32(2166136261)
	h = (h ^ uint32(kind[0])) * 16777619
	for _, part := range parts {
		h = (h ^ ' ') * 16777619
		for i := range len(part) {
			h = (h ^ uint32(part[i])) * 16777619
		}
	}
	return h
}

// take is the tokens of a text. What stands after a bar in a headline is the
// name of the paper, or of its author.
func (t Text) take() (title, teaser []token) {
	headline, _, _ := strings.Cut(t.Title, " | ")
	return tokens(headline, titleTokens), tokens(t.Teaser, teaserTokens)
}
