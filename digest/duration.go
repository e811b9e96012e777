package digest

import (
	"strings"
	"time"
)

// Brief is a duration as people write it: 15m, 2h, 1h30m.
func Brief(d time.Duration) string {
	text := d.String()
	for _, nothing := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, nothing) {
			text = text[:len(text)-2]
		}
	}
	return text
}
