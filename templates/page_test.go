package templates

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"broadsheet/digest"
)

// The head names the feeds, the neighbours and the page's own address.
func TestHead(t *testing.T) {
	var got []string
	for _, link := range elements(tree(t, mustPage(t, morning(t))), named("link")) {
		got = append(got, strings.TrimSpace(attr(link, "rel")+" "+attr(link, "type")+" "+attr(link, "href")))
	}
	want := []string{
		"canonical  https://broadsheet.example/morning/2026-11-23",
		"prev  https://broadsheet.example/morning/2026-11-22",
		"next  https://broadsheet.example/morning/2026-11-24",
		"icon image/svg+xml /icon.svg",
		"alternate application/rss+xml https://broadsheet.example/feeds/morning.rss",
		"alternate application/atom+xml https://broadsheet.example/feeds/morning.atom",
		"alternate application/atom+xml https://broadsheet.example/feeds/morning/items.atom",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Every page has the one style sheet that StyleSource allows.
func TestStyleSource(t *testing.T) {
	for name, document := range forms(t) {
		styles := elements(tree(t, document), named("style"))
		if isPage := strings.HasPrefix(document, "<!DOCTYPE html>") && !strings.HasPrefix(name, "mail"); !isPage {
			continue
		}
		if len(styles) != 1 || textOf(styles[0]) != string(style) {
			t.Errorf("%s: %d style sheets, or another than the one whose hash is given", name, len(styles))
		}
	}
	if source := StyleSource(); !strings.HasPrefix(source, "'sha256-") || len(source) != len("'sha256-'")+44 {
		t.Errorf("got %s", source)
	}
}

// What a telephone paints around a page has the colour of its paper.
func TestThemeColour(t *testing.T) {
	metas := elements(tree(t, mustPage(t, morning(t))), func(n *html.Node) bool { return n.Data == "meta" && attr(n, "name") == "theme-color" })
	if len(metas) != 2 {
		t.Fatalf("%d colours, want one by day and one by night", len(metas))
	}
	for n, paper := range regexp.MustCompile(`--paper: (#[0-9a-f]{6})`).FindAllStringSubmatch(string(style), 2) {
		if got := attr(metas[n], "content"); got != paper[1] {
			t.Errorf("%s: %s, and the paper is %s", attr(metas[n], "media"), got, paper[1])
		}
	}
}

// A page asks other hosts for nothing but pictures, when they are looked at,
// without saying where it was.
func TestPictures(t *testing.T) {
	pictures := elements(tree(t, mustPage(t, morning(t))), named("img"))
	if len(pictures) == 0 {
		t.Fatal("the leads have no pictures")
	}
	for _, img := range pictures {
		if attr(img, "loading") != "lazy" || attr(img, "referrerpolicy") != "no-referrer" {
			t.Errorf("%s is fetched at once, or with a referrer", attr(img, "src"))
		}
	}
}

// The rail stands beside the first news; everything is there once, under
// headings in order.
func TestOrderOfPage(t *testing.T) {
	e := morning(t)
	root := tree(t, mustPage(t, e))
	var sections []string
	level := 1
	for _, h := range elements(root, func(n *html.Node) bool { return slices.Contains([]string{"h1", "h2", "h3"}, n.Data) }) {
		next := int(h.Data[1] - '0')
		if next > level+1 {
			t.Errorf("%q jumps from level %d to %d", textOf(h), level, next)
		}
		if level = next; level == 2 {
			sections = append(sections, textOf(h))
		}
	}
	want := []string{"Top stories", "World", "Editorials", "Opinion", "Business", "Sport", "اردو", "Missing today", "Read for this edition"}
	if diff := cmp.Diff(want, sections); diff != "" {
		t.Errorf("sections (-want +got):\n%s", diff)
	}
	if n := len(elements(root, named("article"))); n != len(leads(e)) {
		t.Errorf("%d stories on the page, %d in the edition", n, len(leads(e)))
	}
	if n := len(elements(root, func(n *html.Node) bool { return attr(n, "class") == "rail" })); n != 1 {
		t.Errorf("%d rails", n)
	}
}

// An edition of nothing but views is news to its readers: it has no rail.
func TestNothingButViews(t *testing.T) {
	e := morning(t)
	e.Sections = e.Sections[4:5]
	f := layOut(set(e, wholePage))
	if len(f.Rail) != 0 || len(f.Front) != 1 || !isViews(e.Sections[0]) {
		t.Errorf("%d sections in the rail, %d in front", len(f.Rail), len(f.Front))
	}
}

// As many sections stand beside the rail, and in it, as leave the least empty.
func TestLayOut(t *testing.T) {
	editorials := digest.PrintedSection{Title: "Editorials"}
	for range 40 {
		editorials.Clusters = append(editorials.Clusters, digest.Cluster{Lead: digest.Entry{Kind: digest.Editorial}})
	}
	opinion := digest.PrintedSection{Title: "Opinion", Clusters: editorials.Clusters[:8]}
	e := long(6, 8)
	e.Sections = append(e.Sections, editorials, opinion)
	if f := layOut(set(e, wholePage)); len(f.Front) != 3 || len(f.Back) != 3 || len(f.Rail) != 2 {
		t.Errorf("%d sections in front, %d in the rail, %d at the back", len(f.Front), len(f.Rail), len(f.Back))
	}
}

// Longer teasers fill what short ones would leave empty beside a rail.
// The rail may end early rather than the news, which is far wider.
func TestRailEndsFirst(t *testing.T) {
	sectionOf := func(title string, kind digest.Kind, stories, words int) digest.PrintedSection {
		var s digest.PrintedSection
		s.Title = title
		for range stories {
			s.Clusters = append(s.Clusters, digest.Cluster{Lead: digest.Entry{Kind: kind, Item: digest.Item{
				Title: "River rises at Sukkur, and the barrage holds", Summary: digest.HTML(strings.Repeat("water ", words)),
			}}})
		}
		return s
	}
	f := layOut(set(digest.Edition{Sections: []digest.PrintedSection{
		sectionOf("National", digest.Story, 9, 40), sectionOf("Editorials", digest.Editorial, 4, 18),
		sectionOf("Opinion", digest.Opinion, 5, 18), sectionOf("World", digest.Story, 22, 40),
	}}, wholePage))
	if len(f.Front) != 1 || len(f.Rail) != 1 {
		t.Errorf("%d sections stand beside %d in the rail", len(f.Front), len(f.Rail))
	}
}

// No column of a long section is much higher than a screen, none of a few
// stories is broken, and the order stays.
func TestBands(t *testing.T) {
	for _, c := range []struct {
		stories int
		want    []int
	}{{0, nil}, {1, []int{1}}, {14, []int{14}}, {15, []int{8, 7}}, {43, []int{11, 11, 11, 10}}} {
		rest := make([]story, c.stories)
		for n := range rest {
			rest[n].Link = strconv.Itoa(n)
		}
		var sizes []int
		var all []story
		for _, band := range (section{Rest: rest}).Bands() {
			sizes, all = append(sizes, len(band)), append(all, band...)
		}
		if !slices.Equal(sizes, c.want) || len(all) != len(rest) {
			t.Errorf("%d stories stand in bands of %v, want %v", c.stories, sizes, c.want)
		}
		for n, s := range all {
			if s.Link != strconv.Itoa(n) {
				t.Fatalf("story %s is the %dth of %d", s.Link, n, c.stories)
			}
		}
	}
}

func TestFitting(t *testing.T) {
	e := morning(t)
	news := e.Sections[0]
	for n := range news.Clusters {
		news.Clusters[n].Lead.Summary, news.Clusters[n].Summary = digest.HTML(strings.Repeat("The ferry sails. ", 40)), nil
	}
	news.Clusters = news.Clusters[:4]
	e.Sections = []digest.PrintedSection{news, e.Sections[4], e.Sections[5]}
	if before, after := layOut(set(e, wholePage)).empty, layOut(fitting(e)).empty; before <= tolerable || after >= before {
		t.Errorf("%d pixels were empty, and %d are", before, after)
	}
}

// The kind is said where it is not obvious: of the analysis among stories and
// of the letters among columns, not of every column.
func TestKindIsSaid(t *testing.T) {
	var got []string
	for _, n := range elements(tree(t, mustPage(t, morning(t))), func(n *html.Node) bool { return attr(n, "class") == "kind" }) {
		got = append(got, textOf(n))
	}
	want := []string{"Analysis", "Letter", "Editorial", "Editorial"}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("kinds (-want +got):\n%s", diff)
	}
}

// An edition without anything, and a site without anything, make a page.
func TestEmptyEdition(t *testing.T) {
	out, err := EditionPage(digest.Edition{}, Frame{})
	if err != nil || !strings.Contains(string(out), "0 stories from 0 papers") {
		t.Errorf("got %v, %s", err, out)
	}
}

// The unsubscribe page is a form with one button.
func TestUnsubscribePage(t *testing.T) {
	out, err := UnsubscribePage(digest.Subscriber{Address: "a@b.example"}, "The Morning Digest", toAmna.Unsubscribe, around)
	if err != nil {
		t.Fatal(err)
	}
	root := tree(t, string(out))
	form, buttons := elements(root, named("form")), elements(root, named("button"))
	if len(form) != 1 || attr(form[0], "method") != "post" || attr(form[0], "action") != toAmna.Unsubscribe || len(buttons) != 1 {
		t.Errorf("%d forms, %d buttons", len(form), len(buttons))
	}
}

// An edition of several a day is known by its hour wherever its day is told.
func TestSeveralADay(t *testing.T) {
	e := morning(t)
	e.Date = "2026-11-23T18"
	f := around
	f.Previous = &Link{Title: "2026-11-23T07", URL: "https://broadsheet.example/morning/2026-11-23T07"}
	page, err := EditionPage(e, f)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := ArchivePage(e.Title, []ArchiveLine{{Link: Link{Title: e.Date, URL: "https://broadsheet.example/morning/2026-11-23T18"}, Date: e.Date}}, time.Time{}, around)
	if err != nil {
		t.Fatal(err)
	}
	for text, in := range map[string][]byte{
		`<time datetime="2026-11-23T18:00">Monday, 23 November 2026, 18:00</time>`: page,
		`Monday, 23 November 2026, 07:00`:                                          page,
		`<time datetime="2026-11-23T18:00">Monday 23, 18:00</time></a>`:            archive,
	} {
		if !strings.Contains(string(in), text) {
			t.Errorf("no %s in\n%s", text, in)
		}
	}
	e.Language = "ur"
	if got := dateOf(e); !strings.Contains(got, "۱۸:۰۰") {
		t.Error(got)
	}
}
