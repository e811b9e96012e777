package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// page is a web page with these elements in its head, and a list of stories.
func page(head string, stories int) string {
	var list strings.Builder
	for n := range stories {
		list.WriteString("<article class=story><h2><a href=/news/2026/a-story-with-a-long-name-" + string(rune('a'+n)) +
			">The council of the town has met for time number " + string(rune('a'+n)) + "</a></h2><p>It spoke at length of canals and of bridges.</p></article>")
	}
	return "<!doctype html><title>Dawn</title>" + head + "<main>" + list.String() + "</main>"
}

func link(href string) string {
	return "<link rel=alternate type=application/rss+xml href='" + href + "'>"
}

// sitemap names one page, as news if it has a headline.
func sitemap(headline string) string {
	news := ""
	if headline != "" {
		news = "<news:news><news:publication><news:name>Dawn</news:name></news:publication><news:title>" + headline + "</news:title></news:news>"
	}
	return "<urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>/rain</loc>" + news + "</url></urlset>"
}

const sitemapIndex = "<sitemapindex><sitemap><loc>/news.xml</loc></sitemap></sitemapindex>"

// TestSourcesAdd finds the feed behind an address as servers lead there.
func TestSourcesAdd(t *testing.T) {
	const date = "Mon, 23 Nov 2026 07:00:00 +0000"
	feed := feedOf("Dawn", date, "A whole sentence.")
	long := strings.Replace(feed, "</channel>", "<item><title>One more</title><link>/more</link></item></channel>", 1)
	for _, c := range []struct {
		name    string
		texts   map[string]string
		ask     string // behind the server's address
		options []string
		code    int
		added   string // ADDRESS stands for the server's
		said    []string
	}{
		{
			"a feed",
			map[string]string{"/feed": feed},
			"/feed", nil, exitDone,
			`- {id: dawn, url: "ADDRESS/feed"}`,
			[]string{"added  dawn: Dawn (rss 2.0, 3 items) ADDRESS/feed", "next   broadsheet check"},
		},
		{
			"a feed that moved",
			map[string]string{"/old": "/feed", "/feed": feed},
			"/old", nil, exitDone,
			`- {id: dawn, url: "ADDRESS/feed"}`, nil,
		},
		{
			"the longest feed that a page names",
			map[string]string{"/": page(link("/short")+link("/gone")+link("/long"), 0), "/short": feed, "/long": long},
			"/", nil, exitDone,
			`- {id: dawn, url: "ADDRESS/long"}`,
			[]string{"other  Dawn (rss 2.0, 3 items) ADDRESS/short"},
		},
		{
			"not that of the comments",
			map[string]string{"/": page(link("/comments/feed")+link("/feed"), 0), "/comments/feed": long, "/feed": feed},
			"/", nil, exitDone,
			`- {id: dawn, url: "ADDRESS/feed"}`, nil,
		},
		{
			"a usual place",
			map[string]string{"/about": page("", 0), "/rss.xml": feed, "/feed.xml": feed},
			"/about", nil, exitDone,
			`- {id: dawn, url: "ADDRESS/rss.xml"}`, nil,
		},
		{
			"a page that lists the feeds",
			map[string]string{"/": page("<a href=/services/list.html>RSS feeds</a>", 8), "/services/list.html": page("<a href=/sport.rss>Sport</a>", 0), "/sport.rss": feed},
			"/", nil, exitDone,
			`- {id: dawn, url: "ADDRESS/sport.rss"}`, nil,
		},
		{
			"a page that sends its visitors on",
			map[string]string{"/": page(`<meta http-equiv=Refresh content="0; url='/there'">`, 0), "/there": feed},
			"/", nil, exitDone,
			`- {id: dawn, url: "ADDRESS/there"}`, nil,
		},
		{
			"a news sitemap, of a site without a feed",
			map[string]string{"/": page("", 8), "/robots.txt": "User-agent: *\nDisallow:\nSitemap: /pages.xml\nsitemap: /all.xml\n", "/pages.xml": sitemap(""), "/all.xml": sitemapIndex, "/news.xml": sitemap("Rain")},
			"/", nil, exitDone,
			`- {id: dawn, sitemap: "ADDRESS/all.xml"}`,
			[]string{"added  dawn: Dawn (news sitemap, 1 item) ADDRESS/all.xml"},
		},
		{"a news sitemap", map[string]string{"/news.xml": sitemap("Rain")}, "/news.xml", nil, exitDone, `- {id: dawn, sitemap: "ADDRESS/news.xml"}`, nil},
		{
			"an index of sitemaps",
			map[string]string{"/all.xml": sitemapIndex, "/news.xml": sitemap("Rain")},
			"/all.xml", nil, exitDone,
			`- {id: dawn, sitemap: "ADDRESS/all.xml"}`, nil,
		},
		{
			"what the person says of it",
			map[string]string{"/feed": feed},
			"/feed",
			[]string{"--id", "leaders", "--kind", "editorial", "--label", "daily", "--label", "two words"},
			exitDone,
			`- {id: leaders, url: "ADDRESS/feed", kind: editorial, labels: [daily, two words]}`, nil,
		},
		{"only shown", map[string]string{"/feed": feed}, "/feed", []string{"--dry-run"}, exitDone, "", []string{`+  - {id: dawn, url: "ADDRESS/feed"}`}},
		{"there already", map[string]string{"/": page(link("/known"), 0), "/known": feed}, "/", nil, exitDone, "", []string{"is there already, as known"}},
		{"a page without a feed", map[string]string{"/": page("", 8)}, "/", nil, exitFailed, "", []string{"no feed was found there", "sources add --page ADDRESS/", "found 8 items by", "story  The council"}},
		{"the page itself", map[string]string{"/": page(link("/feed"), 8), "/feed": feed}, "/", []string{"--page"}, exitDone, `- {id: dawn, page: "ADDRESS/"}`, []string{"found 8 items by"}},
		{"nothing at all", map[string]string{"/": page("", 0)}, "/", nil, exitFailed, "", []string{"shows no list of stories"}},
		{"a page that names a file of ours", map[string]string{"/": page(link("file:config.yaml")+link("sample:wire"), 0)}, "/", nil, exitFailed, "", []string{"no feed was found there"}},
		{"no answer", nil, "/", nil, exitFailed, "", []string{"404"}},
		{"no kind", nil, "/", []string{"--kind", "storey"}, exitUse, "", []string{"want one of story"}},
		{"an id that is taken", nil, "/", []string{"--id", "known"}, exitUse, "", []string{"there is such a source already"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := answers(t, c.texts)
			folder := t.TempDir()
			known := "  - {id: known, url: '" + server.URL + "/known'} # mine\n"
			code, stdout, stderr := execute(t, folder, known, append([]string{"sources", "add", server.URL + c.ask}, c.options...)...)
			said := strings.ReplaceAll(stdout+stderr, server.URL, "ADDRESS")
			if code != c.code {
				t.Fatalf("ends with %d: %s", code, said)
			}
			for _, want := range c.said {
				if !strings.Contains(said, want) {
					t.Errorf("does not say %q: %s", want, said)
				}
			}
			config, err := os.ReadFile(filepath.Join(folder, "config.yaml"))
			if err != nil {
				t.Fatal(err)
			}
			want := known
			if c.added != "" {
				want += "  " + strings.ReplaceAll(c.added, "ADDRESS", server.URL) + "\n"
			}
			if !strings.Contains(string(config), "sources:\n"+want+"digests:") {
				t.Errorf("config.yaml is\n%s", config)
			}
		})
	}
}

// TestSourcesAddNeedsNoScheme tries https, then http.
func TestSourcesAddNeedsNoScheme(t *testing.T) {
	server := answers(t, map[string]string{"/feed": feedOf("Dawn", "", "A sentence.")})
	host := strings.TrimPrefix(server.URL, "http://")
	code, stdout, stderr := execute(t, t.TempDir(), "  - {id: a, url: 'sample:wire'}\n", "sources", "add", host+"/feed")
	if code != exitDone || !strings.Contains(stdout, "added  dawn") || !strings.Contains(stderr, "trying https://"+host) {
		t.Errorf("%d: %s%s", code, stdout, stderr)
	}
	want := map[string][]string{
		"dawn.example": {"https://dawn.example", "http://dawn.example"}, "localhost:80/x": {"https://localhost:80/x", "http://localhost:80/x"},
		"feed://dawn.example/x": {"https://dawn.example/x", "http://dawn.example/x"}, "feed:http://dawn.example": {"http://dawn.example"},
		"sample:wire": {"sample:wire"}, "file:feed.xml": {"file:feed.xml"}, "gopher://dawn.example": {"gopher://dawn.example"},
	}
	for _, given := range slices.Sorted(maps.Keys(want)) {
		if got := withSchemes(given); !slices.Equal(got, want[given]) {
			t.Errorf("%s: %q", given, got)
		}
	}
}
