package main

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"time"

	"broadsheet/internal/store"
)

// selectorsType has the parts of `select` as its fields.
var selectorsType = reflect.TypeFor[selectors]()

// The elements of OPML 2.0 that we write.
type (
	opmlFile struct {
		XMLName xml.Name      `xml:"opml"`
		Version string        `xml:"version,attr"`
		Space   string        `xml:"xmlns:broadsheet,attr"`
		Title   string        `xml:"head>title"`
		Created string        `xml:"head>dateCreated"`
		Docs    string        `xml:"head>docs"`
		Sources []opmlOutline `xml:"body>outline"`
	}
	opmlOutline struct {
		Type     string     `xml:"type,attr"` // rss, or link where there is no feed
		Text     string     `xml:"text,attr"`
		Title    string     `xml:"title,attr,omitempty"`
		XMLURL   string     `xml:"xmlUrl,attr,omitempty"`
		HTMLURL  string     `xml:"htmlUrl,attr,omitempty"`
		URL      string     `xml:"url,attr,omitempty"`
		Category string     `xml:"category,attr,omitempty"`
		Language string     `xml:"language,attr,omitempty"`
		Ours     []xml.Attr `xml:",any,attr"`
	}
)

// writeOPML writes the sources of a config, with what is known of them.
func writeOPML(s *settings, states map[string]store.State, now time.Time) ([]byte, error) {
	file := opmlFile{
		Version: "2.0", Space: ourSpace, Title: "Sources of " + string(s.Title),
		Created: now.UTC().Format(http.TimeFormat), Docs: "https://opml.org/spec2.opml",
	}
	for _, c := range s.Sources {
		file.Sources = append(file.Sources, outlineOf(c, states[string(c.ID)]))
	}
	var text bytes.Buffer
	text.WriteString(xml.Header)
	encoder := xml.NewEncoder(&text)
	encoder.Indent("", "  ")
	err := encoder.Encode(file)
	text.WriteByte('\n')
	return text.Bytes(), err
}

// outlineOf is a source for other programs, and in our own attributes what they do
// not know. A login is left out: such files are passed on.
func outlineOf(c sourceConfig, state store.State) opmlOutline {
	o := opmlOutline{
		Type: "rss", Text: cmp.Or(string(c.Title), state.Feed.Title, string(c.ID)), Title: string(c.Title),
		XMLURL: withoutLogin(string(c.URL)), HTMLURL: state.Feed.Link,
		Category: strings.Join(strs(c.Labels), ","), Language: string(c.Language),
	}
	ours := func(name, content string) {
		if content != "" {
			o.Ours = append(o.Ours, xml.Attr{Name: xml.Name{Local: "broadsheet:" + name}, Value: content})
		}
	}
	ours("id", string(c.ID))
	switch {
	case c.Page != "":
		o.Type, o.URL, o.HTMLURL = "link", withoutLogin(string(c.Page)), ""
		ours("as", "page")
	case c.Sitemap != "":
		o.Type, o.URL, o.HTMLURL = "link", withoutLogin(string(c.Sitemap)), ""
		ours("as", "sitemap")
	}
	ours("kind", string(c.Kind))
	if c.Timezone.Location != nil {
		ours("timezone", c.Timezone.String())
	}
	if c.Every != 0 {
		ours("every", c.Every.String())
	}
	if c.FullText {
		ours("full-text", "true")
	}
	for _, part := range fieldsOf(selectorsType) {
		ours("select-"+part.key, reflect.ValueOf(c.Select).Field(part.index).String())
	}
	return o
}

// withoutLogin is an address without a name and password.
func withoutLogin(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.User == nil {
		return address
	}
	u.User = nil
	return u.String()
}
