package worker

import (
	"context"
	"maps"
	"sync"

	"broadsheet/internal/store"
)

// What processes count together in the store, by name.
const (
	VisitRead      = "visits read"
	VisitUnchanged = "visits unchanged"
	VisitFailed    = "visits failed"
	ItemsNew       = "items new"
	ItemsChanged   = "items changed"
)

// counted is what this process has counted and not saved yet. A process that is
// killed takes the last seconds of it along: nothing but figures rests on it.
type counted struct {
	mu sync.Mutex
	n  map[string]int
}

func (c *counted) add(name string, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.n[name] += n; c.n[name] == 0 {
		delete(c.n, name)
	}
}

// save adds it to what all have counted.
func (c *counted) save(ctx context.Context, s *store.Store) error {
	c.mu.Lock()
	more := maps.Clone(c.n)
	c.mu.Unlock()
	if len(more) == 0 {
		return nil
	}
	if err := s.Tally(ctx, more); err != nil {
		return err
	}
	for name, n := range more {
		c.add(name, -n)
	}
	return nil
}
