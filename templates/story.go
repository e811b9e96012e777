package templates

import (
	"cmp"
	"html"
	"html/template"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"broadsheet/digest"
)

// story is a cluster as it is set: its lead, and who else reports it.
type story struct {
	tongue
	Attr  template.HTMLAttr // of the story's element inside its section's
	Title run
	Link  string
	Kind  run // "Analysis", where it is not obvious
	// Place is the dateline's place, Teaser the text after it.
	Place, Teaser run
	// Teller is the paper whose words the teaser is, where it is not Paper.
	Teller        run
	Paper, Author run
	// Time is when, in words; Stamp the same as RFC 3339, both empty if the
	// publisher did not say.
	Time  run
	Stamp string
	// Reading is how long the whole story takes to read, where we know it and it
	// is not said in a moment.
	Reading run
	Picture *picture
	Label   run // "Also in"
	AlsoIn  []other
	// Further are those for whom a line has no room, and Others says how many.
	Further []other
	Others  run
	// Since says from which edition it goes on, Corrected which later one has a
	// word about it.
	Since, Corrected pointer

	id, from string // of its lead, and the key of the edition from which it goes on
}

// other is a paper that reports a story, too: its first report, and those that
// follow, which have numbers in the place of its name.
type other struct {
	Paper       run
	Title, Link string
	More        []numbered
}

// numbered is a further report of the same paper.
type numbered struct{ Nth, Title, Link string }

// picture is the image of a story. Width and Height are 0 if unknown.
type picture struct {
	URL, Alt      string
	Width, Height int
}

// story sets a cluster inside a section: with no more than its title, or whole.
func (p printer) story(s section, c digest.Cluster, obvious digest.Kind, teaser int, whole bool) story {
	e := c.Lead
	title := p.headline(e)
	own := tongueOf(e.Language, title)
	if own.Lang == "" && own.Dir == s.Dir {
		own = s.tongue
	}
	set := story{
		tongue: own, Attr: own.in(s.tongue), Title: own.run("", typeset(title, own.Lang)), Link: address(e.Link, p.link),
		id: e.ID,
	}
	if !whole {
		return set
	}
	if word := p.words.kinds[e.Kind]; word != "" && e.Kind != obvious {
		set.Kind = p.furniture(own, word)
	}
	told := summarised(c, teaser)
	set.Place, set.Teaser = p.text(own, told, teaser, s.Views)
	if told.Paper != e.Paper && set.Teaser.Text != "" {
		set.Teller = own.run(p.page.Lang, name(told.Paper))
	}
	set.Paper = own.run(p.page.Lang, name(e.Paper))
	set.Author = own.run("", p.authors(e))
	p.date(&set, e, s.Views)
	p.continues(&set, c.Continues)
	if minutes := digest.Minutes(c.Words); minutes > 1 {
		set.Reading = p.furniture(own, p.words.say(p.words.short, p.words.number(minutes)))
	}
	p.others(&set, c.AlsoIn)
	return set
}

// summarised is the lead of a cluster as its summary, if it has one, tells it:
// in as many whole sentences as there is room for.
func summarised(c digest.Cluster, limit int) digest.Entry {
	if c.Summary == nil {
		return c.Lead
	}
	told, text := c.Lead, ""
	for _, entry := range c.AlsoIn {
		if entry.ID == c.Summary.Item {
			told = entry
		}
	}
	for _, sentence := range digest.Sentences(c.Summary.Text) {
		if text != "" && utf8.RuneCountInString(text+" "+sentence) > limit {
			break
		}
		text = strings.TrimSpace(text + " " + sentence)
	}
	told.Summary, told.Content, told.Cut = digest.HTML(html.EscapeString(text)), "", false
	return told
}

// furniture is one of our own words inside a story.
func (p printer) furniture(story tongue, word string) run {
	own := story
	if p.words.Dir != story.Dir {
		own = p.words.tongue
	}
	return run{Text: word, tongue: own, Attr: own.in(story)}
}

// text is the dateline's place and the teaser. The place stands alone only if
// the teaser does not begin with it.
func (p printer) text(own tongue, e digest.Entry, limit int, rail bool) (place, teaser run) {
	text := ""
	if rail {
		text = railTeaser(e, limit)
	} else {
		text = teaserOf(e, limit)
	}
	if where := clean(e.Place); text != "" && !beginsWith(text, where) {
		place = own.run("", name(where))
	}
	return place, own.run("", typeset(text, own.Lang))
}

// authors is who signed, three at most; a paper that signs itself is not said twice.
func (p printer) authors(e digest.Entry) string {
	var names []string
	for _, author := range e.Authors {
		signed := name(author.Name)
		if signed != "" && !isOfTheHouse(signed, name(e.Paper)) && len(names) < 3 {
			names = append(names, signed)
		}
	}
	return strings.Join(names, p.words.comma)
}

// date sets when a story was published or changed. Our own first sight of it
// is not news and is not told. A view has a day, a story its hour.
func (p printer) date(set *story, e digest.Entry, view bool) {
	if e.Published.IsZero() && e.Updated.IsZero() {
		return
	}
	when := e.When().In(p.zone)
	told := p.words.moment(when, p.day)
	if view || e.Kind == digest.Editorial {
		told = p.words.day(when)
	}
	if e.Published.IsZero() {
		told = p.words.say(p.words.updated, told)
	}
	set.Time, set.Stamp = p.furniture(set.tongue, told), when.Format(time.RFC3339)
}

// others lists who else reports a story, the story's own paper last, or alone as
// one that has more of it; a report that cannot be followed is left out.
func (p printer) others(set *story, alsoIn []digest.Entry) {
	var own []other
	for _, e := range alsoIn {
		link := address(e.Link, p.link)
		if link == "" {
			continue
		}
		paper := name(cmp.Or(e.Paper, e.Source))
		told := other{Paper: set.run(p.page.Lang, paper), Title: p.headline(e), Link: link}
		if paper == set.Paper.Text {
			own = p.joins(own, told)
		} else {
			set.AlsoIn = p.joins(set.AlsoIn, told)
		}
	}
	label := p.words.AlsoIn
	if len(set.AlsoIn) == 0 {
		label = p.words.MoreIn
	}
	set.AlsoIn = append(set.AlsoIn, own...)
	if len(set.AlsoIn) > 0 {
		set.Label = p.furniture(set.tongue, label)
	}
	if left := len(set.AlsoIn) - mostAlso; left > 1 {
		set.AlsoIn, set.Further = set.AlsoIn[:mostAlso], set.AlsoIn[mostAlso:]
		set.Others = p.furniture(set.tongue, p.words.say(p.words.others, p.words.number(left)))
	}
}

// mostAlso is how many papers a line of those that report a story names.
const mostAlso = 12

// joins adds a report to those of its paper.
func (p printer) joins(papers []other, told other) []other {
	for n := range papers {
		if each := &papers[n]; each.Paper.Text == told.Paper.Text {
			each.More = append(each.More, numbered{p.words.number(len(each.More) + 2), told.Title, told.Link})
			return papers
		}
	}
	return append(papers, told)
}

// least is the width, in pixels, below which an image is no picture.
const least = 300

// picture is the image of a lead; nil if it has none that could be shown large.
func (p printer) picture(e digest.Entry) *picture {
	if !p.pictures || e.Image == nil || (e.Image.Width > 0 && e.Image.Width < least) {
		return nil
	}
	source := address(e.Image.URL, p.link)
	if source == "" {
		return nil
	}
	return &picture{
		URL: source, Alt: cut(clean(e.Image.Alt), 300),
		Width: max(0, e.Image.Width), Height: max(0, e.Image.Height),
	}
}

// address is a link that may stand in what we print: absolute, http or https,
// no longer than the limit. Anything else is empty.
func address(link string, limit int) string {
	parsed, err := url.Parse(link)
	if err != nil || parsed.Host == "" || len(link) > limit {
		return ""
	}
	if scheme := strings.ToLower(parsed.Scheme); scheme != "http" && scheme != "https" {
		return ""
	}
	return link
}

// Credit is what is known of a story beside its text, in the order in which it
// is told: kind, paper, author, time, reading time.
func (s story) Credit() []run {
	var credit []run
	for _, r := range []run{s.Kind, s.Paper, s.Author, unbroken(s.Time), unbroken(s.Reading)} {
		if r.Text != "" {
			credit = append(credit, r)
		}
	}
	return credit
}

// unbroken keeps a time on one line.
func unbroken(r run) run {
	r.Text = strings.ReplaceAll(r.Text, " ", "\u00a0")
	return r
}

// Scaled is the height of a picture at a width, 0 if it is not known.
func (p picture) Scaled(width int) int {
	if p.Width == 0 {
		return 0
	}
	return width * p.Height / p.Width
}
