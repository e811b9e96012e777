package main

import (
	"context"
	"fmt"
	"path"

	"broadsheet/digest"
)

// built is what build answers about one edition.
type built struct {
	Digest    string          `json:"digest"`
	Date      string          `json:"date"`
	Title     string          `json:"title"`
	Skipped   string          `json:"skipped,omitempty"` // why there is none
	Published bool            `json:"published"`         // false: it was out already
	Sections  []builtSection  `json:"sections"`
	Missing   []digest.Report `json:"missing"`
	Page      string          `json:"page"`
	Feeds     []string        `json:"feeds"`
	Outbox    string          `json:"outbox,omitempty"`
	Sent      int             `json:"mails_sent"`
	Pending   int             `json:"mails_pending"`
	Refused   int             `json:"mails_refused"`
}

type builtSection struct {
	Title   string `json:"title"`
	Stories int    `json:"stories"`
	Items   int    `json:"items"`
}

// describe gathers what is to be told of an edition.
func (a *app) describe(ctx context.Context, p *press, d digest.Digest, e digest.Edition, published bool) (built, error) {
	b := built{
		Digest: e.Digest, Date: e.Date, Title: e.Title, Skipped: e.Skipped, Published: published, Sections: sectionsOf(e),
		Missing: append([]digest.Report{}, e.Missing()...),
		Page:    p.page(d, e.Date), Feeds: p.feeds(d), Outbox: p.outbox(),
	}
	summaries, err := p.store.Summaries(ctx, e.Digest)
	if err != nil {
		return b, err
	}
	for _, s := range summaries {
		if s.Date == e.Date {
			b.Sent, b.Pending, b.Refused = s.Sent, s.Pending, s.Refused
		}
	}
	return b, nil
}

func sectionsOf(e digest.Edition) []builtSection {
	sections := make([]builtSection, len(e.Sections))
	for n, s := range e.Sections {
		sections[n] = builtSection{Title: s.Title, Stories: len(s.Clusters)}
		for _, c := range s.Clusters {
			sections[n].Items += 1 + len(c.AlsoIn)
		}
	}
	return sections
}

// reportBuilt tells what came out and why mails wait, and ends with errPartial
// if a source failed.
func (a *app) reportBuilt(p *press, results []built, failed []sourceFailure, wait *mailWait) error {
	var err error
	if a.asJSON {
		err = a.writeJSON(struct {
			Editions []built         `json:"editions"`
			Failed   []sourceFailure `json:"failed_sources"`
			MailWait *mailWait       `json:"mail_waits,omitempty"`
		}{results, append([]sourceFailure{}, failed...), wait})
	}
	if !a.asJSON {
		err = a.showAll(results)
		a.sayWait(wait, p.zone())
	}
	if err == nil && len(failed) > 0 {
		err = errPartial
	}
	return err
}

func (a *app) showAll(results []built) error {
	published := false
	for n, b := range results {
		if n > 0 {
			a.say("")
		}
		if err := a.showBuilt(b); err != nil {
			return err
		}
		published = published || b.Published && b.Skipped == ""
	}
	if published {
		a.say("The addresses answer while broadsheet run is running.")
	}
	return nil
}

func (a *app) showBuilt(b built) error {
	if b.Skipped != "" {
		a.say("%s of %s does not come out: %s.", b.Title, b.Date, b.Skipped)
		return nil
	}
	if !b.Published {
		a.say("%s of %s exists already; it stays as it is.", b.Title, b.Date)
		a.say("page   %s", b.Page)
		a.say("mails  %s", b.mails())
		return nil
	}
	stories, items := 0, 0
	for _, s := range b.Sections {
		stories, items = stories+s.Stories, items+s.Items
	}
	a.say("%s of %s is out: %s, from %s.", b.Title, b.Date, counted(stories, "story", "stories"), counted(items, "item", "items"))
	if err := a.showSections(b.Sections); err != nil {
		return err
	}
	for _, m := range b.Missing {
		a.say("Missing today: %s (%s)", plain(m.Title), plain(m.Reason))
	}
	a.say("page   %s", b.Page)
	a.say("feeds  %s", shortly(b.Feeds))
	a.say("mails  %s", b.mails())
	return nil
}

// shortly is the addresses of a feed, of which only the first is written out.
func shortly(feeds []string) string {
	text := feeds[0]
	for _, other := range feeds[1:] {
		text += ", " + path.Ext(other)
	}
	return text
}

func (a *app) showSections(sections []builtSection) error {
	rows := make([][]string, len(sections))
	for n, s := range sections {
		rows[n] = []string{s.Title, fmt.Sprint(s.Stories), fmt.Sprint(s.Items)}
	}
	return a.table([]string{"SECTION", "STORIES", "ITEMS"}, rows)
}

// mails is how the mails of an edition stand, in words.
func (b built) mails() string {
	if b.Sent+b.Pending+b.Refused == 0 {
		return "none"
	}
	words := fmt.Sprintf("%d sent", b.Sent)
	if b.Outbox != "" {
		words = fmt.Sprintf("%d in %s", b.Sent, b.Outbox)
	}
	if b.Pending > 0 {
		words += fmt.Sprintf(", %d waiting for another try, by run or build", b.Pending)
	}
	if b.Refused > 0 {
		words += fmt.Sprintf(", %d refused", b.Refused)
	}
	return words
}
