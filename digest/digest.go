package digest

import (
	"slices"
	"time"
)

// Digest is a series of editions: its hour, its zone and its sections.
type Digest struct {
	// ID is the name in config.yaml and in addresses: lower case letters, digits and hyphens.
	ID          string
	Title       string
	Description string
	// Language (BCP 47) is that of the furniture: section rules, dates, "also in".
	Language string
	// Zone is where the digest's day begins and ends and its hour is told.
	Zone     *time.Location
	Schedule Schedule
	CatchUp  CatchUp
	// MaxLateness is how late an edition may be; see TooLate. 0 is an hour under
	// CatchUpSkip, else no limit.
	MaxLateness time.Duration
	// NotBefore is the wall clock, as the time since midnight, before which no
	// mail leaves.
	NotBefore time.Duration
	// Embargo are the local days on which no edition comes out ("2026-12-25",
	// or "12-25" for each year). Their items wait for the next.
	Embargo []string
	// Lookback is how old an item may be, by Item.When, and still be printed.
	Lookback time.Duration
	// Sources are the IDs of the sources that it takes; empty takes all.
	Sources  []string
	Sections []Section
	// Rules are the editor's word on items, before everything else.
	Rules []Rule
	// Pin and Kill name items by link, guid, ID or words of the title: what is
	// pinned stands first in its section, in the order of the list, what is
	// killed is not printed.
	Pin, Kill []string
	// MaxPerSource is how many clusters one source may lead in an edition; 0 is
	// no limit.
	MaxPerSource int
	// HoldIfMissing is the share of its sources, from 0 to 1, that an edition
	// waits for if as many are Failed or Late, for HoldFor at most; 0 never waits.
	HoldIfMissing float64
	HoldFor       time.Duration
	// SignUp says that its page takes whoever asks for it by mail.
	SignUp bool
	// MinItems is how many items an edition must hold to come out; 0 is any.
	MinItems int
}

// EmbargoEachYear is the form of a day of Embargo that returns each year; the
// other form is time.DateOnly.
const EmbargoEachYear = "01-02"

// Takes says whether the digest reads the source with this ID.
func (d Digest) Takes(source string) bool {
	return len(d.Sources) == 0 || slices.Contains(d.Sources, source)
}

// CatchUp says what becomes of the editions that fell due while nothing ran.
type CatchUp string

// The ways to catch up.
const (
	CatchUpSkip   CatchUp = "skip"   // what was missed by more than MaxLateness never comes out
	CatchUpLatest CatchUp = "latest" // of what was missed only the last comes out
	CatchUpAll    CatchUp = "all"    // everything that was missed comes out, oldest first
)

// Section is a part of an edition. An item belongs to it when it satisfies
// every list that is not empty; a section without any takes all.
type Section struct {
	Title   string
	Kinds   []Kind
	Sources []string
	// Labels are compared, without regard to case, with the labels of the
	// item's source and the item's own categories.
	Labels []string
	// Languages (BCP 47) are compared, without their regions, with that of the
	// item (Item.Tongue); where nothing tells it, it is the digest's.
	Languages []string
	// Max is how many clusters are printed; the rest wait for the next edition.
	Max int
	// MaxPerSource is how many of them one source may lead; 0 is no limit.
	MaxPerSource int
}
