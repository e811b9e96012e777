package sample

import (
	"fmt"
	"strings"
	"time"
)

// paper is one newspaper of the sample press.
type paper struct {
	name        string // in sample: addresses
	title       string
	description string
	language    string // BCP 47
	home        string // its web site, without a trailing slash
	feed        string // where its document would be found
	address     string // of an item, with {path}, {number}, {date} and {slug} to fill in
	paths       map[string]string
	contentType string
	render      func(p paper, items []item) ([]byte, error)
}

var papers = []paper{
	{
		name:        "metropolitan",
		title:       "The Indus Courier",
		description: "News of Karachi, the country and the world",
		language:    "en",
		home:        "https://induscourier.example",
		feed:        "https://induscourier.example/feeds/home",
		address:     "https://induscourier.example/news/{number}/{slug}",
		contentType: "application/rss+xml; charset=utf-8",
		render:      renderRSS,
	},
	{
		name:        "editorials",
		title:       "The Indus Courier",
		description: "Editorials",
		language:    "en",
		home:        "https://induscourier.example",
		feed:        "https://induscourier.example/newspaper/editorial",
		address:     "https://induscourier.example/editorial/{number}/{slug}",
		contentType: "text/html; charset=utf-8",
		render:      renderPage,
	},
	{
		name:        "columns",
		title:       "The Saddar Review",
		description: "Signed opinion, every morning",
		language:    "en",
		home:        "https://saddarreview.example",
		feed:        "https://saddarreview.example/opinion.atom",
		address:     "https://saddarreview.example/{path}/{date}/{slug}",
		paths:       map[string]string{"Opinion": "opinion", "Letters": "letters"},
		contentType: "application/atom+xml; charset=utf-8",
		render:      renderAtom,
	},
	{
		name:        "wire",
		title:       "Meridian Wire",
		description: "News agency: world, business, science, sport",
		language:    "en",
		home:        "https://meridianwire.example",
		feed:        "https://meridianwire.example/latest.json",
		address:     "https://meridianwire.example/story/{number}/{slug}",
		contentType: "application/feed+json",
		render:      renderJSON,
	},
	{
		name:        "urdu",
		title:       "روزنامہ چراغِ شہر",
		description: "شہر، ملک اور دنیا کی خبریں",
		language:    "ur",
		home:        "https://charagheshehr.example",
		feed:        "https://charagheshehr.example/rss",
		address:     "https://charagheshehr.example/{path}/{date}/{number}",
		paths: map[string]string{
			"اداریہ": "idaria", "قومی": "qaumi", "شہر": "shehr", "دنیا": "dunya",
			"معیشت": "maeeshat", "کھیل": "khel", "ادب": "adab",
		},
		contentType: "application/rss+xml; charset=utf-8",
		render:      renderRSS,
	},
}

// Names is the names of the papers, as they stand in sample: addresses.
func Names() []string {
	names := make([]string, len(papers))
	for i, p := range papers {
		names[i] = p.name
	}
	return names
}

// Document is what the named paper answers at now: its bytes and their media
// type. The seed is any text, also none. The only error that a caller can
// cause is a name that is not among Names; it lists them.
func Document(name, seed string, now time.Time) (body []byte, contentType string, err error) {
	p, found := paperNamed(name)
	if !found {
		return nil, "", fmt.Errorf("sample press: there is no paper %q, only %s", name, strings.Join(Names(), ", "))
	}
	pages, err := pages()
	if err != nil {
		return nil, "", fmt.Errorf("sample press: %w", err)
	}
	body, err = p.render(p, rotation{pages, seed}.items(p, now))
	if err != nil {
		return nil, "", fmt.Errorf("sample press: render %s: %w", name, err)
	}
	return body, p.contentType, nil
}

func paperNamed(name string) (paper, bool) {
	for _, p := range papers {
		if p.name == name {
			return p, true
		}
	}
	return paper{}, false
}
