package digest

import "testing"

func TestLinkKey(t *testing.T) {
	const article = "https://dawn.example/news/1/talks-open"
	for _, same := range []string{
		"http://dawn.example/news/1/talks-open", "https://www.dawn.example/news/1/talks-open/", "https://DAWN.example:443/news/1/talks-open#comments",
		"https://dawn.example/news/1/talks-open?utm_source=rss&utm_medium=feed", "https://dawn.example/news/1/talks-open?fbclid=x",
		"https://amp.dawn.example/news/1/talks-open", "https://dawn.example/news/1/talks-open/amp", "https://dawn.example/news/1/talks-open/amp/",
		"https://www.dawn.example/amp/news/1/talks-open", "https://dawn.example/news/1/talks-open?amp=1", "https://dawn.example/news/1/talks-open?outputType=amp",
	} {
		if linkKey(same) != linkKey(article) {
			t.Errorf("%s: %q, not %q", same, linkKey(same), linkKey(article))
		}
	}
	for _, other := range []string{
		"https://dawn.example/news/2/talks-open", "https://dawn.example/news/1/talks-open?page=2", "https://epaper.dawn.example/news/1/talks-open",
		"https://dawn.example/news/1/Talks-open", "https://dawn.example:8443/news/1/talks-open", "https://dawn.example/news/1/talks-open/amplified",
	} {
		if linkKey(other) == linkKey(article) {
			t.Errorf("%s is taken for %s", other, article)
		}
	}
	for _, none := range []string{"", "::", "mailto:a@b.example", "https://dawn.example", "https://dawn.example/", "https://dawn.example/amp/", "/news/1"} {
		if key := linkKey(none); key != "" {
			t.Errorf("%q has the key %q", none, key)
		}
	}
}
