package parse

import (
	"fmt"
	"strings"
	"testing"

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

func BenchmarkFeed(b *testing.B) {
	body := thousand()
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		reading, err := Feed(digest.Source{ID: "bench"}, Document{Body: body, URL: "https://paper.example/feed"}, noon)
		if err != nil || len(reading.Items) != 1000 {
			b.Fatal(len(reading.Items), err)
		}
	}
}

// BenchmarkGofeed is the part of it that is not ours.
func BenchmarkGofeed(b *testing.B) {
	body := thousand()
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := (&rss.Parser{}).Parse(strings.NewReader(string(body))); err != nil {
			b.Fatal(err)
		}
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
