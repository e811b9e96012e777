package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	outgoing "broadsheet/internal/mail"
	"broadsheet/internal/worker"
)

func newBounce(a *app) *cobra.Command {
	b := &bounces{app: a}
	command := &cobra.Command{
		Use:   "bounce",
		Short: "Read reports of mails that came back",
		Long: "bounce reads a report of a failed delivery (RFC 3464) on stdin, as a mail server pipes it, or with --maildir\n" +
			"every new message of a mailbox: what was a report is marked as seen, the rest is left for a person. The\n" +
			"address it came to must be one that `mail.bounces` gave out, else nothing is changed.\n\n" +
			"A reader gets no more mail after one report that there is no such mailbox (5.1.1, 5.1.3, 5.1.6, 5.1.10), or\n" +
			"after three within 90 days, each of another edition, that blame the address or the mailbox (5.1, 5.2). What is\n" +
			"said of systems and policies, and what may still arrive, never counts. Who is taken out of `subscribers` and\n" +
			"put in again gets mail again.\n\n" +
			"It ends with 0 also where a message is no report, and with 75 when it is to be tried again later, which a mail\n" +
			"server understands.",
		Example: "  broadsheet bounce < report.eml\n" +
			"  broadsheet bounce --maildir /var/mail/bounces\n" +
			"  bounces: \"|broadsheet bounce --config /srv/paper.yaml\"   # in /etc/aliases",
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error { return b.read(command.Context()) },
	}
	command.Flags().StringVar(&b.maildir, "maildir", "", "read the new messages of the maildir in this `FOLDER`")
	command.Flags().StringVar(&b.to, "to", "", "the `ADDRESS` that the message came to, if its header does not say")
	return command
}

// bounces reads reports.
type bounces struct {
	*app
	maildir, to string
}

// errLater ends a command that a mail server should run again.
var errLater = errors.New("to be tried again later")

func (b *bounces) read(ctx context.Context) (err error) {
	p, err := b.openToLook(ctx)
	if err != nil {
		return fmt.Errorf("%w: %w", errLater, err)
	}
	defer p.closeInto(&err)
	if p.Mail.Bounces.Address == "" {
		return hinted(errors.New("the config names no `mail.bounces`, so no mail says where reports go"), "for example bounces: bounces@example.org")
	}
	if b.maildir != "" {
		return b.mailbox(ctx, p)
	}
	_, err = b.one(ctx, p, "stdin", b.input("a report"))
	return err
}

// one reads a message and says what came of it; it reports whether it was a
// report of ours.
func (b *bounces) one(ctx context.Context, p *press, name string, r io.Reader) (bool, error) {
	bounce, became, err := p.worker.Bounce(ctx, r, b.to)
	switch {
	case errors.Is(err, outgoing.ErrNoReport), errors.Is(err, worker.ErrStranger):
		b.say("%s: nothing done: %v", name, err)
		return false, nil
	case err != nil:
		return false, fmt.Errorf("%w: %w", errLater, err)
	}
	to := became.Subscriber
	outcome := "noted"
	if became.Stopped {
		outcome = "gets no more mail"
	}
	b.say("%s: %s of %s: %s: %s %s", name, to.Address, to.Digest, outcome, bounce.Status, bounce.Text)
	return true, nil
}

// mailbox reads what is new in a maildir, and moves it among what was seen: a
// report that was read as seen, anything else as not.
func (b *bounces) mailbox(ctx context.Context, p *press) error {
	entries, err := os.ReadDir(filepath.Join(b.maildir, "new"))
	if err != nil {
		return fmt.Errorf("read the maildir: %w", err)
	}
	for _, entry := range entries {
		if entry.IsDir() {
			continue
		}
		if err := b.file(ctx, p, entry.Name()); err != nil {
			return err
		}
	}
	return nil
}

func (b *bounces) file(ctx context.Context, p *press, name string) error {
	path := filepath.Join(b.maildir, "new", name)
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("read the maildir: %w", err)
	}
	ours, err := b.one(ctx, p, name, file)
	_ = file.Close()
	if err != nil {
		return err
	}
	flags := ":2,"
	if ours {
		flags = ":2,S"
	}
	if err := os.Rename(path, filepath.Join(b.maildir, "cur", name+flags)); err != nil {
		return fmt.Errorf("read the maildir: %w", err)
	}
	return nil
}
