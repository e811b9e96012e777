package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

func newEditions(a *app) *cobra.Command {
	return a.withJSON(&cobra.Command{
		Use:     "editions [DIGEST]",
		Short:   "List the editions and skipped days, and when the next is due",
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
			var hours []digestHours
			for _, d := range digests {
				summaries, err := p.store.Summaries(command.Context(), d.ID)
				if err != nil {
					return err
				}
				for _, s := range summaries {
					list = append(list, editionLine{
						s.Digest, s.Date, s.Title, s.Headline, s.At, s.Due, s.Sections, s.Clusters, s.Items, s.Missing,
						s.Sent, s.Pending, s.Refused, s.Bounced, p.page(d, s.Date), s.Skipped,
					})
				}
				h, err := a.hoursOf(command.Context(), p, d)
				if err != nil {
					return err
				}
				hours = append(hours, h)
			}
			wait, err := p.mailWait(command.Context())
			if err != nil {
				return err
			}
			return a.showEditions(list, hours, wait, p.zone())
		},
	})
}

// editionLine is an edition in one line.
type editionLine struct {
	Digest   string    `json:"digest"`
	Date     string    `json:"date"`
	Title    string    `json:"title"`
	Headline string    `json:"headline,omitempty"`
	At       time.Time `json:"at"`
	Due      time.Time `json:"due,omitzero"`
	Sections int       `json:"sections"`
	Stories  int       `json:"stories"`
	Items    int       `json:"items"`
	Missing  int       `json:"missing_sources"`
	Sent     int       `json:"mails_sent"`
	Pending  int       `json:"mails_pending"`
	Refused  int       `json:"mails_refused"`
	Bounced  int       `json:"mails_bounced"`
	Page     string    `json:"page"`
	Skipped  string    `json:"skipped,omitempty"` // why the day has no edition
}

// mails is how the mails stand, in words.
func (e editionLine) mails() string {
	text := fmt.Sprintf("%d sent, %d pending, %d refused", e.Sent, e.Pending, e.Refused)
	if e.Bounced > 0 {
		text += fmt.Sprintf(", %d came back", e.Bounced)
	}
	return text
}

// notes are what stands below the line of an edition.
func (e editionLine) notes() []note {
	notes := []note{{"page", e.Page}, {"mails", e.mails()}}
	if e.Headline != "" {
		notes = append([]note{{"leads", e.Headline}}, notes...)
	}
	return notes
}

// digestHours is when a digest's editions are to come out.
type digestHours struct {
	Digest string `json:"digest"`
	// LastPlanned is the last hour of the schedule that has come.
	LastPlanned time.Time `json:"last_planned,omitzero"`
	// NextDue is the hour of the edition that comes out next; it is overdue when
	// that has passed.
	NextDue time.Time `json:"next_due,omitzero"`
	Overdue bool      `json:"overdue"`
	zone    *time.Location
}

func (a *app) hoursOf(ctx context.Context, p *press, d digest.Digest) (digestHours, error) {
	now := a.now()
	last, err := p.store.LastSlot(ctx, d.ID, digest.DayAfter(d, now))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return digestHours{}, err
	}
	h := digestHours{Digest: d.ID, zone: d.Zone}
	if planned, ok := digest.LastSlot(d, now); ok {
		h.LastPlanned = planned.Due
	}
	if next, ok := digest.NextDue(d, last, now); ok {
		h.NextDue = next.At.UTC()
		h.Overdue = !next.At.After(now)
	}
	return h, nil
}

// words tells the hours in the digest's zone.
func (h digestHours) words() string {
	next := moment(h.NextDue, h.zone)
	if h.Overdue {
		next += ", overdue"
	}
	return fmt.Sprintf("%s: last planned %s, next due %s", h.Digest, moment(h.LastPlanned, h.zone), next)
}

// mailWait is a pause in which no mail leaves.
type mailWait struct {
	Since time.Time `json:"since"`
	Until time.Time `json:"until"`
	Tries int       `json:"tries"`
	Cause string    `json:"cause"`
}

// mailWait is nil while mails leave.
func (p *press) mailWait(ctx context.Context) (*mailWait, error) {
	outage, err := p.worker.Outage(ctx)
	if err != nil || outage.Failures == 0 {
		return nil, err
	}
	return &mailWait{outage.Since, outage.Until, outage.Failures, outage.Cause}, nil
}

func (a *app) showEditions(list []editionLine, hours []digestHours, wait *mailWait, zone *time.Location) error {
	if a.asJSON {
		return a.writeJSON(struct {
			Editions []editionLine `json:"editions"`
			Digests  []digestHours `json:"digests"`
			MailWait *mailWait     `json:"mail_waits,omitempty"`
		}{list, hours, wait})
	}
	if len(list) == 0 {
		a.say("no edition yet; broadsheet build brings one out")
	} else if err := a.editionsTable(list, zone); err != nil {
		return err
	}
	for _, h := range hours {
		a.say("%s", h.words())
	}
	a.sayWait(wait, zone)
	return nil
}

// sayWait tells of a pause, and what a person can do about it.
func (a *app) sayWait(wait *mailWait, zone *time.Location) {
	if wait == nil {
		return
	}
	a.say("mail waits since %s, next try %s: %s", moment(wait.Since, zone), moment(wait.Until, zone), plain(wait.Cause))
	if hint := hintForMail(errors.New(wait.Cause)); hint != "" {
		a.say("  next: %s", hint)
	}
}

func (a *app) editionsTable(list []editionLine, zone *time.Location) error {
	lines := make([]row, len(list))
	for n, e := range list {
		if e.Skipped != "" {
			lines[n] = row{[]string{e.Digest, e.Date, moment(e.At, zone), "-", "-", fmt.Sprint(e.Missing)}, []note{{"skipped", e.Skipped}}}
			continue
		}
		lines[n] = row{
			[]string{e.Digest, e.Date, moment(e.At, zone), fmt.Sprint(e.Stories), fmt.Sprint(e.Items), fmt.Sprint(e.Missing)},
			e.notes(),
		}
	}
	return a.rows([]string{"DIGEST", "DATE", "COMPOSED", "STORIES", "ITEMS", "MISSING"}, lines)
}
