package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"broadsheet/digest"
	"broadsheet/internal/store"
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
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	command.PersistentFlags().StringVar(&chosen, "digest", "", "the `ID` of the digest; not needed where there is one, and list shows all")
	for _, sub := range []*cobra.Command{
		a.withJSON(&cobra.Command{
			Use: "list", Short: "List the readers, and whose mail waits or was refused", Args: cobra.NoArgs,
			RunE: func(command *cobra.Command, _ []string) error {
				return a.onDigests(command.Context(), chosen, a.listSubscribers)
			},
			Example: "  broadsheet subscribers list\n  broadsheet subscribers list --json | jq '.[] | select(.mail)'",
		}),
		{
			Use: "add ADDRESS…", Short: "Add readers", Args: cobra.MinimumNArgs(1), RunE: a.onReaders(&chosen, a.addSubscribers),
			Example: "  broadsheet subscribers add 'Amina Farooqi <amina@reader.example>'",
		},
		{
			Use: "remove ADDRESS…", Short: "Take readers out", Args: cobra.MinimumNArgs(1), RunE: a.onReaders(&chosen, a.removeSubscribers),
			Example: "  broadsheet subscribers remove two@reader.example",
		},
		{
			Use: "import FILE", Short: "Add the readers of a CSV file", Args: cobra.ExactArgs(1), RunE: a.onReaders(&chosen, a.importSubscribers),
			Long: "import adds the readers of a CSV file whose first line names its columns: address or email, and perhaps name\n" +
				"and state. Whose state is neither empty, confirmed nor enabled has left elsewhere, and gets nothing here\n" +
				"either. Where one line is wrong, all wrong ones are told, and nobody is added.",
			Example: "  broadsheet subscribers import readers.csv",
		},
		{
			Use: "export [FILE]", Short: "Write all readers as CSV", Args: cobra.MaximumNArgs(1), RunE: a.onReaders(&chosen, a.exportSubscribers),
			Example: "  broadsheet subscribers export > readers.csv",
		},
	} {
		command.AddCommand(sub)
	}
	return command
}

// onReaders runs something on the readers of the digest that was meant.
func (a *app) onReaders(chosen *string, run func(context.Context, *press, string, []string) error) func(*cobra.Command, []string) error {
	return func(command *cobra.Command, args []string) error {
		return a.onDigests(command.Context(), *chosen, func(ctx context.Context, p *press, digests []digest.Digest) error {
			if len(digests) > 1 {
				return wrongUse(fmt.Errorf("--digest: there are several, name one of %s", strings.Join(idsOf(digests), ", ")))
			}
			return run(ctx, p, digests[0].ID, args)
		})
	}
}

// onDigests runs something on the digests that were meant: the chosen one, or all.
func (a *app) onDigests(ctx context.Context, chosen string, run func(context.Context, *press, []digest.Digest) error) (err error) {
	s, err := a.load()
	if err != nil {
		return err
	}
	var named []string
	if chosen != "" {
		named = []string{chosen}
	}
	digests, err := s.chosen(named)
	if err != nil {
		return err
	}
	p, err := a.openForWork(ctx, s, a.quietLog())
	if err != nil {
		return err
	}
	defer p.closeInto(&err)
	return run(ctx, p, digests)
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
	Digest  string    `json:"digest"`
	Address string    `json:"address"`
	Name    string    `json:"name,omitempty"`
	State   string    `json:"state"`
	Since   time.Time `json:"since"`
	// Mail is the newest that did not reach them; nil if none is known of.
	Mail *hinderedMail `json:"mail,omitempty"`
}

// hinderedMail is one that waits for another try, was refused or came back.
type hinderedMail struct {
	Date     string    `json:"date"`
	State    string    `json:"state"`
	Attempts int       `json:"attempts"`
	NextTry  time.Time `json:"next_try,omitzero"`
	Error    string    `json:"error"`
}

func (p *press) hinderedMails(ctx context.Context, id string) (map[string]*hinderedMail, error) {
	found, err := p.store.Hindered(ctx, id)
	mails := map[string]*hinderedMail{}
	for _, d := range found {
		m := &hinderedMail{Date: d.Date, State: string(d.State), Attempts: d.Attempts, Error: d.Error}
		if d.State == digest.Pending || d.State == digest.Sending {
			m.NextTry = d.NextTry
		}
		mails[d.Subscriber.ID] = m
	}
	return mails, err
}

// words tell what became of it.
func (m hinderedMail) words(zone *time.Location) string {
	text := fmt.Sprintf("the mail of %s is %s", m.Date, m.State)
	if !m.NextTry.IsZero() {
		text += ", next try " + moment(m.NextTry, zone)
	}
	return text + ": " + plain(m.Error)
}

// readers is what is to be told of the readers of a digest.
func (p *press) readers(ctx context.Context, id string) ([]subscriberLine, error) {
	subs, err := p.store.Subscribers(ctx, id)
	if err != nil {
		return nil, err
	}
	mails, err := p.hinderedMails(ctx, id)
	lines := make([]subscriberLine, len(subs))
	for n, s := range subs {
		lines[n] = subscriberLine{id, s.Address, s.Name, string(s.State), s.Since, mails[s.ID]}
	}
	return lines, err
}

func (a *app) listSubscribers(ctx context.Context, p *press, digests []digest.Digest) error {
	lines := []subscriberLine{}
	for _, d := range digests {
		more, err := p.readers(ctx, d.ID)
		if err != nil {
			return err
		}
		lines = append(lines, more...)
	}
	if a.asJSON {
		return a.writeJSON(lines)
	}
	if len(lines) == 0 {
		a.say("there are no readers yet; broadsheet subscribers add ADDRESS adds one")
		return nil
	}
	if err := a.tableReaders(lines, len(digests) > 1, p.zone()); err != nil {
		return err
	}
	for _, line := range lines {
		if line.Mail != nil {
			a.say("%s: %s", plain(line.Address), line.Mail.words(p.zone()))
		}
	}
	return nil
}

// tableReaders names the digest of each reader where there may be several.
func (a *app) tableReaders(lines []subscriberLine, several bool, zone *time.Location) error {
	head, rows := []string{"DIGEST", "ADDRESS", "NAME", "STATE", "SINCE"}, make([][]string, len(lines))
	for n, s := range lines {
		rows[n] = []string{s.Digest, s.Address, cmp.Or(s.Name, "-"), s.State, moment(s.Since, zone)}
		if !several {
			rows[n] = rows[n][1:]
		}
	}
	if !several {
		head = head[1:]
	}
	return a.table(head, rows)
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
		err := p.store.Delist(ctx, id, address)
		if errors.Is(err, store.ErrNotFound) {
			return hinted(err, "broadsheet subscribers list shows who is there")
		}
		if err != nil {
			return err
		}
		a.say("%s: %s gets no more", id, address)
	}
	return nil
}
