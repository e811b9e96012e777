package worker

import (
	"cmp"
	"time"

	"golang.org/x/time/rate"

	"broadsheet/internal/mail"
)

// Posting says how mails leave. The zero value is usual.
type Posting struct {
	// Connections is how many messages are on their way at once; 0 means 8.
	Connections int
	// PerSecond is how many messages this process begins in a second; 0 is any number.
	PerSecond int
	// PerHour is how many messages all processes together give to a host of
	// readers in any hour, by its name in lower case.
	PerHour map[string]int
	// GiveUpAfter is how long after the first attempt a delivery is tried
	// again; 0 means two days.
	GiveUpAfter time.Duration
	// Bounces is the address to which reports of failure go, each with a mark; see
	// mail.Bounces. Empty has them go to the sender.
	Bounces string
	// DKIM signs the mails; nil leaves them unsigned.
	DKIM *mail.DKIM
}

// berths and pace are those of a worker, whatever blocks it sends.
func (p Posting) berths() chan struct{} { return make(chan struct{}, cmp.Or(p.Connections, 8)) }

func (p Posting) pace() *rate.Limiter {
	if p.PerSecond == 0 {
		return rate.NewLimiter(rate.Inf, 1)
	}
	return rate.NewLimiter(rate.Limit(p.PerSecond), 1)
}
