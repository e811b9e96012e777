package digest

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"broadsheet/digest/cluster"
)

// SameArticle says that two items of a source are one article under two ids: at
// one address, or under one headline that names an event.
func SameArticle(a, b Item) bool {
	if link := linkKey(a.Link); link != "" && link == linkKey(b.Link) {
		return true
	}
	title := cluster.TitleKey(a.Title)
	return cluster.NamesEvent(title) && title == cluster.TitleKey(b.Title)
}

// linkKey is an address without what does not change the article: scheme,
// www, trailing slash, fragment, trackers, and the marks of the copy for telephones
// (AMP or not) that some papers keep of each page. It is empty for what is not an
// address of the web, and for a front page, which is nobody's article.
func linkKey(link string) string {
	address, err := url.Parse(link)
	if err != nil || address.Host == "" || (address.Scheme != "http" && address.Scheme != "https") {
		return ""
	}
	trail, parameters := articlePath(address), articleParameters(address.RawQuery)
	if trail == "" && len(parameters) == 0 {
		return ""
	}
	return "link " + articleHost(address) + trail + "?" + strings.Join(parameters, "&")
}

// articleParameters are those that may tell one article from another, sorted. They
// are read more leniently than by net/url, which drops what is not well-formed, such
// as two with a semicolon between them: what is dropped makes one of two articles.
func articleParameters(query string) []string {
	parameters := strings.FieldsFunc(query, func(r rune) bool { return r == '&' || r == ';' })
	for n, parameter := range parameters {
		if plain, err := url.QueryUnescape(parameter); err == nil {
			parameters[n] = plain
		}
	}
	parameters = slices.DeleteFunc(parameters, func(parameter string) bool {
		name, value, _ := strings.Cut(parameter, "=")
		return IsTracker(name) || isAMP(name, value)
	})
	slices.Sort(parameters)
	return parameters
}

// articleHost is the host without the port that its scheme implies and without
// the names of its copies.
func articleHost(address *url.URL) string {
	host := strings.ToLower(address.Host)
	host = strings.TrimSuffix(host, map[string]string{"http": ":80", "https": ":443"}[address.Scheme])
	host = strings.TrimPrefix(host, "www.")
	for _, copied := range []string{"amp.", "m.", "mobile."} {
		if rest, found := strings.CutPrefix(host, copied); found && strings.Contains(rest, ".") {
			return rest
		}
	}
	return host
}

// articlePath is the path without its last slash and without an "amp" that
// stands at either end of it.
func articlePath(address *url.URL) string {
	trail := strings.TrimRight(address.EscapedPath(), "/")
	if path.Base(trail) == "amp" || path.Base(trail) == "amp.html" {
		trail = strings.TrimRight(path.Dir(trail), "/")
	}
	if rest, found := strings.CutPrefix(trail, "/amp/"); found {
		trail = "/" + rest
	}
	return trail
}

// isAMP names the parameters that ask for the AMP copy.
func isAMP(name, value string) bool { return name == "amp" || name == "outputType" && value == "amp" }
