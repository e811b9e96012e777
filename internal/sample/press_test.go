package sample

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
)

func TestFaultsInThePress(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"no stories":        {"only a remark\n", "no stories"},
		"no time of day":    {"# A headline\nsection: World\n\nText.\n", `"A headline": a story needs a time`},
		"no text":           {"# A headline\nat: 05:10\n", "and a paragraph"},
		"unknown key":       {"# A headline\nat: 05:10\nplace: Quetta\n\nText.\n", `unknown line "place: Quetta"`},
		"not a time":        {"# A headline\nat: five\n\nText.\n", `line "at: five"`},
		"close to midnight": {"# A headline\nat: 23:46\n\nText.\n", "too close to midnight"},
		"image without size": {
			"# A headline\nat: 05:10\nimage: boat.jpg 1200x800\n\nText.\n", `line "image: boat.jpg 1200x800"`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readStories(tc.text)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want an error with %q", err, tc.want)
			}
		})
	}
}

func TestStoryIsReadWhole(t *testing.T) {
	stories, err := readStories("A remark.\n\n# One\nat: 05:10\nby: A B, C D\n\nFirst\nparagraph.\n\nSecond.\n\n# Two\nat: 06:00\n\nText.\n")
	if err != nil || len(stories) != 2 {
		t.Fatalf("got %d stories, %v", len(stories), err)
	}
	one := stories[0]
	if one.title != "One" || one.at != 5*time.Hour+10*time.Minute ||
		!slices.Equal(one.authors, []string{"A B", "C D"}) ||
		!slices.Equal(one.text, []string{"First paragraph.", "Second."}) {
		t.Errorf("got %+v", one)
	}
}

// Pages that kept different hours would leave some 24 hours with less than a
// full day's news.
func TestPagesKeepTheSameHours(t *testing.T) {
	pages := mustPages(t)
	if len(pages) < 3 {
		t.Fatalf("%d pages: what is printed comes again within 48 hours", len(pages))
	}
	for _, name := range Names() {
		for i, p := range pages[1:] {
			if !slices.Equal(hours(p[name]), hours(pages[0][name])) {
				t.Errorf("%s: page %d keeps other hours than page 1", name, i+2)
			}
		}
	}
}

func TestStoriesAreComplete(t *testing.T) {
	for i, p := range mustPages(t) {
		for name, stories := range p {
			for _, s := range stories {
				checkStory(t, i+1, name, s)
			}
		}
	}
}

func checkStory(t *testing.T, page int, name string, s story) {
	t.Helper()
	if paper, _ := paperNamed(name); paper.paths != nil && paper.paths[s.section] == "" {
		t.Errorf("page %d, %s: %q is of an unknown section %q", page, name, s.title, s.section)
	}
	if name != "editorials" && s.section == "" {
		t.Errorf("page %d, %s: %q has no section", page, name, s.title)
	}
	if (s.image.name == "") != (s.image.alt == "") {
		t.Errorf("page %d, %s: %q has an image without a text, or a text without an image", page, name, s.title)
	}
	if name == "columns" && len(s.authors) == 0 {
		t.Errorf("page %d: the column %q is not signed", page, s.title)
	}
}

func TestDailyNamesThePlace(t *testing.T) {
	for i, p := range mustPages(t) {
		for _, s := range p["metropolitan"] {
			place, _, found := strings.Cut(s.text[0], ": ")
			if !found || place != strings.ToUpper(place) {
				t.Errorf("page %d: %q has no dateline", i+1, s.title)
			}
		}
	}
}

func TestUrduIsUrdu(t *testing.T) {
	for i, p := range mustPages(t) {
		for _, s := range p["urdu"] {
			for _, line := range append([]string{s.title, s.section}, s.text...) {
				line = strings.NewReplacer("{yesterday}", "", "{today}", "", "{tomorrow}", "").Replace(line)
				if foreign := strings.IndexFunc(line, notUrdu); foreign >= 0 {
					t.Errorf("page %d: %q breaks off into another script at %q", i+1, s.title, line[foreign:])
				}
			}
			for _, paragraph := range s.text {
				if !strings.HasSuffix(paragraph, "۔") {
					t.Errorf("page %d: a paragraph of %q lacks its full stop", i+1, s.title)
				}
			}
		}
	}
}

// notUrdu allows the colon, which Urdu shares, and no other Latin mark. The
// Arabic forms of yeh and kaf are look-alikes that Urdu does not use.
func notUrdu(r rune) bool {
	if r == 'ي' || r == 'ك' {
		return true
	}
	return r != ' ' && r != ':' && !unicode.Is(unicode.Arabic, r) && !unicode.Is(unicode.Mn, r) && r != '،'
}

func mustPages(t *testing.T) []page {
	t.Helper()
	pages, err := pages()
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

func hours(stories []story) []time.Duration {
	var hours []time.Duration
	for _, s := range stories {
		hours = append(hours, s.at)
	}
	slices.Sort(hours)
	return hours
}
