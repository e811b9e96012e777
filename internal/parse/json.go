package parse

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"

	jsonfeed "github.com/mmcdole/gofeed/json"

	"broadsheet/digest"
)

var jsonVersion = regexp.MustCompile(`^https?://(?:www\.)?jsonfeed\.org/version/([\w.]+)`)

// mostObjects is how many objects a document may have for gofeed, which needs
// up to a thousand bytes for one, to see more than its first items.
const mostObjects = 100_000

// readJSON has JSON Feed 1.0 and 1.1 read by gofeed's json parser. A document
// that neither says that it is one nor reads like one is not.
func readJSON(doc *repaired, odd *oddities) (*draft, error) {
	feed, hubs, err := parseJSON(doc, odd)
	if err != nil {
		return nil, err
	}
	d := &draft{
		format: format("json feed", jsonNumber(feed.Version)),
		exact:  true,
		feed: feedDraft{
			id:          feed.FeedURL,
			title:       html.EscapeString(feed.Title),
			link:        feed.HomePageURL,
			self:        feed.FeedURL,
			description: html.EscapeString(feed.Description),
			language:    feed.Language,
			image:       either(feed.Icon, feed.Favicon),
			authors:     jsonPeople(feed.Authors, feed.Author),
			hubs:        hubs,
		},
	}
	d.items = make([]itemDraft, 0, min(len(feed.Items), mostItems))
	for _, from := range feed.Items[:min(len(feed.Items), mostItems)] {
		if from == nil {
			continue
		}
		item := jsonItem(from)
		if len(item.authors) == 0 {
			item.authors = d.feed.authors
		}
		d.items = append(d.items, item)
	}
	return d, nil
}

// parseJSON reads the document and its hubs, item by item if it is refused as a whole.
func parseJSON(doc *repaired, odd *oddities) (*jsonfeed.Feed, []string, error) {
	text := doc.xml
	if bytes.Count(text, []byte("{")) > mostObjects || bytes.Count(text, []byte(",")) > 10*mostObjects {
		odd.add("more than a feed can hold")
		text, _ = wholeItems(text)
	} else if feed, hubs := feedWithoutTexts(doc); feed != nil {
		return feed, hubs, nil
	}
	text, frame, err := mendJSON(text, odd)
	if err != nil {
		return nil, nil, err
	}
	version, err := versionOf(frame)
	if err != nil {
		return nil, nil, err
	}
	parser := &jsonfeed.Parser{}
	if feed, err := parser.Parse(bytes.NewReader(text)); err == nil {
		return feed, jsonHubs(frame["hubs"]), nil
	}
	var items []json.RawMessage
	if err := json.Unmarshal(frame["items"], &items); err != nil {
		return nil, nil, fmt.Errorf("parse json: items: %w", err)
	}
	delete(frame, "items")
	feed := &jsonfeed.Feed{}
	for name, value := range frame {
		if json.Unmarshal(object(name, value), feed) != nil {
			odd.add("the feed's %q could not be read", short(name))
		}
	}
	for _, raw := range items {
		var item jsonfeed.Item
		if json.Unmarshal(raw, &item) != nil && !jsonFields(raw, &item) {
			odd.add("an item that could not be read was left out")
			continue
		}
		feed.Items = append(feed.Items, &item)
	}
	feed.Version = version
	return feed, jsonHubs(frame["hubs"]), nil
}

// versionOf is the address by which a document says that it is a JSON Feed;
// empty if it only reads like one.
func versionOf(frame map[string]json.RawMessage) (version string, err error) {
	if json.Unmarshal(frame["version"], &version) == nil && jsonVersion.MatchString(version) {
		return version, nil
	}
	if !isLikeFeed(frame) {
		return "", errors.New("parse json: this is JSON, but not a JSON Feed: it names no version of it")
	}
	return "", nil
}

// isLikeFeed says that a document without a version has the rest of what makes
// a JSON Feed: the feed's own members, and items with those of an item.
func isLikeFeed(frame map[string]json.RawMessage) bool {
	var items []map[string]json.RawMessage
	if json.Unmarshal(frame["items"], &items) != nil || len(items) == 0 {
		return false
	}
	hasOne := func(members map[string]json.RawMessage, names ...string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return len(members[name]) > 0 })
	}
	return hasOne(frame, "title", "home_page_url", "feed_url") &&
		hasOne(items[0], "content_html", "content_text", "date_published", "url", "external_url")
}

// jsonNumber is the number of a version by its address.
func jsonNumber(version string) string {
	m := jsonVersion.FindStringSubmatch(version)
	switch {
	case m == nil:
		return ""
	case m[1] == "1":
		return "1.0"
	}
	return m[1]
}

// jsonHubs are the hubs for WebSub, which gofeed does not read.
func jsonHubs(member json.RawMessage) []string {
	var hubs []struct{ Type, URL string }
	if json.Unmarshal(member, &hubs) != nil {
		return nil
	}
	var list []string
	for _, hub := range hubs {
		if strings.EqualFold(hub.Type, "WebSub") || strings.EqualFold(hub.Type, "PubSubHubbub") || hub.Type == "" {
			list = append(list, hub.URL)
		}
	}
	return list
}

// jsonFields reads what can be read of an item.
func jsonFields(raw []byte, item *jsonfeed.Item) bool {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return false
	}
	*item = jsonfeed.Item{}
	id := fields["id"]
	delete(fields, "id")
	// Of two members that differ only in case the last one counts: that in the
	// standard's.
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		for _, value := range [][]byte{fields[name], asWanted(name, fields[name])} {
			var one jsonfeed.Item
			if json.Unmarshal(object(name, value), &one) == nil {
				_ = json.Unmarshal(object(name, value), item)
				break
			}
		}
	}
	return len(id) == 0 || json.Unmarshal(object("id", id), item) == nil
}

// asWanted is a value of the wrong type as it may be meant: one tag or author for
// several, a bare name for an author, a number for a text.
func asWanted(name string, value json.RawMessage) []byte {
	switch name {
	case "tags":
		return fmt.Appendf(nil, "[%s]", value)
	case "author":
		return object("name", value)
	case "authors":
		return fmt.Appendf(nil, "[%s]", object("name", value))
	}
	if c := value[0]; c == '-' || '0' <= c && c <= '9' {
		return fmt.Appendf(nil, "%q", value)
	}
	return value
}

// object is a JSON object of one member.
func object(name string, value json.RawMessage) []byte {
	key, _ := json.Marshal(name) // a string never fails
	return append(append(append(append([]byte("{"), key...), ':'), value...), '}')
}

func jsonItem(from *jsonfeed.Item) itemDraft {
	item := itemDraft{
		guid:       from.ID,
		link:       either(from.URL, from.ExternalURL, absolute(from.ID)),
		title:      html.EscapeString(from.Title),
		summary:    markup{html: html.EscapeString(from.Summary)},
		content:    markup{html: either(from.ContentHTML, paragraphs(from.ContentText))},
		authors:    jsonPeople(from.Authors, from.Author),
		categories: from.Tags,
		published:  []string{from.DatePublished},
		updated:    []string{from.DateModified},
		language:   from.Language,
		images:     []digest.Image{{URL: from.Image}, {URL: from.BannerImage}},
	}
	if from.Attachments == nil {
		return item
	}
	for _, a := range *from.Attachments {
		item.enclosures = append(item.enclosures, digest.Enclosure{URL: a.URL, Type: a.MimeType, Length: a.SizeInBytes})
		if strings.HasPrefix(a.MimeType, "image/") {
			item.images = append(item.images, digest.Image{URL: a.URL, Alt: html.EscapeString(a.Title)})
		}
	}
	return item
}

// paragraphs is plain text as markup: an empty line ends a paragraph.
func paragraphs(text string) string {
	var b strings.Builder
	for _, p := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			b.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(p), "\n", "<br>") + "</p>")
		}
	}
	return b.String()
}

// jsonPeople are the authors of version 1.1, else the author of 1.0.
func jsonPeople(list []*jsonfeed.Author, single *jsonfeed.Author) []digest.Author {
	if len(list) == 0 && single != nil {
		list = []*jsonfeed.Author{single}
	}
	var people []digest.Author
	for _, a := range list {
		if a != nil {
			people = merge(people, digest.Author{Name: fold(a.Name), URL: a.URL})
		}
	}
	return people
}
