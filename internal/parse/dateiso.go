package parse

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	epochForm = regexp.MustCompile(`^@?(\d{9,10})(?:\.(\d{1,9})\d*)?$|^/date\((\d{12,13})(?:[+-]\d{4})?\)/$|^(\d{12,13})$|^(\d{16})$|^(\d{19})$`)
	minutes   = regexp.MustCompile(`^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d$`)
)

// epoch reads seconds, or parts of them down to a billionth, since 1970. Twelve figures
// that could be a day and its minute are not milliseconds.
func epoch(claim string) (time.Time, bool) {
	match := epochForm.FindStringSubmatch(claim)
	switch {
	case match == nil || minutes.MatchString(claim):
		return time.Time{}, false
	case match[1] != "":
		fraction := number((match[2] + "000000000")[:9])
		return time.Unix(int64(number(match[1])), int64(fraction)).UTC(), true
	case match[6] != "":
		return time.Unix(0, int64(number(match[6]))).UTC(), true
	case match[5] != "":
		return time.UnixMicro(int64(number(match[5]))).UTC(), true
	}
	return time.UnixMilli(int64(number(either(match[3], match[4])))).UTC(), true
}

var (
	isoForm   = regexp.MustCompile(`^(\d{4})[-/:](\d{1,2})(?:[-:](\d{1,2}))?(?:[t, _]+(.*)|(z|[+-]\d{2}:?(?:00|30|45)))?$`)
	packed    = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(?:[t ]?(\d{2}):?(\d{2}):?(\d{2})?(?:[.,]\d+)?(.*))?$`)
	ordinal   = regexp.MustCompile(`^(\d{4}|\d{2})-?(\d{3})(?:t(.*))?$`)
	week      = regexp.MustCompile(`^(\d{4})-?w(\d{2})(?:-?([1-7]))?(?:t(.*))?$`)
	noCentury = regexp.MustCompile(`^-(\d{2})-?(\d{2})()$|^(\d{2})(\d{2})(\d{2})$`)
	alone     = regexp.MustCompile(`^\d{4}$`)
	fraction  = regexp.MustCompile(`^(\d{2})(?::(\d{2}))?[.,](\d{1,6})(z?|[+-]\d{2}:?(?:\d{2})?)$`)
	dotted    = regexp.MustCompile(`^(\d{2})\.([0-5]\d)(?:\.(\d{2}))?(\D.*)?$`)
	tight     = regexp.MustCompile(`^(\d{2})(\d{2})?(\d{2})?(?:[.,]\d+)?(z?|[+-]\d{2}:?(?:\d{2})?)$`)
)

// iso reads ISO 8601 in all its forms, and what resembles it.
func (p *dateParts) iso(claim string) bool {
	if m := isoForm.FindStringSubmatch(claim); m != nil {
		p.year, p.month, p.day = number(m[1]), number(m[2]), max(number(m[3]), 1)
		return m[3] != "0" && m[3] != "00" && p.isoClock(m[4]+m[5])
	}
	if m := packed.FindStringSubmatch(claim); m != nil {
		p.year, p.month, p.day = number(m[1]), number(m[2]), number(m[3])
		p.hour, p.minute, p.second = number(m[4]), number(m[5]), number(m[6])
		return strings.TrimSpace(p.offset(m[7])) == ""
	}
	if m := ordinal.FindStringSubmatch(claim); m != nil {
		p.year = century(m[1])
		p.set(time.Date(p.year, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, number(m[2])-1))
		return p.year == century(m[1]) && p.isoClock(m[3])
	}
	if m := week.FindStringSubmatch(claim); m != nil {
		return p.isoWeek(number(m[1]), number(m[2]), max(number(m[3]), 1)) && p.isoClock(m[4])
	}
	if m := noCentury.FindStringSubmatch(claim); m != nil {
		p.year, p.month, p.day = century(m[1]+m[4]), number(m[2]+m[5]), max(number(m[6]), 1)
		return m[6] != "00"
	}
	if alone.MatchString(claim) {
		p.year = number(claim)
		return true
	}
	return false
}

// isoWeek takes the day of a numbered week. The first week of a year is that
// of its fourth of January.
func (p *dateParts) isoWeek(year, week, weekday int) bool {
	fourth := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC)
	monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7)
	day := monday.AddDate(0, 0, (week-1)*7+weekday-1)
	p.set(day)
	y, w := day.ISOWeek()
	return y == year && w == week
}

func (p *dateParts) set(day time.Time) {
	p.year, p.month, p.day = day.Year(), int(day.Month()), day.Day()
}

// isoClock reads the time that follows a date of figures, colons or not.
func (p *dateParts) isoClock(text string) bool {
	if text == "" {
		return true
	}
	if offAlone.MatchString(text) {
		return p.offset(text) == ""
	}
	if m := dotted.FindStringSubmatch(text); m != nil {
		text = m[1] + ":" + m[2] + ":" + either(m[3], "00") + m[4]
	}
	if m := fraction.FindStringSubmatch(text); m != nil {
		return p.isoFraction(m)
	}
	if m := tight.FindStringSubmatch(text); m != nil && (m[2] != "" || m[4] != "") {
		p.hour, p.minute, p.second = number(m[1]), number(m[2]), number(m[3])
		return strings.TrimSpace(p.offset(m[4])) == ""
	}
	rest, ok := p.clock(text)
	return ok && strings.Trim(rest, " .,()") == ""
}

// isoFraction reads a time whose last part has a fraction (ISO 8601-1 §5.3.1.4):
// "10,5" is half past ten.
func (p *dateParts) isoFraction(m []string) bool {
	unit := time.Hour
	if m[2] != "" {
		unit = time.Minute
	}
	part := unit * time.Duration(number((m[3] + "000000")[:6])) / 1e6
	p.hour, p.minute = number(m[1]), number(m[2])+int(part/time.Minute)
	p.second = int(part % time.Minute / time.Second)
	return strings.TrimSpace(p.offset(m[4])) == ""
}

// number is a number of digits; 0 if there are none, or too many.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}
