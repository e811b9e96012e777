package sample

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"
)

type jsonFeed struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	HomePageURL string       `json:"home_page_url"`
	FeedURL     string       `json:"feed_url"`
	Description string       `json:"description"`
	Language    string       `json:"language"`
	Authors     []jsonAuthor `json:"authors"`
	Items       []jsonItem   `json:"items"`
}

type jsonAuthor struct {
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

type jsonItem struct {
	ID            string       `json:"id"`
	URL           string       `json:"url"`
	Title         string       `json:"title"`
	Summary       string       `json:"summary,omitempty"`
	ContentText   string       `json:"content_text,omitempty"`
	ContentHTML   string       `json:"content_html,omitempty"`
	Image         string       `json:"image,omitempty"`
	DatePublished string       `json:"date_published"`
	Authors       []jsonAuthor `json:"authors,omitempty"`
	Tags          []string     `json:"tags"`
}

// renderJSON writes JSON Feed 1.1.
func renderJSON(p paper, items []item) ([]byte, error) {
	feed := jsonFeed{
		Version:     "https://jsonfeed.org/version/1.1",
		Title:       p.title,
		HomePageURL: p.home + "/",
		FeedURL:     p.feed,
		Description: p.description,
		Language:    p.language,
		Authors:     []jsonAuthor{{p.title, p.home + "/"}},
	}
	for _, it := range items {
		entry, err := newJSONItem(p, it)
		if err != nil {
			return nil, err
		}
		feed.Items = append(feed.Items, entry)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(feed)
	return out.Bytes(), err
}

// newJSONItem gives an item of several paragraphs as markup with a summary,
// a short one as plain text.
func newJSONItem(p paper, it item) (jsonItem, error) {
	entry := jsonItem{
		ID:            tagURI(p, it),
		URL:           it.url,
		Title:         it.title,
		Image:         it.imageURL,
		DatePublished: it.published.UTC().Format(time.RFC3339),
		Tags:          []string{strings.ToLower(it.section)},
	}
	for _, author := range it.authors {
		entry.Authors = append(entry.Authors, jsonAuthor{Name: author})
	}
	if len(it.text) == 1 {
		entry.ContentText = it.text[0]
		return entry, nil
	}
	entry.Summary = it.text[0]
	var err error
	entry.ContentHTML, err = it.illustrated().html()
	return entry, err
}
