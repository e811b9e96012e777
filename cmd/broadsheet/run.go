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

	"broadsheet/internal/web"
)

// farewell is how long a reader may take to receive an answer after ^C.
const farewell = 5 * time.Second

func newRun(a *app) *cobra.Command {
	format := "text"
	command := &cobra.Command{
		Use:   "run",
		Short: "Bring the paper out by its schedule, and serve it",
		Long: "run visits the sources, brings out each edition at its hour, hands over the mails and serves pages and\n" +
			"feeds, until ^C. On a new database it brings out a first edition at once. Several may run on one\n" +
			"PostgreSQL database; they share the work.",
		Example: "  broadsheet run\n  broadsheet run --config /etc/broadsheet/config.yaml --log-format json",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			log, err := a.log(format, slog.LevelInfo)
			if err != nil {
				return err
			}
			return a.keepRunning(command.Context(), log)
		},
	}
	command.Flags().StringVar(&format, "log-format", format, "text or json")
	return command
}

// keepRunning works and serves until ctx ends or one of the two fails.
func (a *app) keepRunning(ctx context.Context, log *slog.Logger) (err error) {
	s, err := a.load()
	if err != nil {
		return err
	}
	// First of all, so that a port that is taken is known before any work.
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", s.listen())
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	p, err := a.openForWork(ctx, s, log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer p.closeInto(&err)
	a.greet(p, listener.Addr())
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return p.serve(ctx, listener, log) })
	group.Go(func() error { return p.worker.Run(ctx) })
	return group.Wait()
}

// serve answers HTTP until ctx ends.
func (p *press) serve(ctx context.Context, listener net.Listener, log *slog.Logger) error {
	server := &http.Server{
		Handler:           web.Handler(web.Options{Store: p.store, Digests: p.digests, Site: p.site(), Log: log}),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
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
func (a *app) greet(p *press, address net.Addr) {
	a.say("%s is served at %s", p.Title, address)
	a.say("page   %s/", p.URL)
	for _, d := range p.digests {
		a.say("feeds  %s", strings.Join(p.feeds(d), "  "))
	}
	if outbox := p.outbox(); outbox != "" {
		a.say("mails  are not sent but written to %s", outbox)
	}
	if way := p.wayOut(); way != "" {
		a.say("proxy  %s", way)
	}
	a.say("stop   with ^C")
}
