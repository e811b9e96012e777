package main

import (
	"cmp"
	"strings"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/parse"
)

// documentView is a document as `broadsheet parse` writes it.
type documentView struct {
	File     string      `json:"file"`
	OK       bool        `json:"ok"`
	Error    string      `json:"error,omitempty"`
	Format   string      `json:"format,omitempty"`
	Oddities []string    `json:"oddities,omitempty"`
	Feed     *feedView   `json:"feed,omitempty"`
	Entries  []entryView `json:"entries,omitzero"`
}

type feedView struct {
	ID          string `json:"id,omitempty"`
	Title       string `json:"title,omitempty"`
	Link        string `json:"link,omitempty"`
	Description string `json:"description,omitempty"`
	Language    string `json:"language,omitempty"`
	Rights      string `json:"rights,omitempty"`
	Image       string `json:"image,omitempty"`
	Updated     string `json:"updated,omitempty"`
	UpdatedTS   *int64 `json:"updated_ts"`
	Self        string `json:"self,omitempty"`
	// Hubs, Every (a duration such as 6h0m0s), SkipHours and SkipDays are what
	// the feed asks of its visitors.
	Hubs      []string `json:"hubs,omitempty"`
	Every     string   `json:"every,omitempty"`
	SkipHours []int    `json:"skip_hours,omitempty"`
	SkipDays  []string `json:"skip_days,omitempty"`
	authorView
}

type entryView struct {
	ID          string      `json:"id,omitempty"`
	GUID        string      `json:"guid,omitempty"`
	Title       string      `json:"title,omitempty"`
	Link        string      `json:"link,omitempty"`
	Summary     digest.HTML `json:"summary,omitempty"`
	Content     digest.HTML `json:"content,omitempty"`
	Published   string      `json:"published,omitempty"`
	PublishedTS *int64      `json:"published_ts"`
	Updated     string      `json:"updated,omitempty"`
	UpdatedTS   *int64      `json:"updated_ts"`
	Categories  []string    `json:"categories,omitempty"`
	Enclosures  []fileView  `json:"enclosures,omitempty"`
	Image       string      `json:"image,omitempty"`
	Language    string      `json:"language,omitempty"`
	Rights      string      `json:"rights,omitempty"`
	Place       string      `json:"place,omitempty"`
	Publication string      `json:"publication,omitempty"`
	Cut         bool        `json:"cut,omitempty"`
	authorView
}

type fileView struct {
	URL    string `json:"url"`
	Type   string `json:"type,omitempty"`
	Length int64  `json:"length,omitempty"`
}

// authorView is all authors, and the first one in the ways in which feeds spell one.
type authorView struct {
	Author  string          `json:"author,omitempty"` // "name (mail)"
	Name    string          `json:"author_name,omitempty"`
	Email   string          `json:"author_email,omitempty"`
	Authors []digest.Author `json:"authors,omitempty"`
}

func (v *documentView) fill(r parse.Reading) {
	v.OK, v.Format, v.Oddities = true, r.Format, r.Oddities
	v.Feed = &feedView{
		ID: r.Feed.ID, Title: r.Feed.Title, Link: r.Feed.Link, Description: string(r.Feed.Description),
		Language: r.Feed.Language, Rights: string(r.Feed.Rights), Image: imageURL(r.Feed.Image), authorView: viewAuthors(r.Feed.Authors),
	}
	v.Feed.Updated, v.Feed.UpdatedTS = viewTime(r.Feed.Updated)
	v.Feed.Self, v.Feed.Hubs, v.Feed.SkipHours = r.Feed.Self, r.Feed.Hubs, r.Feed.Pace.SkipHours
	if every := r.Feed.Pace.Every; every > 0 {
		v.Feed.Every = every.String()
	}
	for _, day := range r.Feed.Pace.SkipDays {
		v.Feed.SkipDays = append(v.Feed.SkipDays, day.String())
	}
	v.Entries = make([]entryView, len(r.Items))
	for n, item := range r.Items {
		v.Entries[n] = viewItem(item)
	}
}

func viewItem(i digest.Item) entryView {
	v := entryView{
		ID: i.GUID, GUID: i.GUID, Title: i.Title, Link: i.Link, Summary: i.Summary, Content: i.Content,
		Categories: i.Categories, Image: imageURL(i.Image), Language: i.Language, Rights: string(i.Rights),
		Place: i.Place, Publication: i.Publication, Cut: i.Cut, authorView: viewAuthors(i.Authors),
	}
	published := i.Published
	if published.IsZero() {
		published = i.Updated // as the digest dates it
	}
	v.Published, v.PublishedTS = viewTime(published)
	v.Updated, v.UpdatedTS = viewTime(i.Updated)
	for _, e := range i.Enclosures {
		v.Enclosures = append(v.Enclosures, fileView(e))
	}
	return v
}

func viewAuthors(authors []digest.Author) authorView {
	v := authorView{Authors: authors}
	if len(authors) == 0 {
		return v
	}
	v.Name, v.Email = authors[0].Name, authors[0].Email
	v.Author = cmp.Or(v.Name, v.Email)
	if v.Name != "" && v.Email != "" {
		v.Author = strings.Join([]string{v.Name, " (", v.Email, ")"}, "")
	}
	return v
}

// viewTime is a time twice: as text, and as Unix seconds; nothing if it is zero.
func viewTime(t time.Time) (text string, seconds *int64) {
	if t.IsZero() {
		return "", nil
	}
	unix := t.Unix()
	return t.UTC().Format(time.RFC3339), &unix
}

func imageURL(image *digest.Image) string {
	if image == nil {
		return ""
	}
	return image.URL
}
