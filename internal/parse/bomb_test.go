package parse

import (
	"fmt"
	"strings"
	"testing"

	"broadsheet/digest"
)

// raced says that the race detector looks on.
var raced = false

// TestBombs: documents that are one thing repeated end in items or an error.
// Whatever takes time in the square of their size shows here as a test that
// does not end soon.
func TestBombs(t *testing.T) {
	if raced {
		t.Skip("nothing races in it")
	}
	const size = 256 << 10
	var counted strings.Builder
	for n := 0; counted.Len() < size; n++ {
		fmt.Fprintf(&counted, `<dc:creator>%d</dc:creator><category>%d</category><enclosure url="https://a.example/%d"/>`, n, n, n)
	}
	document := func(inside string) string { return "<rss><channel>" + inside + "</channel></rss>" }
	for frame, bombs := range map[string][]string{
		"%s": {"<", "<!DOCTYPE x[", "<!DOCTYPE x[>", "<br>", `{"a":`},
		document("%s"): {
			"<item>", "<item/>", "<item><title>a</item>", "<item><guid>a</guid></item>", "<item><title>a</title></item>",
		},
		document("<item>%s</item>"): {
			`<a b="`, `<a b=">`, "<title>", "<!--", "<![CDATA[", "<?x ", "&#", "&#1;", "<", "</a>", "<x:y>", `<a xml:base="b/">x</a>`,
			"<x:a/>", "<a/>", "<author><name>a</name>", "<description><p>Published in Dawn, May 1, 2020</p></description>",
		},
		document("<item><a %s/></item>"):                                                   {"a ", "a=1 ", `xmlns:a="b" `},
		document("<item><title>%s</title></item>"):                                         {" ", "&lt;", "&amp;amp;", "\x01"},
		document("<item><author>%s</author></item>"):                                       {"(", "a@b ", "a "},
		document("<item><pubDate>%s</pubDate></item>"):                                     {"1 ", "10:10 ", "updated "},
		document("<item><link>%s</link></item>"):                                           {"%%", "a "},
		document("<item>" + strings.ReplaceAll(counted.String(), "%", "%%") + "%s</item>"): {"<b/>"},
		document("<item><description><![CDATA[%s]]></description></item>"): {
			"<", "&", "<b>", "<b><i>", "<a href=x>", "<p>", "<table><tr><td>", "<font><p>", "<b dir=ltr><b dir=rtl><p>", "<img src=x>",
			"<svg><p>", "Published in Dawn, ", "A ", "... ",
		},
		`{"version":"https://jsonfeed.org/version/1","items":[%s0]}`:                                         {"[", "1,", `{"a":`, "{},", `{"id":"1"},`},
		`{"version":"https://jsonfeed.org/version/1","items":[%s`:                                            {"[", `{"id":"1"},`, `{"id":"`},
		`<!DOCTYPE x [%s]><rss><channel>&a;</channel></rss>`:                                                 {`<!ENTITY a "b">`, `<!ENTITY a "&a;&a;">`, "<!ENTITY ", "<"},
		`<!DOCTYPE x [<!ENTITY a "bbbbbbbbbbbbbbbbbbbbbbbb">]><rss><channel>%s</channel></rss>`:              {"&a;", "&a", "<a b='&a;'/>"},
		`<feed xmlns="http://www.w3.org/2005/Atom"><entry>%s</entry></feed>`:                                 {"<link>", "<link href='a'/>", "<author>", "<content type='xhtml'>", "<content>a</content>"},
		`<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="xhtml">%s</content></entry></feed>`: {"<div>", "<h:div>", "<a:b:c>", "</div>"},
		`<channel href="a">%s</channel>`:                                                                     {"<abstract>", "<abstract/>", "<item href='a'>", "<item href='a'/>"},
		"<rss>%s</rss>":                                                                                      {"<channel>", "<channel></channel>", "<channel><item/>"},
		"<html>%s":                                                                                           {"<link rel=alternate type=application/rss+xml>"},
	} {
		for _, bomb := range bombs {
			body := fmt.Sprintf(frame, strings.Repeat(bomb, size/len(bomb)))
			reading, err := Feed(digest.Source{ID: "test"}, Document{Body: []byte(body), URL: "https://a.example/"}, noon)
			if err == nil && reading.Format == "" {
				t.Errorf("%s in %s: neither read nor refused", bomb, frame)
			}
		}
	}
}
