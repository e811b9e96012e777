package main

import (
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/andybalholm/cascadia"
	bcp47 "golang.org/x/text/language"

	"broadsheet/digest"
)

// The types of the scalars in config.yaml. Each reads its own text; its zero
// value means that the key is absent.
type (
	text          string
	id            string
	secret        string // never shown: it may hold a password
	language      string
	selector      string
	listenAddress string
	count         int
	weight        float64
	percent       int
	port          int
	duration      time.Duration
	size          int64
	network       netip.Prefix
	mailbox       mail.Address
	zone          struct{ *time.Location }
	schedule      struct{ digest.Schedule }
	clockTime     time.Duration // since midnight
	holiday       string        // as digest.Digest.Embargo has it
)

func (t *text) wants() string { return "a text" }

func (t *text) read(s string) (string, bool) {
	*t = text(strings.TrimSpace(s))
	return "", *t != ""
}

var idForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// notInID is what an id cannot hold.
var notInID = regexp.MustCompile(`[^a-z0-9]+`)

func (i *id) wants() string { return "lower case letters, digits and hyphens" }

func (i *id) read(s string) (string, bool) {
	if !idForm.MatchString(s) || len(s) > 64 {
		if alike := strings.Trim(notInID.ReplaceAllString(strings.ToLower(s), "-"), "-"); alike != "" && len(alike) <= 64 {
			return "for example " + alike, false
		}
		return "", false
	}
	*i = id(s)
	return "", true
}

func (s *secret) wants() string { return "a text" }

func (s *secret) read(text string) (string, bool) {
	*s = secret(text)
	return "", text != ""
}

// String keeps the secret out of logs and messages.
func (s secret) String() string { return "(secret)" }

// GoString keeps it out of %#v too.
func (s secret) GoString() string { return "(secret)" }

func (l *language) wants() string { return "a language tag such as en, ur or en-GB" }

func (l *language) read(s string) (string, bool) {
	tag, err := bcp47.Parse(s)
	if err != nil || tag == bcp47.Und {
		return "", false
	}
	*l = language(tag.String())
	return "", true
}

// base is the language without its region and script.
func (l language) base() string {
	name, _, _ := strings.Cut(string(l), "-")
	return name
}

func (s *selector) wants() string { return "a CSS selector such as \"h2 a\" or .byline" }

func (s *selector) read(text string) (string, bool) {
	if _, err := cascadia.ParseGroup(text); err != nil {
		return err.Error(), false
	}
	*s = selector(text)
	return "", true
}

func (l *listenAddress) wants() string { return "HOST:PORT or :PORT" }

func (l *listenAddress) read(s string) (string, bool) {
	_, number, err := net.SplitHostPort(s)
	if err != nil {
		if _, err := strconv.ParseUint(s, 10, 16); err == nil {
			return "for example :" + s, false
		}
		return "", false
	}
	if _, err := strconv.ParseUint(number, 10, 16); err != nil {
		return "", false
	}
	*l = listenAddress(s)
	return "", true
}

func (c *count) wants() string { return "a whole number, 1 or more" }

func (c *count) read(s string) (string, bool) {
	n, err := strconv.Atoi(s)
	*c = count(n)
	return "", err == nil && n >= 1
}

func (w *weight) wants() string { return "a number from 0.1 to 10" }

func (w *weight) read(s string) (string, bool) {
	x, err := strconv.ParseFloat(s, 64)
	*w = weight(x)
	return "", err == nil && x >= 0.1 && x <= 10
}

func (p *percent) wants() string { return "a share from 1% to 100%" }

func (p *percent) read(s string) (string, bool) {
	digits, marked := strings.CutSuffix(s, "%")
	n, err := strconv.Atoi(strings.TrimSpace(digits))
	if err != nil {
		return "", false
	}
	*p = percent(n)
	if !marked {
		return "for example " + digits + "%", false
	}
	return "", n >= 1 && n <= 100
}

func (p *port) wants() string { return "a port from 1 to 65535" }

func (p *port) read(s string) (string, bool) {
	n, err := strconv.ParseUint(s, 10, 16)
	*p = port(n)
	return "", err == nil && n >= 1
}

func (d *duration) wants() string { return "a duration such as 30s, 15m, 2h or 3d" }

// days is a leading number of days, which Go's durations do not know.
var days = regexp.MustCompile(`^([0-9]{1,4})d(.*)$`)

// spelled is a duration as a person would say it ("2 days").
var spelled = regexp.MustCompile(`^([0-9]+) *(s|m|h|d)(?:ec(?:ond)?s?|in(?:ute)?s?|(?:ou)?rs?|ays?)?$`)

func (d *duration) read(s string) (string, bool) {
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		return "it has no unit: " + s + "m is minutes", false
	}
	var whole, part time.Duration
	rest := s
	if match := days.FindStringSubmatch(s); match != nil {
		n, _ := strconv.Atoi(match[1])
		whole, rest = time.Duration(n)*24*time.Hour, match[2]
	}
	if rest != "" {
		var err error
		if part, err = time.ParseDuration(rest); err != nil {
			return inLetters(s), false
		}
	}
	*d = duration(whole + part)
	if part < 0 || *d < duration(time.Second) {
		return "a second is the least", false
	}
	return "", true
}

// inLetters says how to write what is spelled, if it is.
func inLetters(s string) string {
	if match := spelled.FindStringSubmatch(s); match != nil {
		return "write " + match[1] + match[2]
	}
	return ""
}

// String is the duration as a person writes it.
func (d duration) String() string { return digest.Brief(time.Duration(d)) }

func (z *size) wants() string { return "a size such as 500kB, 16MiB or 1GB" }

var sizeForm = regexp.MustCompile(`^([0-9]{1,9}) ?([kKMG]i?)?B?$`)

func (z *size) read(s string) (string, bool) {
	match := sizeForm.FindStringSubmatch(s)
	if match == nil {
		return "", false
	}
	n, _ := strconv.ParseInt(match[1], 10, 64)
	prefixes := map[string]int64{"": 1, "k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "ki": 1 << 10, "Ki": 1 << 10, "Mi": 1 << 20, "Gi": 1 << 30}
	*z = size(n * prefixes[match[2]])
	return "", *z >= 1
}

func (n *network) wants() string { return "a network such as 192.168.1.0/24" }

func (n *network) read(s string) (string, bool) {
	if address, err := netip.ParseAddr(s); err == nil {
		return "for this one address write " + netip.PrefixFrom(address, address.BitLen()).String(), false
	}
	prefix, err := netip.ParsePrefix(s)
	if err == nil {
		*n = network(prefix.Masked())
	}
	return "", err == nil
}

func (m *mailbox) wants() string { return "an e-mail address, alone or as \"Name <name@example.org>\"" }

func (m *mailbox) read(s string) (string, bool) {
	address, err := mail.ParseAddress(s)
	if err == nil {
		*m = mailbox(*address)
	}
	return "", err == nil
}

// String is the mailbox as RFC 5322 writes it.
func (m mailbox) String() string { return (*mail.Address)(&m).String() }

func (s *schedule) wants() string { return "a cron line such as \"0 7 * * *\"" }

func (s *schedule) read(line string) (string, bool) {
	parsed, err := digest.ParseSchedule(line)
	if at, clock := time.Parse("15:04", line); clock == nil {
		return fmt.Sprintf("write \"%d %d * * *\" for every day at %s", at.Minute(), at.Hour(), line), false
	}
	if err != nil {
		return strings.TrimPrefix(err.Error(), "schedule "+strconv.Quote(line)+": "), false
	}
	s.Schedule = parsed
	return "", true
}

func (c *clockTime) wants() string { return "a time of day such as \"06:30\"" }

func (c *clockTime) read(s string) (string, bool) {
	at, err := time.Parse("15:04", s)
	if err != nil {
		return "", false
	}
	*c = clockTime(at.Sub(at.Truncate(24 * time.Hour)))
	return "", true
}

func (h *holiday) wants() string { return "a day such as 2026-12-25, or 12-25 for every year" }

func (h *holiday) read(s string) (string, bool) {
	whole := s
	if len(s) == len(digest.EmbargoEachYear) {
		whole = "2000-" + s // a leap year, which has every day
	}
	at, err := time.Parse(time.DateOnly, whole)
	if err != nil || at.Format(time.DateOnly) != whole {
		return "", false
	}
	*h = holiday(s)
	return "", true
}
