package digest

import (
	"cmp"
	"slices"
	"strings"
)

// Correction is a word about something that an earlier edition has printed.
type Correction struct {
	// Date is that of the edition that printed it.
	Date string `json:"date"`
	// Entry is how it reads now, without its whole text.
	Entry Entry `json:"entry"`
	// Was is the headline that was told last.
	Was    string `json:"was"`
	Change Change `json:"change"`
	// Nth counts the corrections of an item in a digest, from 1.
	Nth int `json:"nth"`
}

// Change is what has become of something since it was printed.
type Change string

// The changes that are worth a word.
const (
	NewHeadline Change = "headline"
	NewText     Change = "text"
	Withdrawal  Change = "withdrawn"
)

// mostCorrections is how many an edition has; the others wait for the next. What
// was withdrawn is said at once, however much it is.
const mostCorrections = 10

// memo is what readers were told of an item: how it was printed, and what was
// said of it since.
type memo struct {
	entry                   Entry
	date, title             string
	nth                     int
	textTold, withdrawnSaid bool
}

// corrections are what is to be said of what was printed: once of each change,
// and of leads alone, since of the others only the paper's name is read.
func (p Past) corrections() []Correction {
	if len(p.Changed) == 0 {
		return nil
	}
	memos := p.memos()
	var all []Correction
	for _, item := range p.Changed {
		m, printed := memos[item.ID]
		if !printed {
			continue
		}
		if change := m.change(item); change != "" {
			entry := m.entry
			entry.Item = item
			entry.Content = ""
			all = append(all, Correction{Date: m.date, Entry: entry, Was: m.title, Change: change, Nth: m.nth + 1})
		}
	}
	weight := map[Change]int{Withdrawal: 0, NewHeadline: 1, NewText: 2}
	slices.SortFunc(all, func(a, b Correction) int {
		return cmp.Or(cmp.Compare(weight[a.Change], weight[b.Change]), strings.Compare(b.Date, a.Date), strings.Compare(a.Entry.ID, b.Entry.ID))
	})
	withdrawn := slices.IndexFunc(all, func(c Correction) bool { return c.Change != Withdrawal })
	if withdrawn < 0 {
		return all
	}
	return all[:min(len(all), max(withdrawn, mostCorrections))]
}

// memos gathers what the past says of each lead, from the oldest edition on.
func (p Past) memos() map[string]*memo {
	memos := map[string]*memo{}
	for _, edition := range slices.Backward(p.Editions) {
		for _, section := range edition.Sections {
			for _, printed := range section.Clusters {
				memos[printed.Lead.ID] = &memo{entry: printed.Lead, date: edition.Date, title: printed.Lead.Title}
			}
		}
		for _, told := range edition.Corrections {
			m := memos[told.Entry.ID]
			if m == nil {
				continue
			}
			m.title, m.nth = told.Entry.Title, told.Nth
			m.textTold = m.textTold || told.Change == NewText
			m.withdrawnSaid = m.withdrawnSaid || told.Change == Withdrawal
		}
	}
	return memos
}

// change is what is to be said of an item as it reads now; empty if nothing.
func (m *memo) change(now Item) Change {
	switch {
	case m.withdrawnSaid, m.entry.Kind == Live:
		return ""
	case !now.Withdrawn.IsZero():
		return Withdrawal
	case differs(m.title, now.Title):
		return NewHeadline
	case !m.textTold && Material(m.entry.Item, now) == NewText:
		return NewText
	}
	return ""
}
