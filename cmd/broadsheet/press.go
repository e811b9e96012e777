package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	"broadsheet/internal/store"
	"broadsheet/internal/worker"
)

// press is the rooms put together as the config says, ready to work.
type press struct {
	*settings
	store   *store.Store
	client  *fetch.Client
	worker  *worker.Worker
	sources []digest.Source
	digests []digest.Digest
	now     func() time.Time
}

// load reads the config.
func (a *app) load() (*settings, error) { return loadConfig(a.configFile, a.env) }

// open puts the rooms together around a database: that of the config, or
// another by the same kind of name.
func (a *app) open(ctx context.Context, s *settings, database string, log *slog.Logger) (*press, error) {
	opened, err := store.Open(ctx, database)
	if err != nil {
		return nil, err
	}
	p := &press{
		settings: s, store: opened, client: fetch.New(s.fetchOptions(a.now)),
		sources: s.sources(), digests: s.digests(), now: a.now,
	}
	p.worker = worker.New(worker.Options{
		Store: p.store, Fetch: p.client, Sender: s.sender(a.now), Posting: s.posting(), Alerts: s.alerts(a.now), Sources: p.sources, Requests: s.requests(), Digests: p.digests,
		WatchPrinted: s.watchPrinted(),
		Site:         s.site(), From: s.from(), Version: version(), Now: a.now, Steady: a.steady, Log: log,
	})
	return p, nil
}

// openForWork is open for the commands that bring editions out: it also makes
// the subscribers of the config known.
func (a *app) openForWork(ctx context.Context, s *settings, log *slog.Logger) (*press, error) {
	p, err := a.open(ctx, s, s.database(), log)
	if err != nil {
		return nil, err
	}
	for _, d := range p.digests {
		listed := slices.DeleteFunc(s.subscribers(a.now()), func(r digest.Subscriber) bool { return r.Digest != d.ID })
		if err := p.store.Roster(ctx, d.ID, listed); err != nil {
			return nil, errors.Join(err, p.close())
		}
	}
	return p, nil
}

// errNoDatabase says that there is nothing to look at yet.
var errNoDatabase = errors.New("there is no database yet")

// openToLook is open for the commands that only look: it makes no database.
func (a *app) openToLook(ctx context.Context) (*press, error) {
	s, err := a.load()
	if err != nil {
		return nil, err
	}
	if !s.hasDatabase() {
		return nil, fmt.Errorf("%s: %w", s.database(), errNoDatabase)
	}
	return a.open(ctx, s, s.database(), a.quietLog())
}

// hasDatabase says whether the database is there: a server is taken at its word.
func (s *settings) hasDatabase() bool {
	name := s.database()
	if isServer(name) || name == ":memory:" {
		return true
	}
	_, err := os.Stat(name)
	return !errors.Is(err, fs.ErrNotExist)
}

func (p *press) close() error {
	p.client.Close()
	err := p.store.Close()
	if sender, ok := p.worker.Sender.(io.Closer); ok {
		err = errors.Join(err, sender.Close())
	}
	return err
}

// chosen is the digest that a person named, or all if none.
func (s *settings) chosen(args []string) ([]digest.Digest, error) {
	digests := s.digests()
	if len(args) == 0 {
		return digests, nil
	}
	var ids []string
	for _, d := range digests {
		if d.ID == args[0] {
			return []digest.Digest{d}, nil
		}
		ids = append(ids, d.ID)
	}
	hint := didYouMean(nearest(args[0], ids))
	if hint == "" {
		hint = "there is " + strings.Join(ids, ", ")
	}
	return nil, wrongUse(fmt.Errorf("no digest %q (%s)", args[0], hint))
}

// sourcesOf is the sources that one of the digests takes, in the editor's order.
func (p *press) sourcesOf(digests []digest.Digest) []digest.Source {
	var taken []digest.Source
	for _, source := range p.sources {
		for _, d := range digests {
			if d.Takes(source.ID) {
				taken = append(taken, source)
				break
			}
		}
	}
	return taken
}

// page is the address of a digest's latest edition, or of that of a date.
func (p *press) page(d digest.Digest, date string) string {
	return strings.TrimSuffix(string(p.URL)+"/"+d.ID+"/"+date, "/")
}

// feeds are the addresses of a digest's feed.
func (p *press) feeds(d digest.Digest) []string {
	base := string(p.URL) + "/feeds/" + d.ID
	return []string{base + ".rss", base + ".atom", base + ".json"}
}
