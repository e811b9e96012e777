package digest

import (
	"regexp"
	"strings"
	"time"
)

// Bounce is word that an edition did not reach a subscriber.
type Bounce struct {
	// Date is the key of the edition.
	Date string
	// Status is the enhanced status code (RFC 3463), as in 5.1.1.
	Status string
	// Text is what the reader's server said.
	Text string
	At   time.Time
}

// unknown is how servers without status codes say that there is no such reader.
var unknown = regexp.MustCompile(`(?i)no such (user|mailbox|recipient|address)|(user|recipient|mailbox|address) (is )?(unknown|not found|does(n't| not) exist)|unknown (user|recipient|mailbox)`)

// Hard says that the address or its mailbox is at fault, for good. What is said
// of systems, networks, messages and policies (5.3 to 5.7) is not: it is told to
// us, and would cost us all readers of a host that has blocked us for a day.
func (b Bounce) Hard() bool {
	return strings.HasPrefix(b.Status, "5.1.") || strings.HasPrefix(b.Status, "5.2.") || b.Status == "5.0.0" && unknown.MatchString(b.Text)
}

// gone are the codes that say that there is no such mailbox, and never will be.
var gone = map[string]bool{"5.1.1": true, "5.1.3": true, "5.1.6": true, "5.1.10": true}

const (
	// hardBounces of different editions, not longer ago than bounceMemory, are enough.
	hardBounces  = 3
	bounceMemory = 90 * 24 * time.Hour
)

// Stops says that the bounces of a subscriber, one an edition, end their
// subscription: one that says that there is no such mailbox, or three hard ones
// within 90 days. Soft ones never do.
func Stops(bounces []Bounce, now time.Time) bool {
	hard := 0
	for _, b := range bounces {
		if gone[b.Status] {
			return true
		}
		if b.Hard() && now.Sub(b.At) <= bounceMemory {
			hard++
		}
	}
	return hard >= hardBounces
}
