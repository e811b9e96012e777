package parse

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	jsonfeed "github.com/mmcdole/gofeed/json"
	"github.com/mmcdole/gofeed/rss"

	"broadsheet/digest"
)

// thousand is a feed of 1,000 items as a large paper has them: a teaser, a
// text of some twenty paragraphs, authors, categories and a picture.
func thousand() []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>The Metropolitan</title><link>https://paper.example/</link><language>en</language>
`)
	sentence := "The council said on Sunday that the canal would be opened again before the end of the year &amp; that nobody would be charged. "
	for n := range 1000 {
		fmt.Fprintf(&b, `<item><title>Canal to open again, says council: %d &amp;#8217;s plan</title>
<link>https://paper.example/news/%d/canal-to-open-again</link><guid isPermaLink="false">https://paper.example/?p=%d</guid>
<pubDate>Sun, 22 Nov 2026 %02d:%02d:00 +0500</pubDate><dc:creator><![CDATA[Ada Lovelace]]></dc:creator>
<category><![CDATA[National]]></category><category><![CDATA[Water]]></category>
<media:content url="https://paper.example/images/%d.jpg" medium="image" width="800" height="450"/>
<description><![CDATA[<p>LAHORE: %s</p>]]></description>
<content:encoded><![CDATA[`, n, n, n, n%24, n%60, n, sentence)
		for p := range 20 {
			fmt.Fprintf(&b, `<p class="story">%s<a href="/news/%d/%d" target="_blank">More</a></p>`, sentence, n, p)
		}
		b.WriteString("]]></content:encoded></item>\n")
	}
	b.WriteString("</channel></rss>\n")
	return []byte(b.String())
}

// farm is a feed of 25 items as a small paper has them, in each of the formats.
func farm(format string, from int) []byte {
	frame, entry := `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">`+
		`<channel><title>The Paper</title><link>https://paper.example/</link><language>en</language>%s</channel></rss>`,
		`<item><title>Oslo: fuel subsidy &amp;amp; land survey, part %[1]d</title><link>https://paper.example/article/%[1]d</link>`+
			`<guid isPermaLink="false">urn:paper:%[1]d</guid><pubDate>Sun, 22 Nov 2026 22:52:40 +0000</pubDate><dc:creator>Ada</dc:creator>`+
			`<category>Business</category><description>%[2]s</description><content:encoded><![CDATA[%[3]s]]></content:encoded></item>`
	separator := "\n"
	switch format {
	case "atom":
		frame = `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Paper</title><id>urn:paper</id>%s</feed>`
		entry = `<entry><title>Oslo: fuel subsidy &amp;amp; land survey, part %[1]d</title><link href="https://paper.example/article/%[1]d"/>` +
			`<id>urn:paper:%[1]d</id><published>2026-11-22T22:52:40Z</published><updated>2026-11-22T22:52:40Z</updated>` +
			`<author><name>Ada</name></author><category term="Business"/><summary>%[2]s</summary><content type="html"><![CDATA[%[3]s]]></content></entry>`
	case "json":
		frame, separator = `{"version":"https://jsonfeed.org/version/1.1","title":"The Paper","home_page_url":"https://paper.example/","items":[%s]}`, ",\n"
		entry = `{"id":"urn:paper:%[1]d","url":"https://paper.example/article/%[1]d","title":"Oslo: fuel subsidy, part %[1]d",` +
			`"date_published":"2026-11-22T22:52:40Z","authors":[{"name":"Ada"}],"tags":["Business"],"summary":"%[2]s","content_html":%[3]q}`
	}
	teaser := "Oslo: fuel subsidy & land survey ahead of the summit. Correspondents said on 23 November that talks would go on. "
	text := `<p><img src="/img/21.png" alt="flood relief plan" width="600" height="338"/></p>`
	for n := range 5 {
		text += fmt.Sprintf(`<p>%s“The sea is not a drain,” said Zoë. <a href="/section/%d?a=1&amp;b=2">More…</a></p>`, teaser, n)
	}
	items := make([]string, 25)
	for n := range items {
		items[n] = fmt.Sprintf(entry, from+n, strings.ReplaceAll(teaser, "&", "&amp;"), text)
	}
	return fmt.Appendf(nil, frame, strings.Join(items, separator))
}

// BenchmarkFarm is the first visit to a small paper.
func BenchmarkFarm(b *testing.B) {
	for _, format := range []string{"rss", "atom", "json"} {
		b.Run(format, func(b *testing.B) { read(b, Document{Body: farm(format, 0), URL: "https://paper.example/feed"}, 25) })
	}
}

// BenchmarkDelta is the next: two items of the 25 are new.
func BenchmarkDelta(b *testing.B) {
	for _, format := range []string{"rss", "atom", "json"} {
		b.Run(format, func(b *testing.B) {
			doc := Document{Body: farm(format, 0), URL: "https://paper.example/feed"}
			last, err := Feed(digest.Source{ID: "bench"}, doc, noon)
			if err != nil {
				b.Fatal(err)
			}
			doc.Body, doc.Memory = farm(format, 2), last.Memory
			read(b, doc, 2)
		})
	}
}

// BenchmarkFeed is a large paper, read whole.
func BenchmarkFeed(b *testing.B) {
	read(b, Document{Body: thousand(), URL: "https://paper.example/feed"}, 1000)
}

func read(b *testing.B, doc Document, items int) {
	b.SetBytes(int64(len(doc.Body)))
	b.ReportAllocs()
	for b.Loop() {
		reading, err := Feed(digest.Source{ID: "bench"}, doc, noon)
		if err != nil || len(reading.Items) != items {
			b.Fatal(len(reading.Items), err)
		}
	}
}

// BenchmarkGofeed is the part of it that is not ours.
func BenchmarkGofeed(b *testing.B) {
	large, rssFarm, atomFarm, jsonFarm := thousand(), farm("rss", 0), farm("atom", 0), farm("json", 0)
	for _, each := range []struct {
		name  string
		body  []byte
		parse func(io.Reader) error
	}{
		{"large", large, func(r io.Reader) error { _, err := (&rss.Parser{}).Parse(r); return err }},
		{"rss", rssFarm, func(r io.Reader) error { _, err := (&rss.Parser{}).Parse(r); return err }},
		{"atom", atomFarm, func(r io.Reader) error { _, err := (&atom.Parser{}).Parse(r); return err }},
		{"json", jsonFarm, func(r io.Reader) error { _, err := (&jsonfeed.Parser{}).Parse(r); return err }},
		{"universal", rssFarm, func(r io.Reader) error { _, err := gofeed.NewParser().Parse(r); return err }},
	} {
		b.Run(each.name, func(b *testing.B) {
			b.SetBytes(int64(len(each.body)))
			b.ReportAllocs()
			for b.Loop() {
				if err := each.parse(bytes.NewReader(each.body)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRepair is decode and repair alone.
func BenchmarkRepair(b *testing.B) {
	body := thousand()
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		odd := &oddities{}
		if _, err := repair(decode(body, "", odd), nil, odd); err != nil {
			b.Fatal(err)
		}
	}
}
