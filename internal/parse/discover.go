package parse

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// FeedLink is the address of what may be a feed.
type FeedLink struct {
	URL   string // absolute
	Title string
	// Type is the media type that the page gives it; empty for a guess.
	Type string
	// Guess says that the page does not call it a feed; it only looks like one.
	Guess bool

	href string // as the page has it
}

// Discover lists the feeds that a page names: those in its head first, in
// their order but with feeds of comments behind (RSS autodiscovery), then
// what may be one or a page that names some: where the page sends its visitors
// on to (meta refresh), and links that look like feeds or are called so. It is
// empty for what is no page.
func Discover(doc Document) []FeedLink {
	root, err := parsePage(decode(doc.Body, doc.ContentType, &oddities{}))
	if err != nil {
		return nil
	}
	named, guessed := feedLinks(root, parsed(doc.URL))
	known := map[string]bool{"": true}
	return slices.DeleteFunc(append(named, guessed...), func(l FeedLink) bool {
		met := known[l.URL]
		known[l.URL] = true
		return met
	})
}

// feedLinks are the feeds that a page names, and what may be one.
func feedLinks(root *html.Node, address *url.URL) (named, guessed []FeedLink) {
	base := baseOf(root, address)
	for n := range root.Descendants() {
		href := either(attr(n, "href"), refresh(n))
		switch {
		case href == "" || len(named)+len(guessed) == discoverLimit:
		case (n.DataAtom == atom.Link || n.DataAtom == atom.A) && isFeedLink(n):
			named = append(named, FeedLink{URL: absolute(href, base), Title: fold(attr(n, "title")), Type: mediaType(n), href: href})
		case n.DataAtom == atom.Meta, n.DataAtom == atom.A && (looksLikeFeed(href) || saysFeed(n)):
			guessed = append(guessed, FeedLink{URL: absolute(href, base), Title: prose{n}.opening(200), Guess: true})
		}
	}
	slices.SortStableFunc(named, func(a, b FeedLink) int { return rank(a) - rank(b) })
	return named, guessed
}

var refreshForm = regexp.MustCompile(`(?i)^[\s\d.]*[;,]\s*(?:url\s*=\s*)?["']?\s*([^"'\s]+)`)

// refresh is where an element sends all visitors on to; "" if it does not.
func refresh(n *html.Node) string {
	if n.DataAtom != atom.Meta || !strings.EqualFold(strings.TrimSpace(attr(n, "http-equiv")), "refresh") {
		return ""
	}
	if found := refreshForm.FindStringSubmatch(attr(n, "content")); found != nil {
		return found[1]
	}
	return ""
}

var feedWords = regexp.MustCompile(`(?i)^(?:(?:our|all|news) )?(?:rss|feeds?|(?:rss|web|atom|news)[ -]feeds?)$`)

// saysFeed says that a link is called "RSS", "Our feeds" and the like.
func saysFeed(a *html.Node) bool { return feedWords.MatchString(prose{a}.opening(200)) }

// discoverLimit is how many feeds of one page are believed in.
const discoverLimit = 200

// baseOf is what a page's addresses are relative to.
func baseOf(root *html.Node, address *url.URL) *url.URL {
	for n := range root.Descendants() {
		if n.DataAtom == atom.Base && attr(n, "href") != "" {
			if base := parsed(absolute(attr(n, "href"), address)); base != nil {
				return base
			}
			break
		}
	}
	return address
}

// isFeedLink says that a link is called a feed. Types are written in many
// ways; those that may be anything count only if the address looks like one.
func isFeedLink(n *html.Node) bool {
	rel := attr(n, "rel")
	if hasWord(rel, "stylesheet") || !hasWord(rel, "alternate") && !hasWord(rel, "feed") && !hasWord(rel, "alternative") {
		return false
	}
	switch kind := mediaType(n); {
	case strings.Contains(kind, "oembed"), strings.Contains(kind, "activity+json"):
		return false
	case strings.Contains(kind, "rss"), strings.Contains(kind, "atom"), strings.Contains(kind, "rdf"), strings.Contains(kind, "feed"):
		return true
	case strings.Contains(kind, "xml"), strings.Contains(kind, "json"):
		return looksLikeFeed(attr(n, "href"))
	case kind == "":
		return hasWord(rel, "feed") || looksLikeFeed(attr(n, "href"))
	}
	return false
}

// mediaType is the type of a link without parameters.
func mediaType(n *html.Node) string {
	kind, _, _ := strings.Cut(attr(n, "type"), ";")
	return strings.ToLower(fold(kind))
}

// rank puts feeds of comments behind the others.
func rank(l FeedLink) int {
	if strings.Contains(strings.ToLower(l.URL), "comment") {
		return 1
	}
	return 0
}

// looksLikeFeed says that an address is like those that feeds have: a name
// that ends as feeds do, or a folder or question that is called one.
func looksLikeFeed(href string) bool {
	u, err := url.Parse(tidy(href))
	if err != nil || u.Scheme != "" && !isWeb(u) || strings.Contains(u.Path, "wp-json") {
		return false
	}
	path := strings.ToLower(strings.TrimRight(u.Path, "/"))
	last := path[strings.LastIndexByte(path, '/')+1:]
	switch last {
	case "feed", "feeds", "rss", "atom", "rdf", "rss2", "feed.json", "index.xml", "index.rdf":
		return true
	}
	for _, end := range []string{".rss", ".atom", ".rdf"} {
		if strings.HasSuffix(last, end) {
			return true
		}
	}
	if strings.HasSuffix(last, ".xml") || strings.HasSuffix(last, ".json") {
		return strings.Contains(path, "rss") || strings.Contains(path, "feed") || strings.Contains(path, "atom")
	}
	query := u.Query()
	return query.Has("feed") || query.Get("format") == "feed" || query.Get("format") == "rss" || query.Get("type") == "rss"
}

// Sitemaps are those that a robots.txt names (sitemaps.org), the ones of news
// first. address is its own.
func Sitemaps(robots []byte, address string) []string {
	base := parsed(address)
	var list []string
	for line := range strings.Lines(string(robots)) {
		line, _, _ = strings.Cut(line, "#")
		key, value, _ := strings.Cut(line, ":")
		link := absolute(strings.TrimSpace(value), base)
		if strings.EqualFold(strings.TrimSpace(key), "sitemap") && link != "" && len(list) < discoverLimit {
			list = append(list, link)
		}
	}
	return newsFirst(list)
}

// newsFirst puts the sitemaps first that promise news by their names.
func newsFirst(sitemaps []string) []string {
	var news, others []string
	for _, address := range sitemaps {
		if strings.Contains(strings.ToLower(address), "news") {
			news = append(news, address)
		} else {
			others = append(others, address)
		}
	}
	return append(news, others...)
}

// Guesses are the addresses where sites like to keep their feed, most usual
// first, for the site that an address is of; nil if it is no web address.
func Guesses(address string) []string {
	u := parsed(tidy(address))
	if u == nil {
		return nil
	}
	front := url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/"}
	var list []string
	for _, name := range []string{"feed", "rss.xml", "atom.xml", "feed.json", "index.xml", "feed.xml", "rss", "?feed=rss2"} {
		list = append(list, front.String()+name)
	}
	return list
}
