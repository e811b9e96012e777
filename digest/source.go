package digest

import (
	"cmp"
	"time"
)

// Source is a feed, or a page without one, that we read.
type Source struct {
	// ID is the name in config.yaml: lower case letters, digits and hyphens.
	ID string
	// Title is the paper's name; empty takes the feed's own.
	Title string
	// FeedTitle is what its document calls itself, as it was last read; empty
	// before that.
	FeedTitle string
	// URL is the address of a feed, Page that of a page to be read by Select
	// (or, where Select is empty, by what repeats in it), Sitemap that of a news
	// sitemap. Exactly one of the three is set.
	URL     string
	Page    string
	Sitemap string
	Select  Selectors
	// FullText asks for the item's own page where the feed cuts its text.
	FullText bool
	// Kind, when set, is the kind of everything that the source carries.
	Kind   Kind
	Labels []string
	// Family is the house that several papers belong to; they are one voice.
	Family string
	// Weight is how much its word counts in the ranking; 0 is 1, as most do.
	Weight float64
	// Language (BCP 47) is used where neither feed nor item names one.
	Language string
	// Zone is that of the source's times that name none; nil means UTC.
	Zone *time.Location
	// Every is how long we leave the source alone between two visits.
	Every time.Duration
}

// Address is what is fetched: the feed, the page or the sitemap.
func (s Source) Address() string { return cmp.Or(s.Page, s.Sitemap, s.URL) }

// Publisher is who speaks through the source: its family, its paper or itself.
func (s Source) Publisher() string { return cmp.Or(s.Family, s.Title, s.ID) }

// Selectors are CSS selectors that find items in a page. Item matches one
// element per item; the others are sought inside it and may be empty.
type Selectors struct {
	Item      string
	Title     string
	Link      string
	Published string
	Summary   string
	Author    string
	Image     string
}

// Feed is what a document says of itself, apart from its items. Description and
// Rights may carry markup, the rest is plain text.
type Feed struct {
	ID          string    `json:"id,omitempty"`
	Title       string    `json:"title,omitempty"`
	Link        string    `json:"link,omitempty"`
	Description HTML      `json:"description,omitempty"`
	Language    string    `json:"language,omitempty"`
	Rights      HTML      `json:"rights,omitempty"`
	Updated     time.Time `json:"updated,omitzero"`
	Authors     []Author  `json:"authors,omitempty"`
	Image       *Image    `json:"image,omitempty"`
	// Self is the address that the feed gives for itself, Hubs those that
	// announce its changes (WebSub §4).
	Self string   `json:"self,omitempty"`
	Hubs []string `json:"hubs,omitempty"`
	// Pace is how often the publisher wants the feed to be asked for.
	Pace Pace `json:"pace,omitzero"`
}

// Pace is what a feed says of its own rhythm: RSS 2.0's ttl, skipHours and
// skipDays, and the RSS 1.0 syndication module's update period. All of it is
// the publisher's wish, in UTC.
type Pace struct {
	// Every is the least time between two visits, 0 if the feed does not say.
	Every time.Duration `json:"every,omitempty"`
	// SkipHours (0–23) and SkipDays are when nothing new is to be expected.
	SkipHours []int          `json:"skip_hours,omitempty"`
	SkipDays  []time.Weekday `json:"skip_days,omitempty"`
}

// Condition is how a source fared in an edition.
type Condition string

// The conditions of a source.
const (
	Read   Condition = "read"   // it answered, and has something new as often as ever
	Failed Condition = "failed" // the last visit brought nothing that could be read
	Stale  Condition = "stale"  // it answers, but has had nothing new for three times its usual gap
	Late   Condition = "late"   // it was not reached before the edition came out
)

// Report is the line of a source in an edition's colophon.
type Report struct {
	Source    string    `json:"source"`
	Title     string    `json:"title"`
	Link      string    `json:"link,omitempty"`
	Condition Condition `json:"condition"`
	// Reason is, for a source that is not Read, the cause in plain words.
	Reason string `json:"reason,omitempty"`
	// LastGood is the last visit that could be read; zero if there was none.
	LastGood time.Time `json:"last_good,omitzero"`
}
