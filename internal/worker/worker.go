package worker

import (
	"context"
	"log/slog"
	"runtime"
	"slices"
	"time"

	"golang.org/x/time/rate"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	"broadsheet/internal/mail"
	"broadsheet/internal/store"
	"broadsheet/templates"
)

// Sender hands one message over. A *mail.Refusal means that this reader can
// never be reached; a *mail.Outage, that nobody can be for now; any other
// error, that another attempt may succeed. It is called by several goroutines.
type Sender interface {
	Send(ctx context.Context, m mail.Message) error
}

// Role is a part of the work that Run does.
type Role string

// The roles.
const (
	Fetch   Role = "fetch"   // visits sources, and talks to hubs
	Compose Role = "compose" // brings editions out
	Deliver Role = "deliver" // sends their mails
)

// Roles are all that there are.
var Roles = []Role{Fetch, Compose, Deliver}

// Options are what a Worker works with. All but Requests, WatchPrinted,
// Posting, Alerts, Roles, Version and Steady are needed.
type Options struct {
	Store  *store.Store
	Fetch  *fetch.Client
	Sender Sender
	// Sources are all that are known, in the editor's order.
	Sources []digest.Source
	// Requests say, by the ID of a source, what else is to be said when it is
	// asked: headers, a login, a proxy. Addresses and validators in them are
	// not looked at.
	Requests map[string]fetch.Request
	Digests  []digest.Digest
	// WatchPrinted is for how long after it was printed a story's page is looked
	// at, once a day, to see whether it still stands. 0 is not at all.
	WatchPrinted time.Duration
	Site         templates.Site
	// From is the mailbox that the mails come from (RFC 5322).
	From string
	Posting
	// Alerts are what the operator is told.
	Alerts Alerts
	// Roles are what Run does here, while other processes on the same database
	// do the rest. None are all of them.
	Roles []Role
	// Version is what the program was built from, for people.
	Version string
	Now     func() time.Time
	// Steady is a clock that nobody sets: how long the program has run. By it
	// Run notices when the other is set; nil leaves that out.
	Steady func() time.Duration
	Log    *slog.Logger
}

// Worker does the work: it visits, brings out and delivers. Its methods may be
// called at any time, in any order, by any number of processes on one
// database: what was done already is not done again.
type Worker struct {
	Options
	hands     *hands
	berths    chan struct{} // as many as messages may be on their way
	pace      *rate.Limiter
	desks     chan struct{} // as many as documents may be read at once
	printings *printings
	asThen    bool // items are taken as they read at the hour of an edition
	counted   *counted
}

// New returns a Worker. It does nothing until it is told to.
func New(o Options) *Worker {
	h := &hands{wall: o.Now, steady: o.Steady}
	o.Now = h.now
	return &Worker{Options: o, hands: h, berths: o.berths(), pace: o.pace(), desks: make(chan struct{}, runtime.GOMAXPROCS(0)), printings: &printings{}, counted: &counted{n: map[string]int{}}}
}

// does says whether a role is the Worker's.
func (w *Worker) does(r Role) bool { return len(w.Roles) == 0 || slices.Contains(w.Roles, r) }

// sourcesOf lists the sources that a digest takes, in the editor's order.
func (w *Worker) sourcesOf(d digest.Digest) []digest.Source {
	return taken(d, w.Sources)
}

// taken are those of the sources that the digest takes.
func taken(d digest.Digest, sources []digest.Source) []digest.Source {
	var taken []digest.Source
	for _, source := range sources {
		if d.Takes(source.ID) {
			taken = append(taken, source)
		}
	}
	return taken
}

// digest finds a digest by its ID.
func (w *Worker) digest(id string) (digest.Digest, bool) {
	for _, d := range w.Digests {
		if d.ID == id {
			return d, true
		}
	}
	return digest.Digest{}, false
}

func ids(sources []digest.Source) []string {
	ids := make([]string, len(sources))
	for i, source := range sources {
		ids[i] = source.ID
	}
	return ids
}
