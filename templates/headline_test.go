package templates

import (
	"fmt"
	"strings"
	"testing"

	"broadsheet/digest"
)

// What the byline or the section says is not said again in the headline.
func TestHeadline(t *testing.T) {
	for _, c := range []struct{ title, author, paper, want string }{
		{"The votes are counted | Amina Farooqi", "Amina Farooqi", "The Saddar Review", "The votes are counted"},
		{"Five games of the year - CNET", "", "CNET News", "Five games of the year"},
		{"Ferry sails again – The Indus Courier", "", "The Indus Courier", "Ferry sails again"},
		{"On rain | Letters", "", "The Indus Courier", "On rain"},
		{"Ferry sails again – video", "", "The Indus Courier", "Ferry sails again – video"},
		{"Amina Farooqi | The votes", "Amina Farooqi", "", "Amina Farooqi | The votes"},
		{" | Amina Farooqi", "Amina Farooqi", "", "| Amina Farooqi"},
		{"Council votes 7 - 4", "", "", "Council votes 7 - 4"},
	} {
		e := digest.Entry{Item: digest.Item{Title: c.title, Authors: []digest.Author{{Name: c.author}}}, Kind: digest.Letter, Paper: c.paper}
		if got := headline(e); got != c.want {
			t.Errorf("%q: got %q, want %q", c.title, got, c.want)
		}
	}
}

// Of very many papers that report a story the first stand in a line; the page
// opens to show the others, and elsewhere they are counted.
func TestAlsoInOfMany(t *testing.T) {
	lead := digest.Entry{Item: digest.Item{ID: "lead", Source: "courier", Title: "A crane falls", Link: "https://courier.example/crane"}, Paper: "Courier", Kind: digest.Story}
	for _, c := range []struct {
		papers, named int
		says          string
	}{{13, 13, ""}, {14, 12, "and 2 more"}, {212, 12, "and 200 more"}} {
		cluster := digest.Cluster{Lead: lead}
		for n := range c.papers {
			name := fmt.Sprint("Paper ", n)
			cluster.AlsoIn = append(cluster.AlsoIn, digest.Entry{Item: digest.Item{ID: name, Source: name, Title: "A crane falls", Link: fmt.Sprintf("https://paper%d.example/crane", n)}, Paper: name})
		}
		e := digest.Edition{Digest: "morning", Date: "2026-11-23", Title: "Morning", Language: "en", Sections: []digest.PrintedSection{{Title: "News", Clusters: []digest.Cluster{cluster}}}}
		page := mustPage(t, e)
		html, text := mustEmail(t, e, toAmna)
		if n := strings.Count(page, "https://paper"); n != c.papers || strings.Contains(page, "<details") != (c.says != "") {
			t.Errorf("%d papers: the page links to %d", c.papers, n)
		}
		for _, document := range []string{html, text} {
			if n := strings.Count(document, "https://paper"); n != c.named {
				t.Errorf("%d papers: a mail links to %d, want %d", c.papers, n, c.named)
			}
		}
		for _, document := range []string{page, html, text} {
			if !strings.Contains(document, c.says) || c.says == "" && strings.Contains(document, "more</") {
				t.Errorf("%d papers: %q is not said", c.papers, c.says)
			}
		}
	}
}

// A paper is named once, the story's own last, and every report can be followed.
func TestAlsoInNamesAPaperOnce(t *testing.T) {
	report := func(id, paper string) digest.Entry {
		return digest.Entry{Item: digest.Item{ID: id, Title: "Report " + id, Link: "https://paper.example/" + id}, Paper: paper, Kind: digest.Story}
	}
	cluster := digest.Cluster{
		Lead: report("a", "Courier"), AlsoIn: []digest.Entry{report("b", "Courier"), report("c", "Wire"), report("d", "Courier"), report("e", "Wire"), report("f", "Review")},
	}
	e := digest.Edition{Digest: "m", Date: "2026-11-23", Title: "M", Language: "en", Sections: []digest.PrintedSection{{Title: "News", Clusters: []digest.Cluster{cluster}}}}
	line := alsoLine(t, e)
	for _, tag := range []string{"b", "c", "d", "e", "f"} {
		if strings.Count(line, `href="https://paper.example/`+tag+`"`) != 1 {
			t.Errorf("%s cannot be followed:\n%s", tag, line)
		}
	}
	text := strings.Join(strings.Fields(plainOf(line)), " ")
	if want := "Also in: Wire (2), Review, Courier (2)"; text != want {
		t.Errorf("got %q, want %q", text, want)
	}
	e.Sections[0].Clusters[0].AlsoIn = cluster.AlsoIn[:1]
	if text := strings.Join(strings.Fields(plainOf(alsoLine(t, e))), " "); text != "More in: Courier" {
		t.Errorf("of its own paper alone: %q", text)
	}
}

// alsoLine is the line of a page that says who else reports its first story.
func alsoLine(t *testing.T, e digest.Edition) string {
	page := mustPage(t, e)
	line := page[strings.Index(page, `<p class="also">`):]
	return line[:strings.Index(line, "</p>")]
}

// plainOf is markup without its tags.
func plainOf(markup string) string {
	var text strings.Builder
	inside := false
	for _, r := range markup {
		switch {
		case r == '<':
			inside = true
		case r == '>':
			inside = false
		case !inside:
			text.WriteRune(r)
		}
	}
	return text.String()
}

// The tally is told where it says more than the line below the name does.
func TestTally(t *testing.T) {
	entry := func(paper string) digest.Entry { return digest.Entry{Paper: paper} }
	for _, c := range []struct {
		name, language, want string
		also                 []digest.Entry
		papers               []string
	}{
		{"one story of the only paper", "en", "", nil, []string{"Courier"}},
		{"one story in two papers", "en", "2 reports in 1 story, from 2 of 2 papers.", []digest.Entry{entry("Wire")}, []string{"Courier", "Wire"}},
		{"one paper has nothing", "en", "1 report in 1 story, from 1 of 2 papers.", nil, []string{"Courier", "Wire"}},
		{"in Urdu", "ur", "۲ میں سے ۱ اخبارات کی ۱ رپورٹ، ۱ خبر میں۔", nil, []string{"Courier", "Wire"}},
	} {
		e := digest.Edition{Sections: []digest.PrintedSection{{Clusters: []digest.Cluster{{Lead: entry("Courier"), AlsoIn: c.also}}}}}
		for _, paper := range c.papers {
			e.Sources = append(e.Sources, digest.Report{Title: paper})
		}
		if got := tally(e, wordsIn(c.language)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestBylineNamesNoDeskOfThePaper(t *testing.T) {
	for _, c := range []struct {
		signed, paper string
		want          bool
	}{
		{"The Guardian", "the guardian", true},
		{"Guardian staff", "The Guardian", true},
		{"heise online", "heise", true},
		{"DER SPIEGEL", "SPIEGEL Update – Die Nachrichten", true},
		{"The Hindu Bureau", "The Hindu", true},
		{"روزنامہ چراغ", "روزنامہ چراغ", true},
		{"Dawn Brown", "Dawn", false},
		{"Staff Reporter", "Dawn", false},
		{"The", "The Times", false},
		{"Associated Press", "The Guardian", false},
		{"Amina Farooqi", "The Indus Courier", false},
	} {
		if got := isOfTheHouse(c.signed, c.paper); got != c.want {
			t.Errorf("%q in %q: %v", c.signed, c.paper, got)
		}
	}
}
