package main

import (
	"errors"
	"io/fs"

	"github.com/spf13/cobra"
)

func newBackup(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the SQLite database while the paper comes out",
		Long: "backup writes the database as it is at one instant into a new file and looks through the copy. It may run\n" +
			"beside broadsheet run, and never overwrites. The copy is a database like the other: name it in `database:`\n" +
			"to go back to it. A PostgreSQL server has pg_dump.",
		Example: "  broadsheet backup broadsheet-$(date +%F).db",
		Args:    cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, args []string) (err error) {
			p, err := a.openToLook(command.Context())
			if err != nil {
				return err
			}
			defer p.closeInto(&err)
			if err := p.store.Backup(command.Context(), args[0]); errors.Is(err, fs.ErrExist) {
				return hinted(err, "name a file that is not there yet")
			} else if errors.Is(err, fs.ErrNotExist) {
				return hinted(err, makeFolder)
			} else if err != nil {
				return err
			}
			a.say("%s holds everything of %s, and is whole", args[0], p.database())
			return nil
		},
	}
}
