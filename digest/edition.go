package digest

import (
	"slices"
	"time"
)

// Edition is one issue of a digest. Once published it never changes.
type Edition struct {
	// Digest is the digest's ID, Date the local day ("2026-11-23"), with the
	// hour where there are several a day (see ParseKey); together they are the
	// edition's key, and its ID.
	Digest string `json:"digest"`
	Date   string `json:"date"`
	// Title and Language are the digest's at the time.
	Title    string `json:"title"`
	Language string `json:"language"`
	// Zone is the name of the digest's time zone, in which times are printed.
	Zone string `json:"zone"`
	// At is the instant of composition: nothing seen later is in it.
	At time.Time `json:"at"`
	// Due is its hour by the schedule, and Rule that schedule with its zone, as
	// in Slot.
	Due      time.Time        `json:"due,omitzero"`
	Rule     string           `json:"rule,omitempty"`
	Sections []PrintedSection `json:"sections"`
	// Corrections are of what earlier editions have printed.
	Corrections []Correction `json:"corrections,omitempty"`
	// Sources is the colophon: every source of the digest and how it fared.
	Sources []Report `json:"sources"`
	// Waited is how many minutes it waited for sources that are missing still.
	Waited int `json:"waited_minutes,omitempty"`
	// Skipped is why no edition came out on its day. It has no sections then, and
	// stands in the ledger so that the day is done with.
	Skipped string `json:"skipped,omitempty"`
}

// PrintedSection is a section as it came out. It is never empty.
type PrintedSection struct {
	Title    string    `json:"title"`
	Clusters []Cluster `json:"clusters"`
}

// Cluster is a group of items that report the same thing: one leads, the
// others are "also in".
type Cluster struct {
	Lead   Entry   `json:"lead"`
	AlsoIn []Entry `json:"also_in,omitempty"`
	// Score is why it stands where it does in its section.
	Score Score `json:"score,omitempty"`
	// Continues is what it goes on with, nil if no earlier edition told of it.
	Continues *Continuation `json:"continues,omitempty"`
	// Summary stands for a teaser that is missing or breaks off; nil otherwise.
	Summary *Summary `json:"summary,omitempty"`
	// Words is how many the lead's whole text has; 0 if we do not know it whole.
	Words int `json:"words,omitempty"`
}

// Entry is an item as it stands in an edition.
type Entry struct {
	Item
	Kind Kind `json:"kind"`
	// Paper is the name of its source at the time.
	Paper string `json:"paper"`
	// Because is why it is of its cluster, empty where it stands alone.
	Because string `json:"because,omitempty"`
	// Voice is the same for entries of a cluster that do not speak independently
	// of each other: those of one publisher, and those with one text.
	Voice int `json:"voice,omitempty"`
}

// ID is "digest/date".
func (e Edition) ID() string { return e.Digest + "/" + e.Date }

// Slot is the slot that the edition fills.
func (e Edition) Slot() Slot { return Slot{Date: e.Date, At: e.At, Due: e.Due, Rule: e.Rule} }

// Location is the edition's zone, UTC if its name is unknown here.
func (e Edition) Location() *time.Location {
	if zone, err := time.LoadLocation(e.Zone); err == nil {
		return zone
	}
	return time.UTC
}

// Entries is every entry of the edition in reading order, leads before the
// others of their cluster.
func (e Edition) Entries() []Entry {
	entries := make([]Entry, 0, e.Items())
	for _, section := range e.Sections {
		for _, cluster := range section.Clusters {
			entries = append(append(entries, cluster.Lead), cluster.AlsoIn...)
		}
	}
	return entries
}

// Items is how many entries the edition has.
func (e Edition) Items() int {
	n := 0
	for _, section := range e.Sections {
		for _, cluster := range section.Clusters {
			n += 1 + len(cluster.AlsoIn)
		}
	}
	return n
}

// Entries is the lead and then the others.
func (c Cluster) Entries() []Entry { return slices.Concat([]Entry{c.Lead}, c.AlsoIn) }

// Missing is the sources that are not in the edition though they should be:
// those that failed, were late or went stale ("Missing today").
func (e Edition) Missing() []Report {
	var missing []Report
	for _, report := range e.Sources {
		if report.Condition != Read {
			missing = append(missing, report)
		}
	}
	return missing
}
