package feedgen

import (
	"io"
	"strconv"
	"strings"

	"github.com/gorilla/feeds"

	"broadsheet/digest"
)

// WriteRSS writes f as RSS 2.0 with the modules that readers know: content,
// Atom (self, updated), Dublin Core (creators, languages) and Media RSS (image).
// Of several enclosures only the first is written: RSS 2.0 knows one.
func WriteRSS(w io.Writer, f Feed) error {
	f = f.clean()
	channel := (&feeds.Rss{Feed: plainFeed(f)}).RssFeed()
	channel.Language = f.Language
	channel.Generator = generator
	channel.Docs = "https://www.rssboard.org/rss-specification"
	doc := &rssDocument{
		RssFeedXml: channel.FeedXml().(*feeds.RssFeedXml),
		Atom:       "http://www.w3.org/2005/Atom",
		DC:         "http://purl.org/dc/elements/1.1/",
		Media:      mediaNamespace,
		Channel:    &rssChannel{RssFeed: channel},
	}
	if f.Self != "" {
		doc.Channel.Self = &rssSelf{Href: f.Self + ".rss", Rel: "self", Type: "application/rss+xml"}
	}
	for i, item := range channel.Items {
		doc.Channel.Items = append(doc.Channel.Items, newRSSItem(item, f.Entries[i]))
	}
	return writeXML(w, doc)
}

const (
	generator      = "Broadsheet"
	mediaNamespace = "http://search.yahoo.com/mrss/"
)

type rssDocument struct {
	*feeds.RssFeedXml
	Atom    string      `xml:"xmlns:atom,attr"`
	DC      string      `xml:"xmlns:dc,attr"`
	Media   string      `xml:"xmlns:media,attr"`
	Channel *rssChannel `xml:"channel"`
}

// FeedXml makes the document one that feeds.WriteXML writes.
func (d *rssDocument) FeedXml() any { return d }

type rssChannel struct {
	*feeds.RssFeed
	Self  *rssSelf   `xml:"atom:link"`
	Items []*rssItem `xml:"item"`
}

type rssSelf struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
}

// rssItem is the library's item; what has the same name here hides what the
// library would write.
type rssItem struct {
	*feeds.RssItem
	Link        string     `xml:"link,omitempty"`
	Description string     `xml:"description,omitempty"`
	Categories  []string   `xml:"category"`
	Source      *rssSource `xml:"source"`
	Creators    []string   `xml:"dc:creator"`
	Language    string     `xml:"dc:language,omitempty"`
	Updated     string     `xml:"atom:updated,omitempty"`
	Image       *media     `xml:"media:content"`
}

type rssSource struct {
	URL   string `xml:"url,attr"`
	Title string `xml:",chardata"`
}

func newRSSItem(item *feeds.RssItem, e Entry) *rssItem {
	r := &rssItem{
		RssItem:     item,
		Link:        item.Link,
		Description: escapeHTML.Replace(item.Description),
		Categories:  e.Categories,
		Language:    e.Language,
		Image:       newMedia(e.Image),
	}
	for _, author := range e.Authors {
		r.Creators = append(r.Creators, author.Name)
	}
	if e.Updated.After(e.Published) {
		r.Updated = stamp(e.Updated)
	}
	if e.Source != nil && e.Source.Link != "" {
		r.Source = &rssSource{URL: e.Source.Link, Title: e.Source.Title}
	}
	if len(e.Enclosures) > 0 {
		file := e.Enclosures[0]
		item.Enclosure = &feeds.RssEnclosure{Url: file.URL, Type: file.Type, Length: strconv.FormatInt(file.Length, 10)}
	}
	return r
}

// escapeHTML makes plain text into HTML, which is what readers take an RSS
// description for.
var escapeHTML = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// media is the image of an entry (Media RSS), in RSS and in Atom.
type media struct {
	URL         string     `xml:"url,attr"`
	Medium      string     `xml:"medium,attr"`
	Width       int        `xml:"width,attr,omitempty"`
	Height      int        `xml:"height,attr,omitempty"`
	Description *mediaText `xml:"media:description"`
}

type mediaText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

func newMedia(i *digest.Image) *media {
	if i == nil {
		return nil
	}
	m := &media{URL: i.URL, Medium: "image", Width: i.Width, Height: i.Height}
	if i.Alt != "" {
		m.Description = &mediaText{Type: "plain", Text: i.Alt}
	}
	return m
}
