package templates

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"broadsheet/digest"
)

var update = flag.Bool("update", false, "write the golden files")

// morning is an edition of 64 entries: five papers, clusters, an Urdu section
// and an Urdu entry among English ones, hostile and very long titles, entries
// without text, link or date, and two papers that are missing.
func morning(t testing.TB) digest.Edition {
	t.Helper()
	text, err := os.ReadFile("testdata/edition.json")
	if err != nil {
		t.Fatal(err)
	}
	var e digest.Edition
	if err := json.Unmarshal(text, &e); err != nil {
		t.Fatal(err)
	}
	return e
}

// sabah is the same edition in Urdu, its Urdu section first.
func sabah(t testing.TB) digest.Edition {
	e := morning(t)
	e.Title, e.Language = "صبح کا اخبار", "ur"
	last := len(e.Sections) - 1
	e.Sections = append(e.Sections[last:], e.Sections[:2]...)
	return e
}

var (
	site   = Site{Title: "The Daily Broadsheet", URL: "https://broadsheet.example", Language: "en", Imprint: "The Broadsheet Press,\n12 Harbour Road, Karachi 74000"}
	around = Frame{
		Site: site, Archive: site.URL + "/morning/archive",
		Digests: []DigestLink{
			{Link: Link{Title: "The Morning Digest", URL: "https://broadsheet.example/morning"}, Language: "en", Here: true},
			{Link: Link{Title: "شام کا اخبار", URL: "https://broadsheet.example/evening"}, Language: "ur"},
		},
		Previous: &Link{Title: "2026-11-22", URL: "https://broadsheet.example/morning/2026-11-22"},
		Next:     &Link{Title: "2026-11-24", URL: "https://broadsheet.example/morning/2026-11-24"},
		Feeds: []FeedLink{
			{Format: "RSS", Title: "The Morning Digest (RSS)", Type: "application/rss+xml", URL: "https://broadsheet.example/feeds/morning.rss"},
			{Format: "Atom", Title: "The Morning Digest (Atom)", Type: "application/atom+xml", URL: "https://broadsheet.example/feeds/morning.atom"},
			{Format: "Atom", Stories: true, Title: "The Morning Digest: items (Atom)", Type: "application/atom+xml", URL: "https://broadsheet.example/feeds/morning/items.atom"},
		},
	}
	toAmna = letterTo{
		Site: site, Subscriber: "Amna Qureshi",
		Unsubscribe: "https://broadsheet.example/unsubscribe/k3v9",
		View:        "https://broadsheet.example/morning/2026-11-23",
	}
)

// golden compares with testdata/golden/name, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s differs (-want +got), go test -update writes it anew:\n%s", name, diff)
	}
}

// tree parses a document as a browser does.
func tree(t testing.TB, document string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// elements is every element below a node for which keep is true, in order.
func elements(root *html.Node, keep func(*html.Node) bool) []*html.Node {
	var found []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && keep(n) {
			found = append(found, n)
		}
	}
	return found
}

// named keeps the elements of a name.
func named(name string) func(*html.Node) bool {
	return func(n *html.Node) bool { return n.Data == name }
}

// attr is an attribute's value, empty if it is not there.
func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// words of an element, as it is read.
func textOf(n *html.Node) string {
	var text strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			text.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(text.String())
}

// letterTo is what a mail says beside the edition, to one subscriber.
type letterTo struct {
	Site                          Site
	Subscriber, Unsubscribe, View string
}

// email is an edition as a mail to one subscriber.
func email(e digest.Edition, l letterTo) (html, text string, err error) {
	form, err := NewForm(e, l.Site, l.View)
	if err != nil {
		return "", "", err
	}
	inHTML, inText := form.Fill(l.Subscriber, l.Unsubscribe)
	return form.HTML.filled(inHTML), form.Text.filled(inText), nil
}

// filled is the document with its blanks filled.
func (b Blanked) filled(values []string) string {
	pairs := make([]string, 0, 2*len(values))
	for i, blank := range b.Blanks {
		pairs = append(pairs, blank, values[i])
	}
	return strings.NewReplacer(pairs...).Replace(b.Document)
}

// mustEmail is email, which must not fail.
func mustEmail(t testing.TB, e digest.Edition, l letterTo) (string, string) {
	t.Helper()
	markup, text, err := email(e, l)
	if err != nil {
		t.Fatal(err)
	}
	return markup, text
}

// mustPage is EditionPage, which must not fail.
func mustPage(t testing.TB, e digest.Edition) string {
	t.Helper()
	out, err := EditionPage(e, around)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
