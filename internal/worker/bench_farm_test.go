package worker

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"html"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
)

const (
	farmSize  = 1000 // sources
	farmIssue = 25   // items that a source shows, two of them new in each issue
	// farmVariable says to a process of this test that it is the farm.
	farmVariable = "BROADSHEET_TEST_FARM"
)

// startFarm starts the farm in a process of its own, so that what this one uses
// of the processors is a client's alone, and returns its address.
func startFarm(b *testing.B) string {
	b.Helper()
	farm := exec.Command(os.Args[0])
	farm.Env = append(os.Environ(), farmVariable+"=1")
	farm.Stderr = os.Stderr
	leash, err := farm.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	told, err := farm.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := farm.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = leash.Close()
		_ = farm.Wait()
	})
	address, err := bufio.NewReader(told).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return strings.TrimSpace(address)
}

// serveFarm serves the farm until nobody holds its standard input any more.
func serveFarm() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("http://%s\n", listener.Addr())
	var issue atomic.Int64
	papers := http.NewServeMux()
	papers.HandleFunc("POST /print", func(http.ResponseWriter, *http.Request) { issue.Add(1) })
	papers.HandleFunc("GET /{source}", func(w http.ResponseWriter, r *http.Request) { servePaper(w, r, int(issue.Load())) })
	go func() { log.Fatal(http.Serve(listener, papers)) }()
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// servePaper serves a third of the papers in each format, packed, to whoever
// does not have the issue.
func servePaper(w http.ResponseWriter, r *http.Request, issue int) {
	etag := fmt.Sprintf(`"%d"`, issue)
	w.Header().Set("ETag", etag)
	if r.Header.Get("If-None-Match") == etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	var n int
	_, _ = fmt.Sscan(r.PathValue("source"), &n)
	f := farmFormats[n%len(farmFormats)]
	w.Header().Set("Content-Type", f.media)
	w.Header().Set("Content-Encoding", "gzip")
	packed := gzip.NewWriter(w)
	_, _ = io.WriteString(packed, f.paper(n, issue))
	_ = packed.Close()
}

// farmFormat is how a paper is written: around its items, and each of them with
// the number of the paper, its own, a headline, a teaser, and its text, as it is
// and escaped.
type farmFormat struct{ media, frame, separator, item string }

var farmFormats = []farmFormat{
	{
		"application/rss+xml",
		`<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
			`<channel><title>Paper %[1]d</title><link>https://paper%[1]d.example/</link><description>News</description><language>en</language>%[2]s</channel></rss>`, "\n",
		`<item><title>%[3]s</title><link>https://paper%[1]d.example/article/%[2]d</link><guid isPermaLink="false">urn:paper:%[1]d:%[2]d</guid>` +
			`<pubDate>Sun, 22 Nov 2026 22:52:40 +0000</pubDate><dc:creator>Ada</dc:creator><category>Business</category>` +
			`<description>%[4]s</description><content:encoded><![CDATA[%[5]s]]></content:encoded></item>`,
	},
	{
		"application/atom+xml",
		`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Paper %[1]d</title><id>urn:paper:%[1]d</id><link href="https://paper%[1]d.example/"/>%[2]s</feed>`, "\n",
		`<entry><title>%[3]s</title><link href="https://paper%[1]d.example/article/%[2]d"/><id>urn:paper:%[1]d:%[2]d</id>` +
			`<published>2026-11-22T22:52:40Z</published><updated>2026-11-22T22:52:40Z</updated><author><name>Ada</name></author><category term="Business"/>` +
			`<summary>%[4]s</summary><content type="html">%[6]s</content></entry>`,
	},
	{
		"application/feed+json",
		`{"version":"https://jsonfeed.org/version/1.1","title":"Paper %[1]d","home_page_url":"https://paper%[1]d.example/","items":[%[2]s]}`, ",\n",
		`{"id":"urn:paper:%[1]d:%[2]d","url":"https://paper%[1]d.example/article/%[2]d","title":%[3]q,"date_published":"2026-11-22T22:52:40Z",` +
			`"authors":[{"name":"Ada"}],"tags":["Business"],"summary":%[4]q,"content_html":%[5]q}`,
	},
}

// paper is an issue of the nth paper, some 40 kB.
func (f farmFormat) paper(n, issue int) string {
	items := make([]string, farmIssue)
	for i := range items {
		number := 2*issue + farmIssue - i
		headline := fmt.Sprintf("Paper %d: fuel subsidy and land survey, part %d", n, number)
		teaser := headline + ". Correspondents said on 23 November that talks would go on; 379 people attended."
		text := `<p><img src="/img/21.png" alt="flood relief plan" width="600" height="338"/></p>`
		for passage := range 6 {
			text += fmt.Sprintf(`<p>%s “The sea is not a drain,” said Zoë. <a href="/section/%d?a=1&amp;b=2">More…</a></p>`, teaser, passage)
		}
		items[i] = fmt.Sprintf(f.item, n, number, headline, teaser, text, html.EscapeString(text))
	}
	return fmt.Sprintf(f.frame, n, strings.Join(items, f.separator))
}
