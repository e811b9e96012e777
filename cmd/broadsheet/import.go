package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
)

func newImport(a *app) *cobra.Command {
	dryRun := false
	command := &cobra.Command{
		Use:   "import FILE|-",
		Short: "Add the sources of an OPML file to config.yaml",
		Long: "import reads an OPML file, as feed readers write them, and adds the sources that config.yaml has not yet.\n" +
			"It writes them below the last one, in the same form, and leaves all else in the file as it is, comments\n" +
			"included. Folders become labels. Do it again, and nothing changes.",
		Example: "  broadsheet import --dry-run subscriptions.opml\n  broadsheet import subscriptions.opml",
		Args:    cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			return a.importOPML(args[0], dryRun)
		},
	}
	command.Flags().BoolVar(&dryRun, "dry-run", false, "show what would change in config.yaml, and change nothing")
	return a.withJSON(command)
}

// imported is what became of a source of an OPML file.
type imported struct {
	Line    int    `json:"line"`
	ID      string `json:"id,omitempty"`
	Title   string `json:"title,omitempty"`
	Address string `json:"address,omitempty"`
	Added   bool   `json:"added"`
	Why     string `json:"why,omitempty"`
}

func (a *app) importOPML(file string, dryRun bool) error {
	s, err := a.load()
	if err != nil {
		return err
	}
	content, err := a.readInput(file)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	list, broken := readOPML(content)
	if len(list) == 0 && broken != nil {
		return fmt.Errorf("import %s: %w", file, broken)
	}
	if broken != nil {
		fmt.Fprintf(a.stderr, "%s: %v\n", file, broken)
	}
	n := newcomersTo(s)
	results := make([]imported, len(list))
	for i, each := range list {
		r := imported{Line: each.line, Title: oneLine(each.Title), Address: redact(each.address())}
		if each.address() == "" {
			r.Why = "names no address"
		} else {
			r.ID, r.Why = n.admit(each.addition)
		}
		r.Added = r.Why == ""
		results[i] = r
	}
	after, err := a.amend(s, n.admitted, dryRun)
	if err != nil {
		return fmt.Errorf("import %s: %w", file, err)
	}
	return a.showImported(results, s, after, dryRun)
}

// readInput reads a file, or stdin where it is called -.
func (a *app) readInput(file string) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(a.input("OPML"))
	}
	return os.ReadFile(file)
}

func (a *app) showImported(results []imported, before, after *settings, dryRun bool) error {
	added := 0
	for _, r := range results {
		if r.Added {
			added++
		}
	}
	if a.asJSON {
		return a.writeJSON(results)
	}
	out, verb := a.stdout, "added to"
	if dryRun { // stdout has the diff
		out, verb = a.stderr, "would be added to"
	}
	for _, r := range results {
		if r.Added {
			fmt.Fprintf(out, "added    %-24s %s\n", r.ID, plain(cmp.Or(r.Title, r.Address)))
		} else {
			fmt.Fprintf(out, "skipped  %s: %s\n", plain(cmp.Or(r.Title, r.Address, fmt.Sprintf("line %d", r.Line))), plain(r.Why))
		}
	}
	fmt.Fprintf(out, "%s %s %s, %d skipped\n", counted(added, "source", "sources"), verb, a.configFile, len(results)-added)
	if !dryRun {
		a.adviseAdded(before, after)
	}
	return nil
}

// adviseAdded says what to do with sources that were added.
func (a *app) adviseAdded(before, after *settings) {
	added := after.Sources[len(before.Sources):]
	if len(added) == 0 {
		return
	}
	if idle := after.idle(added); len(idle) > 0 {
		a.say("no digest takes %s yet: each names its sources in %s; add it there", listing(idle, 3), a.configFile)
	}
	a.say("next   broadsheet check   tries every source")
	a.say("       broadsheet build   brings out an edition with them")
}

// listing names the first few of many.
func listing(names []string, few int) string {
	if len(names) > few {
		return strings.Join(names[:few], ", ") + fmt.Sprintf(" and %d more", len(names)-few)
	}
	return strings.Join(names, ", ")
}

// idle are those of the sources that no digest takes.
func (s *settings) idle(sources []sourceConfig) []string {
	var idle []string
	for _, source := range sources {
		taken := false
		for _, d := range s.digests() {
			taken = taken || d.Takes(string(source.ID))
		}
		if !taken {
			idle = append(idle, string(source.ID))
		}
	}
	return idle
}
