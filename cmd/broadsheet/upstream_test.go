package main

import (
	"fmt"
	"hash/fnv"
	"maps"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// upstream is papers on real HTTP servers, each with some new stories a day.
type upstream struct {
	mu sync.Mutex
	// day is how many days have come; perDay how many stories a paper has on each.
	day, perDay int
	begins      time.Time
	addresses   []string
	asked       map[string]int
	// atOnce is how many requests are under way at each host, and most the
	// most that ever were at one.
	atOnce map[string]int
	most   int
	// onAsk is called for every request, before it is answered.
	onAsk func()
}

// newUpstream starts so many papers at so many addresses on the loopback
// network, each of which counts as a host.
func newUpstream(t *testing.T, papers, hosts, perDay int, begins time.Time) *upstream {
	t.Helper()
	u := &upstream{perDay: perDay, begins: begins, asked: map[string]int{}, atOnce: map[string]int{}, onAsk: func() {}}
	var bases []string
	for i := range hosts {
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.%d:0", i+2))
		if err != nil {
			t.Skipf("this machine has no whole loopback network: %v", err)
		}
		server := &http.Server{Handler: u, ReadHeaderTimeout: time.Minute}
		go func() { _ = server.Serve(listener) }()
		t.Cleanup(func() { _ = server.Close() })
		bases = append(bases, "http://"+listener.Addr().String())
	}
	for i := range papers {
		u.addresses = append(u.addresses, fmt.Sprintf("%s/paper-%d", bases[i%hosts], i))
	}
	return u
}

func (u *upstream) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	u.mu.Lock()
	u.asked[r.URL.Path]++
	u.atOnce[r.Host]++
	u.most = max(u.most, u.atOnce[r.Host])
	day, onAsk := u.day, u.onAsk
	u.mu.Unlock()
	defer func() {
		u.mu.Lock()
		defer u.mu.Unlock()
		u.atOnce[r.Host]--
	}()
	onAsk()
	w.Header().Set("Content-Type", "application/rss+xml")
	fmt.Fprintf(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>%s</title><link>http://paper.example/</link><description>News</description>`, r.URL.Path[1:])
	for d := max(0, day-2); d <= day; d++ {
		for i := range u.perDay {
			guid := fmt.Sprintf("%s-day-%d-story-%d", r.URL.Path[1:], d, i)
			fmt.Fprintf(w, `<item><guid isPermaLink="false">%s</guid><title>%s</title><link>http://paper.example/%s</link><pubDate>%s</pubDate></item>`,
				guid, words(guid), guid, u.begins.AddDate(0, 0, d).Add(-time.Hour).Format(time.RFC1123Z))
		}
	}
	fmt.Fprint(w, `</channel></rss>`)
}

// nextDay brings out the next day's stories.
func (u *upstream) nextDay() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.day++
}

func (u *upstream) watch(onAsk func()) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.onAsk = onAsk
}

// visits is how often each paper was asked; forget begins anew.
func (u *upstream) visits() map[string]int {
	u.mu.Lock()
	defer u.mu.Unlock()
	return maps.Clone(u.asked)
}

func (u *upstream) forget() {
	u.mu.Lock()
	defer u.mu.Unlock()
	clear(u.asked)
}

// guids are those of all stories that came out, guidsUntil those until a day.
func (u *upstream) guids() []string { return u.guidsUntil(u.day) }

func (u *upstream) guidsUntil(day int) []string {
	var all []string
	for n := range u.addresses {
		for d := range day + 1 {
			for i := range u.perDay {
				all = append(all, fmt.Sprintf("paper-%d-day-%d-story-%d", n, d, i))
			}
		}
	}
	return all
}

// words is a headline that is like no other: what is alike would be told once.
func words(seed string) string {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(seed))
	n := hash.Sum64()
	var title []string
	for range 6 {
		var word strings.Builder
		for range 3 {
			word.WriteByte("bdfgklmnprstvz"[n%14])
			n = n*6364136223846793005 + 1442695040888963407
			word.WriteByte("aeiou"[n>>33%5])
			n = n*6364136223846793005 + 1442695040888963407
		}
		title = append(title, word.String())
	}
	return strings.Join(title, " ")
}
