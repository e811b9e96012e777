package parse

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

var (
	label    = regexp.MustCompile(`^[^\d\p{Nd}:：]{2,40}[:：]\s*`)
	yearless = regexp.MustCompile(`^[^\d'’]*\d{1,2}(?:[^\d'’]+(?:\d{1,2}[:.h]\d{2}.*)?)?$|^\d{1,2}[:.h]\d{2}[^\d'’]+\d{1,2}[^\d'’]*$`)
)

// dates reads a claim: a date, or one with the word "Published" or any with a
// colon before it, or the word "Updated" and a date, or both. What cannot be
// believed is listed as an oddity and is zero.
func (d *desk) dates(claim string) (published, updated time.Time) {
	claim = fold(html.UnescapeString(claim))
	if len(claim) > 2*longestDate {
		d.odd.unreadable(claim)
		return published, updated
	}
	if t, ok := proper(claim); ok {
		return d.believed(claim, t), updated
	}
	if noCentury.MatchString(claim) {
		return d.date1(claim), updated
	}
	first, second := claim, ""
	if at := revision.FindStringIndex(claim); at != nil {
		first, second = claim[:at[0]], claim[at[1]:]
	}
	first = label.ReplaceAllString(heading.ReplaceAllString(strings.Trim(first, " |·•–—-"), ""), "")
	if second != "" && !strings.ContainsFunc(first, unicode.IsDigit) {
		first = "" // "Last", in some language
	}
	return d.date1(first), d.date1(strings.Trim(second, " |·•–—-"))
}

// date1 reads one date and doubts it.
func (d *desk) date1(claim string) time.Time {
	if claim == "" {
		return time.Time{}
	}
	t, ok := parseDate(claim, d.source.Zone)
	if !ok && yearless.MatchString(claim) {
		t, ok = d.thisYear(claim)
	}
	if !ok {
		d.odd.unreadable(claim)
		return time.Time{}
	}
	return d.believed(claim, t)
}

// believed is what was read of a claim, if a paper can have been printed then.
func (d *desk) believed(claim string, t time.Time) time.Time {
	if t.Year() < 1900 || t.Unix() == 0 || t.After(d.seen.AddDate(1, 0, 0)) {
		d.odd.unreadable(claim)
		return time.Time{}
	}
	return t
}

// thisYear reads a date without its year ("27 December"): the last such day that
// is no more than a day after our visit.
func (d *desk) thisYear(claim string) (time.Time, bool) {
	for _, year := range []int{d.seen.Year() + 1, d.seen.Year(), d.seen.Year() - 1} {
		t, ok := parseDate(claim+" "+strconv.Itoa(year), d.source.Zone)
		if ok && t.Before(d.seen.AddDate(0, 0, 1)) {
			d.odd.add("dates without a year")
			return t, true
		}
	}
	return time.Time{}, false
}

// longestDate is how many bytes a date may have.
const longestDate = 200

// parseDate reads a date as feeds and papers write it, and returns it in UTC.
// A time that names no zone is in the given one (UTC if nil).
func parseDate(claim string, local *time.Location) (time.Time, bool) {
	if local == nil {
		local = time.UTC
	}
	if len(claim) > longestDate {
		return time.Time{}, false
	}
	claim = fold(claim)
	if t, ok := proper(claim); ok {
		return t, true
	}
	claim, named := takePlace(claim)
	if named != nil {
		local = named
	}
	claim = plainDate(claim)
	if t, ok := epoch(claim); ok {
		return t, true
	}
	p := dateParts{zone: local, month: 1, day: 1}
	if !p.iso(claim) && !p.words(claim) || !p.fromPersian() {
		return time.Time{}, false
	}
	return p.time()
}

// proper reads what most feeds write: RFC 3339, and RFC 1123 as it should be.
func proper(claim string) (time.Time, bool) {
	layout := time.RFC3339
	switch {
	case strings.HasSuffix(claim, " GMT"):
		layout = time.RFC1123
	case strings.Contains(claim, ","):
		layout = time.RFC1123Z
	}
	t, err := time.Parse(layout, claim)
	return t.UTC(), err == nil
}

// dateParts is a date as it was read.
type dateParts struct {
	year, month, day, hour, minute, second, nanosecond int
	zone                                               *time.Location
	weekday                                            int // from 1 for Sunday; 0 if none is named
}

// time puts the parts together, if they are a date.
func (p *dateParts) time() (time.Time, bool) {
	if p.hour == 24 && p.minute == 0 && p.second == 0 {
		p.hour, p.day = 0, p.day+1
		t, ok := (&dateParts{year: p.year, month: p.month, day: p.day - 1, zone: p.zone}).time()
		return t.AddDate(0, 0, 1), ok
	}
	if p.second == 60 { // a leap second
		p.second = 59
	}
	if p.month < 1 || p.month > 12 || p.day < 1 || p.hour > 23 || p.minute > 59 || p.second > 59 {
		return time.Time{}, false
	}
	t := time.Date(p.year, time.Month(p.month), p.day, p.hour, p.minute, p.second, p.nanosecond, p.zone)
	if y, m, d := t.Date(); t.Location() == p.zone && (y != p.year || m != time.Month(p.month) || d != p.day) {
		return time.Time{}, false
	}
	return t.UTC(), true
}
