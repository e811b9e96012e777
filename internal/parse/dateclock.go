package parse

import (
	"regexp"
	"strings"
	"time"
)

var (
	clockForm   = regexp.MustCompile(`(?:(오전|오후|午前|午後|上午|下午|晚上|صبح|شام|رات|دوپہر|d[eu]\.) ?)?\b(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,:](\d{0,9})\d*)?)?(?: ?(` + halves + `))?`)
	shortForm   = regexp.MustCompile(`(?:^|[^.\d])(\d{1,2})(?: ?(?:(?:h(?:eures?)?|u) ?(\d{2})?|uhr|uur)\b| ?(` + halves + `))`)
	dottedForm  = regexp.MustCompile(`(?:^|[ ,])([01]?\d|2[0-3])\.([0-5]\d)(?:\.([0-5]\d)(?:\.\d+)?)?(?: ?(` + halves + `)|$|[ ,])`)
	hoursForm   = regexp.MustCompile(`\b([01]\d|2[0-3])([0-5]\d) ?(?:hrs|hours)\b`)
	hourAlone   = regexp.MustCompile(`(\d{4}) ([01]?\d|2[0-3])( [+-]\d{4})$`)
	offForm     = regexp.MustCompile(`^[ (]?:?(?:gmt|utc|ut|z)? ?[+-]*([+-])(\d{1,2})(?:[:.]?(\d{2})(?::?\d{2})?|:\d)?\b\)?`)
	offAlone    = regexp.MustCompile(`^(?:z|[+-](?:0\d|1[0-4]):?(?:00|30|45))$`)
	fourFigures = regexp.MustCompile(`\b\d{4}\b`)
	clockWord   = regexp.MustCompile(`^(?:uhr|uur|hrs|h)\b\.? ?`)
	signless    = regexp.MustCompile(`^(0\d|1[0-4])([034][05])$`)
	bareOffset  = regexp.MustCompile(` ([+-]\d{2}:?\d{2})$`)
	zoneForm    = regexp.MustCompile(`^ ?[([]?(\p{L}+)[)\]]?`)
	comment     = regexp.MustCompile(`\([^()]*\)`)
)

// halves are the words for a half of the day, as they follow a time.
const halves = `a\.? ?m\b\.?|p\.? ?m\b\.?|[صم](?:$|[ ,])|صباحاً?|مساءً?|صبح|شام|رات|دوپہر|عصر|π\.?μ\.?|μ\.?μ\.?`

// clock takes a time of day and its zone out of a text and returns the rest;
// ok is false if there is no time in it.
func (p *dateParts) clock(text string) (rest string, ok bool) {
	if m := clockForm.FindStringSubmatchIndex(text); m != nil && !isOffset(text, m[0]) {
		group := groups(text, m)
		p.hour, p.minute, p.second = number(group(2)), number(group(3)), number(group(4))
		p.nanosecond = number((group(5) + "000000000")[:9])
		p.half(either(group(1), group(6)))
		return text[:m[0]] + " " + p.offset(text[m[1]:]), true
	}
	if m := shortForm.FindStringSubmatchIndex(text); m != nil {
		group := groups(text, m)
		p.hour, p.minute = number(group(1)), number(group(2))
		p.half(group(3))
		return text[:m[0]] + " " + p.offset(text[m[1]:]), true
	}
	if m := dottedForm.FindStringSubmatchIndex(text); m != nil && (m[8] >= 0 || fourFigures.MatchString(text[:m[0]]+" "+text[m[1]:])) {
		group := groups(text, m)
		p.hour, p.minute, p.second = number(group(1)), number(group(2)), number(group(3))
		p.half(group(4))
		return text[:m[0]] + " " + p.offset(text[m[1]:]), true
	}
	return text, false
}

// isOffset says that the figures from a place to the end of a text are a zone's: "9 Aug 2025 +02:00".
func isOffset(text string, from int) bool {
	return from > 1 && text[from-2] == ' ' && offAlone.MatchString(text[from-1:])
}

// groups reads the groups of a match.
func groups(text string, match []int) func(int) string {
	return func(n int) string {
		if match[2*n] < 0 {
			return ""
		}
		return text[match[2*n]:match[2*n+1]]
	}
}

// half turns a twelve-hour time into one of twenty-four.
func (p *dateParts) half(word string) {
	word = strings.Trim(word, " ,")
	add, ok := meridiems[strings.NewReplacer(".", "", " ", "").Replace(word)]
	if (word == "رات" || word == "晚上") && p.hour%12 < 5 {
		add = 0 // of the night, which has two halves
	}
	if ok && p.hour <= 12 {
		p.hour = p.hour%12 + add
	}
}

// offset takes the zone from the start of what follows a time, and returns
// the rest. An offset in figures is believed before a name.
func (p *dateParts) offset(text string) (rest string) {
	text = strings.TrimLeft(text, " ,")
	text = text[len(clockWord.FindString(text)):]
	if m := offForm.FindStringSubmatch(text); m != nil {
		p.east(m[1], m[2], m[3])
		return p.dropName(text[len(m[0]):])
	}
	if text == "00" {
		p.zone = time.UTC
		return ""
	}
	if m := signless.FindStringSubmatch(text); m != nil {
		p.east("+", m[1], m[2])
		return ""
	}
	m := zoneForm.FindStringSubmatch(text)
	if m == nil || !isZoneWord(m[1]) || len(m[1]) == 1 && len(m[0]) < len(text) {
		return text
	}
	after := text[len(m[0]):]
	if signed := offForm.FindString(after); signed != "" {
		return p.offset(after)
	}
	p.named(m[1])
	return after
}

// named sets a zone by its name, if that is known.
func (p *dateParts) named(word string) {
	if place, err := time.LoadLocation(everyday[word]); err == nil && everyday[word] != "" {
		p.zone = place
	} else if minutes, known := zones[word]; known {
		p.zone = zone(minutes)
	}
}

// isZoneWord says that a word behind a time can only be a zone, known or not.
func isZoneWord(word string) bool {
	_, known := zones[word]
	return known || len(word) <= 5 && isPlainASCII(word) && monthOf(word) == 0 && weekdayOf(word) == 0 && fillers[word] == 0
}

// east sets a zone of hours and minutes east or west of Greenwich.
func (p *dateParts) east(sign, hours, minutes string) {
	h, m := number(hours), number(minutes)
	if h > 15 || m > 59 {
		return
	}
	if sign == "-" {
		h, m = -h, -m
	}
	p.zone = zone(h*60 + m)
}

// dropName removes a zone's name that repeats its offset: "+0100 (CET)".
func (p *dateParts) dropName(text string) string {
	text = comment.ReplaceAllString(text, " ")
	if m := zoneForm.FindStringSubmatch(text); m != nil {
		if _, known := zones[m[1]]; known {
			return text[len(m[0]):]
		}
	}
	return text
}

var (
	joined     = regexp.MustCompile(`(\d) ?t(\d)`)
	colonless  = regexp.MustCompile(`^((?:\p{L}+,? )?\d{1,2} \p{L}+ \d{2,4}) ([01]\d|2[0-3])([0-5]\d)\b`)
	figures    = regexp.MustCompile(`\b(\d{1,4})([./-]) ?(\d{1,2})[./-] ?(\d{1,4})\b`)
	dateTokens = regexp.MustCompile(`\d+|[\p{L}\p{M}'’.]*[\p{L}\p{M}]`)
	thai       = regexp.MustCompile(`\p{Thai}`)
	leading    = regexp.MustCompile(`^([\p{L}\p{M}'’.-]+) ?, ?`)
	suffixes   = wordsOf("st nd rd th er º ª ء го jén én án")
)

// words reads a date of words and figures: RFC 822, asctime, and what people write.
func (p *dateParts) words(claim string) bool {
	half := strings.Contains(claim, "am") || strings.Contains(claim, "pm")
	claim = joined.ReplaceAllString(colonless.ReplaceAllString(claim, "$1 $2:$3"), "$1 $2")
	claim = hourAlone.ReplaceAllString(hoursForm.ReplaceAllString(claim, "$1:$2"), "$1 $2:00$3")
	if m := leading.FindStringSubmatch(claim); m != nil && monthOf(m[1]) == 0 {
		p.weekday = weekdayOf(strings.Trim(m[1], "."))
		claim = claim[len(m[0]):] // a weekday, in whatever language
	}
	rest, timed := p.clock(claim)
	if m := bareOffset.FindStringSubmatch(rest); m != nil {
		rest = strings.TrimSuffix(rest, m[0]) + p.offset(m[1])
	}
	if m := figures.FindStringSubmatchIndex(rest); m != nil {
		group := groups(rest, m)
		left := strings.TrimSpace(rest[:m[0]] + rest[m[1]:])
		return p.sift(left, timed, nil) && p.order(group(1), group(2), group(3), group(4), half)
	}
	var numbers []string
	p.month = 0
	if !p.sift(rest, timed, &numbers) || !p.assign(numbers) {
		return false
	}
	if p.year > 2400 && thai.MatchString(claim) {
		p.year -= 543 // of the Buddhist era
	}
	return true
}

// sift finds the month among the words, collects the numbers (if there may be
// any), and is false at a word that has no place in a date. A word that is a
// month here and a weekday there ("mar") is a month if nothing else is.
func (p *dateParts) sift(text string, timed bool, numbers *[]string) bool {
	maybe := 0
	for _, token := range dateTokens.FindAllString(text, -1) {
		word := strings.Trim(token, ".'’")
		month, weekday := monthOf(word), weekdayOf(word)
		_, isZone := zones[word]
		switch {
		case '0' <= token[0] && token[0] <= '9':
			if numbers == nil {
				return false
			}
			*numbers = append(*numbers, token)
		case numbers != nil && month > 0 && weekday > 0 && maybe == 0:
			maybe = month
		case numbers != nil && month > 0 && p.month == 0:
			p.month = month
		case isZone && !timed && len(word) > 1:
			p.named(word)
		case weekday > 0:
			p.weekday = weekday
		case fillers[word] == 0 && month == 0 && suffixes[word] == 0 && !isZone:
			return false
		}
	}
	if p.month == 0 {
		p.month = maybe
	}
	return true
}

// assign gives the numbers beside a month's name their sense; without a name
// they are year, month and day.
func (p *dateParts) assign(numbers []string) bool {
	if p.month == 0 {
		if len(numbers) != 3 || len(numbers[0]) != 4 {
			return false
		}
		p.year, p.month, p.day = number(numbers[0]), number(numbers[1]), number(numbers[2])
		return true
	}
	year, days := "", []string(nil)
	for _, n := range numbers {
		if len(n) == 4 && year == "" {
			year = n
		} else {
			days = append(days, n)
		}
	}
	if year == "" && len(days) == 2 {
		year, days = days[1], days[:1]
	}
	if year == "" || len(days) > 1 {
		return false
	}
	p.year = century(year)
	if len(days) == 1 {
		p.day = number(days[0])
	}
	return true
}

// order gives three figures their sense: a year of four digits begins or ends
// them; with full stops the day is first; otherwise the day is first unless it
// cannot be, or the weekday says so or the clock is one of twelve hours, as in America. Two figures of
// a year that has not come yet are no year: "03-12-31" begins with it.
func (p *dateParts) order(a, separator, b, c string, half bool) bool {
	switch {
	case len(a) > 2, len(a) == 2 && len(c) == 2 && separator == "-" && 30 <= number(c) && number(c) < 70:
		p.year, p.month, p.day = century(a), number(b), number(c)
		return len(c) <= 2
	case len(c) == 1 || len(c) == 3:
		return false
	case number(b) > 12, separator != "." && number(a) <= 12 && p.isMonthFirst(number(a), number(b), century(c), half):
		a, b = b, a
	}
	p.year, p.month, p.day = century(c), number(b), number(a)
	return true
}

// isMonthFirst says that of two figures that may be either the first is the month:
// by the weekday if only one of both dates is on it, else by the clock.
func (p *dateParts) isMonthFirst(a, b, year int, half bool) bool {
	first := int(time.Date(year, time.Month(a), b, 0, 0, 0, 0, time.UTC).Weekday())+1 == p.weekday
	second := int(time.Date(year, time.Month(b), a, 0, 0, 0, 0, time.UTC).Weekday())+1 == p.weekday
	if first != second {
		return first
	}
	return half
}

// century completes a year of two digits (RFC 2822 §4.3, moved to 1970).
func century(year string) int {
	n := number(year)
	switch {
	case len(year) > 2:
		return n
	case n < 70:
		return 2000 + n
	}
	return 1900 + n
}
