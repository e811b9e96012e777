package parse

import (
	"bytes"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/rss"
	"golang.org/x/tools/txtar"
	"pgregory.net/rapid"

	"broadsheet/digest"
)

// failer is what testing and rapid have in common.
type failer interface {
	Helper()
	Errorf(format string, args ...any)
}

// checkLift: gofeed gives the same whether or not the long texts are lifted.
func checkLift(t failer, body []byte, contentType string) {
	t.Helper()
	d := &desk{odd: &oddities{}}
	text := decode(body, contentType, d.odd)
	if begin := bytes.TrimSpace(text); len(begin) > 0 && (begin[0] == '{' || begin[0] == '[') {
		lifted, plain := d.leaveOutJSON(begin), &repaired{xml: begin}
		feed, hubs, err := parseJSON(lifted, &oddities{})
		wantFeed, wantHubs, wantErr := parseJSON(plain, &oddities{})
		if !reflect.DeepEqual(feed, wantFeed) || !reflect.DeepEqual(hubs, wantHubs) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
			t.Errorf("not the same without its texts: %s\n got %v %v\nwant %v %v", body, feed, err, wantFeed, wantErr)
		}
		return
	}
	doc, err := repair(text, nil, d.odd)
	if err != nil {
		return
	}
	var feed, wantFeed any
	var spans, wantSpans []span
	var wantErr error
	if doc.root == "feed" {
		read, join := (&atom.Parser{}).Parse, func(into, part *atom.Feed) { into.Entries = append(into.Entries, part.Entries...) }
		feed, spans, err = withoutTexts(doc, &oddities{}, read, join, atomTexts)
		wantFeed, wantSpans, wantErr = salvage(doc, &oddities{}, read, join)
	} else {
		read, join := (&rss.Parser{}).Parse, func(into, part *rss.Feed) { into.Items = append(into.Items, part.Items...) }
		feed, spans, err = withoutTexts(doc, &oddities{}, read, join, rssTexts)
		wantFeed, wantSpans, wantErr = salvage(doc, &oddities{}, read, join)
	}
	if !reflect.DeepEqual(feed, wantFeed) || !reflect.DeepEqual(spans, wantSpans) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
		t.Errorf("not the same without its texts: %q\n got %v %v\nwant %v %v", doc.xml, feed, err, wantFeed, wantErr)
	}
}

// TestLiftCases: what the cases hold reads the same with their texts lifted.
func TestLiftCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range archive.Files {
			switch part.Name {
			case "document":
				checkLift(t, part.Data, "")
			case "document.quoted":
				checkLift(t, unquoteLines(t, part.Data), "")
			}
		}
	}
}

// TestLiftFarm: the usual feed is read without its texts.
func TestLiftFarm(t *testing.T) {
	for _, format := range []string{"rss", "atom"} {
		checkLift(t, farm(format, 0), "")
		doc, err := repair(farm(format, 0), nil, &oddities{})
		if err != nil {
			t.Fatal(err)
		}
		xml, l := liftXML(doc)
		if len(l.texts) != 50 || len(xml) > len(doc.xml)/2 {
			t.Errorf("%s: %d texts lifted of 50, %d bytes left of %d", format, len(l.texts), len(xml), len(doc.xml))
		}
		reading, err := Feed(digest.Source{ID: "test"}, Document{Body: farm(format, 0)}, noon)
		if err != nil || len(reading.Items) != 25 || strings.Contains(fmt.Sprint(reading), l.mark) {
			t.Errorf("%s: %d items, %v", format, len(reading.Items), err)
		}
	}
	checkLift(t, farm("json", 0), "")
	if feed, _ := feedWithoutTexts((&desk{odd: &oddities{}}).leaveOutJSON(farm("json", 0))); feed == nil || len(feed.Items) != 25 {
		t.Error("json: the texts were not lifted")
	}
}

// pieces are what texts in feeds are made of, and unmade by.
var pieces = []string{
	"The council said on Sunday that the canal would be opened again before the end of the year, and that nobody would be charged. ",
	"&lt;p&gt;", "&lt;/p&gt;", "<p>", "</p>", "<br/>", "<", ">", "&", ";", "&amp;", "&amp;amp;", "&amp;lt;", "&quot;", "&apos;", "&#39;", "&#x27;", "&#8217;",
	"&#128;", "&#0;", "&#xD800;", "&#x1F600;", "&#38;#38;", "&copy=2;", "&copy;", "&nbsp;", "&notit;", "&#;", "&#x;", "&;", "& ;", "&CounterClockwiseContourIntegral;",
	"<![CDATA[", "]]>", "]]", "<!-- note -->", "\r\n", "\n", "\t", " ", "\u00A0", "\uFFFD", "\uFFFE", "\x01", "\xFF", "é", "اردو", "\\", `\u003cp\u003e`, `\"`, `"`,
	"</description>", "<description>", "</item>", "<summary>", "</content:encoded>", "<title>", "</entry>",
}

// TestLiftProperty: nor does it make a difference what the texts are, where
// they stand and how they are spelled.
func TestLiftProperty(t *testing.T) {
	const spaces = `xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"`
	frames := []string{
		`<rss version="2.0" ` + spaces + `><channel><title>t</title>%s</channel></rss>`,
		`<rss version="2.0" xmlns:content="https://elsewhere.example/"><channel>%s</channel></rss>`,
		`<feed xmlns="http://www.w3.org/2005/Atom" ` + spaces + `>%s</feed>`,
		`<a:feed xmlns:a="http://www.w3.org/2005/Atom">%s</a:feed>`,
		`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" ` + spaces + `>%s</rdf:RDF>`,
		`{"version":"https://jsonfeed.org/version/1.1","items":[%s]}`,
	}
	names := []string{"description", "content:encoded", "encoded", "summary", "content", "media:description", "title", "source", "content_html", "content_text", "Summary"}
	attrs := []string{"", "", "", "", ` type="html"`, ` type="xhtml"`, ` type="text"`, ` mode="base64"`, ` xml:base="/b/"`, ` xmlns="https://elsewhere.example/"`}
	rapid.Check(t, func(t *rapid.T) {
		frame := rapid.SampledFrom(frames).Draw(t, "frame")
		isJSON := frame[0] == '{'
		var items []string
		for range rapid.IntRange(1, 3).Draw(t, "items") {
			var fields []string
			for range rapid.IntRange(1, 4).Draw(t, "fields") {
				name, text := rapid.SampledFrom(names).Draw(t, "name"), strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 8).Draw(t, "text"), "")
				switch rapid.IntRange(0, 2).Draw(t, "spelling") {
				case 1:
					text = "<![CDATA[" + text + "]]>"
				case 2:
					text = pieces[0] + text
				}
				if isJSON {
					fields = append(fields, fmt.Sprintf(`%q:%s`, name, rapid.SampledFrom([]string{`"` + text + `"`, fmt.Sprintf("%q", text), "7"}).Draw(t, "value")))
				} else {
					fields = append(fields, "<"+name+rapid.SampledFrom(attrs).Draw(t, "attrs")+">"+text+"</"+name+">")
				}
			}
			switch {
			case isJSON:
				items = append(items, "{"+strings.Join(fields, ",")+"}")
			case strings.Contains(frame, "feed"):
				items = append(items, "<entry>"+strings.Join(fields, "")+"</entry>")
			default:
				items = append(items, "<item>"+strings.Join(fields, "")+"</item>")
			}
		}
		separator := ""
		if isJSON {
			separator = ","
		}
		checkLift(t, fmt.Appendf(nil, frame, strings.Join(items, separator)), "")
	})
}
