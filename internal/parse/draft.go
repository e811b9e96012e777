package parse

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"broadsheet/digest"
)

// draft is a document as its dialect gave it: texts unread, dates unparsed,
// addresses relative. What the dialects have in common ends here.
type draft struct {
	format string
	feed   feedDraft
	items  []itemDraft
	base   *url.URL // by xml:base; nil if none
	exact  bool     // titles are escaped exactly once
}

type feedDraft struct {
	id, title, link, self string
	description, rights   string
	language              string
	image                 string
	updated               []string // claims, best first
	authors               []digest.Author
	hubs                  []string
	pace                  digest.Pace
}

type itemDraft struct {
	guid, link       string
	title            string // HTML
	summary, content markup
	authors          []digest.Author
	categories       []string
	// published and updated are claims, best first.
	published, updated []string
	language, rights   string
	images             []digest.Image // candidates, best first
	enclosures         []digest.Enclosure
	base               *url.URL
	schema             string // the schema.org type
	publication        string // HTML: the paper that had the story first
	// isEntry says that the item counts even if nothing in it could be read.
	isEntry bool
}

// markup is a stranger's HTML and the base that was set for it, if one was.
type markup struct {
	html string
	base *url.URL
}

// feed edits what the document says of itself, and fixes the bases for its items.
func (d *desk) feed(from *draft) digest.Feed {
	f := from.feed
	self := parsed(absolute(f.self, from.base, d.address))
	link := absolute(f.link, from.base, d.address, self, d.last)
	d.bases = []*url.URL{from.base, parsed(link), d.address, self, d.last}
	feed := digest.Feed{
		ID:          strings.TrimSpace(f.id),
		Title:       headline(f.title, from.exact),
		Link:        link,
		Description: clean(f.description, d.bases).render(),
		Language:    language(f.language),
		Rights:      clean(f.rights, d.bases).render(),
		Updated:     d.moment(f.updated),
		Authors:     d.people(f.authors),
		Self:        address(self),
		Pace:        f.pace,
	}
	for _, hub := range f.hubs {
		if hub = absolute(hub, from.base, d.address); hub != "" && !slices.Contains(feed.Hubs, hub) && len(feed.Hubs) < hubLimit {
			feed.Hubs = append(feed.Hubs, hub)
		}
	}
	if image := absolute(f.image, d.bases...); image != "" {
		feed.Image = &digest.Image{URL: image}
	}
	return feed
}

// hubLimit is how many hubs of a feed are worth asking.
const hubLimit = 5

// address is a base as text; "" if there is none.
func address(u *url.URL) string {
	if u == nil {
		return ""
	}
	return u.String()
}

// items edits them all. One that says nothing at all is left out.
func (d *desk) items(from *draft) []digest.Item {
	items := make([]digest.Item, 0, len(from.items))
	feedLanguage := either(language(from.feed.language), d.source.Language)
	for i := range from.items {
		item := d.item(&from.items[i], from.exact)
		if isEmpty(item) && !from.items[i].isEntry {
			d.odd.add("an empty item was left out")
			continue
		}
		item.Language = either(item.Language, feedLanguage)
		items = append(items, item)
	}
	return items
}

// isEmpty says that an item has nothing but what every item has.
func isEmpty(i digest.Item) bool {
	return i.GUID == "" && i.Link == "" && i.Title == "" && i.Summary == "" && i.Content == "" && i.Rights == "" &&
		i.Published.IsZero() && i.Updated.IsZero() && len(i.Authors)+len(i.Categories)+len(i.Enclosures) == 0 && i.Image == nil
}

// item edits one.
func (d *desk) item(from *itemDraft, exact bool) digest.Item {
	bases := append([]*url.URL{from.base}, d.bases...)
	item := digest.Item{
		Source:     d.source.ID,
		GUID:       strings.TrimSpace(from.guid),
		Link:       absolute(from.link, bases...),
		Title:      headline(from.title, exact),
		Authors:    d.people(from.authors),
		Categories: categories(from.categories),
		FirstSeen:  d.seen,
		Language:   language(from.language),
		Rights:     clean(from.rights, bases).render(),
		Type:       from.schema,
	}
	bases = append([]*url.URL{from.base, parsed(item.Link)}, d.bases...)
	content := clean(from.content.html, append([]*url.URL{from.content.base}, bases...))
	summary := clean(from.summary.html, append([]*url.URL{from.summary.base}, bases...))
	item.Enclosures = enclosures(from.enclosures, bases)
	item.Image = lead(from.images, bases, content, summary)
	d.date(&item, from)
	d.readPaper(&item, content, summary)
	item.Publication = either(item.Publication, headline(from.publication, exact))
	item.Content, item.Summary = content.render(), summary.render()
	return item
}

// date settles an item's times. A claim that calls itself an update is no
// publication. An item of which a claim was refused, or lies in the future, is
// doubtful.
func (d *desk) date(item *digest.Item, from *itemDraft) {
	refused := d.odd.dates
	defer func() {
		soon := d.seen.AddDate(0, 0, 1)
		item.Doubtful = d.odd.dates > refused || item.Published.After(soon) || item.Updated.After(soon)
	}()
	var revised time.Time
	for _, claim := range from.published {
		published, updated := d.dates(claim)
		if item.Published.IsZero() {
			item.Published = published
		}
		if revised.IsZero() {
			revised = updated
		}
	}
	item.Updated = d.moment(from.updated)
	if item.Updated.IsZero() {
		item.Updated = revised
	}
}

// moment is the first claim that can be believed.
func (d *desk) moment(claims []string) time.Time {
	for _, claim := range claims {
		published, updated := d.dates(claim)
		if !updated.IsZero() {
			return updated
		}
		if !published.IsZero() {
			return published
		}
	}
	return time.Time{}
}

// people completes authors; their addresses are made absolute or dropped.
func (d *desk) people(from []digest.Author) []digest.Author {
	var list []digest.Author
	for _, a := range from {
		a.Name, a.Email = fold(a.Name), fold(a.Email)
		a.URL = absolute(a.URL, d.bases...)
		list = merge(list, a)
	}
	return list
}

// mostOfOne is how many categories or enclosures an item may have.
const mostOfOne = 200

// categories are plain and each there once.
func categories(from []string) []string {
	var list []string
	known := map[string]bool{}
	for _, c := range from {
		c = headline(c, false)
		if key := strings.ToLower(c); c != "" && !known[key] && len(list) < mostOfOne {
			known[key] = true
			list = append(list, c)
		}
	}
	return list
}

// enclosures have an address and are each there once.
func enclosures(from []digest.Enclosure, bases []*url.URL) []digest.Enclosure {
	var list []digest.Enclosure
	known := map[string]bool{}
	for _, e := range from {
		e.URL, e.Type, e.Length = absolute(e.URL, bases...), media(e.Type), max(e.Length, 0)
		if e.URL != "" && !known[e.URL] && len(list) < mostOfOne {
			known[e.URL] = true
			list = append(list, e)
		}
	}
	return list
}

var mediaForm = regexp.MustCompile(`^[\w.+*-]+/[\w.+*-]+(?:\s*;[\w\s=;,."+*/-]*)?$`)

// media is a media type (RFC 6838 §4.2), or "" if it has not the shape of one.
func media(kind string) string {
	if kind = strings.TrimSpace(kind); !mediaForm.MatchString(kind) {
		return ""
	}
	return kind
}

// lead is the picture that goes with an item: the first that its feed names,
// else the first in its text.
func lead(candidates []digest.Image, bases []*url.URL, texts ...prose) *digest.Image {
	for _, image := range candidates {
		image.URL, image.Alt = absolute(image.URL, bases...), plain(image.Alt)
		if image.URL != "" && !isPixel(image.Width, image.Height) {
			return &image
		}
	}
	for _, text := range texts {
		if image := text.image(); image != nil {
			return image
		}
	}
	return nil
}

// language is a BCP 47 tag, as far as its shape goes; else "".
func language(tag string) string {
	tag = strings.ReplaceAll(strings.TrimSpace(tag), "_", "-")
	for i, part := range strings.Split(tag, "-") {
		if len(part) == 0 || len(part) > 8 || strings.Trim(part, letters) != "" && (i == 0 || strings.Trim(part, letters+"0123456789") != "") {
			return ""
		}
	}
	return tag
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
