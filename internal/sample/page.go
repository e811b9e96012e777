package sample

import (
	"bytes"
	_ "embed"
	"html/template"
)

//go:embed page.html
var pageHTML string

var pageTemplate = template.Must(template.New("page").Parse(pageHTML))

type rail struct {
	Title, Home, Address string
	Year                 int
	Stories              []railStory
}

type railStory struct {
	Title, URL, Timestamp, Excerpt string
}

// renderPage writes the page of HTML that has no feed.
func renderPage(p paper, items []item) ([]byte, error) {
	data := rail{Title: p.title, Home: p.home, Address: p.feed, Year: items[0].published.Year()}
	for _, it := range items {
		data.Stories = append(data.Stories, railStory{it.title, it.url, it.timestamp(), it.text[0]})
	}
	var out bytes.Buffer
	err := pageTemplate.Execute(&out, data)
	return out.Bytes(), err
}

// timestamp is the day as such pages print it, without a time.
func (it item) timestamp() string {
	day := it.published.Format("2 Jan, 2006")
	if it.updated {
		return "Updated " + day
	}
	return day
}
