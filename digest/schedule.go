package digest

import (
	"errors"
	"fmt"
	"math/bits"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// Schedule answers when a digest comes out: the first time strictly after t
// that its cron line names, and the zero time when there is none within five
// years. It is put questions; it rings no alarm. Due asks it about wall clocks
// written as UTC, so that no change of clocks can confuse it.
type Schedule interface {
	Next(t time.Time) time.Time
	// SeveralADay says that it may name several hours of one day.
	SeveralADay() bool
	// String is the cron line.
	String() string
}

// cronLine is a cron line that ParseSchedule has let through.
type cronLine struct {
	*cron.SpecSchedule
	text string
}

func (c cronLine) String() string { return c.text }

func (c cronLine) SeveralADay() bool { return named(c.Hour) > 1 }

// ParseSchedule reads a cron line of five fields (minute, hour, day of month,
// month, day of week) or one of @daily, @weekly, @monthly, @yearly and their
// synonyms. It refuses what no edition can follow: intervals, more than one
// time an hour, dates that never come, and zones, which belong to the digest.
func ParseSchedule(line string) (Schedule, error) {
	line = strings.TrimSpace(line)
	switch {
	case strings.HasPrefix(line, "TZ="), strings.HasPrefix(line, "CRON_TZ="):
		return nil, fmt.Errorf("schedule %q: a zone stands in `timezone:`, not in the schedule", line)
	case strings.HasPrefix(line, "@every"):
		return nil, fmt.Errorf("schedule %q: a paper comes out at an hour, not at intervals; write for example \"0 7 * * *\"", line)
	}
	parsed, err := parseCron(line)
	if err != nil {
		return nil, fmt.Errorf("schedule %q: %w", line, err)
	}
	if n := named(parsed.Minute); n > 1 {
		return nil, fmt.Errorf("schedule %q: names %d minutes of an hour, but a digest has at most one edition an hour; write for example \"0 7,18 * * *\"", line, n)
	}
	// 2000 is a leap year that begins the search of every date that exists.
	if parsed.Next(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return nil, fmt.Errorf("schedule %q: names a date that never comes", line)
	}
	return cronLine{parsed, strings.Join(strings.Fields(line), " ")}, nil
}

// parseCron keeps the library's panics (it has met some) from the program.
func parseCron(line string) (schedule *cron.SpecSchedule, err error) {
	defer func() {
		if r := recover(); r != nil {
			schedule, err = nil, errors.New("not a cron line of five fields")
		}
	}()
	parsed, err := cron.ParseStandard(line)
	if err != nil {
		return nil, err
	}
	spec, ok := parsed.(*cron.SpecSchedule)
	if !ok {
		return nil, errors.New("not a cron line of five fields")
	}
	// The instants that we ask about are wall clocks written as UTC.
	spec.Location = time.UTC
	return spec, nil
}

// named counts what a field of a cron line names. The library marks a field
// written as * by its highest bit.
func named(field uint64) int {
	const star = 1 << 63
	return bits.OnesCount64(field &^ star)
}
