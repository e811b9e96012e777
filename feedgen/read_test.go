package feedgen

import (
	"bytes"
	"html"
	"io"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/json"
	"github.com/mmcdole/gofeed/rss"
	"pgregory.net/rapid"

	"broadsheet/digest"
)

// What a writer writes, gofeed reads back equal: all that the format can say
// of the feed once it is clean.
func TestReadBack(t *testing.T) {
	for _, format := range formats {
		t.Run(format.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { readBack(t, format, anyFeed().Draw(t, "feed")) })
		})
	}
}

func TestReadBackExample(t *testing.T) {
	for _, format := range formats {
		t.Run(format.name, func(t *testing.T) { readBack(t, format, example()) })
	}
}

func readBack(t test, format format, f Feed) {
	t.Helper()
	var doc bytes.Buffer
	if err := format.write(&doc, f); err != nil {
		t.Fatal(err)
	}
	got, err := format.read(bytes.NewReader(doc.Bytes()))
	if err != nil {
		t.Fatalf("gofeed cannot read it: %v\n%s", err, doc.Bytes())
	}
	want := format.limits(f.clean())
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("-written +read:\n%s\n%s", diff, doc.Bytes())
	}
}

// test is a *testing.T or a *rapid.T.
type test interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

type format struct {
	name  string
	write func(io.Writer, Feed) error
	// read is the document as gofeed reads it.
	read func(io.Reader) (Feed, error)
	// limits takes from a clean feed what the format cannot say.
	limits func(Feed) Feed
}

var formats = []format{
	{"rss", WriteRSS, readRSS, limitsOfRSS},
	{"atom", WriteAtom, readAtom, limitsOfAtom},
	{"json", WriteJSON, readJSON, limitsOfJSON},
}

func limitsOfRSS(f Feed) Feed {
	f.ID, f.Authors = "", nil
	for i := range f.Entries {
		e := &f.Entries[i]
		e.Enclosures = e.Enclosures[:min(len(e.Enclosures), 1)]
		e.Authors = withoutMail(e.Authors)
		for j := range e.Authors {
			e.Authors[j].URL = ""
		}
		if e.Source != nil {
			e.Source = &Source{Title: e.Source.Title, Link: e.Source.Link}
			if e.Source.Link == "" {
				e.Source = nil
			}
		}
	}
	return f
}

func readRSS(r io.Reader) (Feed, error) {
	doc, err := (&rss.Parser{}).Parse(r)
	if err != nil {
		return Feed{}, err
	}
	f := Feed{Title: doc.Title, Description: doc.Description, Link: doc.Link, Language: doc.Language, Updated: when(doc.LastBuildDateParsed)}
	f.Self = withoutEnding(doc.Extensions["atom"]["link"][0].Attrs["href"], ".rss")
	for _, item := range doc.Items {
		e := Entry{
			ID: item.GUID.Value, Link: item.Link, Title: item.Title, Summary: html.UnescapeString(item.Description), Content: item.Content,
			Published: when(item.PubDateParsed), Updated: when(item.PubDateParsed), Image: readMedia(item.Extensions),
		}
		if dc := item.DublinCoreExt; dc != nil {
			for _, creator := range dc.Creator {
				e.Authors = append(e.Authors, digest.Author{Name: creator})
			}
			e.Language = first(dc.Language)
		}
		for _, category := range item.Categories {
			e.Categories = append(e.Categories, category.Value)
		}
		for _, updated := range item.Extensions["atom"]["updated"] {
			e.Updated, _ = time.Parse(time.RFC3339, updated.Value)
		}
		if item.Source != nil {
			e.Source = &Source{Title: item.Source.Title, Link: item.Source.URL}
		}
		for _, file := range item.Enclosures {
			e.Enclosures = append(e.Enclosures, readFile(file.URL, file.Type, file.Length))
		}
		f.Entries = append(f.Entries, e)
	}
	return f, nil
}

// limitsOfAtom: times that Atom demands are 1970 where nobody knows them, and
// gofeed does not tell the language of an entry (the goldens do).
func limitsOfAtom(f Feed) Feed {
	demanded := func(t *time.Time) {
		if t.IsZero() {
			*t = time.Unix(0, 0).UTC()
		}
	}
	demanded(&f.Updated)
	for i := range f.Entries {
		e := &f.Entries[i]
		e.Language = ""
		demanded(&e.Published)
		demanded(&e.Updated)
		if e.Source != nil {
			demanded(&e.Source.Updated)
		}
	}
	return f
}

func readAtom(r io.Reader) (Feed, error) {
	doc, err := (&atom.Parser{}).Parse(r)
	if err != nil {
		return Feed{}, err
	}
	f := Feed{
		ID: doc.ID, Title: doc.Title, Description: doc.Subtitle, Language: doc.Language, Updated: when(doc.UpdatedParsed),
		Link: related(doc.Links, "alternate"), Self: withoutEnding(related(doc.Links, "self"), ".atom"), Authors: people(doc.Authors),
	}
	for _, entry := range doc.Entries {
		e := Entry{
			ID: entry.ID, Title: entry.Title, Summary: entry.Summary, Link: related(entry.Links, "alternate"),
			Published: when(entry.PublishedParsed), Updated: when(entry.UpdatedParsed), Authors: people(entry.Authors), Image: readMedia(entry.Extensions),
		}
		if entry.Content != nil {
			e.Content = entry.Content.Value
		}
		for _, category := range entry.Categories {
			e.Categories = append(e.Categories, category.Term)
		}
		for _, link := range entry.Links {
			if link.Rel == "enclosure" {
				e.Enclosures = append(e.Enclosures, readFile(link.Href, link.Type, link.Length))
			}
		}
		if s := entry.Source; s != nil {
			e.Source = &Source{ID: s.ID, Title: s.Title, Link: related(s.Links, "alternate"), Updated: when(s.UpdatedParsed)}
		}
		f.Entries = append(f.Entries, e)
	}
	return f, nil
}

func limitsOfJSON(f Feed) Feed {
	f.ID, f.Updated, f.Authors = "", time.Time{}, withoutMail(f.Authors)
	for i := range f.Entries {
		e := &f.Entries[i]
		e.Authors, e.Source = withoutMail(e.Authors), nil
		if e.Image != nil {
			e.Image = &digest.Image{URL: e.Image.URL}
		}
	}
	return f
}

func readJSON(r io.Reader) (Feed, error) {
	doc, err := (&json.Parser{}).Parse(r)
	if err != nil {
		return Feed{}, err
	}
	f := Feed{
		Title: doc.Title, Description: doc.Description, Language: doc.Language, Link: doc.HomePageURL,
		Self: withoutEnding(doc.FeedURL, ".json"), Authors: jsonPeople(doc.Authors),
	}
	for _, item := range doc.Items {
		e := Entry{
			ID: item.ID, Link: item.URL, Title: item.Title, Summary: item.Summary, Content: item.ContentHTML, Language: item.Language,
			Categories: item.Tags, Authors: jsonPeople(item.Authors),
		}
		e.Published, _ = time.Parse(time.RFC3339, item.DatePublished)
		e.Updated, _ = time.Parse(time.RFC3339, item.DateModified)
		if item.Image != "" {
			e.Image = &digest.Image{URL: item.Image}
		}
		if item.Attachments != nil {
			for _, file := range *item.Attachments {
				e.Enclosures = append(e.Enclosures, digest.Enclosure{URL: file.URL, Type: file.MimeType, Length: file.SizeInBytes})
			}
		}
		f.Entries = append(f.Entries, e)
	}
	return f, nil
}

func when(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func withoutEnding(s, ending string) string { return s[:len(s)-len(ending)] }

func withoutMail(list []digest.Author) []digest.Author {
	var bare []digest.Author
	for _, a := range list {
		bare = append(bare, digest.Author{Name: a.Name, URL: a.URL})
	}
	return bare
}

func related(links []*atom.Link, rel string) string {
	for _, link := range links {
		if link.Rel == rel {
			return link.Href
		}
	}
	return ""
}

func people(list []*atom.Person) []digest.Author {
	var authors []digest.Author
	for _, p := range list {
		authors = append(authors, digest.Author{Name: p.Name, Email: p.Email, URL: p.URI})
	}
	return authors
}

func jsonPeople(list []*json.Author) []digest.Author {
	var authors []digest.Author
	for _, p := range list {
		authors = append(authors, digest.Author{Name: p.Name, URL: p.URL})
	}
	return authors
}

func readFile(url, kind, length string) digest.Enclosure {
	size, _ := strconv.ParseInt(length, 10, 64)
	return digest.Enclosure{URL: url, Type: kind, Length: size}
}

func readMedia(extensions ext.Extensions) *digest.Image {
	contents := extensions["media"]["content"]
	if len(contents) == 0 {
		return nil
	}
	media := contents[0]
	image := digest.Image{URL: media.Attrs["url"]}
	image.Width, _ = strconv.Atoi(media.Attrs["width"])
	image.Height, _ = strconv.Atoi(media.Attrs["height"])
	for _, text := range media.Children["description"] {
		image.Alt = text.Value
	}
	return &image
}
