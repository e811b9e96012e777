package fetch

import (
	"context"
	"strings"
	"sync"
)

// turns lets one request per host go at a time, and only so many in all. A
// host is known here only while somebody is at it or waits for it.
type turns struct {
	places chan struct{}

	mu    sync.Mutex
	hosts map[string]*host
}

type host struct {
	busy   chan struct{} // holds a token while a request is under way
	wanted int           // how many are at it or wait for it
}

func newTurns(places int) *turns {
	return &turns{places: make(chan struct{}, places), hosts: make(map[string]*host)}
}

// take waits for a turn at the host, by its name in any case and on any port,
// and returns what ends the turn. The host comes before the place: whoever
// waits for a busy host must not keep a place from the others.
func (t *turns) take(ctx context.Context, name string) (leave func(), err error) {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	h := t.want(name)
	if err := put(ctx, h.busy); err != nil {
		t.forgo(name, h)
		return nil, err
	}
	if err := put(ctx, t.places); err != nil {
		<-h.busy
		t.forgo(name, h)
		return nil, err
	}
	return func() {
		<-t.places
		<-h.busy
		t.forgo(name, h)
	}, nil
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
		h = &host{busy: make(chan struct{}, 1)}
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
