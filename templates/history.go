package templates

import (
	"net/url"
	"time"

	"broadsheet/digest"
)

// pointer is a word about another edition, and the way to its page; empty if
// there is none.
type pointer struct {
	Note run
	Link string
}

// notice is a correction: how a story reads now, and what it was.
type notice struct {
	Title run
	Link  string
	Paper run
	Note  run
}

// Corrected says of a story on the page of its edition that a later edition has
// a word about it.
type Corrected struct {
	Change digest.Change
	// Date is that of the later edition.
	Date string
}

// edition names an edition that is another than the one that is set, in words:
// by its weekday if it is of the last days, by its hour if it is of the same.
func (p printer) edition(key string) string {
	wall, hourly, err := digest.ParseKey(key)
	if err != nil {
		return clean(key)
	}
	day, err := time.Parse(time.DateOnly, p.day)
	days := wall.Truncate(24*time.Hour).Sub(day) / (24 * time.Hour)
	switch {
	case err == nil && days == 0 && hourly:
		return p.words.hour(wall)
	case err == nil && days > -7 && days < 7:
		return p.words.days[wall.Weekday()]
	}
	return p.words.day(wall)
}

// continues says from which edition a story goes on. Its link waits for point.
func (p printer) continues(set *story, c *digest.Continuation) {
	if c != nil {
		set.from = c.Date
		set.Since.Note = p.furniture(set.tongue, p.words.say(p.words.continued, p.edition(c.Date)))
	}
}

// point gives the words about other editions of the digest their links: those
// from which stories go on, and those that correct them, by the leads' IDs.
func (s *sheet) point(site Site, e digest.Edition, corrected map[string]Corrected) {
	p := printer{words: s.Words, day: digest.Day(e.Date), page: s.tongue}
	to := func(date string) string {
		if _, _, err := digest.ParseKey(date); err != nil {
			return ""
		}
		return editionAddress(site, digest.Edition{Digest: url.PathEscape(e.Digest), Date: date})
	}
	each := func(set *story) {
		if set.from != "" {
			set.Since.Link = to(set.from)
		}
		if c, found := corrected[set.id]; found {
			words := s.Words.corrected
			if c.Change == digest.Withdrawal {
				words = s.Words.takenBack
			}
			set.Corrected = pointer{p.furniture(set.tongue, s.Words.say(words, p.edition(c.Date))), to(c.Date)}
		}
	}
	for i := range s.Sections {
		each(&s.Sections[i].Lead)
		for j := range s.Sections[i].Rest {
			each(&s.Sections[i].Rest[j])
		}
	}
}

// corrections set what the edition says of earlier ones. They are few, but where
// no list of papers has room they have none.
func (p printer) corrections(s *sheet, told []digest.Correction) {
	for _, c := range told[:min(len(told), p.papers)] {
		title := p.headline(c.Entry)
		n := notice{
			Title: tongueOf(c.Entry.Language, title).run(p.page.Lang, title), Link: address(c.Entry.Link, p.link),
			Paper: p.page.run("", name(c.Entry.Paper)), Note: p.furniture(p.page, p.change(c)),
		}
		if c.Change == digest.Withdrawal {
			n.Link = ""
		}
		s.Corrections = append(s.Corrections, n)
	}
}

// change is what has become of a story, in words.
func (p printer) change(c digest.Correction) string {
	edition := p.edition(c.Date)
	switch c.Change {
	case digest.NewHeadline:
		return p.words.say(p.words.wasHeadline, edition, cut(clean(c.Was), p.title))
	case digest.Withdrawal:
		return p.words.say(p.words.withdrawn, edition)
	}
	return p.words.say(p.words.rewritten, edition)
}
