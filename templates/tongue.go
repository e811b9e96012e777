package templates

import (
	"html/template"

	"broadsheet/digest"
)

// The two directions, as HTML's dir attribute spells them.
const (
	ltr = digest.LeftToRight
	rtl = digest.RightToLeft
)

// tongue is the language and direction in which something is set. Lang is a
// canonical BCP 47 tag, or empty when it is not known.
type tongue struct{ Lang, Dir string }

// run is a piece of text with its tongue. Attr is what its element needs to
// say inside the element around it: empty when both are set alike and the text
// begins as it goes on.
type run struct {
	Text string
	tongue
	Attr template.HTMLAttr
}

// tongueOf decides how a text is set; tag is what its source says of it.
func tongueOf(tag, text string) tongue { return tongue(digest.TongueOf(tag, text)) }

func direction(text string) string { return digest.Direction(text) }

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
	attr := own.in(t)
	if own.Dir == t.Dir && opens(text) != own.Dir && opens(text) != "" {
		attr += template.HTMLAttr(` dir="` + own.Dir + `"`) // else bdi goes by the first letter
	}
	return run{Text: text, tongue: own, Attr: attr}
}

// opens is the direction of a text's first letter; empty if it has none.
func opens(text string) string {
	for _, r := range text {
		if dir := direction(string(r)); dir != "" {
			return dir
		}
	}
	return ""
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
