package templates

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"broadsheet/digest"
)

// long is an edition of that many sections and stories in each, with teasers,
// titles and addresses of a kind that papers do print.
func long(sections, stories int) digest.Edition {
	teaser := strings.Repeat("The committee heard that the canal had been measured twice and found to differ. ", 8)
	e := digest.Edition{Digest: "long", Date: "2026-11-23", Title: "The Long Digest", Language: "en", Zone: "Asia/Karachi"}
	for i := range sections {
		section := digest.PrintedSection{Title: fmt.Sprintf("Section %d", i)}
		for j := range stories {
			name := fmt.Sprintf("%d-%d", i, j)
			section.Clusters = append(section.Clusters, digest.Cluster{Lead: digest.Entry{
				Item: digest.Item{
					ID: name, Source: "wire", Title: "Headline " + name + " says at some length what happened, and where, and to whom",
					Link:      "https://meridianwire.example/2026/11/23/world/" + name + "/headline-says-at-some-length-what-happened",
					Summary:   digest.HTML("<p>" + teaser + "</p>"),
					Published: time.Date(2026, 11, 23, 1, j%60, 0, 0, time.UTC), FirstSeen: time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC),
					Language: "en",
				},
				Kind: digest.Story, Paper: "Meridian Wire",
			}})
		}
		e.Sections = append(e.Sections, section)
	}
	return e
}

// An edition of any length fits into a mail, and every section keeps its lead.
func TestLadder(t *testing.T) {
	for _, size := range [][2]int{{5, 16}, {8, 10}, {10, 50}, {1, 500}, {100, 5}, {20, 100}, {120, 1}} {
		e := long(size[0], size[1])
		t.Run(fmt.Sprintf("%d sections of %d", size[0], size[1]), func(t *testing.T) {
			markup, text := mustEmail(t, e, toAmna)
			if len(markup) > MostHTML {
				t.Errorf("the mail has %d bytes", len(markup))
			}
			for i := range e.Sections {
				lead := fmt.Sprintf("Headline %d-0 ", i)
				if !strings.Contains(markup, lead) || !strings.Contains(text, lead) {
					t.Errorf("section %d lost its lead", i)
				}
			}
			left := size[0]*size[1] - strings.Count(markup, ">Headline ")
			if said := strings.Contains(markup, "more on the web"); said != (left > 0) {
				t.Errorf("%d stories are left out, said so: %v", left, said)
			}
			narrow(t, text)
		})
	}
}

// Eighty stories need no shortening to a list of titles: each has its teaser.
func TestOrdinaryEdition(t *testing.T) {
	markup, _ := mustEmail(t, long(8, 10), toAmna)
	if n := strings.Count(markup, "The committee heard"); n < 80 {
		t.Errorf("%d teasers of 80", n)
	}
}

// A thousand sources do not make a mail too long: the colophon is cut.
func TestLongColophon(t *testing.T) {
	e := long(2, 10)
	for i := range 2000 {
		e.Sources = append(e.Sources, digest.Report{
			Source: fmt.Sprint(i), Title: fmt.Sprintf("Paper number %d of the province", i), Link: fmt.Sprintf("https://paper%d.example/", i),
			Condition: []digest.Condition{digest.Read, digest.Failed}[i%2],
		})
	}
	markup, _ := mustEmail(t, e, toAmna)
	if !strings.Contains(markup, "The committee heard") {
		t.Error("the colophon cost the stories their teasers")
	}
	if !strings.Contains(markup, "Missing today") || !strings.Contains(markup, "940 more on the web") {
		t.Error("the mail does not say how many papers it left out")
	}
}

// Where not even the headlines have room, there is an error and no mail.
func TestTooManySections(t *testing.T) {
	_, _, err := email(long(3000, 1), toAmna)
	if err == nil || !strings.Contains(err.Error(), "3000 sections") {
		t.Errorf("got error %v", err)
	}
}

// A mail carries its way out, its way to the web, and no picture but the first
// story's.
func TestMailFurniture(t *testing.T) {
	markup, text := mustEmail(t, morning(t), toAmna)
	for _, want := range []string{toAmna.View, toAmna.Unsubscribe, "Printed for Amna Qureshi.", "because you subscribed to The Morning Digest", "The Evening Mail"} {
		if !strings.Contains(markup, want) || !strings.Contains(text, want) {
			t.Errorf("%q is not in both forms", want)
		}
	}
	pictures := elements(tree(t, markup), named("img"))
	if len(pictures) != 1 || attr(pictures[0], "alt") == "" || attr(pictures[0], "width") != "552" || attr(pictures[0], "height") == "" {
		t.Errorf("%d pictures; the lead's alone, with its caption and measures, was wanted", len(pictures))
	}
}

// Every link of the HTML stands in the plain text too.
func TestTwinHasTheLinks(t *testing.T) {
	markup, text := mustEmail(t, morning(t), toAmna)
	for _, a := range elements(tree(t, markup), named("a")) {
		link := attr(a, "href")
		isHome := strings.HasSuffix(link, ".example/") || link == site.URL // of papers in the colophon, and ours
		if !isHome && !strings.Contains(text, link+"\n") {
			t.Errorf("%s is not in the text", link)
		}
	}
}

func TestTwin(t *testing.T) {
	for _, e := range []digest.Edition{morning(t), sabah(t)} {
		_, text := mustEmail(t, e, toAmna)
		narrow(t, text)
	}
}

type failer interface {
	Helper()
	Errorf(string, ...any)
}

// narrow says which lines are wider than 72 columns, addresses aside, and
// which leave an isolate open.
func narrow(t failer, text string) {
	t.Helper()
	if !utf8.ValidString(text) {
		t.Errorf("the text is not UTF-8")
	}
	for _, line := range strings.Split(text, "\n") {
		if breadth(line) > columns && !strings.Contains(line, "://") {
			t.Errorf("%d columns: %q", breadth(line), line)
		}
	}
	if open, closed := strings.Count(text, firstStrongIsolate), strings.Count(text, popIsolate); open != closed {
		t.Errorf("%d isolates are opened, %d closed", open, closed)
	}
}

// One form serves all readers: each gets the mail that would have been set for
// them alone, and nobody another's name.
func TestForm(t *testing.T) {
	for _, e := range []digest.Edition{morning(t), sabah(t)} {
		form, err := NewForm(e, site, toAmna.View)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"Amna Qureshi", "قاری، اول", "<b>&\"'</b>", "", strings.Repeat("Long ", 50)} {
			inHTML, inText := form.Fill(name, toAmna.Unsubscribe)
			for _, part := range []struct {
				blanked Blanked
				values  []string
			}{{form.HTML, inHTML}, {form.Text, inText}} {
				for i, blank := range part.blanked.Blanks {
					if strings.Count(part.blanked.Document, blank) < 1 || strings.Contains(part.values[i], blank) {
						t.Errorf("the blank %q is not in the document, or in what fills it: %q", blank, part.values[i])
					}
				}
			}
			markup := form.HTML.filled(inHTML)
			narrow(t, form.Text.filled(inText))
			if shown := textOf(tree(t, markup)); name != "" && !strings.Contains(shown, strings.TrimSpace(name)[:4]) {
				t.Errorf("%q is not in the mail", name)
			}
			if len(markup) > MostHTML || strings.Contains(markup, "<b>&") {
				t.Errorf("%q: %d bytes", name, len(markup))
			}
		}
	}
}

// A script that does not lean is not made to.
func TestNothingLeansInUrdu(t *testing.T) {
	if got := face("ur-PK", "italic", 18, 1.3); !strings.HasPrefix(string(got), "font:bold 18px/2.1 'Noto Nastaliq") {
		t.Error(got)
	}
	if got := face("sd", "italic", 18, 1.3); !strings.HasPrefix(string(got), "font:bold 18px/1.65 'Noto Naskh") {
		t.Errorf("got %s", got)
	}
	if got := small("ur", 12); got != "font:14px/22px Arial,sans-serif" {
		t.Errorf("got %s", got)
	}
	if got := small("en", 13); got != "font:13px/19px Arial,sans-serif" {
		t.Errorf("got %s", got)
	}
	if got := face("en", "italic", 18, 1.3); !strings.HasPrefix(string(got), "font:italic 18px/1.3 Georgia") {
		t.Error(got)
	}
}
