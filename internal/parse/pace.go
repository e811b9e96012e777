package parse

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"broadsheet/digest"
)

// longestPace is the longest that a feed is believed to want to be left alone.
const longestPace = 366 * 24 * time.Hour

// every is the longer of RSS 2.0's ttl, in minutes, and the period and
// frequency of the RSS 1.0 syndication module. What makes no sense is zero.
func every(ttl, period, frequency string) time.Duration {
	minutes, _ := strconv.ParseFloat(strings.TrimSpace(ttl), 64)
	times, err := strconv.ParseFloat(strings.TrimSpace(frequency), 64)
	if err != nil || times < 1 {
		times = 1
	}
	most := max(minutes*float64(time.Minute), float64(periods[strings.ToLower(strings.TrimSpace(period))])/times)
	if !(most > 0) { // not a number either
		return 0
	}
	return time.Duration(min(most, float64(longestPace)))
}

var periods = map[string]time.Duration{
	"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour, "monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour,
}

// skippedHours are hours of the day. RSS 0.91 counted them from 1 to 24.
func skippedHours(from []string) []int {
	var hours []int
	for _, text := range from {
		hour, err := strconv.Atoi(strings.TrimSpace(text))
		if err == nil && hour >= 0 && hour <= 24 && !slices.Contains(hours, hour%24) {
			hours = append(hours, hour%24)
		}
	}
	slices.Sort(hours)
	return hours
}

// skippedDays are days of the week by their English names.
func skippedDays(from []string) []time.Weekday {
	var days []time.Weekday
	for _, text := range from {
		for day := time.Sunday; day <= time.Saturday; day++ {
			if strings.EqualFold(strings.TrimSpace(text), day.String()) && !slices.Contains(days, day) {
				days = append(days, day)
			}
		}
	}
	slices.Sort(days)
	return days
}

// pace is what the syndication module says.
func (x extensions) pace(ttl string) digest.Pace {
	return digest.Pace{Every: every(ttl, x.text("sy", "updatePeriod"), x.text("sy", "updateFrequency"))}
}
