package digest

import (
	"testing"
	"time"
)

func TestStops(t *testing.T) {
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	bounce := func(status, text string, days int) Bounce {
		return Bounce{Status: status, Text: text, At: now.AddDate(0, 0, -days)}
	}
	for name, c := range map[string]struct {
		bounces []Bounce
		want    bool
	}{
		"nothing":                        {nil, false},
		"no such mailbox":                {[]Bounce{bounce("5.1.1", "", 200)}, true},
		"the domain takes no mail":       {[]Bounce{bounce("5.1.10", "", 0)}, true},
		"disabled, twice":                {[]Bounce{bounce("5.2.1", "", 0), bounce("5.2.1", "", 1)}, false},
		"disabled, thrice":               {[]Bounce{bounce("5.2.1", "", 0), bounce("5.2.1", "", 1), bounce("5.1.2", "", 2)}, true},
		"thrice, but long ago":           {[]Bounce{bounce("5.2.1", "", 0), bounce("5.2.1", "", 1), bounce("5.2.1", "", 91)}, false},
		"full for a while":               {[]Bounce{bounce("4.2.2", "", 0), bounce("4.2.2", "", 1), bounce("4.2.2", "", 2), bounce("4.1.1", "", 3)}, false},
		"we are blocked":                 {[]Bounce{bounce("5.7.1", "", 0), bounce("5.7.1", "", 1), bounce("5.7.606", "", 2)}, false},
		"no code, and nothing of a user": {[]Bounce{bounce("5.0.0", "550 blocked", 0), bounce("5.0.0", "554 spam", 1), bounce("5.0.0", "", 2)}, false},
		"no code, but plain words": {[]Bounce{
			bounce("5.0.0", "550 No such user here", 0), bounce("5.0.0", "550 User unknown", 1), bounce("5.0.0", "550 mailbox not found", 2),
		}, true},
	} {
		if got := Stops(c.bounces, now); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
