package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"
)

func newEditions(a *app) *cobra.Command {
	return a.withJSON(&cobra.Command{
		Use:     "editions [DIGEST]",
		Short:   "List the editions that came out, newest first",
		Example: "  broadsheet editions\n  broadsheet editions morning --json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, args []string) (err error) {
			p, err := a.openToLook(command.Context())
			if err != nil {
				return err
			}
			defer p.closeInto(&err)
			digests, err := p.chosen(args)
			if err != nil {
				return err
			}
			list := []editionLine{}
			for _, d := range digests {
				summaries, err := p.store.Summaries(command.Context(), d.ID)
				if err != nil {
					return err
				}
				for _, s := range summaries {
					list = append(list, editionLine{
						s.Digest, s.Date, s.Title, s.At, s.Sections, s.Clusters, s.Items, s.Missing,
						s.Sent, s.Pending, s.Refused, p.page(d, s.Date),
					})
				}
			}
			return a.showEditions(list, p.zone())
		},
	})
}

// editionLine is an edition in one line.
type editionLine struct {
	Digest   string    `json:"digest"`
	Date     string    `json:"date"`
	Title    string    `json:"title"`
	At       time.Time `json:"at"`
	Sections int       `json:"sections"`
	Stories  int       `json:"stories"`
	Items    int       `json:"items"`
	Missing  int       `json:"missing_sources"`
	Sent     int       `json:"mails_sent"`
	Pending  int       `json:"mails_pending"`
	Refused  int       `json:"mails_refused"`
	Page     string    `json:"page"`
}

func (a *app) showEditions(list []editionLine, zone *time.Location) error {
	if a.asJSON {
		return a.writeJSON(list)
	}
	if len(list) == 0 {
		a.say("no edition yet; broadsheet build brings one out")
		return nil
	}
	lines := make([]row, len(list))
	for n, e := range list {
		lines[n] = row{
			[]string{e.Digest, e.Date, moment(e.At, zone), fmt.Sprint(e.Stories), fmt.Sprint(e.Items), fmt.Sprint(e.Missing)},
			[]note{{"page", e.Page}, {"mails", fmt.Sprintf("%d sent, %d pending, %d refused", e.Sent, e.Pending, e.Refused)}},
		}
	}
	return a.rows([]string{"DIGEST", "DATE", "COMPOSED", "STORIES", "ITEMS", "MISSING"}, lines)
}
