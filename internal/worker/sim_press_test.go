package worker

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"net/url"
	"strings"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/mail"
)

// wires is the press: three papers, each with a story now and then.
type wires struct {
	world   *world
	stories [3][]time.Time // when each appears
	down    [3]time.Time   // until when the paper does not answer
	stopped time.Time      // nothing appears any more; zero while it does
}

// shownStories is how many stories a paper's feed shows.
const shownStories = 25

func (p *wires) print(w *world) {
	p.world = w
	for n := range p.stories {
		for at := w.base.Add(-12 * time.Hour); at.Before(w.base.AddDate(0, 0, *simDays+10)); at = at.Add(w.between(6*time.Hour, 40*time.Hour)) {
			p.stories[n] = append(p.stories[n], at)
		}
	}
}

func (p *wires) sources() []digest.Source {
	var sources []digest.Source
	for n := range p.stories {
		id := string(rune('a' + n))
		sources = append(sources, digest.Source{ID: id, Title: "The " + id, URL: "wire://" + []string{"north", "north", "south"}[n] + "/" + id, Every: 5 * time.Hour, Zone: time.UTC})
	}
	return sources
}

func (p *wires) happen(w *world) {
	if w.chance(0.08) {
		p.down[w.rng.IntN(len(p.down))] = w.true().Add(w.between(time.Hour, 4*24*time.Hour))
		w.tally.outages++
	}
	if w.chance(0.02) { // the network
		until := w.true().Add(w.between(time.Hour, 3*24*time.Hour))
		p.down = [3]time.Time{until, until, until}
		w.tally.outages++
	}
}

func (p *wires) heal() { p.down = [3]time.Time{} }

// published are the stories of a paper that have appeared.
func (p *wires) published(n int) []time.Time {
	now := p.world.true()
	if !p.stopped.IsZero() {
		now = p.stopped
	}
	var out []time.Time
	for _, at := range p.stories[n] {
		if !at.After(now) {
			out = append(out, at)
		}
	}
	return out
}

func storyGUID(n, i int) string { return fmt.Sprintf("wire-%c-%d", 'a'+n, i) }

// open answers for a paper.
func (p *wires) open(_ context.Context, u *url.URL) ([]byte, string, error) {
	name := u.Path[1:]
	n := int(name[0] - 'a')
	if p.world.true().Before(p.down[n]) {
		if p.world.seed%2 == 0 {
			return []byte("<p>We are busy.</p>"), "text/html", nil
		}
		return nil, "", errors.New("nobody answers")
	}
	all := p.published(n)
	var b strings.Builder
	fmt.Fprintf(&b, `<rss version="2.0"><channel><title>The %s</title><link>https://%s.example/</link><description>News</description>`, name, name)
	for i := len(all) - 1; i >= max(0, len(all)-shownStories); i-- {
		guid := storyGUID(n, i)
		fmt.Fprintf(&b, `<item><guid isPermaLink="false">%s</guid><title>%s</title><link>https://%s.example/%d</link><pubDate>%s</pubDate></item>`,
			guid, simHeadline(guid), name, i, all[i].Format(time.RFC1123Z))
	}
	b.WriteString(`</channel></rss>`)
	return []byte(b.String()), "application/rss+xml", nil
}

// simHeadline is six words that no other story has.
func simHeadline(guid string) string {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(guid))
	n := hash.Sum64()
	var words []string
	for range 6 {
		word := ""
		for range 3 {
			word += string("bdfgklmnprstvz"[n%14]) + string("aeiou"[n/14%5])
			n = n*6364136223846793005 + 1442695040888963407
			n ^= n >> 29
		}
		words = append(words, word)
	}
	return strings.ToUpper(words[0][:1]) + strings.Join(words, " ")[1:]
}

// postOffice is the post office.
type postOffice struct {
	world *world
	taken []simLetter
	fresh []string  // Message-IDs that were taken since settle
	down  time.Time // until when it does not answer
	times map[string]int
	doubt map[string]int // how often nobody can know whether a message was taken
}

// simLetter is a message that was taken.
type simLetter struct {
	id, to string
	body   uint64
	at     time.Time
}

// Send takes a message, unless the office or the machine fails.
func (o *postOffice) Send(_ context.Context, m mail.Message) error {
	w := o.world
	time.Sleep(50 * time.Millisecond)
	if w.faults.dies(beforeSend) {
		return errors.New("the process is dead")
	}
	if w.true().Before(o.down) {
		return &mail.Outage{Err: errors.New("nobody answers")}
	}
	if o.times == nil {
		o.times, o.doubt = map[string]int{}, map[string]int{}
	}
	o.times[m.MessageID]++
	fate := fnv.New32a()
	fmt.Fprint(fate, w.seed, m.MessageID, o.times[m.MessageID])
	if fate.Sum32()%23 == 0 {
		return errors.New("450 try again")
	}
	if w.mischief != nil && w.mischief.swallows && fate.Sum32()%29 == 1 {
		return nil
	}
	text, err := m.Bytes()
	if err != nil {
		return err
	}
	body := fnv.New64a()
	_, _ = body.Write(text)
	o.taken = append(o.taken, simLetter{m.MessageID, m.To, body.Sum64(), w.now()})
	if fate.Sum32()%41 == 2 { // the answer was lost
		o.doubt[m.MessageID]++
		return errors.New("the connection broke off after the message")
	}
	o.fresh = append(o.fresh, m.MessageID)
	w.faults.dies(afterSend)
	return nil
}

// happen closes the office at times.
func (o *postOffice) happen(w *world) {
	if w.chance(0.06) {
		o.down = w.true().Add(w.between(time.Minute, 40*time.Hour))
		w.tally.outages++
	}
}

func (o *postOffice) heal() { o.down = time.Time{} }
