package parse

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"

	"broadsheet/digest"
)

// readRSS has RSS 0.90 to 2.0 and RDF read by gofeed's rss parser.
func readRSS(doc *repaired, odd *oddities) (*draft, error) {
	feed, spans, err := withoutTexts(doc, odd, (&rss.Parser{}).Parse, func(into, part *rss.Feed) {
		into.Items = append(into.Items, part.Items...)
	}, rssTexts)
	if err != nil {
		return nil, fmt.Errorf("parse rss: %w", err)
	}
	d := &draft{format: format("rss", feed.Version), base: doc.base, feed: rssFeed(feed, doc.lang)}
	d.items = make([]itemDraft, 0, len(feed.Items))
	for i, item := range feed.Items {
		d.items = append(d.items, rssItem(item, at(doc, spans, len(feed.Items), i)))
	}
	return d, nil
}

// rssTexts visits the fields of the items that may hold a long text.
func rssTexts(feed *rss.Feed, visit func(*string)) {
	for _, item := range feed.Items {
		visit(&item.Description)
		visit(&item.Content)
		for _, name := range []string{"summary", "content"} {
			if text, there := item.Custom[name]; there {
				visit(&text)
				item.Custom[name] = text
			}
		}
	}
}

func rssFeed(from *rss.Feed, lang string) feedDraft {
	x := extensions(from.Extensions)
	f := feedDraft{
		title: either(from.Title, x.text("dc", "title"), x.atom("title"), x.text("media", "title")),
		link:  either(first(from.Links), x.link("alternate")),
		self:  x.link("self"),
		description: either(from.Description, x.text("dc", "description"), x.atom("subtitle", "tagline"), x.text("itunes", "subtitle"),
			x.text("itunes", "summary"), x.text("googleplay", "description"), x.text("media", "description"), x.text("kept", "subtitle"), x.text("kept", "tagline")),
		rights:   either(from.Copyright, x.text("dc", "rights"), x.atom("rights", "copyright"), x.text("kept", "rights")),
		language: either(from.Language, x.text("dc", "language"), lang),
		updated: x.claims(from.LastBuildDate, "dc:date", "atom:updated", "atom03:modified", "dcterms:modified", "dcterms:issued",
			"dcterms:created", "kept:updated", "kept:modified"),
		image: either(x.attr("itunes", "image", "href"), x.attr("googleplay", "image", "href"), x.atom("logo", "icon")),
		hubs:  x.links("hub"),
		pace:  x.pace(from.TTL),
	}
	f.pace.SkipHours, f.pace.SkipDays = skippedHours(from.SkipHours), skippedDays(from.SkipDays)
	f.id = either(x.text("kept", "guid"), x.atom("id"), x.text("dc", "identifier"), f.self)
	if from.PubDate != "" {
		f.updated = append(f.updated, from.PubDate)
	}
	if from.Image != nil && from.Image.URL != "" {
		f.image = from.Image.URL
	}
	f.authors = merge(nil, person(from.ManagingEditor))
	for _, p := range x.people() {
		f.authors = merge(f.authors, p)
	}
	for _, name := range x.texts("dc", "creator", "itunes", "author", "dc", "author") {
		f.authors = merge(f.authors, person(name))
	}
	if len(f.authors) == 0 {
		f.authors = merge(x.owners(), person(x.text("googleplay", "author")))
	}
	if len(f.authors) == 0 {
		f.authors = merge(f.authors, person(either(from.WebMaster, x.text("dc", "publisher"))))
	}
	return f
}

func rssItem(from *rss.Item, s span) itemDraft {
	x := extensions(from.Extensions)
	item := itemDraft{
		link:     either(absolute(first(from.Links), s.bases["link"]), first(from.Links), x.link("alternate")),
		title:    either(from.Title, x.text("dc", "title"), x.atom("title"), x.text("media", "title"), x.text("itunes", "title")),
		guid:     either(x.atom("id"), s.about, x.text("dc", "identifier")),
		language: either(x.text("dc", "language"), s.lang),
		rights: either(x.text("dc", "rights"), x.text("media", "copyright"), x.atom("rights", "copyright"),
			from.Custom["rights"], from.Custom["copyright"]),
		published: x.claims(from.PubDate, "atom:published", "dc:date", "dcterms:issued", "dcterms:created",
			"prism:publicationDate", "atom03:issued", "atom03:created"),
		updated: x.claims("", "atom:updated", "dcterms:modified", "atom03:modified", "dc:date"),
		images:  x.images(),
		base:    s.base,
	}
	if from.Source != nil {
		item.publication = from.Source.Title
	}
	if from.GUID != nil {
		item.guid = either(from.GUID.Value, item.guid)
		if item.link == "" && !strings.EqualFold(strings.TrimSpace(from.GUID.IsPermalink), "false") {
			item.link = absolute(item.guid)
		}
	}
	item.link = either(item.link, absolute(s.about)) // which RSS 1.0 wants to be the same
	item.summary = markup{
		html: either(from.Description, x.text("dc", "description"), from.Custom["summary"], x.atom("summary"),
			x.text("itunes", "summary"), x.text("media", "description"), from.Custom["subtitle"], x.text("itunes", "subtitle"),
			x.text("googleplay", "description")),
		base: s.bases["description"],
	}
	item.content = markup{
		html: either(from.Content, from.Custom["encoded"], x.text("xhtml", "body"), from.Custom["body"], x.text("xhtml", "div"), from.Custom["div"],
			from.Custom["content"], from.Custom["fullitem"], x.atom("content")),
		base: s.bases["encoded"],
	}
	for _, name := range []string{"published", "issued", "created", "date"} {
		item.published = append(item.published, from.Custom[name])
	}
	item.updated = append(item.updated, from.Custom["updated"], from.Custom["modified"])
	if teaser := from.Custom["summary"]; teaser != "" && len(teaser) < len(from.Description) && item.content.html == "" {
		item.content, item.summary.html = item.summary, teaser
	}
	rssPeople(&item, from, x)
	rssFiles(&item, from, x)
	return item
}

// rssPeople are the authors in all the places where RSS has them.
func rssPeople(item *itemDraft, from *rss.Item, x extensions) {
	names := append([]string{from.Author}, x.texts("dc", "creator", "dc", "author")...)
	for _, name := range names {
		item.authors = merge(item.authors, person(name))
	}
	for _, p := range x.people() {
		item.authors = merge(item.authors, p)
	}
	if len(item.authors) == 0 {
		item.authors = merge(item.authors, person(either(x.text("itunes", "author"), x.text("googleplay", "author"), x.text("media", "credit"))))
	}
}

// rssFiles are the categories, enclosures and pictures.
func rssFiles(item *itemDraft, from *rss.Item, x extensions) {
	for _, c := range from.Categories {
		item.categories = append(item.categories, c.Value)
	}
	item.categories = append(item.categories, x.texts("dc", "subject")...)
	for _, c := range x.ofAtom("category") {
		item.categories = append(item.categories, either(c.Attrs["label"], c.Attrs["term"]))
	}
	item.categories = append(item.categories, x.subjects()...)
	for _, e := range from.Enclosures {
		length := bytesOf(e.Length)
		item.enclosures = append(item.enclosures, digest.Enclosure{URL: e.URL, Type: e.Type, Length: length})
		if strings.HasPrefix(e.Type, "image/") {
			item.images = append(item.images, digest.Image{URL: e.URL})
		}
	}
	item.enclosures = append(item.enclosures, x.files()...)
	for _, href := range append([]string{x.attr("itunes", "image", "href"), x.text("itunes", "image")}, ownPictures(from.Custom)...) {
		item.images = append(item.images, digest.Image{URL: href})
	}
}

// ownPictures are addresses in elements that papers have made up for their
// pictures, the larger first.
func ownPictures(custom map[string]string) []string {
	if len(custom) == 0 {
		return nil
	}
	var list []string
	names := slices.Sorted(maps.Keys(custom))
	for _, wanted := range []string{"fullimage", "storyimage", "image", "thumbimage", "thumbnail"} {
		for _, name := range names {
			if text := strings.TrimSpace(custom[name]); strings.EqualFold(name, wanted) && strings.HasPrefix(text, "http") {
				list = append(list, text)
			}
		}
	}
	return list
}

// first is the first text of a list that is not empty.
func first(list []string) string { return either(list...) }

// extensions are the elements of other namespaces, by gofeed's own name for
// the namespace and by local name.
type extensions ext.Extensions
