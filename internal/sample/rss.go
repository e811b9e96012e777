package sample

import (
	"encoding/xml"
	"fmt"
	"slices"
	"time"
)

type rss struct {
	XMLName xml.Name   `xml:"rss"`
	Version string     `xml:"version,attr"`
	Content string     `xml:"xmlns:content,attr"`
	DC      string     `xml:"xmlns:dc,attr"`
	Media   string     `xml:"xmlns:media,attr"`
	Atom    string     `xml:"xmlns:atom,attr"`
	Channel rssChannel `xml:"channel"`
}

type rssChannel struct {
	Title         string    `xml:"title"`
	Link          string    `xml:"link"`
	Description   string    `xml:"description"`
	Self          rssSelf   `xml:"atom:link"`
	Language      string    `xml:"language"`
	Copyright     string    `xml:"copyright"`
	LastBuildDate string    `xml:"lastBuildDate"`
	TTL           int       `xml:"ttl"`
	Items         []rssItem `xml:"item"`
}

type rssSelf struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
}

type rssItem struct {
	Title       string        `xml:"title"`
	Link        string        `xml:"link"`
	GUID        rssGUID       `xml:"guid"`
	PubDate     string        `xml:"pubDate"`
	Category    string        `xml:"category"`
	Creators    []string      `xml:"dc:creator"`
	Description cdata         `xml:"description"`
	Content     *cdata        `xml:"content:encoded"`
	Enclosure   *rssEnclosure `xml:"enclosure"`
	Media       *rssMedia     `xml:"media:content"`
}

type cdata struct {
	Text string `xml:",cdata"`
}

type rssGUID struct {
	IsPermaLink bool   `xml:"isPermaLink,attr"`
	Value       string `xml:",chardata"`
}

type rssEnclosure struct {
	URL    string `xml:"url,attr"`
	Length int    `xml:"length,attr"`
	Type   string `xml:"type,attr"`
}

type rssMedia struct {
	URL         string `xml:"url,attr"`
	Type        string `xml:"type,attr"`
	Medium      string `xml:"medium,attr"`
	FileSize    int    `xml:"fileSize,attr"`
	Width       int    `xml:"width,attr"`
	Height      int    `xml:"height,attr"`
	Description string `xml:"media:description"`
}

// renderRSS writes RSS 2.0 with the modules that newspapers use.
func renderRSS(p paper, items []item) ([]byte, error) {
	newest := items[0].published
	doc := rss{
		Version: "2.0",
		Content: "http://purl.org/rss/1.0/modules/content/",
		DC:      "http://purl.org/dc/elements/1.1/",
		Media:   "http://search.yahoo.com/mrss/",
		Atom:    "http://www.w3.org/2005/Atom",
		Channel: rssChannel{
			Title:         p.title,
			Link:          p.home + "/",
			Description:   p.description,
			Self:          rssSelf{p.feed, "self", "application/rss+xml"},
			Language:      p.language,
			Copyright:     fmt.Sprintf("© %d %s", newest.Year(), p.title),
			LastBuildDate: newest.Format(time.RFC1123Z),
			TTL:           30,
		},
	}
	for _, it := range items {
		entry, err := newRSSItem(p, it)
		if err != nil {
			return nil, err
		}
		doc.Channel.Items = append(doc.Channel.Items, entry)
	}
	return marshalXML(doc)
}

// newRSSItem puts an item of several paragraphs into content:encoded and its
// first into the description; a short item is all description.
func newRSSItem(p paper, it item) (rssItem, error) {
	entry := rssItem{
		Title:    it.title,
		Link:     it.url,
		GUID:     rssGUID{true, it.url},
		PubDate:  it.published.Format(time.RFC1123Z),
		Category: it.section,
		Creators: it.authors,
	}
	if it.link != "" || it.number%2 == 1 {
		entry.GUID = rssGUID{false, fmt.Sprintf("%s-%d", p.name, it.number)}
	}
	if it.imageURL != "" {
		entry.Enclosure = &rssEnclosure{it.imageURL, it.image.size, "image/jpeg"}
		entry.Media = &rssMedia{it.imageURL, "image/jpeg", "image", it.image.size, it.image.width, it.image.height, it.image.alt}
	}
	return entry, entry.write(p, it)
}

func (entry *rssItem) write(p paper, it item) (err error) {
	teaser, whole := body{Paragraphs: it.text[:1]}, it.illustrated()
	if p.language == "en" {
		whole.Paragraphs = append(slices.Clone(it.text), imprint(p.title, it.published))
	}
	if len(it.text) == 1 {
		teaser = body{Paragraphs: whole.Paragraphs}
	} else {
		entry.Content = &cdata{}
		if entry.Content.Text, err = whole.html(); err != nil {
			return err
		}
	}
	entry.Description.Text, err = teaser.html()
	return err
}

func marshalXML(doc any) ([]byte, error) {
	body, err := xml.MarshalIndent(doc, "", "  ")
	if err != nil {
		return nil, err
	}
	return append([]byte(xml.Header), append(body, '\n')...), nil
}
