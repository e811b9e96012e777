package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"
)

// app is the program: the world it was started in, and what the flags said.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	env            func(name string) (value string, set bool)
	now            func() time.Time
	steady         func() time.Duration

	configFile string
	asJSON     bool
	// begun says that the command line was understood and a command runs: an
	// error before that is wrong use.
	begun bool
}

// The exit codes.
const (
	exitDone    = 0
	exitFailed  = 1
	exitUse     = 2  // wrong use, or a config.yaml with faults
	exitPartial = 3  // done, but some source failed
	exitLater   = 75 // bounce alone: a mail server should try again (EX_TEMPFAIL)
)

// errPartial ends a command that did its work although some source failed; it
// has already been said which.
var errPartial = errors.New("some source failed")

// run does what args say, which do not include the program's name, and
// answers the exit code.
func (a *app) run(ctx context.Context, args []string) int {
	root := newRoot(a)
	explainKnown(root)
	root.SetArgs(args)
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	command, err := root.ExecuteContextC(ctx)
	return a.conclude(ctx, command, err)
}

// conclude tells a person what went wrong and what to do, and chooses the exit code.
func (a *app) conclude(ctx context.Context, command *cobra.Command, err error) int {
	var bad *badConfig
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errPartial):
		return exitPartial
	case errors.As(err, &bad):
		fmt.Fprintln(a.stderr, bad.Error())
		return exitUse
	case !a.begun || isMisuse(err):
		fmt.Fprintf(a.stderr, "broadsheet: %s\n", plainLines(err.Error()))
		fmt.Fprint(a.stderr, wayToUse(command))
		return exitUse
	case ctx.Err() != nil && (errors.Is(err, ctx.Err()) || errors.Is(err, context.Cause(ctx))):
		fmt.Fprintln(a.stderr, "broadsheet: interrupted")
		return exitFailed
	}
	fmt.Fprintf(a.stderr, "broadsheet: %s\n", plainLines(err.Error()))
	if hint := hintFor(err); hint != "" {
		fmt.Fprintf(a.stderr, "hint: %s\n", hint)
	}
	if errors.Is(err, errLater) {
		return exitLater
	}
	return exitFailed
}

func init() { cobra.EnableCommandSorting = false }

// newRoot gathers the commands; each is at home in a file of its own name.
func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:           "broadsheet",
		Short:         "Your feeds, printed as a daily paper",
		Long:          "Broadsheet reads news feeds and prints the day's stories and editorials as an edition:\na web page, an RSS, Atom and JSON feed, and an e-mail to its subscribers.",
		Example:       "  broadsheet run      # scheduler, web and mail, until ^C\n  broadsheet build    # bring out today's edition now",
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRun: func(*cobra.Command, []string) {
			a.begun = true
		},
	}
	root.PersistentFlags().StringVar(&a.configFile, "config", "config.yaml", "the configuration `FILE`; relative paths in it are relative to its folder")
	root.CompletionOptions.DisableDefaultCmd = true
	explainWell(root, a)
	return root
}

// withJSON adds --json to a command whose answer a script may want.
func (a *app) withJSON(command *cobra.Command) *cobra.Command {
	command.Flags().BoolVar(&a.asJSON, "json", false, "write JSON instead of a table")
	return command
}
