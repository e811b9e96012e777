package templates

import (
	"html/template"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/bidi"
)

// The two directions, as HTML's dir attribute spells them.
const (
	ltr = "ltr"
	rtl = "rtl"
)

// tongue is the language and direction in which something is set. Lang is a
// canonical BCP 47 tag, or empty when it is not known.
type tongue struct{ Lang, Dir string }

// run is a piece of text with its tongue. Attr is what its element needs to
// say inside the element around it: empty when both are set alike.
type run struct {
	Text string
	tongue
	Attr template.HTMLAttr
}

// tongueOf decides how a text is set. Its letters are a fact and the tag only
// a claim (many feeds call themselves en-US in any language), so the letters
// decide the direction, and a tag that disagrees with them is dropped.
func tongueOf(tag, text string) tongue {
	claimed := claimedTongue(tag)
	dir := direction(text)
	if dir == "" {
		dir = claimed.Dir
	}
	switch {
	case dir == "":
		return tongue{Dir: ltr}
	case claimed.Dir == dir:
		return claimed
	case dir == rtl:
		return tongue{Lang: rightToLeftLanguage(text), Dir: rtl}
	default:
		return tongue{Dir: ltr}
	}
}

// claimedTongue reads a language tag; both fields are empty if it is none.
func claimedTongue(tag string) tongue {
	parsed, err := language.Parse(tag)
	if err != nil || parsed == language.Und {
		return tongue{}
	}
	script, _ := parsed.Script()
	switch script.String() {
	case "Arab", "Aran", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg", "Mand", "Samr":
		return tongue{Lang: parsed.String(), Dir: rtl}
	}
	return tongue{Lang: parsed.String(), Dir: ltr}
}

// direction is that of most of the text's strong characters (UAX 9), so that
// an Urdu headline which begins with an English name is Urdu; empty if it has
// none.
func direction(text string) string {
	left, right := 0, 0
	for _, r := range text {
		properties, _ := bidi.LookupRune(r)
		switch properties.Class() {
		case bidi.L:
			left++
		case bidi.R, bidi.AL:
			right++
		}
	}
	switch {
	case left == 0 && right == 0:
		return ""
	case right > left:
		return rtl
	default:
		return ltr
	}
}

// rightToLeftLanguage tells the languages of newspapers apart by letters that
// the others do not use; it only has to choose a typeface.
func rightToLeftLanguage(text string) string {
	switch {
	case strings.ContainsAny(text, "ٹڈڑےںہھ"):
		return "ur"
	case strings.ContainsAny(text, "پچژگیک"):
		return "fa"
	case strings.ContainsAny(text, "اوملبر"):
		return "ar"
	case strings.ContainsAny(text, "אוילמה"):
		return "he"
	}
	return ""
}

// in is what an element of tongue t says inside one of tongue outer.
func (t tongue) in(outer tongue) template.HTMLAttr {
	attr := ""
	if t.Lang != outer.Lang {
		attr = ` lang="` + t.Lang + `"` // a canonical tag: letters, digits and hyphens
	}
	if t.Dir != outer.Dir {
		attr += ` dir="` + t.Dir + `"`
	}
	return template.HTMLAttr(attr)
}

// run sets a text inside t. Where it runs the other way, hint is the language
// that it may be in.
func (t tongue) run(hint, text string) run {
	own := t
	if dir := direction(text); dir != "" && dir != t.Dir {
		own = tongueOf(hint, text)
	}
	return run{Text: text, tongue: own, Attr: own.in(t)}
}

// Isolates (UAX 9 §2.4) keep a run from reordering what stands around it
// where there are no elements to do so.
const (
	firstStrongIsolate = "\u2068"
	popIsolate         = "\u2069"
	rightToLeftMark    = "\u200f"
)

// isolated is the text as it can stand in a line of direction dir.
func isolated(text, dir string) string {
	if own := direction(text); own == "" || own == dir {
		return text
	}
	return firstStrongIsolate + text + popIsolate
}
