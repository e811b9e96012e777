package parse

import (
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var paper = parsed("https://paper.example/a/b")

// TestHostile has every fragment of hostile.txt cleaned, alone and within
// each of the elements that parsers treat in a way of their own.
func TestHostile(t *testing.T) {
	frames := []string{
		"%s", "<p>Before %s after</p>", "<table><tr><td>%s</td></tr></table>", "<table>%s</table>", "<svg>%s</svg>", "<math><mtext>%s",
		"<select>%s", "<noscript>%s</noscript>", "<a href=x>%s</a>", "<b><i>%s</b></i>", "<p><ul><li>%s<li>next</ul>", "<!--%s-->%[1]s",
		"<style>%s</style>%[1]s", "<xmp>%s</xmp>", "<template>%s</template>", "<svg><desc>%s", "<math><annotation-xml encoding=text/html>%s",
	}
	for _, fragment := range hostile(t) {
		for _, frame := range frames {
			checkClean(t, strings.ReplaceAll(strings.ReplaceAll(frame, "%[1]s", fragment), "%s", fragment))
		}
	}
}

// FuzzClean: whatever comes in, what goes out holds what checkClean says.
func FuzzClean(f *testing.F) {
	for _, fragment := range hostile(f) {
		f.Add(fragment)
	}
	f.Fuzz(func(t *testing.T, markup string) {
		if utf8.ValidString(markup) { // decode gives nothing else
			checkClean(t, markup)
		}
	})
}

// checkClean says of markup that, cleaned, it has no more than the list lets
// through as an HTML parser reads it; that the parser reads the very tree
// which was written; that another cleaner with the same list finds nothing to
// remove; and that cleaning it again changes nothing.
func checkClean(t *testing.T, markup string) {
	t.Helper()
	tree := clean(markup, []*url.URL{paper})
	once := string(tree.render())
	checkSafe(t, once)
	if tree.root != nil {
		read := &html.Node{Type: html.DocumentNode}
		for _, n := range parseBody(t, once) {
			read.AppendChild(n)
		}
		if written, read := outline(tree.root), outline(read); written != read {
			t.Errorf("%q\nis written as %q\nof the tree %s\nand read as  %s", markup, once, written, read)
		}
	}
	if again := string(clean(once, nil).render()); again != once {
		t.Errorf("%q\ncleaned is       %q\ncleaned twice is %q", markup, once, again)
	}
	if left := strings.ReplaceAll(oracle.Sanitize(once), "&#39;", "'"); plainer(t, left) != plainer(t, once) {
		t.Errorf("%q\nis %q\nof which bluemonday leaves %q", markup, once, left)
	}
}

func parseBody(t *testing.T, markup string) []*html.Node {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(markup), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		t.Fatalf("%v: %q", err, markup)
	}
	return nodes
}

// outline is a tree as a text in which nothing is read into the other.
func outline(n *html.Node) string {
	var b strings.Builder
	b.WriteString("(" + n.Data)
	if n.Type == html.TextNode {
		return "'" + n.Data + "'"
	}
	for _, a := range n.Attr {
		b.WriteString(" " + a.Namespace + a.Key + "='" + a.Val + "'")
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(outline(c))
	}
	return b.String() + ")"
}

// plainer is the outline of markup without its addresses, which bluemonday
// spells in its own way.
func plainer(t *testing.T, markup string) string {
	root := &html.Node{Type: html.DocumentNode}
	for _, n := range parseBody(t, markup) {
		root.AppendChild(n)
	}
	for n := range root.Descendants() {
		for i := range n.Attr {
			if key := n.Attr[i].Key; key == "href" || key == "src" {
				n.Attr[i].Val = ""
			}
		}
	}
	return outline(root)
}

// oracle is a cleaner that is not ours, with the list of ours.
var oracle = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	for tag, e := range elements {
		if e.nature != silent {
			p.AllowElements(tag.String())
			p.AllowNoAttrs().OnElements(tag.String())
		}
	}
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("src", "alt", "width", "height").OnElements("img")
	p.AllowAttrs("colspan", "rowspan").OnElements("td", "th")
	p.AllowAttrs("start").OnElements("ol")
	p.AllowAttrs("value").OnElements("li")
	p.AllowAttrs("title").OnElements("abbr", "dfn")
	p.AllowAttrs("datetime").OnElements("time")
	p.AllowAttrs("dir").Matching(regexp.MustCompile(`^(rtl|ltr|auto)$`)).Globally()
	p.AllowAttrs("lang").Matching(regexp.MustCompile(`^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$`)).Globally()
	p.AllowURLSchemes("http", "https")
	return p
}()

// showable is every element that may come out, and its attributes.
var showable = map[string]string{
	"a": "href", "img": "src alt width height", "td": "colspan rowspan", "th": "colspan rowspan", "ol": "start", "li": "value",
	"abbr": "title", "dfn": "title", "time": "datetime", "bdo": "", "bdi": "", "span": "", "ruby": "", "rt": "", "rp": "",
	"p": "", "br": "", "hr": "", "div": "", "blockquote": "", "pre": "", "code": "", "kbd": "", "samp": "", "var": "",
	"ul": "", "dl": "", "dt": "", "dd": "", "h1": "", "h2": "", "h3": "", "h4": "", "h5": "", "h6": "", "figure": "", "figcaption": "",
	"em": "", "strong": "", "i": "", "b": "", "u": "", "s": "", "del": "", "ins": "", "sub": "", "sup": "", "small": "", "mark": "",
	"cite": "", "q": "", "table": "", "caption": "", "thead": "", "tbody": "", "tfoot": "", "tr": "",
}

func checkSafe(t *testing.T, markup string) {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(markup), nil)
	if err != nil {
		t.Fatalf("%v: %q", err, markup)
	}
	for _, root := range nodes {
		for n := range root.Descendants() {
			if n.Type == html.CommentNode || n.Type == html.DoctypeNode || n.Namespace != "" {
				t.Errorf("%v in %q", n.Data, markup)
			}
			if n.Type == html.ElementNode && n.DataAtom != atom.Head && n.DataAtom != atom.Body {
				checkElement(t, n, markup)
			}
		}
	}
}

func checkElement(t *testing.T, n *html.Node, markup string) {
	t.Helper()
	attrs, ok := showable[n.Data]
	if !ok {
		t.Errorf("<%s> in %q", n.Data, markup)
	}
	for _, a := range n.Attr {
		if !slices.Contains(append(strings.Fields(attrs), "dir", "lang"), a.Key) {
			t.Errorf("<%s %s> in %q", n.Data, a.Key, markup)
		}
		if (a.Key == "href" || a.Key == "src") && !isWebAddress(a.Val) {
			t.Errorf("%s=%q in %q", a.Key, a.Val, markup)
		}
	}
}

// hostile is the fragments of testdata/clean/hostile.txt.
func hostile(t testing.TB) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/clean/hostile.txt")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fragment, err := strconv.Unquote(`"` + strings.ReplaceAll(strings.ReplaceAll(line, `\"`, `"`), `"`, `\"`) + `"`)
		if err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		list = append(list, strings.ToValidUTF8(fragment, "\uFFFD"))
	}
	return list
}

// TestPlainAddress: what passes for a plain address is what absolute makes of it.
func TestPlainAddress(t *testing.T) {
	for address, want := range map[string]bool{
		"https://a.example/b?c=d&e#f": true, "http://127.0.0.1:8080/x": true, "https://a.example": true, "https://a.example:/": true,
		"https://a.example:8a/": false, "https://a:b@c.example/": false, "https:///x": false, "https://": false, "https://a.example/%zz": false,
		"https://a b/": false, "//a.example/": false, "/x": false, "javascript:x": false, "https://[::1]/": false, "https://a.example/ä": false,
	} {
		if got := isPlainAddress(address); got != want {
			t.Errorf("%q: %v, want %v", address, got, want)
		}
	}
}

// FuzzAddress: the short way with plain addresses leads where the long one does.
func FuzzAddress(f *testing.F) {
	for _, ref := range []string{"https://a.example:80/b", "/x/y?z", "/./x", "//x", "http://a.example:b/", "/x//y", "/:x", "/x/.."} {
		f.Add(ref)
	}
	f.Fuzz(func(t *testing.T, ref string) {
		r := &reducer{bases: []*url.URL{nil, paper}}
		got, want := r.absolute(ref), absolute(ref, r.bases...)
		if u, err := url.Parse(want); err == nil && want != "" && isWeb(u) && got != want {
			t.Errorf("%q gives %q, want %q", ref, got, want)
		}
	})
}
