package digest

import (
	"net/url"
	"path"
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
// www, trailing slash, fragment, campaign parameters, and the marks of the AMP
// copy that some papers keep of each page. It is empty for what is not an
// address of the web, and for a front page, which is nobody's article.
func linkKey(link string) string {
	address, err := url.Parse(link)
	if err != nil || address.Host == "" || (address.Scheme != "http" && address.Scheme != "https") {
		return ""
	}
	query := address.Query()
	for name, values := range query {
		if isCampaign(name) || isAMP(name, values) {
			query.Del(name)
		}
	}
	trail := articlePath(address)
	if trail == "" && len(query) == 0 {
		return ""
	}
	return "link " + articleHost(address) + trail + "?" + query.Encode()
}

// articleHost is the host without the port that its scheme implies and without
// the names of its copies.
func articleHost(address *url.URL) string {
	host := strings.ToLower(address.Host)
	host = strings.TrimSuffix(host, map[string]string{"http": ":80", "https": ":443"}[address.Scheme])
	host = strings.TrimPrefix(host, "www.")
	return strings.TrimPrefix(host, "amp.")
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

// isCampaign names the parameters by which publishers count where readers come from.
func isCampaign(name string) bool {
	name = strings.ToLower(name)
	switch name {
	case "fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid", "cmpid", "ocid", "_hsenc", "_hsmi":
		return true
	}
	return strings.HasPrefix(name, "utm_") || strings.HasPrefix(name, "at_")
}

// isAMP names the parameters that ask for the AMP copy.
func isAMP(name string, values []string) bool {
	switch name {
	case "amp":
		return true
	case "outputType":
		return len(values) == 1 && values[0] == "amp"
	}
	return false
}
