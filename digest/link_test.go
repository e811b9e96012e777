package digest

import "testing"

func TestLinkKey(t *testing.T) {
	const article = "https://dawn.example/news/1/talks-open"
	for _, same := range []string{
		"http://dawn.example/news/1/talks-open", "https://www.dawn.example/news/1/talks-open/", "https://DAWN.example:443/news/1/talks-open#comments",
		"https://dawn.example/news/1/talks-open?utm_source=rss&utm_medium=feed", "https://dawn.example/news/1/talks-open?fbclid=x",
		"https://amp.dawn.example/news/1/talks-open", "https://dawn.example/news/1/talks-open/amp", "https://dawn.example/news/1/talks-open/amp/",
		"https://www.dawn.example/amp/news/1/talks-open", "https://dawn.example/news/1/talks-open?amp=1", "https://dawn.example/news/1/talks-open?outputType=amp",
		"https://m.dawn.example/news/1/talks-open", "http://www.mobile.dawn.example/news/1/talks-open/",
	} {
		if linkKey(same) != linkKey(article) {
			t.Errorf("%s: %q, not %q", same, linkKey(same), linkKey(article))
		}
	}
	for _, other := range []string{
		"https://dawn.example/news/2/talks-open", "https://dawn.example/news/1/talks-open?page=2", "https://epaper.dawn.example/news/1/talks-open",
		"https://dawn.example/news/1/Talks-open", "https://dawn.example:8443/news/1/talks-open", "https://dawn.example/news/1/talks-open/amplified", "https://m.example/news/1/talks-open",
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

// Two articles of which an address is odd are two.
func TestLinkKeyOfOddQueries(t *testing.T) {
	for _, pair := range [][2]string{
		{"https://dawn.example/article?feed=1&amp;id=17397149", "https://dawn.example/article?feed=1&amp;id=17422468"},
		{"https://dawn.example/article?id=1;page=1", "https://dawn.example/article?id=2;page=1"},
		{"https://dawn.example/article?growth=5%&by=1%", "https://dawn.example/article?growth=6%&by=1%"},
		{"https://dawn.example/?1234", "https://dawn.example/?1235"},
	} {
		if a, b := linkKey(pair[0]), linkKey(pair[1]); a == b {
			t.Errorf("%s and %s have one key, %q", pair[0], pair[1], a)
		}
	}
	for _, pair := range [][2]string{
		{"https://dawn.example/article?feed=1&amp;id=2", "https://dawn.example/article?feed=1&id=2"},
		{"https://dawn.example/article?id=2&feed=1", "https://dawn.example/article?feed=1&id=2&utm_source=rss"},
		{"https://dawn.example/article?q=a+b", "https://dawn.example/article?q=a%20b"},
	} {
		if a, b := linkKey(pair[0]), linkKey(pair[1]); a != b {
			t.Errorf("%s has the key %q, and %s %q", pair[0], a, pair[1], b)
		}
	}
}
