package templates

import (
	"html/template"
	"strings"
	"time"

	"broadsheet/digest"
)

// inFeed is the measure of an edition inside a feed: feed readers have room.
var inFeed = measure{front: 480, lead: 320, rest: 240, rail: 220, whole: all, most: all, papers: all, title: 300, link: 4000, pictures: true}

// EditionContent is an edition as the HTML of one feed entry: headings,
// paragraphs and links alone, for a feed reader brings its own looks.
func EditionContent(e digest.Edition, s Site) (string, error) {
	paper := set(e, inFeed)
	paper.point(s, e, nil)
	out, err := render("edition-content", struct {
		sheet
		URL string
	}{paper, editionAddress(s, e)})
	return string(out), err
}

// article is an entry with its whole text.
type article struct {
	story
	Text template.HTML
}

// EntryContent is an item as the HTML of one feed entry: its picture, unless
// the text has one, its text as the publisher gave it (cleaned by
// internal/parse), where it comes from, and who else reports it.
func EntryContent(e digest.Entry, alsoIn []digest.Entry) (string, error) {
	p := printer{measure: inFeed, words: wordsIn(e.Language), zone: time.UTC, page: tongueOf(e.Language, e.Title)}
	a := article{story: p.story(section{tongue: p.page}, digest.Cluster{Lead: e, AlsoIn: alsoIn}, e.Kind, 0, true)}
	a.Text = trusted(e)
	if !strings.Contains(string(a.Text), "<img") {
		a.Picture = p.picture(e)
	}
	out, err := render("entry-content", a)
	return string(out), err
}

// trusted is an entry's own markup. This is the only place where a stranger's
// markup is taken for ours: internal/parse has cleaned it.
func trusted(e digest.Entry) template.HTML {
	if e.Content != "" {
		return template.HTML(e.Content)
	}
	return template.HTML(e.Summary)
}
