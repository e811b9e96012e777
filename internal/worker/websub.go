package worker

import (
	"cmp"
	"context"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	"broadsheet/internal/store"
)

// WebSub, as a subscriber. doc.go has the rules.
const (
	// hubsPerSource is how many of the hubs that a feed names are asked.
	hubsPerSource = 2
	// longestName is how long a hub's address or a topic may be, in bytes.
	longestName = 1000
	// leastLease is how long an agreement is left alone, however short it is.
	leastLease = time.Hour
	// hubTries is how often a hub may be asked in vain until it is believed no
	// more, hubMisses how often in a row it may have told us nothing of news.
	hubTries  = 3
	hubMisses = 2
	// firstRetry is when a hub that gave no answer is asked again. It doubles
	// with each time, up to mostRest.
	firstRetry = 10 * time.Minute
	// hubRest is how long a source is left alone whose hub we believe.
	hubRest = 3 * time.Hour
)

// errand is something to say to a hub: what its State says, or nothing more.
type errand struct {
	hub    store.Hub
	before time.Time // when the hub was asked last
	forget bool
}

// errands are what is to be said at now: to the hubs that the sources name and
// those that they name no more. While no hub can reach us, there is nothing to
// say.
func (w *Worker) errands(ctx context.Context, now time.Time) ([]errand, error) {
	known, err := w.Store.Hubs(ctx)
	if err != nil {
		return nil, err
	}
	if !isPublic(w.Site.URL) {
		return forgetAll(known), nil
	}
	states, err := w.Store.States(ctx, ids(w.Sources))
	if err != nil {
		return nil, err
	}
	return w.errandsTo(known, states, now), nil
}

func forgetAll(known []store.Hub) (errands []errand) {
	for _, hub := range known {
		errands = append(errands, errand{hub: hub, forget: true})
	}
	return errands
}

// errandsTo are those to hubs that we know and to hubs that the states name.
func (w *Worker) errandsTo(known []store.Hub, states map[string]store.State, now time.Time) (errands []errand) {
	wanted := w.wantedHubs(states)
	for _, hub := range known {
		same := func(other store.Hub) bool { return key(other) == key(hub) }
		wants := slices.ContainsFunc(wanted[hub.Source], same)
		wanted[hub.Source] = slices.DeleteFunc(wanted[hub.Source], same)
		if e, due := errandTo(hub, wants, now); due {
			errands = append(errands, e)
		}
	}
	for _, source := range w.Sources {
		for _, hub := range wanted[source.ID] {
			errands = append(errands, ask(hub, store.HubAsked, now))
		}
	}
	return errands
}

func key(h store.Hub) [3]string { return [3]string{h.Source, h.Hub, h.Topic} }

// errandTo is what is to be said to a hub that we know.
func errandTo(hub store.Hub, wanted bool, now time.Time) (e errand, due bool) {
	next := hub.NextAsk
	switch {
	case wanted && hub.State == store.HubLeaving:
		next = now
	case wanted && hub.State == store.HubAgreed:
		next = hub.Asked.Add(max(hub.LeaseEnd.Sub(hub.Asked)*4/5, leastLease))
	case wanted && hub.State == store.HubDenied:
		next = hub.Asked.Add(mostRest)
	case !wanted && hub.State != store.HubLeaving:
		next = now
	}
	if next.After(now) {
		return errand{}, false
	}
	if wanted {
		return ask(hub, store.HubAsked, now), true
	}
	if !hub.LeaseEnd.After(now) || hub.State == store.HubLeaving && hub.Failures >= hubTries {
		return errand{hub: hub, forget: true}, true
	}
	return ask(hub, store.HubLeaving, now), true
}

// ask is the errand of asking a hub. Until it asks back, it counts as failed.
func ask(hub store.Hub, state store.HubState, now time.Time) errand {
	before := hub.Asked
	if hub.State != state {
		hub.State, hub.Failures = state, 0
	}
	hub.Failures++
	wait := firstRetry
	for n := 1; n < hub.Failures && wait < mostRest; n++ {
		wait = min(2*wait, mostRest)
	}
	hub.Asked, hub.NextAsk = now, now.Add(wait)
	return errand{hub: hub, before: before}
}

// wantedHubs are the hubs that we would hear of the sources from, by source. No
// hub is told of a source to which we show secrets.
func (w *Worker) wantedHubs(states map[string]store.State) map[string][]store.Hub {
	wanted := map[string][]store.Hub{}
	for _, source := range w.Sources {
		if state := states[source.ID]; len(state.Feed.Hubs) > 0 && !state.Gone && !w.keepsSecrets(source) {
			wanted[source.ID] = namedHubs(source, state.Feed)
		}
	}
	return wanted
}

// namedHubs are the first hubs that a feed names, for the name that it gives
// itself.
func namedHubs(source digest.Source, feed digest.Feed) []store.Hub {
	topic := source.Address()
	if isName(feed.Self) {
		topic = feed.Self
	}
	if !isName(topic) {
		return nil
	}
	var hubs []store.Hub
	for _, address := range feed.Hubs {
		hub := store.Hub{Source: source.ID, Hub: address, Topic: topic}
		if isName(address) && !slices.Contains(hubs, hub) && len(hubs) < hubsPerSource {
			hubs = append(hubs, hub)
		}
	}
	return hubs
}

// isName says whether an address can be that of a hub or a topic.
func isName(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.User == nil && len(address) <= longestName
}

// nowhere are names that mean nothing outside of a house or a book
// (RFC 2606, 6761, 6762, 8375).
var nowhere = []string{
	"localhost", "local", "internal", "intranet", "private", "corp", "lan", "home", "arpa", "onion",
	"test", "example", "invalid", "example.com", "example.net", "example.org",
}

// reserved are addresses that look public and are not: shared (RFC 6598) and
// for documentation (RFC 5737, 3849).
var reserved = []netip.Prefix{
	netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("2001:db8::/32"),
}

// isPublic says whether an address of ours looks as if anybody could reach it.
func isPublic(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if ip, err := netip.ParseAddr(host); err == nil {
		ip = ip.Unmap()
		return ip.IsGlobalUnicast() && !ip.IsPrivate() && !slices.ContainsFunc(reserved, func(p netip.Prefix) bool { return p.Contains(ip) })
	}
	return strings.Contains(host, ".") && !slices.ContainsFunc(nowhere, func(name string) bool {
		return host == name || strings.HasSuffix(host, "."+name)
	})
}

// nameHubs adds the hubs that HTTP names, which outdo the document's (WebSub §4).
func nameHubs(feed *digest.Feed, r fetch.Response) {
	if len(r.Hubs) > 0 {
		feed.Hubs, feed.Self = r.Hubs, cmp.Or(r.Self, feed.Self)
	}
}
