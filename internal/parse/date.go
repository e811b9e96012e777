package parse

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

var (
	revision = regexp.MustCompile(`(?i)\b(?:last\s+)?(?:updated|modified|revised|edited)\b[\s:]*(?:on\b|at\b)?[\s:]*`)
	heading  = regexp.MustCompile(`(?i)^(?:first\s+)?(?:published|posted|created|date)\b[\s:]*(?:on\b|at\b)?[\s:]*`)
)

// dates reads a claim: a date, or one with the word "Published", or the word
// "Updated" and a date, or both. What cannot be believed is listed as an
// oddity and is zero.
func (d *desk) dates(claim string) (published, updated time.Time) {
	claim = fold(claim)
	if len(claim) > 2*longestDate {
		d.odd.unreadable(claim)
		return published, updated
	}
	first, second := claim, ""
	if at := revision.FindStringIndex(claim); at != nil {
		first, second = claim[:at[0]], claim[at[1]:]
	}
	first = heading.ReplaceAllString(strings.Trim(first, " |·•–—-"), "")
	return d.date1(first), d.date1(strings.Trim(second, " |·•–—-"))
}

// date1 reads one date and doubts it.
func (d *desk) date1(claim string) time.Time {
	if claim == "" {
		return time.Time{}
	}
	t, ok := parseDate(claim, d.source.Zone)
	if !ok || t.Year() < 1900 || t.Unix() == 0 || t.After(d.seen.AddDate(1, 0, 0)) {
		d.odd.unreadable(claim)
		return time.Time{}
	}
	return t
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
	claim = strings.ToLower(westernDigits(fold(claim)))
	if t, ok := epoch(claim); ok {
		return t, true
	}
	p := dateParts{zone: local, month: 1, day: 1}
	if !p.iso(claim) && !p.words(claim) {
		return time.Time{}, false
	}
	return p.time()
}

// dateParts is a date as it was read.
type dateParts struct {
	year, month, day, hour, minute, second, nanosecond int
	zone                                               *time.Location
}

// time puts the parts together, if they are a date.
func (p *dateParts) time() (time.Time, bool) {
	if p.hour == 24 && p.minute == 0 && p.second == 0 {
		p.hour, p.day = 0, p.day+1
		t, ok := (&dateParts{p.year, p.month, p.day - 1, 0, 0, 0, 0, p.zone}).time()
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

// westernDigits writes decimal digits of any script as 0 to 9.
func westernDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if r <= unicode.MaxASCII || !unicode.IsDigit(r) {
			return r
		}
		zero := r
		for unicode.IsDigit(zero-1) && r-zero < 9 {
			zero--
		}
		return '0' + r - zero
	}, text)
}

var epochForm = regexp.MustCompile(`^(\d{9,10})(?:\.\d+)?$|^(\d{12,13})$`)

// epoch reads seconds or milliseconds since 1970.
func epoch(claim string) (time.Time, bool) {
	match := epochForm.FindStringSubmatch(claim)
	switch {
	case match == nil:
		return time.Time{}, false
	case match[1] != "":
		return time.Unix(int64(number(match[1])), 0).UTC(), true
	}
	return time.UnixMilli(int64(number(match[2]))).UTC(), true
}

var (
	isoForm = regexp.MustCompile(`^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[t, ]+(.*))?$`)
	packed  = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(?:t?(\d{2}):?(\d{2}):?(\d{2})?(?:\.\d+)?(.*))?$`)
	ordinal = regexp.MustCompile(`^(\d{4})-?(\d{3})$`)
	alone   = regexp.MustCompile(`^\d{4}$`)
)

// iso reads ISO 8601 and what resembles it.
func (p *dateParts) iso(claim string) bool {
	if m := isoForm.FindStringSubmatch(claim); m != nil {
		p.year, p.month, p.day = number(m[1]), number(m[2]), max(number(m[3]), 1)
		if m[4] == "" {
			return m[3] != "0" && m[3] != "00"
		}
		rest, ok := p.clock(m[4])
		return ok && strings.Trim(rest, " .,()") == ""
	}
	if m := packed.FindStringSubmatch(claim); m != nil {
		p.year, p.month, p.day = number(m[1]), number(m[2]), number(m[3])
		p.hour, p.minute, p.second = number(m[4]), number(m[5]), number(m[6])
		return strings.TrimSpace(p.offset(m[7])) == ""
	}
	if m := ordinal.FindStringSubmatch(claim); m != nil {
		first := time.Date(number(m[1]), 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, number(m[2])-1)
		p.year, p.month, p.day = first.Year(), int(first.Month()), first.Day()
		return p.year == number(m[1])
	}
	if alone.MatchString(claim) {
		p.year = number(claim)
		return true
	}
	return false
}

// number is a number of digits; 0 if there are none, or too many.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}
