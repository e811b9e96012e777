package parse

import "errors"

// LeadsOn is the error of a page in the place of a feed that sends its visitors on
// to another address (meta refresh).
type LeadsOn struct {
	URL string // absolute, if it could be made so
}

func (e *LeadsOn) Error() string {
	return "repair: this is an HTML page, not a feed; it sends its visitors on to " + e.URL
}

// Elsewhere is the web address at which to read on after an error of Feed: the one
// that a page leads on to, or the likeliest sitemap of an index; "" if there is none.
func Elsewhere(err error) string {
	var index *SitemapIndex
	var page *LeadsOn
	address := ""
	switch {
	case errors.As(err, &index) && len(index.Sitemaps) > 0:
		address = index.Sitemaps[0]
	case errors.As(err, &page):
		address = page.URL
	}
	if u := parsed(address); u == nil || !isWeb(u) {
		return ""
	}
	return address
}
