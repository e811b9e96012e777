package templates

import (
	"fmt"
	"html/template"
	"strings"

	"broadsheet/digest"
)

// MostHTML is the size in bytes that a mail's HTML never exceeds. Gmail clips
// a message at 102 KiB and hides the rest, the unsubscribe link with it.
const MostHTML = 100_000

// ladder is how a mail that is too long is shortened, step by step: shorter
// teasers; teasers for the leads alone; titles alone for the tail of a
// section; the tail left to the web; at last the leads' bare headlines. On
// every step every section keeps its lead.
var ladder = []measure{
	{front: 420, lead: 280, rest: 180, rail: 180, whole: all, most: all, papers: 60, title: 300, link: 2000, pictures: true},
	{front: 320, lead: 200, rest: 100, rail: 120, whole: all, most: all, papers: 40, title: 240, link: 2000, pictures: true},
	{front: 320, lead: 200, rail: 120, whole: all, most: all, papers: 30, title: 200, link: 1000, pictures: true},
	{front: 240, lead: 160, rail: 100, whole: 4, most: all, papers: 20, title: 160, link: 800, pictures: true},
	{front: 240, lead: 160, rail: 100, whole: 3, most: 48, papers: 20, title: 160, link: 600, pictures: true},
	{front: 240, lead: 160, rail: 100, whole: 2, most: 24, papers: 20, title: 140, link: 600, pictures: true},
	{front: 240, lead: 160, rail: 100, whole: 1, most: 12, papers: 20, title: 140, link: 500, pictures: true},
	{front: 200, lead: 120, rail: 100, whole: 1, most: 6, papers: 10, title: 120, link: 400},
	{front: 120, lead: 100, rail: 80, whole: 1, most: 3, papers: 10, title: 120, link: 300},
	{most: 1, papers: 5, title: 100, link: 200},
	{most: 1, title: 60},
}

// mail is what email.html and email.txt set.
type mail struct {
	sheet
	Site              run
	SiteURL           string
	Imprint           run
	Preheader         string
	View, Unsubscribe string
	Why, PrintedFor   string
}

// letter sets an edition and what the mail says around it, with the blanks.
func letter(e digest.Edition, site Site, view string, b blanks, step measure) mail {
	m := mail{sheet: set(e, step), Preheader: Preheader(e)}
	m.point(site, e, nil)
	m.Site = m.run("", name(site.Title))
	m.SiteURL = address(site.URL, 2000)
	m.Imprint = m.run("", site.imprint())
	m.View = address(view, 2000)
	m.Unsubscribe, m.PrintedFor = b.unsubscribe, b.printedFor
	m.Why = m.Words.say(m.Words.why, m.Title.Text)
	return m
}

// faces are the typefaces by language; what is not here is set in serif.
var faces = map[string]struct {
	family string
	height float64 // of a line, in the size of its type
}{
	"ur": {"'Noto Nastaliq Urdu','Jameel Noori Nastaleeq','Urdu Typesetting',serif", 2.1},
	"ar": {naskh, 1.65}, "fa": {naskh, 1.65}, "ps": {naskh, 1.65}, "sd": {naskh, 1.65},
}

const (
	serif = "Georgia,'Times New Roman',serif"
	naskh = "'Noto Naskh Arabic','Geeza Pro','Traditional Arabic',serif"
)

// face is a font shorthand for a language: mail programs take no variables
// and no :lang(). Weight is "normal", "bold" or "italic", size is in pixels,
// height that of a line of Latin type in its size.
func face(lang, weight string, size int, height float64) template.CSS {
	base, _, _ := strings.Cut(lang, "-")
	family := serif
	if other, ok := faces[base]; ok {
		family, height = other.family, max(height, other.height)
		if weight == "italic" { // which these scripts do not have
			weight = "bold"
		}
	}
	return template.CSS(fmt.Sprintf("font:%s %dpx/%g %s", weight, size, height, family))
}

// small is the font shorthand of the furniture, set in a size in pixels, which
// letters that are low for their size have two more of.
func small(lang string, size int) template.CSS {
	base, _, _ := strings.Cut(lang, "-")
	height := size * 3 / 2
	if _, low := faces[base]; low {
		size, height = size+2, size+10
	}
	return template.CSS(fmt.Sprintf("font:%dpx/%dpx Arial,sans-serif", size, height))
}
