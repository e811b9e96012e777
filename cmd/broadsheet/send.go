package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/mail"
	"strings"

	"github.com/spf13/cobra"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

func newSend(a *app) *cobra.Command {
	to := ""
	command := &cobra.Command{
		Use:   "send --test ADDRESS [DIGEST]",
		Short: "Send the latest edition to one address, to try the mail",
		Long: "send hands the latest edition of a digest over to one address, the way that config.yaml says, and tells\n" +
			"why if the server does not take it. Nothing is written down, and no reader gets anything.",
		Example: "  broadsheet send --test me@example.org",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			if to == "" {
				return wrongUse(errors.New("--test: name the address that gets it"))
			}
			address, err := mail.ParseAddress(to)
			if err != nil {
				return wrongUse(fmt.Errorf("--test: %q is no e-mail address", to))
			}
			return a.sendTest(command.Context(), address, args)
		},
	}
	command.Flags().StringVar(&to, "test", "", "the `ADDRESS` that gets it")
	return command
}

func (a *app) sendTest(ctx context.Context, to *mail.Address, args []string) (err error) {
	p, err := a.openToLook(ctx)
	if err != nil {
		return err
	}
	defer p.closeInto(&err)
	digests, err := p.chosen(args)
	if err != nil {
		return err
	}
	e, err := p.store.Latest(ctx, digests[0].ID)
	if errors.Is(err, store.ErrNotFound) {
		return hinted(fmt.Errorf("%s has no edition yet", digests[0].ID), "broadsheet build brings one out")
	}
	if err != nil {
		return err
	}
	letter, err := p.worker.Letter(e, digest.Subscriber{ID: "test-" + strings.ToLower(rand.Text()), Address: to.Address, Name: to.Name})
	if err != nil {
		return err
	}
	if err := p.worker.Sender.Send(ctx, letter); err != nil {
		return hinted(fmt.Errorf("send %s to %s: %w", e.ID(), to.Address, err), hintForMail(err))
	}
	if folder := p.outbox(); folder != "" {
		a.say("%s to %s is a file in %s, as %s", e.ID(), to.Address, folder, letter.MessageID)
		a.say("Nothing is sent: config.yaml names no server (mail.transport).")
		return nil
	}
	a.say("%s is on its way to %s, as %s", e.ID(), to.Address, letter.MessageID)
	return nil
}
