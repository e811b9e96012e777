package templates

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"broadsheet/digest"
)

// goneOn is an edition of which the first story goes on from the day before,
// and which corrects three of earlier ones.
func goneOn(t testing.TB) digest.Edition {
	e := morning(t)
	lead := e.Sections[0].Clusters[0].Lead
	e.Sections[0].Clusters[0].Continues = &digest.Continuation{Thread: "t", Date: "2026-11-22", Title: "What it was"}
	correct := func(change digest.Change, date string) {
		entry := lead
		entry.Title, entry.Link = "Now "+string(change)+" <b>", "https://paper.example/"+string(change)
		e.Corrections = append(e.Corrections, digest.Correction{Date: date, Entry: entry, Was: "Before & after", Change: change, Nth: 1})
	}
	correct(digest.Withdrawal, "2026-11-22")
	correct(digest.NewHeadline, "2026-11-21")
	correct(digest.NewText, "2026-11-10")
	return e
}

// hrefs are the links of a document, by their words.
func hrefs(root *html.Node) map[string]string {
	links := map[string]string{}
	for _, a := range elements(root, named("a")) {
		links[strings.Join(strings.Fields(textOf(a)), " ")] = attr(a, "href")
	}
	return links
}

// Page, mail, its twin and the feed say from which edition a story goes on, and
// what has become of what others printed.
func TestHistory(t *testing.T) {
	e := goneOn(t)
	markup, text := mustEmail(t, e, toAmna)
	content, err := EditionContent(e, site)
	if err != nil {
		t.Fatal(err)
	}
	for name, document := range map[string]string{"page": mustPage(t, e), "mail": markup, "feed": content} {
		root := tree(t, document)
		links := hrefs(root)
		if got := links["Continued from Sunday"]; got != "https://broadsheet.example/morning/2026-11-22" {
			t.Errorf("%s: the story goes on from %q", name, got)
		}
		if links["Now headline <b>"] != "https://paper.example/headline" || links["Now withdrawn <b>"] != "" {
			t.Errorf("%s: corrections link to %q and %q", name, links["Now headline <b>"], links["Now withdrawn <b>"])
		}
		words := strings.Join(strings.Fields(textOf(root)), " ")
		for _, want := range []string{
			"Corrections and updates", "Withdrawn by the paper since the edition of Sunday",
			"In the edition of Saturday: “Before & after”", "Rewritten since the edition of 10 Nov, 2026",
		} {
			if !strings.Contains(words, want) {
				t.Errorf("%s does not say %q", name, want)
			}
		}
		for _, fault := range active(root, "mail") {
			t.Errorf("%s: %s", name, fault)
		}
	}
	for _, want := range []string{
		"  Continued from Sunday:\n  https://broadsheet.example/morning/2026-11-22\n", "Corrections and updates:\n", "  https://paper.example/headline\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the twin does not say %q", want)
		}
	}
}

// What an Urdu headline was, an English edition says in English, from left to right.
func TestCorrectionSpeaksThePagesLanguage(t *testing.T) {
	e := morning(t)
	entry := e.Sections[0].Clusters[0].Lead
	entry.Title = "عدالت نے شوگر ملز کی درخواست مسترد نہیں کی"
	e.Corrections = []digest.Correction{{
		Date: "2026-11-22", Entry: entry, Was: "عدالت نے شوگر ملز کی درخواست مسترد کر دی", Change: digest.NewHeadline, Nth: 1,
	}}
	markup, _ := mustEmail(t, e, toAmna)
	content, err := EditionContent(e, site)
	if err != nil {
		t.Fatal(err)
	}
	for name, document := range map[string]string{"page": mustPage(t, e), "mail": markup, "feed": content} {
		said := false
		for _, element := range elements(tree(t, document), func(n *html.Node) bool { return strings.Contains(textOf(n), "In the edition of Sunday") }) {
			said = true
			if attr(element, "dir") == digest.RightToLeft || attr(element, "lang") == "ur" {
				t.Errorf("%s: it stands in <%s dir=%q lang=%q>", name, element.Data, attr(element, "dir"), attr(element, "lang"))
			}
		}
		if !said {
			t.Errorf("%s does not say it", name)
		}
	}
}

// The page of an edition points to what later ones say of it; its feed does not.
func TestCorrectedOnThePage(t *testing.T) {
	e := morning(t)
	first, second := e.Sections[0].Clusters[0].Lead.ID, e.Sections[0].Clusters[1].Lead.ID
	f := around
	f.Corrected = map[string]Corrected{
		first:  {Change: digest.NewHeadline, Date: "2026-11-25"},
		second: {Change: digest.Withdrawal, Date: "2026-12-25"},
	}
	out, err := EditionPage(e, f)
	if err != nil {
		t.Fatal(err)
	}
	links := hrefs(tree(t, string(out)))
	for words, want := range map[string]string{
		"Corrected in the edition of Wednesday":        "https://broadsheet.example/morning/2026-11-25",
		"Withdrawn: see the edition of 25 Dec, 2026":   "https://broadsheet.example/morning/2026-12-25",
		"Corrected in the edition of a day that is no": "",
	} {
		if links[words] != want {
			t.Errorf("%q leads to %q, want %q", words, links[words], want)
		}
	}
}

// An edition is named as a reader of another would: by its day, its hour on the
// same day, its date when it is long ago.
func TestEditionIsNamed(t *testing.T) {
	tests := []struct{ day, key, want string }{
		{"2026-11-23", "2026-11-22", "Sunday"},
		{"2026-11-23", "2026-11-17", "Tuesday"},
		{"2026-11-23", "2026-11-16", "16 Nov, 2026"},
		{"2026-11-23", "2026-11-23T07", "07:00"},
		{"2026-11-23", "2026-11-22T18", "Sunday"},
		{"2026-11-23", "2026-11-26", "Thursday"},
		{"", "2026-11-22", "22 Nov, 2026"},
		{"2026-11-23", "yesterday", "yesterday"},
	}
	for _, test := range tests {
		p := printer{words: &english, day: test.day}
		if got := p.edition(test.key); got != test.want {
			t.Errorf("on %s, %s is %q, want %q", test.day, test.key, got, test.want)
		}
	}
}
