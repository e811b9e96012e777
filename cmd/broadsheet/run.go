package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"broadsheet/internal/store"
)

// farewell is how long a reader may take to receive an answer after ^C.
const farewell = 5 * time.Second

func newRun(a *app) *cobra.Command {
	format, words := "text", roleNames()
	command := &cobra.Command{
		Use:   "run",
		Short: "Bring the paper out by its schedule, and serve it",
		Long: "run visits the sources, brings out each edition at its hour, hands over the mails and serves pages and\n" +
			"feeds, until ^C. On a new database it brings out a first edition at once. Several may run on one\n" +
			"PostgreSQL database: they share the work, or divide it by roles, and who is left takes over from one\n" +
			"that dies. A config.yaml that changes, or SIGHUP, is heeded at once; one with faults is not.",
		Example: "  broadsheet run\n  broadsheet run --config /etc/broadsheet/config.yaml --log-format json\n" +
			"  broadsheet run --roles fetch,compose,deliver    # all but the web",
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			log, err := a.log(format, slog.LevelInfo)
			if err != nil {
				return err
			}
			roles, err := readRoles(words)
			if err != nil {
				return err
			}
			return a.keepRunning(command.Context(), roles, log)
		},
	}
	command.Flags().StringSliceVar(&words, "roles", words, "the `ROLES` of this process: some of "+strings.Join(words, ", "))
	command.Flags().StringVar(&format, "log-format", format, "the `FORM` of the log, text or json")
	return command
}

// keepRunning works and serves, as its roles are, until ctx ends or one of the
// two fails.
func (a *app) keepRunning(ctx context.Context, roles roles, log *slog.Logger) error {
	s, err := a.load()
	if err != nil {
		return err
	}
	var listener net.Listener
	if roles.serves {
		// First of all, so that a port that is taken is known before any work.
		if listener, err = new(net.ListenConfig).Listen(ctx, "tcp", s.listen()); err != nil {
			return fmt.Errorf("listen: %w", err)
		}
	}
	p, err := a.openForWork(ctx, s, log)
	if err != nil {
		return errors.Join(err, shut(listener))
	}
	p.worker.Roles = roles.work
	a.greet(p, roles, listener)
	r := &running{app: a, roles: roles, log: log, systemd: a.notifier(log), reload: make(chan struct{}, 1)}
	r.fault.Store(new(string))
	r.serveBy(p)
	defer context.AfterFunc(ctx, func() { r.systemd.say("STOPPING=1") })()
	return r.all(ctx, p, listener)
}

// all does at once all that a running program does.
func (r *running) all(ctx context.Context, p *press, listener net.Listener) error {
	group, ctx := errgroup.WithContext(ctx)
	if listener != nil {
		group.Go(func() error { return r.serve(ctx, listener) })
	}
	group.Go(func() error { return r.work(ctx, p) })
	group.Go(func() error {
		return r.watchConfig(ctx, func() {
			select {
			case r.reload <- struct{}{}:
			default: // it will be read anyway
			}
		})
	})
	group.Go(func() error { r.systemd.live(ctx); return nil })
	return group.Wait()
}

func shut(listener net.Listener) error {
	if listener == nil {
		return nil
	}
	return listener.Close()
}

// glance is how often a process looks whether a newer one has changed the tables.
const glance = 5 * time.Second

// watchVersion goes on until ctx ends or the tables are those of a newer program.
// A database that does not answer will do so again.
func (p *press) watchVersion(ctx context.Context) error {
	look := time.NewTicker(glance)
	defer look.Stop()
	for {
		select {
		case <-look.C:
			if err := p.store.Current(ctx); errors.Is(err, store.ErrNewer) {
				return err
			}
		case <-ctx.Done():
			return nil
		}
	}
}

// serve answers HTTP until ctx ends.
func (r *running) serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler:           r,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(r.log.Handler(), slog.LevelDebug),
	}
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
		defer cancel()
		err := server.Shutdown(last)
		if err != nil {
			err = server.Close() // who still reads has had time enough
		}
		stopped <- err
	})
	err := server.Serve(listener)
	if stop() || !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return <-stopped
}

// greet prints what a newcomer needs to know.
func (a *app) greet(p *press, roles roles, listener net.Listener) {
	if roles.serves {
		a.say("%s is served at %s", p.Title, listener.Addr())
		a.say("page   %s/", p.URL)
		for _, d := range p.digests {
			a.say("feeds  %s", shortly(p.feeds(d)))
		}
	}
	if outbox := p.outbox(); outbox != "" {
		a.say("mails  are not sent but written to %s", outbox)
	}
	if way := p.wayOut(); way != "" {
		a.say("proxy  %s", way)
	}
	a.say("stop   with ^C")
}
