package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"broadsheet/internal/store"
)

func newMove(a *app) *cobra.Command {
	to := ""
	command := &cobra.Command{
		Use:   "move --to DATABASE",
		Short: "Move everything into another database, as to PostgreSQL",
		Long: "move copies every table into an empty database, compares the two by counts and hashes, and closes the old\n" +
			"one, so that the paper cannot come out of both. Stop broadsheet run before. If it is interrupted, begin it\n" +
			"again: it goes on. Nothing in config.yaml changes: set `database:` afterwards.",
		Example: "  broadsheet move --to postgres://broadsheet@db.example.org/broadsheet\n" +
			"  broadsheet move --to file:/run/secrets/database  # the first line of that file",
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			s, err := a.load()
			if err != nil {
				return err
			}
			target, err := moveTarget(to)
			if err != nil {
				return err
			}
			return a.move(command.Context(), s, target)
		},
	}
	command.Flags().StringVar(&to, "to", "", "the `DATABASE` to move to: postgres://…, a file, or file:PATH for the first line of a file")
	return command
}

// moveTarget is the database that --to names.
func moveTarget(to string) (string, error) {
	name, isFile := strings.CutPrefix(to, "file:")
	if isFile {
		content, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		first, _, _ := strings.Cut(string(content), "\n")
		to = strings.TrimSpace(first)
	}
	if to == "" {
		return "", wrongUse(errors.New("--to: name the new database"))
	}
	return to, nil
}

func (a *app) move(ctx context.Context, s *settings, target string) error {
	if !s.hasDatabase() {
		return fmt.Errorf("%s: %w", s.database(), errNoDatabase)
	}
	if err := a.isQuiet(ctx, s); err != nil {
		return err
	}
	err := store.Move(ctx, s.database(), target, func(m store.Moved) {
		a.say("%-13s %s, the same in both", m.Table, counted(m.Rows, "row", "rows"))
	})
	if err != nil {
		return err
	}
	a.say("Everything has moved. Name the new database in %s:", a.configFile)
	if isServer(target) {
		target = "postgres://…" // it may hold a password
	}
	a.say("database: %s", target)
	return nil
}

// pause is longer than the time between two beats of a process.
const pause = 6 * time.Second

// isQuiet complains if a process works on the database: if it beats.
func (a *app) isQuiet(ctx context.Context, s *settings) error {
	opened, err := store.Open(ctx, s.database())
	if errors.Is(err, store.ErrMoved) {
		return nil // nobody can; this is a move that was broken off at its very end
	}
	if err != nil {
		return err
	}
	before, err := opened.Processes(ctx)
	after := before
	if err == nil && len(before) > 0 {
		a.say("%s on it before; looking whether any still is", counted(len(before), "process was", "processes were"))
		select {
		case <-time.After(pause):
		case <-ctx.Done():
		}
		after, err = opened.Processes(ctx)
	}
	if err = errors.Join(err, opened.Close()); err != nil {
		return err
	}
	beats := map[string]int{}
	for _, p := range before {
		beats[p.ID] = p.Beats
	}
	for _, p := range after {
		if p.Beats != beats[p.ID] {
			return busy(p.Place, p.PID)
		}
	}
	return nil
}

// errBusy says that somebody works on a database that must be left alone.
var errBusy = errors.New("a broadsheet is running on it")

func busy(place string, pid int) error {
	return hinted(fmt.Errorf("%w: process %d on %s", errBusy, pid, place), "stop it, and begin again")
}
