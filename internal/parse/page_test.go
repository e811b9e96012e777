package parse

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"broadsheet/digest"
)

// TestPinnedSelectors: an operator who copies what was found into the config
// gets the same items.
func TestPinnedSelectors(t *testing.T) {
	files, err := filepath.Glob("testdata/page/found-*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		source, doc := digest.Source{ID: "test"}, Document{Body: archive.Files[1].Data}
		readSource(t, archive.Files[0].Data, &source, &doc)
		found, err := Feed(source, doc, noon)
		if err != nil {
			t.Fatal(err)
		}
		source.Select = found.Select
		pinned, err := Feed(source, doc, noon)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(found.Items, pinned.Items); diff != "" {
			t.Errorf("%s: (-found +pinned)\n%s", file, diff)
		}
		if pinned.Found != "" {
			t.Errorf("%s: with selectors nothing is looked for: %q", file, pinned.Found)
		}
	}
}

// TestSitemapIndex: a caller can go on with the newest sitemap of an index.
func TestSitemapIndex(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/sitemap/index.txtar")
	if err != nil {
		t.Fatal(err)
	}
	doc := Document{Body: archive.Files[1].Data, URL: "https://paper.example/sitemap.xml"}
	_, err = Feed(digest.Source{ID: "test", Sitemap: doc.URL}, doc, noon)
	var index *SitemapIndex
	if !errors.As(err, &index) {
		t.Fatalf("%T: %v", err, err)
	}
	want := []string{
		"https://paper.example/news.xml", "https://paper.example/sitemap-2026-11.xml", "https://paper.example/sitemap-2026-10.xml", "https://paper.example/sitemap-pages.xml",
	}
	if diff := cmp.Diff(want, index.Sitemaps); diff != "" {
		t.Error(diff)
	}
}

// hostilePages would cost the square of their size, were nothing bounded. That
// they are read at all is the test: unbounded, it would not end in time.
var hostilePages = map[string]string{
	"links in links":       strings.Repeat(`<div><a href="/2026/a-b-c-d">Six words of a headline here</a>`, 30_000),
	"deep to the limit":    strings.Repeat("<div class='x y'>", 500) + strings.Repeat(`<a href="/a-b-c?1"><b>Six words of a headline here</b></a>`, 15_000),
	"columns of depth":     strings.Repeat(strings.Repeat("<div>", 400)+`<a href="/a-b-c">Six words of a headline here</a>`+strings.Repeat("</div>", 400), 60),
	"many classes":         `<p class="` + strings.Repeat("c ", 300_000) + `"><a href="/a-b-c">Six words of a headline here</a></p>`,
	"one class each":       strings.Repeat(`<p class="x"><a class="y" href="/a-b-c?"><i>Six words of a headline here</i></a> 27 Dec, 2024</p>`, 10_000),
	"siblings alike":       "<ul>" + strings.Repeat(`<li><a href="/a-b-c">Six words</a><i>1</i>`, 20_000) + "</ul>",
	"terms without end":    "<dl>" + strings.Repeat(`<dt><a href="/a-b-c">Six words of a headline here</a><dd>`, 15_000),
	"one term, many lines": "<dl>" + strings.Repeat(`<dt><a href="/a-b-c">Six words of a headline here</a></dt>`, 500) + strings.Repeat("<dd>x", 50_000),
	"titles of no time":    strings.Repeat(`<abbr title="`+strings.Repeat("1 Jan 2024 ", 15)+`">x</abbr>`, 50_000),
	"words for the ears":   "<h1>" + strings.Repeat(`<span class="sr-only">x</span>`, 100_000),
	"links over nothing":   "<div>" + strings.Repeat(`<a href="/a-b-c-1"></a>`, 30_000) + "<h2>Six words of a headline here</h2>",
	"linked data in depth": `<script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, 9_000) + "</script>",
	"linked stories":       `<script type="application/ld+json">[` + strings.Repeat(`{"@type":"NewsArticle","headline":"x","url":"/a?b"},`, 20_000) + `{}]</script>`,
	"scopes in scopes":     strings.Repeat(`<div itemscope itemtype="https://schema.org/Article">`, 500) + strings.Repeat(`<i itemprop="name">x</i>`, 20_000),
	"paragraphs in depth":  strings.Repeat("<div>", 480) + strings.Repeat("<p>Text, text, and text again, of which there is much", 18_000),
	"formatting":           strings.Repeat("<p><b><i><a href='/a-b-c-d'>Six words of a headline here", 15_000),
}

func TestHostilePages(t *testing.T) {
	if raced {
		t.Skip("nothing races in it")
	}
	for name, body := range hostilePages {
		t.Run(name, func(t *testing.T) {
			body := fmt.Sprintf("<html><body>%s", body)
			n := 0
			body = regexp.MustCompile("/a-b-c").ReplaceAllStringFunc(body, func(string) string {
				n++ // addresses that differ
				return fmt.Sprintf("/2026/%d", n)
			})
			doc := Document{Body: []byte(body), URL: "https://paper.example/"}
			for _, item := range []string{"", "div", "*"} {
				source := digest.Source{ID: "test", Page: doc.URL, Select: digest.Selectors{Item: item}}
				if reading, err := Feed(source, doc, noon); err == nil {
					for _, item := range reading.Items {
						checkItem(t, item)
					}
				}
			}
			if article, err := FullText(digest.Source{ID: "test"}, doc, noon); err == nil {
				checkItem(t, article.Item)
			}
			Discover(doc)
		})
	}
}

// FuzzPage: any page gives items that keep the promises of Reading, or an
// error; so do its sitemap, its text and its links to feeds.
func FuzzPage(f *testing.F) {
	for _, pattern := range []string{"testdata/page/*", "testdata/linked/*", "testdata/sitemap/*", "testdata/pages/*/*"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			f.Fatal(pattern, err)
		}
		for _, file := range files {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				f.Fatal(err)
			}
			for _, part := range archive.Files {
				if part.Name == "document" {
					f.Add(part.Data)
				}
			}
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		doc := Document{Body: body, URL: "https://paper.example/a/"}
		for _, source := range []digest.Source{{ID: "page", Page: doc.URL}, {ID: "map", Sitemap: doc.URL}} {
			reading, err := Feed(source, doc, noon)
			if err != nil {
				continue
			}
			again, err := Feed(source, doc, noon)
			if diff := cmp.Diff(reading, again); diff != "" || err != nil {
				t.Errorf("read twice, it differs: %v %s", err, diff)
			}
			for _, item := range reading.Items {
				checkItem(t, item)
			}
			if _, err := compile(reading.Select); reading.Select.Item != "" && err != nil {
				t.Errorf("selectors that cannot be pinned: %v", err)
			}
		}
		if article, err := FullText(digest.Source{ID: "text"}, doc, noon); err == nil {
			checkItem(t, article.Item)
		}
		for _, link := range Discover(doc) {
			if !isWebAddress(link.URL) {
				t.Errorf("not a web address: %q", link.URL)
			}
		}
	})
}

// front is a page of a megabyte, as the front of a large paper is: a menu,
// sections of cards, a rail, a footer, and scripts.
func front() []byte {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html><html lang=en><head><title>The Metropolitan</title></head><body><nav><ul>")
	for n := range 100 {
		fmt.Fprintf(&b, `<li class="menu__item"><a class="menu__link" href="/section/%d">Section %d</a></li>`, n, n)
	}
	b.WriteString("</ul></nav><main>")
	for n := range 400 {
		if n%20 == 0 {
			fmt.Fprintf(&b, `<h2 class="rubric">Section %d</h2>`, n/20)
		}
		fmt.Fprintf(&b, `<div class="grid__cell"><article class="card card--%d"><div class="card__media"><a href="/2026/11/23/%d/canal"><img loading="lazy" src="data:image/gif;base64,R0lGOD" data-src="/i/%d.jpg" srcset="/i/%d.jpg 1x, /i/%d@2x.jpg 2x" alt="A canal"></a></div>
<div class="card__body"><span class="card__label"><a href="/section/%d">National</a></span><h3 class="card__title"><a class="card__link" href="/2026/11/23/%d/canal">Canal to open again before the sowing season, says council %d</a></h3>
<p class="card__dek">The council said on Sunday that the canal would be opened again before the end of the year and that nobody would be charged.</p><div class="card__meta"><span class="card__author">By Ada Lovelace</span> <time datetime="2026-11-23T%02d:00:00Z">%d hours ago</time></div></div></article></div>
<script>window.cards=window.cards||[];window.cards.push({"id":%d,"slot":"grid","tracking":"%s"})</script>
`, n%7, n, n, n, n, n%20, n, n, n%24, n%24, n, strings.Repeat("0123456789", 120))
	}
	b.WriteString("</main><footer>")
	for n := range 100 {
		fmt.Fprintf(&b, `<a href="/about-the-paper/%d">More about the paper, part %d</a>`, n, n)
	}
	b.WriteString("</footer></body></html>")
	return []byte(b.String())
}

func BenchmarkPage(b *testing.B) {
	body := front()
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		reading, err := Feed(digest.Source{ID: "bench", Page: "https://paper.example/"}, Document{Body: body, URL: "https://paper.example/"}, noon)
		if err != nil || len(reading.Items) != 400 {
			b.Fatal(len(reading.Items), err)
		}
	}
}
