package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

const (
	robotsAge  = 24 * time.Hour // for which a robots.txt may be believed (RFC 9309 §2.4)
	maxRobots  = 512            // how many are remembered
	robotsRead = 512 << 10      // bytes of one that are read; §2.5 asks for 500 KiB
)

// robots remembers the rules of origins.
type robots struct {
	mu    sync.Mutex
	known map[string]robotsEntry
}

type robotsEntry struct {
	rules robotsRules
	until time.Time
}

func newRobots() *robots { return &robots{known: make(map[string]robotsEntry)} }

// mayRead is nil if a visit may read an address: if it need not ask, or the
// robots.txt of the site allows it (RFC 9309). A site without a robots.txt allows
// everything; one whose robots.txt cannot be had because of trouble on its side
// allows nothing for now, and the trouble is the error. The rules hold for a day.
func (v *visit) mayRead(ctx context.Context, u *url.URL) error {
	if !v.request.Robots {
		return nil
	}
	rules, err := v.rulesOf(ctx, u)
	if err != nil {
		return fmt.Errorf("robots.txt: %w", err)
	}
	target := orDefault(u.EscapedPath(), "/")
	if u.RawQuery != "" {
		target += "?" + u.RawQuery
	}
	if !rules.allow(target) {
		return ErrRobots
	}
	return nil
}

// rulesOf are the rules for us in the robots.txt of an address's site, from
// memory where they are. It is asked for by the same way and in the same time as
// the address, but without what is brought for that alone.
func (v *visit) rulesOf(ctx context.Context, u *url.URL) (robotsRules, error) {
	file := &url.URL{Scheme: u.Scheme, Host: strings.ToLower(u.Host), Path: "/robots.txt"}
	if rules, known := v.robots.recall(file.String(), v.now()); known {
		return rules, nil
	}
	r := v.request
	ask := v.newVisit(file, Request{UserAgent: r.UserAgent, Proxy: r.Proxy, TLS: r.TLS})
	ask.left = v.left
	response, err := ask.travel(ctx, file)
	v.left = ask.left
	var status *StatusError
	switch {
	case errors.As(err, &status) && status.Code < 500 && status.Code != http.StatusTooManyRequests:
		// There is none (§2.3.1.3).
	case err != nil:
		return nil, err
	}
	body := response.Body[:min(len(response.Body), robotsRead)]
	rules := parseRobots(string(body), productName(v.userAgent))
	v.robots.remember(file.String(), robotsEntry{rules, v.now().Add(robotsAge)})
	return rules, nil
}

// productName is what a robots.txt calls us (RFC 9309 §2.2.1).
func productName(userAgent string) string {
	end := strings.IndexFunc(userAgent, func(r rune) bool {
		return !(r == '-' || r == '_' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z')
	})
	if end < 0 {
		return userAgent
	}
	return userAgent[:end]
}

func (r *robots) recall(origin string, now time.Time) (robotsRules, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	entry, known := r.known[origin]
	return entry.rules, known && now.Before(entry.until)
}

// remember makes room by forgetting any one: it costs one question more.
func (r *robots) remember(origin string, entry robotsEntry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, known := r.known[origin]; !known && len(r.known) >= maxRobots {
		for any := range r.known {
			delete(r.known, any)
			break
		}
	}
	r.known[origin] = entry
}

// noArchive reads the header that says of one document what a robots.txt says
// of many. It may name whom it means: we take it as meant for all.
func noArchive(header http.Header) bool {
	for _, tag := range header.Values("X-Robots-Tag") {
		for word := range strings.FieldsFuncSeq(strings.ToLower(tag), func(c rune) bool { return strings.ContainsRune(" ,:", c) }) {
			if word == "noarchive" || word == "nocache" {
				return true
			}
		}
	}
	return false
}
