package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"broadsheet/digest"
)

func newSubscribers(a *app) *cobra.Command {
	chosen := ""
	command := &cobra.Command{
		Use:   "subscribers",
		Short: "List, add, remove, import and export readers",
		Long: "subscribers looks after the readers of a digest who do not stand in config.yaml. Whoever has unsubscribed\n" +
			"stays so, whoever adds them.",
		Example: "  broadsheet subscribers list\n  broadsheet subscribers add 'Amina Farooqi <amina@reader.example>'\n" +
			"  broadsheet subscribers import readers.csv --digest morning",
	}
	command.PersistentFlags().StringVar(&chosen, "digest", "", "the `ID` of the digest; not needed where there is one")
	add := func(use, short string, args cobra.PositionalArgs, run func(context.Context, *press, string, []string) error) *cobra.Command {
		sub := &cobra.Command{
			Use: use, Short: short, Args: args, Example: "  broadsheet subscribers " + strings.ToLower(use),
			RunE: func(command *cobra.Command, args []string) error {
				return a.subscribers(command.Context(), chosen, args, run)
			},
		}
		command.AddCommand(sub)
		return sub
	}
	a.withJSON(add("list", "List the readers", cobra.NoArgs, a.listSubscribers))
	add("add ADDRESS…", "Add readers", cobra.MinimumNArgs(1), a.addSubscribers)
	add("remove ADDRESS…", "Take readers out", cobra.MinimumNArgs(1), a.removeSubscribers)
	add("import FILE", "Add the readers of a CSV file (address, name, state)", cobra.ExactArgs(1), a.importSubscribers)
	add("export [FILE]", "Write all readers as CSV", cobra.MaximumNArgs(1), a.exportSubscribers)
	return command
}

// subscribers does something with the readers of the digest that was meant.
func (a *app) subscribers(ctx context.Context, chosen string, args []string, run func(context.Context, *press, string, []string) error) (err error) {
	s, err := a.load()
	if err != nil {
		return err
	}
	p, err := a.openForWork(ctx, s, a.quietLog())
	if err != nil {
		return err
	}
	defer p.closeInto(&err)
	var named []string
	if chosen != "" {
		named = []string{chosen}
	}
	digests, err := p.chosen(named)
	if err != nil {
		return err
	}
	if len(digests) > 1 {
		return wrongUse(fmt.Errorf("--digest: there are several, name one of %s", strings.Join(idsOf(digests), ", ")))
	}
	return run(ctx, p, digests[0].ID, args)
}

func idsOf(digests []digest.Digest) []string {
	var ids []string
	for _, d := range digests {
		ids = append(ids, d.ID)
	}
	return ids
}

// subscriberLine is a reader in one line.
type subscriberLine struct {
	Address string    `json:"address"`
	Name    string    `json:"name,omitempty"`
	State   string    `json:"state"`
	Since   time.Time `json:"since"`
}

func (a *app) listSubscribers(ctx context.Context, p *press, id string, _ []string) error {
	subs, err := p.store.Subscribers(ctx, id)
	if err != nil {
		return err
	}
	if a.asJSON {
		lines := make([]subscriberLine, len(subs))
		for n, s := range subs {
			lines[n] = subscriberLine{s.Address, s.Name, string(s.State), s.Since}
		}
		return a.writeJSON(lines)
	}
	rows := make([][]string, len(subs))
	for n, s := range subs {
		rows[n] = []string{s.Address, cmp.Or(s.Name, "-"), string(s.State), moment(s.Since, p.zone())}
	}
	return a.table([]string{"ADDRESS", "NAME", "STATE", "SINCE"}, rows)
}

func (a *app) addSubscribers(ctx context.Context, p *press, id string, args []string) error {
	var subs []digest.Subscriber
	for _, text := range args {
		address, err := mail.ParseAddress(text)
		if err != nil {
			return wrongUse(fmt.Errorf("%q is no e-mail address", text))
		}
		subs = append(subs, digest.Subscriber{Digest: id, Address: address.Address, Name: address.Name, State: digest.Confirmed, Since: a.now()})
	}
	return a.enlist(ctx, p, id, subs)
}

func (a *app) enlist(ctx context.Context, p *press, id string, subs []digest.Subscriber) error {
	done, err := p.store.Enlist(ctx, id, subs)
	if err != nil {
		return err
	}
	a.say("%s: %s added, %d there already, %d back", id, counted(done.Added, "reader", "readers"), done.Kept, done.Back)
	for _, address := range done.Unsubscribed {
		a.say("  %s has unsubscribed, and stays so", address)
	}
	return nil
}

func (a *app) removeSubscribers(ctx context.Context, p *press, id string, args []string) error {
	for _, address := range args {
		for _, listed := range p.settings.subscribers(a.now()) {
			if listed.Digest == id && strings.EqualFold(listed.Address, address) {
				return hinted(fmt.Errorf("%s stands in %s", address, a.configFile), "take it out there")
			}
		}
		if err := p.store.Delist(ctx, id, address); err != nil {
			return err
		}
		a.say("%s: %s gets no more", id, address)
	}
	return nil
}

func (a *app) importSubscribers(ctx context.Context, p *press, id string, args []string) error {
	file, err := os.Open(args[0])
	if err != nil {
		return err
	}
	defer file.Close()
	subs, err := readSubscribers(file)
	if err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	for n := range subs {
		subs[n].Digest, subs[n].Since = id, a.now()
	}
	return a.enlist(ctx, p, id, subs)
}

// readSubscribers reads CSV whose first line names its columns: address or
// email, and perhaps name and state. Every line that is wrong is told.
func readSubscribers(r io.Reader) ([]digest.Subscriber, error) {
	table := csv.NewReader(r)
	table.FieldsPerRecord, table.TrimLeadingSpace = -1, true
	head, err := table.Read()
	if err != nil {
		return nil, err
	}
	column := func(names ...string) int {
		return slices.IndexFunc(head, func(h string) bool {
			return slices.Contains(names, strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff"))))
		})
	}
	at, named, state := column("address", "email", "e-mail"), column("name"), column("state", "status")
	if at < 0 {
		return nil, hinted(errors.New("line 1 names no column address or email"), "write address,name,state in the first line")
	}
	var subs []digest.Subscriber
	var faults []error
	for {
		record, err := table.Read()
		if errors.Is(err, io.EOF) {
			return subs, errors.Join(faults...)
		}
		if err != nil {
			return nil, err
		}
		cell := func(n int) string {
			if n < 0 || n >= len(record) {
				return ""
			}
			return strings.TrimSpace(record[n])
		}
		address, err := mail.ParseAddress(cell(at))
		if err != nil {
			line, _ := table.FieldPos(0)
			faults = append(faults, fmt.Errorf("line %d: %q is no e-mail address", line, cell(at)))
			continue
		}
		sub := digest.Subscriber{Address: address.Address, Name: cmp.Or(cell(named), address.Name), State: digest.Confirmed}
		if word := cell(state); word != "" && word != string(digest.Confirmed) && word != "enabled" {
			sub.State = digest.Unsubscribed
		}
		subs = append(subs, sub)
	}
}

func (a *app) exportSubscribers(ctx context.Context, p *press, id string, args []string) error {
	subs, err := p.store.Subscribers(ctx, id)
	if err != nil {
		return err
	}
	var text strings.Builder
	table := csv.NewWriter(&text)
	_ = table.Write([]string{"address", "name", "state", "since"})
	for _, s := range subs {
		_ = table.Write([]string{s.Address, s.Name, string(s.State), s.Since.UTC().Format(time.RFC3339)})
	}
	table.Flush()
	if len(args) == 0 {
		_, err = io.WriteString(a.stdout, text.String())
		return err
	}
	return os.WriteFile(args[0], []byte(text.String()), 0o600)
}
