package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"broadsheet/internal/web"
)

// running is the program while it runs, from one config to the next.
type running struct {
	*app
	roles roles
	log   *slog.Logger
	// desk answers by the config of the hour; fault is why the newest config is
	// not that one, empty if it is.
	desk    atomic.Pointer[desk]
	fault   atomic.Pointer[string]
	systemd notifier
	reload  chan struct{}
}

// desk is what answers requests by one config. Who is being answered holds busy.
type desk struct {
	http.Handler
	busy sync.RWMutex
}

// rest waits for those who are being answered, who still need the database.
func (d *desk) rest() {
	d.busy.Lock()
	//lint:ignore SA2001 to wait is all that is wanted
	d.busy.Unlock()
}

// work works by one config after the other, beginning with p's, until ctx ends.
func (r *running) work(ctx context.Context, p *press) error {
	r.systemd.say("READY=1")
	for {
		next, err := r.shift(ctx, p)
		err = errors.Join(err, p.close())
		if err != nil || next == nil {
			return errors.Join(err, closed(next))
		}
		p = next
		r.log.Info("config reloaded", "file", r.configFile)
		r.systemd.say("READY=1")
	}
}

func closed(p *press) error {
	if p == nil {
		return nil
	}
	return p.close()
}

// shift works by one config until ctx ends or there is another, which it answers.
func (r *running) shift(ctx context.Context, p *press) (next *press, err error) {
	shift, stop := context.WithCancel(ctx)
	defer stop()
	group, shift := errgroup.WithContext(shift)
	if len(r.roles.work) > 0 {
		group.Go(func() error { return p.worker.Run(shift) })
	}
	group.Go(func() error { return p.watchVersion(shift) })
	if r.roles.serves {
		group.Go(func() error { return p.keepFiles(shift, r.log) })
	}
	for next == nil && shift.Err() == nil {
		select {
		case <-r.reload:
			next = r.open(ctx)
		case <-shift.Done():
		}
	}
	before := r.desk.Load()
	if next != nil {
		r.serveBy(next)
	}
	defer before.rest()
	stop()
	return next, group.Wait()
}

// open reads the config and opens what it names, or answers nil and says why
// the paper goes on by the old one.
func (r *running) open(ctx context.Context) *press {
	r.systemd.say("RELOADING=1")
	s, err := r.load()
	var p *press
	if err == nil {
		p, err = r.openForWork(ctx, s, r.log)
	}
	fault := ""
	if ctx.Err() != nil {
		return p // the program ends
	}
	if err != nil {
		fault = err.Error()
		r.log.Error("config not reloaded, the old one holds", "file", r.configFile, "error", fault)
		r.systemd.say("READY=1\nSTATUS=config.yaml has faults, the old one holds")
	} else {
		p.worker.Roles = r.roles.work
	}
	r.fault.Store(&fault)
	return p
}

// serveBy has requests answered by what a config says.
func (r *running) serveBy(p *press) {
	options := p.webOptions(r.log)
	options.Notice = func() string {
		if fault := *r.fault.Load(); fault != "" {
			return "The config file was changed and has faults; the one before it holds. " + fault
		}
		return ""
	}
	r.desk.Store(&desk{Handler: web.Handler(options)})
}

func (r *running) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	for {
		d := r.desk.Load()
		d.busy.RLock()
		if d == r.desk.Load() {
			defer d.busy.RUnlock()
			d.Handler.ServeHTTP(w, request)
			return
		}
		d.busy.RUnlock() // it was closed meanwhile
	}
}
