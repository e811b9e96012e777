package parse

import "time"

// fromPersian turns a day of the calendar of Iran into one of ours. Its years
// 1300 to 1419 are 1921 to 2041; no paper means ours by them. It is false if
// there is no such day.
func (p *dateParts) fromPersian() bool {
	if p.year < 1300 || p.year >= 1420 {
		return true
	}
	long := min(p.month-1, 6) // the months of 31 days before this one
	if p.month < 1 || p.month > 12 || p.day < 1 || p.day > 31 || p.month > 6 && p.day > 30 {
		return false
	}
	days := p.day - 1 + 30*(p.month-1) + long
	for year := 1300; year < p.year; year++ {
		days += 365
		if isPersianLeap(year) {
			days++
		}
	}
	p.set(time.Date(1921, time.March, 21, 0, 0, 0, 0, time.UTC).AddDate(0, 0, days))
	return true
}

// isPersianLeap tells the years of 366 days by the cycle of 33 that holds
// from 1178 to 1633.
func isPersianLeap(year int) bool {
	switch year % 33 {
	case 1, 5, 9, 13, 17, 22, 26, 30:
		return true
	}
	return false
}
