package digest

import "time"

// Item is one story or editorial of a Source, as internal/parse understood it.
// Every text but Summary, Content and Rights is plain text; every address is absolute;
// every time is UTC and zero when the source did not say.
type Item struct {
	// ID names the item for ever; the recipe is the vow in internal/parse.
	ID string `json:"id"`
	// Source is the ID of the Source that carried it.
	Source string `json:"source"`
	// GUID is the publisher's own identifier, verbatim (RSS guid, atom:id, JSON Feed id).
	GUID  string `json:"guid,omitempty"`
	Link  string `json:"link,omitempty"`
	Title string `json:"title"`
	// Summary is the teaser, Content the whole text; either may be empty.
	Summary    HTML      `json:"summary,omitempty"`
	Content    HTML      `json:"content,omitempty"`
	Authors    []Author  `json:"authors,omitempty"`
	Categories []string  `json:"categories,omitempty"`
	Published  time.Time `json:"published,omitzero"`
	Updated    time.Time `json:"updated,omitzero"`
	// Doubtful says that the source gave a date which could not be believed.
	Doubtful bool `json:"doubtful,omitempty"`
	// FirstSeen is when we first met the item: the only date that is a fact
	// rather than a publisher's claim. It never changes afterwards.
	FirstSeen time.Time `json:"first_seen,omitzero"`
	// Position is the item's place in its feed when we first met it: 1 is the
	// top, 0 not known. It never changes afterwards.
	Position int `json:"position,omitempty"`
	// Withdrawn is when we were sure that the publisher had taken the item back;
	// zero as long as it stands.
	Withdrawn time.Time `json:"withdrawn,omitzero"`
	// Language is a BCP 47 tag, of the item or else of its feed.
	Language   string      `json:"language,omitempty"`
	Image      *Image      `json:"image,omitempty"`
	Enclosures []Enclosure `json:"enclosures,omitempty"`
	// Place is the dateline's place: "WASHINGTON".
	Place string `json:"place,omitempty"`
	// Type is the schema.org type that the item's page gives it: "OpinionNewsArticle".
	Type string `json:"type,omitempty"`
	// Publication is the paper that a last line names ("Published in Dawn, …"), or the feed that the item was taken from.
	Publication string `json:"publication,omitempty"`
	Rights      HTML   `json:"rights,omitempty"`
	// Cut says that the teaser ends before its sentence does ("…").
	Cut bool `json:"cut,omitempty"`
}

// Author is a person or desk that signs an item (RFC 4287 §3.2).
type Author struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
	URL   string `json:"url,omitempty"`
}

// Image is the picture that leads an item. Width and Height are CSS pixels, 0 if unknown.
type Image struct {
	URL    string `json:"url"`
	Alt    string `json:"alt,omitempty"`
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
}

// Enclosure is a file that goes with an item. Length is in bytes, 0 if unknown.
type Enclosure struct {
	URL    string `json:"url"`
	Type   string `json:"type,omitempty"`
	Length int64  `json:"length,omitempty"`
}

// When is the instant by which an item is ordered and its age is told: its
// publication, else its last change, else our first sight of it. A date after
// our first sight is a mistake of the publisher's and gives way to it.
func (i Item) When() time.Time {
	when := i.Published
	if when.IsZero() {
		when = i.Updated
	}
	if when.IsZero() || (!i.FirstSeen.IsZero() && when.After(i.FirstSeen)) {
		return i.FirstSeen
	}
	return when
}
