package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	outgoing "broadsheet/internal/mail"
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
	// Rules is how many of the items that were found each rule, pin and kill
	// matches.
	Rules []ruleUse `json:"rules"`
}

// ruleUse is what the editor has said of some items, and how many it matches.
type ruleUse struct {
	Rule  string `json:"rule"`
	Items int    `json:"items"`
	takes func(digest.Item) bool
}

func (a *app) check(ctx context.Context, offline bool) error {
	s, err := a.load()
	var bad *badConfig
	if errors.As(err, &bad) && a.asJSON {
		return errors.Join(a.writeJSON(checked{bad.faults, []fault{}, []health{}, []ruleUse{}}), bad)
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
	if err := a.sayKey(s.dkim); err != nil {
		return err
	}
	probes, uses := []health{}, []ruleUse{}
	if !offline {
		if probes, uses, err = a.probeAll(ctx, s); err != nil {
			return err
		}
	}
	if a.asJSON {
		err = a.writeJSON(checked{[]fault{}, append([]fault{}, s.remarks...), probes, uses})
	} else if !offline {
		err = errors.Join(a.showProbes(probes, s.zone()), a.showUses(uses))
	}
	for _, h := range probes {
		if h.Error != "" {
			return cmp.Or(err, errPartial)
		}
	}
	return err
}

// probeAll visits every source, and counts what rules match; the fetch.Client
// bounds how many visits there are at once.
func (a *app) probeAll(ctx context.Context, s *settings) ([]health, []ruleUse, error) {
	client := fetch.New(s.fetchOptions(a.now))
	defer client.Close()
	sources, requests := s.sources(), s.requests()
	probes, uses := make([]health, len(sources)), usesOf(s)
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
			countUses(uses, visit.reading.Items)
			progress.step("%s: %s", source.ID, cmp.Or(probes[n].Error, counted(probes[n].Items, "item", "items")))
			return ctx.Err()
		})
	}
	return probes, uses, group.Wait()
}

func usesOf(s *settings) []ruleUse {
	uses := []ruleUse{}
	for _, rule := range s.rules {
		uses = append(uses, ruleUse{Rule: rule.Name, takes: rule.Match.Takes})
	}
	for _, d := range s.digests() {
		for _, list := range []struct {
			word  string
			names []string
		}{{"pin", d.Pin}, {"kill", d.Kill}} {
			for _, name := range list.names {
				uses = append(uses, ruleUse{
					Rule:  fmt.Sprintf("%s of %s: %s", list.word, d.ID, name),
					takes: func(i digest.Item) bool { return digest.Means(name, i) },
				})
			}
		}
	}
	return uses
}

// countUses adds the items that each matches.
func countUses(uses []ruleUse, items []digest.Item) {
	for n := range uses {
		for _, item := range items {
			if uses[n].takes(item) {
				uses[n].Items++
			}
		}
	}
}

// showUses prints what rules, pins and kills match, if there are any.
func (a *app) showUses(uses []ruleUse) error {
	if len(uses) == 0 {
		return nil
	}
	lines := make([]row, len(uses))
	for n, use := range uses {
		lines[n] = row{cells: []string{strconv.Itoa(use.Items), strings.TrimPrefix(use.Rule, "the ")}}
	}
	return a.rows([]string{"MATCHES", "RULE"}, lines)
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

// sayKey says what the DNS must hold for the readers' servers to believe the mails.
func (a *app) sayKey(d *outgoing.DKIM) error {
	if d == nil {
		return nil
	}
	record, err := d.Record()
	if err != nil {
		return err
	}
	a.say("dkim: the DNS must have for %s._domainkey.%s TXT %q", d.Selector, d.Domain, record)
	return nil
}
