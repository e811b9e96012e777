package templates

import (
	"testing"

	"broadsheet/digest"
)

func TestTongueOf(t *testing.T) {
	for _, c := range []struct {
		name, tag, text string
		want            tongue
	}{
		{"the tag and the letters agree", "en-GB", "Rate held", tongue{"en-GB", ltr}},
		{"a tag in any spelling is written as BCP 47 has it", "EN_gb", "Rate held", tongue{"en-GB", ltr}},
		{"an Urdu title in a feed that calls itself English", "en-US", "پانی کا حساب، اور ٹیکس", tongue{"ur", rtl}},
		{"an Urdu title that begins with an English name", "ur", "Meridian Wire کے مطابق پانی کی سطح بلند", tongue{"ur", rtl}},
		{"an English title in an Urdu feed", "ur", "Meridian Wire reports", tongue{"", ltr}},
		{"Arabic without a tag", "", "افتتاح معرض الكتاب", tongue{"ar", rtl}},
		{"Persian without a tag", "", "گزارش پژوهشگران", tongue{"fa", rtl}},
		{"Hebrew without a tag", "", "ירושלים של מעלה", tongue{"he", rtl}},
		{"a title without letters takes the direction of its tag", "ar", "2026", tongue{"ar", rtl}},
		{"neither tag nor letters", "", "— 1 —", tongue{"", ltr}},
		{"a tag that is none", "english please", "Rate held", tongue{"", ltr}},
		{"a script named in the tag decides", "az-Arab", "2026", tongue{"az-Arab", rtl}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := tongueOf(c.tag, c.text); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

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
