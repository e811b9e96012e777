package templates

import (
	"testing"

	"broadsheet/digest"
)

// In the page, what is Urdu says so, and nothing else does.
func TestDirectionOfEntries(t *testing.T) {
	for name, document := range map[string]string{"page": mustPage(t, morning(t)), "urdu page": mustPage(t, sabah(t))} {
		t.Run(name, func(t *testing.T) {
			for _, h3 := range elements(tree(t, document), named("h3")) {
				title := textOf(h3)
				lang, dir := "", ""
				for n := h3; n != nil; n = n.Parent {
					if dir == "" {
						dir = attr(n, "dir")
					}
					if lang == "" {
						lang = attr(n, "lang")
					}
				}
				want := tongueOf("", title)
				if dir != want.Dir {
					t.Errorf("%q is set %s", title, dir)
				}
				if (want.Dir == rtl) != (lang == "ur") {
					t.Errorf("%q is in %q", title, lang)
				}
			}
		})
	}
}

// A section whose stories are Urdu is set right to left as a whole, under an
// English title too.
func TestDirectionOfSection(t *testing.T) {
	e := morning(t)
	last := len(e.Sections) - 1
	e.Sections[last].Title = "The Urdu press"
	s := set(e, wholePage).Sections[last]
	if s.Dir != rtl || s.Title.Dir != ltr {
		t.Errorf("the section is set %s, its title %s", s.Dir, s.Title.Dir)
	}
	if s.Lead.Attr != "" {
		t.Errorf("its lead repeats what the section says: %q", s.Lead.Attr)
	}
}

func TestIsolated(t *testing.T) {
	for _, c := range []struct{ text, dir, want string }{
		{"Meridian Wire", ltr, "Meridian Wire"},
		{"Meridian Wire", rtl, "\u2068Meridian Wire\u2069"},
		{"روزنامہ", ltr, "\u2068روزنامہ\u2069"},
		{"05:15", rtl, "05:15"},
	} {
		if got := isolated(c.text, c.dir); got != c.want {
			t.Errorf("%q in %s: got %q", c.text, c.dir, got)
		}
	}
}

// A French digest has French stories and English furniture.
func TestLanguageWithoutWords(t *testing.T) {
	e := digest.Edition{Title: "Le Matin", Date: "2026-11-23", Language: "fr", Zone: "Europe/Paris"}
	s := set(e, wholePage)
	if s.Lang != "fr" || s.Date != "Monday, 23 November 2026" {
		t.Errorf("got %q, %q", s.Lang, s.Date)
	}
}

// A name goes the way of most of its letters, also where its first one does not.
func TestNameThatBeginsTheOtherWay(t *testing.T) {
	page := tongue{Lang: "ur", Dir: rtl}
	for text, want := range map[string]string{
		"BBC News اردو کی خبریں اور تبصرے": ` dir="rtl"`,
		"اردو کی خبریں BBC":                "",
		"BBC News":                         ` lang="" dir="ltr"`,
		"12":                               "",
	} {
		if got := page.run("", text); string(got.Attr) != want {
			t.Errorf("%s: got %q, want %q", text, got.Attr, want)
		}
	}
}
