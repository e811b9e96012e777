package sample

import (
	"fmt"
	"html/template"
	"strings"
	"time"
)

var bodyTemplate = template.Must(template.New("body").Parse(
	`{{with .Image}}<figure><img src="{{.URL}}" alt="{{.Alt}}" width="{{.Width}}" height="{{.Height}}"></figure>{{end -}}
{{range .Paragraphs}}<p>{{.}}</p>{{end}}`))

// body is markup around the text of an item.
type body struct {
	Image      *bodyImage
	Paragraphs []string
}

type bodyImage struct {
	URL, Alt      string
	Width, Height int
}

func (b body) html() (string, error) {
	var out strings.Builder
	err := bodyTemplate.Execute(&out, b)
	return out.String(), err
}

// illustrated is the body of the whole item, with its picture.
func (it item) illustrated() body {
	b := body{Paragraphs: it.text}
	if it.imageURL != "" {
		b.Image = &bodyImage{it.imageURL, it.image.alt, it.image.width, it.image.height}
	}
	return b
}

// imprint is the line with which the daily ends a story:
// "Published in The Indus Courier, November 23rd, 2026".
func imprint(title string, day time.Time) string {
	return fmt.Sprintf("Published in %s, %s %s, %d", title, day.Month(), ordinalNumber(day.Day()), day.Year())
}

func ordinalNumber(n int) string {
	suffix := "th"
	if n/10 != 1 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return fmt.Sprint(n, suffix)
}
