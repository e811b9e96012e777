package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"broadsheet/internal/fetch"
)

func newCheck(a *app) *cobra.Command {
	offline := false
	command := &cobra.Command{
		Use:   "check",
		Short: "Say every fault of config.yaml, and try each source",
		Long: "check reads config.yaml and says every fault with its line. Then it visits each source once and\n" +
			"says what it found: the format, how many items, what is odd, and what would make it better. It keeps\n" +
			"nothing.",
		Example: "  broadsheet check\n  broadsheet check --offline --config /etc/broadsheet/config.yaml",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.check(command.Context(), offline)
		},
	}
	command.Flags().BoolVar(&offline, "offline", false, "look at config.yaml only; visit nothing")
	return a.withJSON(command)
}

// checked is what check answers to a script.
type checked struct {
	Faults  []fault  `json:"faults"`
	Remarks []fault  `json:"remarks"`
	Sources []health `json:"sources"`
}

func (a *app) check(ctx context.Context, offline bool) error {
	s, err := a.load()
	var bad *badConfig
	if errors.As(err, &bad) && a.asJSON {
		return errors.Join(a.writeJSON(checked{bad.faults, []fault{}, []health{}}), bad)
	}
	if err != nil {
		return err
	}
	for _, remark := range s.remarks {
		fmt.Fprintln(a.stderr, "remark:", remark.Error())
	}
	a.say("%s: no fault; %s, %s", a.configFile,
		counted(len(s.Sources), "source", "sources"), counted(len(s.Digests), "digest", "digests"))
	if way := s.wayOut(); way != "" {
		a.say("proxy: %s", way)
	}
	probes := []health{}
	if !offline {
		if probes, err = a.probeAll(ctx, s); err != nil {
			return err
		}
	}
	if a.asJSON {
		err = a.writeJSON(checked{[]fault{}, append([]fault{}, s.remarks...), probes})
	} else if !offline {
		err = a.showProbes(probes, s.zone())
	}
	for _, h := range probes {
		if h.Error != "" {
			return cmp.Or(err, errPartial)
		}
	}
	return err
}

// probeAll visits every source; the fetch.Client bounds how many at once.
func (a *app) probeAll(ctx context.Context, s *settings) ([]health, error) {
	client := fetch.New(s.fetchOptions(a.now))
	defer client.Close()
	sources, requests := s.sources(), s.requests()
	probes := make([]health, len(sources))
	progress := a.newProgress("visiting", len(sources))
	defer progress.end()
	var lock sync.Mutex
	var group errgroup.Group
	group.SetLimit(64)
	for n, source := range sources {
		group.Go(func() error {
			visit := a.visit(ctx, client, source, requests[source.ID])
			probes[n] = visit.health(s.Sources[n], a.now())
			lock.Lock()
			defer lock.Unlock()
			progress.step("%s: %s", source.ID, cmp.Or(probes[n].Error, counted(probes[n].Items, "item", "items")))
			return ctx.Err()
		})
	}
	return probes, group.Wait()
}

// showProbes prints the table of the visits.
func (a *app) showProbes(probes []health, zone *time.Location) error {
	lines := make([]row, len(probes))
	failed := 0
	for n, h := range probes {
		if h.Error != "" {
			failed++
		}
		lines[n] = row{[]string{h.Source, h.State, cmp.Or(h.Format, "-"), h.items(), day(h.Newest, a.now(), zone)}, h.notes()}
	}
	if err := a.rows([]string{"SOURCE", "STATE", "FORMAT", "ITEMS", "NEWEST"}, lines); err != nil {
		return err
	}
	a.say("%s read, %d failed", counted(len(probes)-failed, "source", "sources"), failed)
	return nil
}

// redact is an address without what may be a password.
func redact(address string) string { return userinfo.ReplaceAllString(address, "//…@") }
