package feedgen

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"

	"github.com/gorilla/feeds"

	"broadsheet/digest"
)

// WriteJSON writes f as JSON Feed 1.1. It knows no source of an entry, and of
// an author no e-mail address.
func WriteJSON(w io.Writer, f Feed) error {
	f = f.clean()
	plain := (&feeds.JSON{Feed: plainFeed(f)}).JSONFeed()
	if f.Self != "" {
		plain.FeedUrl = f.Self + ".json"
	}
	plain.Language = f.Language
	plain.Authors = jsonAuthors(f.Authors)
	doc := jsonDocument{JSONFeed: plain, Items: []jsonItem{}}
	for i, item := range plain.Items {
		doc.Items = append(doc.Items, newJSONItem(item, f.Entries[i]))
	}
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(doc); err != nil {
		return fmt.Errorf("write feed: %w", err)
	}
	_, err := w.Write(buffer.Bytes())
	return err
}

// jsonDocument is the library's feed; its list of items stays when it is empty.
type jsonDocument struct {
	*feeds.JSONFeed
	Items []jsonItem `json:"items"`
}

type jsonItem struct {
	*feeds.JSONItem
	Language    string           `json:"language,omitempty"`
	Attachments []jsonAttachment `json:"attachments,omitempty"`
}

type jsonAttachment struct {
	URL  string `json:"url"`
	Type string `json:"mime_type"`
	Size int64  `json:"size_in_bytes,omitempty"`
}

func newJSONItem(item *feeds.JSONItem, e Entry) jsonItem {
	item.Authors = jsonAuthors(e.Authors)
	item.Tags = e.Categories
	if e.Content == "" { // one of the two must stand
		item.ContentText = cmp.Or(e.Summary, e.Title, e.Link)
	}
	if e.Image != nil {
		item.Image = e.Image.URL
	}
	j := jsonItem{JSONItem: item, Language: e.Language}
	for _, file := range e.Enclosures {
		j.Attachments = append(j.Attachments, jsonAttachment{URL: file.URL, Type: file.Type, Size: file.Length})
	}
	return j
}

func jsonAuthors(list []digest.Author) []*feeds.JSONAuthor {
	people := make([]*feeds.JSONAuthor, len(list))
	for i, a := range list {
		people[i] = &feeds.JSONAuthor{Name: a.Name, Url: a.URL}
	}
	return people
}
