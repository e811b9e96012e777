package feedgen

import (
	"time"

	"broadsheet/digest"
)

// Feed is a feed before it has a format: the neutral form between editions and
// the three writers. The writers clean what they are given, so a Feed may hold
// any bytes at all.
type Feed struct {
	// ID is the feed's name for ever, a tag URI (RFC 4151).
	ID          string
	Title       string
	Description string
	// Link is the page that the feed is a feed of.
	Link string
	// Self is the feed's own address without the ending that says the format:
	// the writers add ".rss", ".atom" and ".json".
	Self string
	// Language (BCP 47) is that of the feed where an entry names none.
	Language string
	// Updated is when the newest edition in it was composed. Zero, in a feed
	// without editions, is written as the first second of 1970 where the
	// format demands a time: it is never the clock's.
	Updated time.Time
	Authors []digest.Author
	Entries []Entry
}

// Entry is one entry of a Feed: an edition or an item.
type Entry struct {
	// ID is the entry's name for ever, a tag URI (RFC 4151).
	ID string
	// Link is the entry's page; none means the feed's.
	Link  string
	Title string
	// Summary is plain text, Content the HTML that templates made.
	Summary  string
	Content  string
	Language string
	// Authors is everybody who signs; nobody means the feed's authors.
	Authors    []digest.Author
	Categories []string
	// Published and Updated are written in UTC to the second. If one is zero
	// the other stands for both; if both are, the feed's Updated does.
	Published  time.Time
	Updated    time.Time
	Source     *Source
	Image      *digest.Image
	Enclosures []digest.Enclosure
}

// Source is where an entry was before we printed it (RFC 4287 §4.2.11).
type Source struct {
	ID      string
	Title   string
	Link    string
	Updated time.Time
}
