package digest

import "time"

// Subscriber receives a digest by e-mail.
type Subscriber struct {
	// ID is opaque and unguessable; it stands in Message-IDs and in the
	// unsubscribe address, so it must not reveal the e-mail address.
	ID     string
	Digest string
	// Address is the bare e-mail address (RFC 5322 addr-spec); Name may be empty.
	Address string
	Name    string
	State   SubscriberState
	Since   time.Time
}

// SubscriberState says whether a subscriber gets mail.
type SubscriberState string

// The states of a subscriber. Only a confirmed one gets mail.
const (
	Confirmed    SubscriberState = "confirmed"
	Unsubscribed SubscriberState = "unsubscribed" // by their own word, for good
	Unlisted     SubscriberState = "unlisted"     // no longer among those whom the editor names
	Unreachable  SubscriberState = "unreachable"  // what was sent came back; see Stops
)

// Delivery is one edition to one subscriber.
type Delivery struct {
	Digest     string
	Date       string
	Subscriber Subscriber
	State      DeliveryState
	Attempts   int
	// FirstTry is when the first attempt was made that failed; zero if none was.
	FirstTry time.Time
	// NextTry is when a delivery that is Pending after a failure may be tried again.
	NextTry time.Time
	// Error is what the last failed attempt was told.
	Error  string
	SentAt time.Time
}

// DeliveryState is how far a delivery has come.
type DeliveryState string

// The states of a delivery.
const (
	Pending DeliveryState = "pending"
	Sending DeliveryState = "sending" // claimed by a worker, until its lease ends
	Sent    DeliveryState = "sent"
	Refused DeliveryState = "refused" // never to be tried again
	Bounced DeliveryState = "bounced" // sent, and came back for good
)
