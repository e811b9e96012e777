package textmodel

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word, a number or a sign of a text, in lower case.
type token struct {
	text string
	// class is the word itself if the sentence hangs on it, else its group in
	// the lexicon, else its ending.
	class string
	kind  tokenKind
}

type tokenKind int

const (
	word tokenKind = iota
	number
	sign
)

// hinges are the words on which a sentence hangs: they say how it is meant,
// and hardly what it is about.
var hinges = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(`
		a an the this that these those it its he his him she her they their them we our us you your i my me who whom whose which
		what when where why how is are was were be been being am do does did done have has had having will would can could may
		might must shall should need needs ought not no nor never and or but if so than as at by for from in into of off on onto
		out over to under up with without within about after against amid among before behind below between beyond despite
		during except inside like near outside past since through throughout till toward towards until upon via all any both
		each every few more most much many some such other another only own same too very just even still yet already also
		again ever once here there then now because while although though whether unless say says said tell tells told warn
		warns warned urge urges urged call calls called cannot can't don't doesn't didn't won't isn't aren't wasn't weren't
		shouldn't mustn't couldn't wouldn't it's that's what's there's let's here's who's we're they're you're i'm i've we've`) {
		set[w] = true
	}
	return set
}()

// endings are what is left of any other word.
var endings = []struct{ ending, class string }{
	{"ing", "*ing"},
	{"ed", "*ed"},
	{"ly", "*ly"},
	{"tion", "*tion"},
	{"ment", "*ment"},
	{"ness", "*ness"},
	{"ity", "*ity"},
	{"ism", "*ism"},
	{"er", "*er"},
	{"s", "*s"},
}

func classOf(w string) string {
	if hinges[w] {
		return w
	}
	w = strings.TrimSuffix(w, "'s")
	if class := lexicon[w]; class != "" {
		return class
	}
	for _, e := range endings {
		if len(w) > len(e.ending)+2 && strings.HasSuffix(w, e.ending) {
			return e.class
		}
	}
	return "*"
}

var plainSigns = strings.NewReplacer("’", "'", "‘", "\"", "“", "\"", "”", "\"", "«", "\"", "»", "\"")

// tokens takes a text apart, at most limit of them.
func tokens(text string, limit int) []token {
	text = plainSigns.Replace(strings.ToLower(text))
	found := make([]token, 0, 24)
	for at := 0; at < len(text) && len(found) < limit; {
		r, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case unicode.IsLetter(r):
			w := text[at : at+span(text[at:], inWord)]
			at += len(w)
			w = strings.Trim(w, "'")
			found = append(found, token{w, classOf(w), word})
		case unicode.IsDigit(r):
			at += span(text[at:], inNumber)
			found = append(found, token{"#", "#", number})
		default:
			if s := signOf(r, text[at+size:]); s != "" {
				found = append(found, token{s, s, sign})
			}
			at += size
		}
	}
	return found
}

// signOf is a sign that says something of the sentence around it; rest is what
// follows. A full stop does only inside a headline.
func signOf(r rune, rest string) string {
	switch {
	case strings.ContainsRune("?!:;\"$%£€", r):
		return string(r)
	case r == '–' || r == '—' || r == '-' && strings.HasPrefix(rest, " "):
		return "-"
	case (r == '.' || r == '…') && strings.HasPrefix(rest, " "):
		return "."
	}
	return ""
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || r == '\''
}
func inNumber(r rune) bool { return unicode.IsDigit(r) || r == '.' || r == ',' }

// span is how many bytes of a text belong together from its beginning.
func span(text string, belongs func(rune) bool) int {
	if end := strings.IndexFunc(text, func(r rune) bool { return !belongs(r) }); end >= 0 {
		return end
	}
	return len(text)
}
