package parse

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
	"pgregory.net/rapid"

	"broadsheet/digest"
)

// TestDeltaOfCases: of every document of testdata, with any part of its items
// known, the rest reads as in the whole.
func TestDeltaOfCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	skipped := 0
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		source, doc := digest.Source{ID: "test"}, Document{URL: "https://paper.example/feed"}
		for _, f := range archive.Files {
			switch f.Name {
			case "source":
				readSource(t, f.Data, &source, &doc)
			case "document":
				doc.Body = f.Data
			case "document.quoted":
				doc.Body = unquoteLines(t, f.Data)
			}
		}
		whole, err := Feed(source, doc, noon)
		if err != nil || whole.Memory == "" {
			continue
		}
		random := rand.New(rand.NewPCG(1, 2))
		for range 4 {
			m := recall(whole.Memory)
			m.marks = slices.DeleteFunc(m.marks, func(mark) bool { return random.IntN(3) == 0 })
			doc.Memory = m.String()
			skipped += checkDelta(t, source, doc)
		}
	}
	if skipped == 0 {
		t.Error("no item was ever skipped")
	}
}

// An item's position is that in the whole document, also where only it was read.
func TestPosition(t *testing.T) {
	doc := Document{URL: "https://paper.example/feed", Body: []byte(`<rss version="2.0"><channel><title>Paper</title>
<item><guid>a</guid><title>A</title></item><item><guid>b</guid><title>B</title></item><item><guid>c</guid><title>C</title></item>
</channel></rss>`)}
	for _, want := range []string{"[1 2 3]", "[3]"} {
		reading, err := Feed(digest.Source{ID: "test"}, doc, noon)
		if err != nil {
			t.Fatal(err)
		}
		var got []int
		for _, item := range reading.Items {
			got = append(got, item.Position)
		}
		if fmt.Sprint(got) != want {
			t.Errorf("positions %v, want %s", got, want)
		}
		m := recall(reading.Memory)
		m.marks = m.marks[:2]
		doc.Memory = m.String()
	}
}

// TestDeltaOfVisits: whatever a feed does between two visits, the second one
// with what is remembered of the first reads as without, but for known items.
func TestDeltaOfVisits(t *testing.T) {
	skipped := 0
	rapid.Check(t, func(t *rapid.T) {
		press := newDeltaPress(t)
		doc := Document{URL: "https://paper.example/feed"}
		for range 3 {
			doc.Body = press.print()
			skipped += checkDelta(t, digest.Source{ID: "test"}, doc)
			reading, err := Feed(digest.Source{ID: "test"}, doc, noon)
			if err != nil {
				t.Fatal(err)
			}
			doc.Memory = reading.Memory
		}
	})
	if skipped == 0 {
		t.Error("no item was ever skipped")
	}
}

// tester is a test or a property.
type tester interface {
	Helper()
	Errorf(string, ...any)
	Fatalf(string, ...any)
}

// checkDelta reads a document with its memory and without, and says how many
// items were skipped.
func checkDelta(t tester, source digest.Source, doc Document) int {
	t.Helper()
	known := recall(doc.Memory)
	part, err := Feed(source, doc, noon)
	if err != nil {
		t.Fatalf("%v in\n%s", err, doc.Body)
	}
	doc.Memory = ""
	whole, err := Feed(source, doc, noon)
	if err != nil {
		t.Fatalf("%v in\n%s", err, doc.Body)
	}
	left := slices.Clone(whole.Items)
	if part.Skipped > 0 {
		left = unknown(t, known, recall(whole.Memory), whole.Items)
	}
	got := part
	got.Skipped, whole.Items = 0, left
	if diff := cmp.Diff(whole, got); diff != "" {
		t.Errorf("with %d items skipped (-whole +part):\n%s\n%s", part.Skipped, diff, doc.Body)
	}
	return part.Skipped
}

// unknown is the items whose marks are not known. Marks are in the order of
// the items, some of which have none.
func unknown(t tester, known, all *memory, items []digest.Item) []digest.Item {
	t.Helper()
	var left []digest.Item
	marks := all.marks
	for _, item := range items {
		isNext := len(marks) > 0 && marks[0].guid == keyOf(item.GUID) &&
			(item.GUID != "" || marks[0].link == keyOf(normal(item.Link)) || marks[0].link == keyOf(normal(item.Link+"&fbclid=x")))
		if isNext {
			isKnown := slices.ContainsFunc(known.marks, func(m mark) bool { return m.bytes == marks[0].bytes })
			marks = marks[1:]
			if isKnown {
				continue
			}
		}
		left = append(left, item)
	}
	if len(marks) > 0 {
		t.Fatalf("%d marks belong to no item", len(marks))
	}
	return left
}

// deltaPress prints feeds that change a little from visit to visit.
type deltaPress struct {
	t     *rapid.T
	kind  string
	items []string
	lang  string
	count int
}

func newDeltaPress(t *rapid.T) *deltaPress {
	p := &deltaPress{t: t, kind: rapid.SampledFrom([]string{"rss", "atom", "json"}).Draw(t, "kind")}
	for range rapid.IntRange(1, 6).Draw(t, "items") {
		p.items = append(p.items, p.item())
	}
	return p
}

// print changes some items and writes the document.
func (p *deltaPress) print() []byte {
	chance := rapid.IntRange(0, 9)
	if p.lang == "" || chance.Draw(p.t, "frame changes") == 0 {
		p.lang = rapid.SampledFrom([]string{"en", "ur"}).Draw(p.t, "language")
	}
	for i := range p.items {
		if chance.Draw(p.t, "item changes") == 0 {
			p.items[i] = p.item()
		}
	}
	if chance.Draw(p.t, "item goes") == 0 && len(p.items) > 1 {
		p.items = p.items[1:]
	}
	if chance.Draw(p.t, "item comes") > 2 {
		p.items = slices.Insert(p.items, rapid.IntRange(0, len(p.items)).Draw(p.t, "at"), p.item())
	}
	p.count++
	frame := `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Paper</title><link>https://paper.example/</link>` +
		`<language>%s</language><lastBuildDate>Mon, 23 Nov 2026 0%d:00:00 GMT</lastBuildDate>%s</channel></rss>`
	switch p.kind {
	case "json":
		frame = `{"version":"https://jsonfeed.org/version/1.1","language":"%s","_built":%d,"items":[%s],"authors":[{"name":"Desk"}]}`
		return fmt.Appendf(nil, frame, p.lang, p.count, strings.Join(p.items, " ,\n"))
	case "atom":
		frame = `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="%s"><updated>2026-11-23T0%d:00:00Z</updated>` +
			`<author><name>Desk</name></author>%s</feed>`
	}
	return fmt.Appendf(nil, frame, p.lang, p.count, strings.Join(p.items, "\n"))
}

// item is one of few, with what may be wrong in it.
func (p *deltaPress) item() string {
	draw := func(of string, values ...string) string { return rapid.SampledFrom(values).Draw(p.t, of) }
	n := fmt.Sprint(rapid.IntRange(0, 20).Draw(p.t, "number"))
	if p.kind == "json" {
		return "{" + draw("id", "", `"id":"`+n+`",`, `"id":`+n+`,`, `"id":"same",`) +
			draw("url", "", `"url":"https://paper.example/`+n+`",`, `"url":"https://paper.example/?n=`+n+`&fbclid=x",`) +
			draw("date", "", `"date_published":"2026-11-22T10:00:00Z",`, `"date_published":"soon",`, `"date_published":7,`) +
			`"title":` + draw("title", `"A"`, `"B \"{[\\"`, `"\u0043"`, `null`) + "}"
	}
	guid, link, date := "guid", "pubDate", "<link>https://paper.example/%s</link>"
	open, end := "<item>", "</item>"
	if p.kind == "atom" {
		guid, link, date = "id", "published", `<link href="https://paper.example/%s"/>`
		open, end = draw("base", "<entry>", `<entry xml:base="/b/">`), "</entry>"
	}
	link, date = date, link
	text := open + "<title>" + draw("title", "A", "B", "C &amp; D") + "</title>"
	text += draw("guid", "", "<"+guid+">"+n+"</"+guid+">", "<"+guid+">"+n+"</"+guid+">", "<"+guid+">same</"+guid+">")
	text += draw("link", "", fmt.Sprintf(link, n), fmt.Sprintf(link, n), fmt.Sprintf(link, "?utm_source=x"), fmt.Sprintf(link, "?n="+n+"&amp;fbclid=x"))
	text += "<" + date + ">" + draw("date", "Sun, 22 Nov 2026 10:00:00 GMT", "Wed, 25 Nov 2026 10:00:00 GMT", "soon", "1 Jan 1800") + "</" + date + ">"
	text += draw("text", "", "<summary>x</summary>", "<description>Text &amp;amp; more</description>", "<x:y>", "<description><b>")
	return text + end
}

// TestDelta: the usual visit, and those where doubt must have the whole read.
func TestDelta(t *testing.T) {
	frame := func(root, channel string, items ...string) string {
		return "<rss version=\"2.0\"" + root + "><channel>" + channel + "<link>https://paper.example/</link>" + strings.Join(items, "") + "</channel></rss>"
	}
	item := func(guid, title string) string {
		return fmt.Sprintf("<item><title>%s</title><guid>%s</guid><link>https://paper.example/%[2]s</link></item>", title, guid)
	}
	linked := "<item><title>L</title><link>https://paper.example/1</link></item>"
	bare := "<item><title>T</title><description>Text</description></item>"
	first := frame("", "<title>P</title>", item("1", "A"), item("2", "B"))
	for _, c := range []struct {
		name, now string
		skipped   int
	}{
		{"nothing changed", first, 2},
		{"all moved", frame("", "<title>P</title>", "\n", item("2", "B"), "\n", item("1", "A")), 2},
		{"one more", frame("", "<title>P</title>", item("3", "C"), item("1", "A"), item("2", "B")), 2},
		{"one changed", frame("", "<title>P</title>", item("1", "A!"), item("2", "B")), 1},
		{"built later", frame("", "<title>P</title><lastBuildDate>Mon, 23 Nov 2026 10:00:00 GMT</lastBuildDate>", item("1", "A"), item("2", "B")), 2},
		{"another language", frame("", "<title>P</title><language>ur</language>", item("1", "A"), item("2", "B")), 0},
		{"another base", frame(` xml:base="https://other.example/"`, "<title>P</title>", item("1", "A"), item("2", "B")), 0},
		{"another namespace", frame(` xmlns:dc="http://purl.org/dc/elements/1.1/"`, "<title>P</title>", item("1", "A"), item("2", "B")), 0},
		{"a known guid with another link", frame("", "<title>P</title>", item("1", "A"), strings.Replace(item("1", "C"), "/1<", "/9<", 1)), 0},
		{"a known link without a guid", frame("", "<title>P</title>", item("1", "A"), linked), 0},
		{"neither guid nor link", frame("", "<title>P</title>", item("1", "A"), bare), 0},
		{"an item twice", frame("", "<title>P</title>", item("1", "A"), item("1", "A"), item("2", "B")), 0},
		{"a new guid twice", frame("", "<title>P</title>", item("1", "A"), item("3", "C"), strings.Replace(item("3", "D"), "/3<", "/4<", 1)), 0},
	} {
		source, doc := digest.Source{ID: "test"}, Document{Body: []byte(first), URL: "https://paper.example/feed"}
		reading, err := Feed(source, doc, noon)
		if err != nil || reading.Memory == "" {
			t.Fatalf("%v, memory %q", err, reading.Memory)
		}
		doc.Body, doc.Memory = []byte(c.now), reading.Memory
		if skipped := checkDelta(t, source, doc); skipped != c.skipped {
			t.Errorf("%s: %d items skipped, want %d", c.name, skipped, c.skipped)
		}
	}
}

// TestRecall: a memory that is none has everything read.
func TestRecall(t *testing.T) {
	m := memory{frame: 1, marks: []mark{{2, 3, 4}, {5, 0, 6}}}
	if got := recall(m.String()); cmp.Diff(&m, got, cmp.AllowUnexported(memory{}, mark{})) != "" {
		t.Errorf("got %+v, want %+v", got, m)
	}
	for _, text := range []string{"", "x", "!", m.String()[:20], "B" + m.String()[1:]} {
		if recall(text) != nil {
			t.Errorf("%q is a memory", text)
		}
	}
}
