package digest

import (
	"testing"
	"time"
)

func TestBrief(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0s", 250 * time.Millisecond: "250ms", 45 * time.Second: "45s", 15 * time.Minute: "15m", 48 * time.Hour: "48h",
		90 * time.Minute: "1h30m", 10*time.Minute + 5*time.Second: "10m5s", time.Hour + 5*time.Second: "1h0m5s", -2 * time.Hour: "-2h",
	} {
		if got := Brief(d); got != want {
			t.Errorf("%d is %q, want %q", d, got, want)
		}
	}
}
