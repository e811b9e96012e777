package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"broadsheet/internal/store"
)

func newExport(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "export [FILE]",
		Short: "Write the sources as OPML, for other feed readers",
		Long: "export writes the sources of config.yaml as OPML 2.0, to stdout or into FILE. What other programs do not\n" +
			"know (kinds, selectors, zones) stands in attributes of our own, so that import restores it. Logins,\n" +
			"cookies and other secrets are left out.",
		Example: "  broadsheet export > sources.opml\n  broadsheet export sources.opml",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			return a.export(command.Context(), args)
		},
	}
}

func (a *app) export(ctx context.Context, args []string) error {
	s, err := a.load()
	if err != nil {
		return err
	}
	states, err := a.statesOf(ctx, s)
	if err != nil {
		return err
	}
	text, err := writeOPML(s, states, a.now())
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	for _, c := range s.Sources {
		if c.hasSecrets() {
			fmt.Fprintf(a.stderr, "%s: its login, cookies or headers are left out\n", c.ID)
		}
	}
	if len(args) == 0 || args[0] == "-" {
		_, err = a.stdout.Write(text)
		return err
	}
	if err := a.writeExport(s, args[0], text, 0o644); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	a.say("%s in %s", counted(len(s.Sources), "source", "sources"), args[0])
	return nil
}

// writeExport writes a file that a person named, but not in the place of what
// the paper lives of.
func (a *app) writeExport(s *settings, name string, text []byte, mode os.FileMode) error {
	for _, own := range []string{a.configFile, s.database()} {
		if isSameFile(name, own) {
			return hinted(fmt.Errorf("%s is what the paper lives of, and stays as it is", name), "name another file")
		}
	}
	err := writeFile(name, text, mode)
	if errors.Is(err, fs.ErrNotExist) {
		return hinted(err, makeFolder)
	}
	return err
}

func isSameFile(one, other string) bool {
	a, errA := os.Stat(one)
	b, errB := os.Stat(other)
	return errA == nil && errB == nil && os.SameFile(a, b)
}

// hasSecrets says whether a source is asked with something that is nobody's business.
func (c sourceConfig) hasSecrets() bool {
	address := c.address()
	return c.Auth != (authConfig{}) || c.Cookies != "" || len(c.Headers) > 0 || c.ClientCertificate != (certificateConfig{}) ||
		withoutLogin(address) != address
}

// statesOf is what the database knows of the sources; nothing if there is none.
func (a *app) statesOf(ctx context.Context, s *settings) (states map[string]store.State, err error) {
	if !s.hasDatabase() {
		return nil, nil
	}
	p, err := a.open(ctx, s, s.database(), a.quietLog())
	if err != nil {
		return nil, err
	}
	defer p.closeInto(&err)
	return p.states(ctx)
}
