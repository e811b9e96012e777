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

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	"broadsheet/internal/parse"
)

func newCheck(a *app) *cobra.Command {
	offline := false
	command := &cobra.Command{
		Use:   "check",
		Short: "Say every fault of config.yaml, and try each source",
		Long: "check reads config.yaml and says every fault with its line. Then it visits each source once and\n" +
			"says what it found: the format, how many items, what is odd. It keeps nothing.",
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
	Faults  []fault `json:"faults"`
	Remarks []fault `json:"remarks"`
	Sources []probe `json:"sources"`
}

func (a *app) check(ctx context.Context, offline bool) error {
	s, err := a.load()
	var bad *badConfig
	if errors.As(err, &bad) && a.asJSON {
		return errors.Join(a.writeJSON(checked{bad.faults, []fault{}, []probe{}}), bad)
	}
	if err != nil {
		return err
	}
	for _, remark := range s.remarks {
		fmt.Fprintln(a.stderr, "remark:", remark.Error())
	}
	a.say("%s: no fault; %s, %s", a.configFile,
		counted(len(s.Sources), "source", "sources"), counted(len(s.Digests), "digest", "digests"))
	probes := []probe{}
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
	for _, p := range probes {
		if p.Error != "" {
			return cmp.Or(err, errPartial)
		}
	}
	return err
}

// probe is what one visit to a source found.
type probe struct {
	Source   string    `json:"source"`
	Address  string    `json:"address"`
	Format   string    `json:"format,omitempty"`
	Title    string    `json:"title,omitempty"`
	Items    int       `json:"items"`
	Newest   time.Time `json:"newest,omitzero"`
	Oddities []string  `json:"oddities,omitempty"`
	Error    string    `json:"error,omitempty"`
	Hint     string    `json:"hint,omitempty"`
}

// probeAll visits every source; the fetch.Client bounds how many at once.
func (a *app) probeAll(ctx context.Context, s *settings) ([]probe, error) {
	client := fetch.New(s.fetchOptions(a.now))
	defer client.Close()
	sources, requests := s.sources(), s.requests()
	probes := make([]probe, len(sources))
	progress := a.newProgress("visiting", len(sources))
	defer progress.end()
	var lock sync.Mutex
	var group errgroup.Group
	group.SetLimit(64)
	for n, source := range sources {
		group.Go(func() error {
			probes[n] = a.probe(ctx, client, source, requests[source.ID])
			lock.Lock()
			defer lock.Unlock()
			progress.step("%s: %s", source.ID, cmp.Or(probes[n].Error, counted(probes[n].Items, "item", "items")))
			return ctx.Err()
		})
	}
	return probes, group.Wait()
}

// probe visits one source.
func (a *app) probe(ctx context.Context, client *fetch.Client, source digest.Source, request fetch.Request) probe {
	p := probe{Source: source.ID, Address: redact(source.Address())}
	response, err := client.Get(ctx, request)
	if err != nil {
		p.Error, p.Hint = err.Error(), fetch.Hint(err)
		return p
	}
	reading, err := parse.Feed(source, parse.Document{
		Body: response.Body, ContentType: response.ContentType, URL: response.URL,
	}, a.now())
	if err != nil {
		p.Error, p.Hint = err.Error(), unreadable(source)
		return p
	}
	p.Format, p.Title, p.Items, p.Oddities = reading.Format, reading.Feed.Title, len(reading.Items), reading.Oddities
	for _, item := range reading.Items {
		if when := item.When(); when.After(p.Newest) {
			p.Newest = when
		}
	}
	return p
}

// unreadable is the hint for a document without items.
func unreadable(source digest.Source) string {
	if source.Page != "" {
		return "open the page in a browser and compare its elements with the selectors"
	}
	return "is this the address of the feed, or of a web page? A page is read with page: and select:"
}

// showProbes prints the table, and below it what is odd or wrong.
func (a *app) showProbes(probes []probe, zone *time.Location) error {
	rows := make([][]string, len(probes))
	failed := 0
	for n, p := range probes {
		rows[n] = []string{p.Source, "read", p.Format, fmt.Sprint(p.Items), moment(p.Newest, zone), p.Title}
		if p.Error != "" {
			failed++
			rows[n] = []string{p.Source, "FAILED", "-", "-", "-", p.Address}
		}
	}
	if err := a.table([]string{"SOURCE", "STATE", "FORMAT", "ITEMS", "NEWEST", "TITLE"}, rows); err != nil {
		return err
	}
	for _, p := range probes {
		for _, oddity := range p.Oddities {
			a.say("%s: odd: %s", p.Source, plain(oddity))
		}
		if p.Error != "" {
			a.say("%s: %s", p.Source, plain(p.Error))
		}
		if p.Hint != "" {
			a.say("  hint: %s", plain(p.Hint))
		}
	}
	a.say("%s read, %d failed", counted(len(probes)-failed, "source", "sources"), failed)
	return nil
}

// redact is an address without what may be a password.
func redact(address string) string { return userinfo.ReplaceAllString(address, "//…@") }
