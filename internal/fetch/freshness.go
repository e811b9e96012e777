package fetch

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxAge is how much longer an answer is fresh (RFC 9111 §4.2): max-age less
// Age, else Expires less Date, and nothing under no-cache or no-store.
func maxAge(header http.Header) time.Duration {
	age, said := time.Duration(0), false
	for directive := range strings.SplitSeq(strings.Join(header.Values("Cache-Control"), ","), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
		switch strings.ToLower(name) {
		case "no-cache", "no-store":
			return 0
		case "max-age":
			age, said = seconds(strings.Trim(value, `"`))
		}
	}
	if said {
		already, _ := seconds(header.Get("Age"))
		return max(age-already, 0)
	}
	return untilDate(header, "Expires")
}

// retryAfter is how long to stay away (RFC 9110 §10.2.3), 0 if not said.
func retryAfter(header http.Header) time.Duration {
	if wait, said := seconds(header.Get("Retry-After")); said {
		return wait
	}
	return untilDate(header, "Retry-After")
}

// seconds reads delta-seconds; what does not fit is 2³¹ (RFC 9111 §1.2.2).
func seconds(text string) (d time.Duration, said bool) {
	text = strings.TrimSpace(text)
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		n = 1 << 31
	}
	return time.Duration(min(n, 1<<31)) * time.Second, true
}

// date gives an answer without a Date that of its arrival (RFC 9110 §6.6.1).
func (c *Client) date(header http.Header) {
	if now := c.now(); header.Get("Date") == "" && !now.IsZero() {
		header.Set("Date", now.UTC().Format(http.TimeFormat))
	}
}

// untilDate is the time from the answer's own Date to a date in its header:
// told by the server's clock alone, whatever ours says. 0 if either is missing.
func untilDate(header http.Header, name string) time.Duration {
	date := header.Get(name)
	if date == "" {
		return 0
	}
	then, err := http.ParseTime(date)
	if err != nil {
		return 0
	}
	sent, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return 0
	}
	return max(then.Sub(sent), 0)
}
