package fetch

import (
	"context"
	"strings"
	"sync"
	"time"
)

// turns lets so many requests per host go at a time, and only so many in all.
// A host is known here only while somebody is at it or waits for it, or while
// it is left alone.
type turns struct {
	places  chan struct{}
	perHost PerHost
	except  map[string]PerHost

	mu    sync.Mutex
	hosts map[string]*host
}

type host struct {
	busy   chan struct{} // holds a token for each request under way
	gap    time.Duration // for which a token stays after its request
	wanted int           // how many are at it or wait for it
}

func newTurns(places int, perHost PerHost, except map[string]PerHost) *turns {
	t := &turns{
		places: make(chan struct{}, places), perHost: perHost,
		except: make(map[string]PerHost, len(except)), hosts: make(map[string]*host),
	}
	for name, rule := range except {
		t.except[canonical(name)] = rule
	}
	return t
}

// canonical is a host's name in any case, with or without its last dot.
func canonical(name string) string { return strings.ToLower(strings.TrimSuffix(name, ".")) }

// most is how many requests any one host may get at once.
func (t *turns) most() int {
	most := max(t.perHost.Connections, 1)
	for _, rule := range t.except {
		most = max(most, rule.Connections)
	}
	return most
}

// take waits for a turn at the host, by its name on any port, and returns what
// ends the turn. The host comes before the place: whoever waits for a busy
// host must not keep a place from the others.
func (t *turns) take(ctx context.Context, name string) (leave func(), err error) {
	name = canonical(name)
	h := t.want(name)
	if err := put(ctx, h.busy); err != nil {
		t.forgo(name, h)
		return nil, err
	}
	free := func() {
		<-h.busy
		t.forgo(name, h)
	}
	if err := put(ctx, t.places); err != nil {
		free()
		return nil, err
	}
	return func() {
		<-t.places
		if h.gap > 0 {
			time.AfterFunc(h.gap, free)
			return
		}
		free()
	}, nil
}

// PerHost is how many requests the host of that name gets at once.
func (c *Client) PerHost(name string) int { return c.turns.rule(canonical(name)).Connections }

// rule is what a host of a canonical name bears.
func (t *turns) rule(name string) PerHost {
	rule, excepted := t.except[name]
	if !excepted {
		rule = t.perHost
	}
	rule.Connections = max(rule.Connections, 1)
	return rule
}

func put(ctx context.Context, tokens chan<- struct{}) error {
	select {
	case tokens <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (t *turns) want(name string) *host {
	t.mu.Lock()
	defer t.mu.Unlock()
	h := t.hosts[name]
	if h == nil {
		rule := t.rule(name)
		h = &host{busy: make(chan struct{}, rule.Connections), gap: rule.Gap}
		t.hosts[name] = h
	}
	h.wanted++
	return h
}

func (t *turns) forgo(name string, h *host) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if h.wanted--; h.wanted == 0 {
		delete(t.hosts, name)
	}
}
