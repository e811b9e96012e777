package templates

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"broadsheet/digest"
)

// Nothing that we print runs, posts or fetches, whatever a paper called its
// stories. (The pages that ask something have their one form.)
func TestNothingActive(t *testing.T) {
	for name, document := range forms(t) {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		t.Run(name, func(t *testing.T) {
			for _, fault := range active(tree(t, document), name) {
				t.Error(fault)
			}
		})
	}
}

// asking are the pages with a form.
var asking = []string{"unsubscribe.html", "subscribe.html", "subscribe-urdu.html", "confirm.html"}

// active lists what a document must not have.
func active(root *html.Node, name string) []string {
	var faults []string
	for _, n := range elements(root, func(*html.Node) bool { return true }) {
		switch n.Data {
		case "script", "iframe", "object", "embed", "base", "svg", "math", "audio", "video", "marquee":
			faults = append(faults, "element "+n.Data)
		case "form", "button", "input":
			if !slices.Contains(asking, name) || n.Data == "input" && !strings.HasPrefix(name, "subscribe") {
				faults = append(faults, "element "+n.Data)
			}
		}
		for _, a := range n.Attr {
			if fault := activeAttribute(n.Data, a, strings.HasPrefix(name, "mail")); fault != "" {
				faults = append(faults, fault)
			}
		}
	}
	return faults
}

func activeAttribute(element string, a html.Attribute, mail bool) string {
	switch {
	case strings.HasPrefix(a.Key, "on"), a.Key == "srcdoc", a.Key == "srcset", a.Key == "http-equiv":
		return "attribute " + a.Key
	case a.Key == "style" && !mail:
		return "a style attribute, which the policy forbids, on " + element
	case slices.Contains([]string{"href", "src", "action"}, a.Key):
		if !strings.HasPrefix(a.Val, "https://") && !strings.HasPrefix(a.Val, "http://") && !strings.HasPrefix(a.Val, "#") && (element != "link" || a.Val != "/icon.svg") {
			return element + " " + a.Key + "=" + a.Val
		}
	}
	return ""
}

// hostile is what a stranger may write into any text.
var hostile = rapid.OneOf(
	rapid.String(),
	rapid.SampledFrom([]string{
		"", "<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "</style><script>", "</title><svg onload=1>",
		"javascript:alert(1)", "data:text/html,<script>1</script>", "https://a.example/?q=\" onclick=\"x", "//evil.example",
		"https://[::1", "\xff\xfe", "\x00\x1b[31m", "\u202e\u2066\u2029", "{{.}}", "'-->", "اُردو <b>", "e\u0301\u200d", strings.Repeat("x", 5000),
	}),
)

// hostileEntry is an entry of such texts.
var hostileEntry = rapid.Custom(func(t *rapid.T) digest.Entry {
	text := func(what string) string { return hostile.Draw(t, what) }
	return digest.Entry{
		Item: digest.Item{
			ID: "1", Source: text("source"), Link: text("link"), Title: text("title"),
			Summary: digest.HTML(text("summary")), Content: digest.HTML(text("content")), Place: text("place"),
			Authors: []digest.Author{{Name: text("author")}}, Language: text("language"),
			Image: &digest.Image{URL: text("image"), Alt: text("alt"), Width: rapid.Int().Draw(t, "width"), Height: rapid.Int().Draw(t, "height")},
			Cut:   rapid.Bool().Draw(t, "cut"),
		},
		Kind: digest.Kind(text("kind")), Paper: text("paper"),
	}
})

// Whatever the texts of an edition are, a page and a mail of it are valid
// UTF-8 and harmless, the mail is small enough, and its text narrow enough.
func TestHostileEdition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := func(what string) string { return hostile.Draw(t, what) }
		e := digest.Edition{Digest: text("digest"), Date: text("date"), Title: text("title"), Language: text("language"), Zone: text("zone")}
		for range rapid.IntRange(0, 3).Draw(t, "sections") {
			section := digest.PrintedSection{Title: text("section")}
			for range rapid.IntRange(0, 3).Draw(t, "clusters") {
				section.Clusters = append(section.Clusters, digest.Cluster{
					Lead: hostileEntry.Draw(t, "lead"), AlsoIn: rapid.SliceOfN(hostileEntry, 0, 2).Draw(t, "also in"),
					Continues: &digest.Continuation{Date: text("continues"), Title: text("as")},
				})
			}
			e.Sections = append(e.Sections, section)
		}
		for _, change := range []digest.Change{digest.NewHeadline, digest.NewText, digest.Withdrawal} {
			e.Corrections = append(e.Corrections, digest.Correction{Date: text("corrected"), Entry: hostileEntry.Draw(t, "correction"), Was: text("was"), Change: change})
		}
		e.Sources = []digest.Report{{Source: text("id"), Title: text("name"), Link: text("home"), Condition: digest.Failed, Reason: text("reason")}}
		page, err := EditionPage(e, Frame{Site: Site{Title: text("site"), URL: "https://broadsheet.example"}})
		if err != nil {
			t.Fatal(err)
		}
		mail, twin, err := email(e, letterTo{Site: site, Subscriber: text("subscriber"), View: toAmna.View, Unsubscribe: toAmna.Unsubscribe})
		if err != nil {
			t.Fatal(err)
		}
		harmless(t, "page.html", string(page))
		harmless(t, "mail.html", mail)
		if len(mail) > MostHTML {
			t.Errorf("the mail has %d bytes", len(mail))
		}
		narrow(t, twin)
	})
}

func harmless(t *rapid.T, name, document string) {
	t.Helper()
	if !utf8.ValidString(document) {
		t.Errorf("%s is not UTF-8", name)
	}
	root, err := html.Parse(strings.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range active(root, name) {
		t.Errorf("%s: %s", name, fault)
	}
}

// The text of a feed entry is the publisher's, title and names are escaped.
func TestEntryContent(t *testing.T) {
	e := morning(t).Sections[0].Clusters[0].Lead
	e.Title, e.Paper = "<script>1</script>", "<i>Paper</i>"
	e.Content = `<p>One <em>stressed</em> word.</p><p><img src="https://a.example/b.jpg" alt="b"></p>`
	got, err := EntryContent(e, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(got, string(e.Content)) {
		t.Errorf("the text is not as it was: %s", got)
	}
	if n := strings.Count(got, "<img"); n != 1 {
		t.Errorf("%d pictures, want the text's own alone", n)
	}
	for _, fault := range active(tree(t, got), "entry") {
		t.Error(fault)
	}
	if strings.Contains(got, "<i>Paper") {
		t.Error("the paper's name is taken for markup")
	}
}
