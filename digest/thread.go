package digest

import (
	"cmp"
	"slices"
	"strings"

	"broadsheet/digest/cluster"
)

// Continuation says that a cluster goes on with a story of an earlier edition.
type Continuation struct {
	// Thread is the ID of the item that led the story's first cluster.
	Thread string `json:"thread"`
	// Date is that of the last edition before this one that told of it, Title
	// what it said.
	Date  string `json:"date"`
	Title string `json:"title"`
}

// chapter is what one edition told of a story: a cluster that it printed.
type chapter struct {
	*Continuation
	at    int64 // seconds: when the edition was composed
	items []cluster.Item
	view  bool
}

// thread is a story's line across days: its chapters, the newest first, and the
// reports in them.
type thread struct {
	chapters []*chapter
	reports  []report
}

// archive is the past, to be asked by address, by title and by event.
type archive struct {
	links, titles, cores map[string]*chapter
	// first is the address under which a source first used a title.
	first   map[titleUse]string
	threads map[string]*thread
	events  *events
}

// titleUse is a title in a source.
type titleUse struct{ title, source string }

// newArchive files the past. Where several editions tell of something, the
// newest counts.
func newArchive(past Past) *archive {
	if len(past.Editions) == 0 {
		past.Titles = nil
	}
	a := &archive{
		links: map[string]*chapter{}, titles: map[string]*chapter{}, cores: map[string]*chapter{},
		first: map[titleUse]string{}, threads: map[string]*thread{}, events: newEvents(past.Titles),
	}
	for _, edition := range past.Editions {
		for _, section := range edition.Sections {
			for _, printed := range section.Clusters {
				a.file(edition, printed)
			}
		}
	}
	return a
}

func (a *archive) file(e Edition, printed Cluster) {
	c := &chapter{
		Continuation: &Continuation{Thread: printed.Lead.ID, Date: e.Date, Title: printed.Lead.Title},
		at:           e.At.Unix(), view: printed.Lead.Kind.isView(),
	}
	if printed.Continues != nil {
		c.Thread = printed.Continues.Thread
	}
	if a.threads[c.Thread] == nil {
		a.threads[c.Thread] = &thread{}
	}
	t := a.threads[c.Thread]
	t.chapters = append(t.chapters, c)
	for _, entry := range printed.Entries() {
		item := clusterItem(entry, Source{})
		c.items = append(c.items, item)
		title, core := cluster.TitleKey(entry.Title), coreOf(entry.Title)
		t.reports = append(t.reports, report{core: core, said: wordsOf(item.Title + " " + item.Summary)})
		a.first[titleUse{title, entry.Source}] = item.Link
		fileUnder(a.links, item.Link, c)
		if !c.view && cluster.NamesEvent(title) {
			fileUnder(a.titles, title, c)
			fileUnder(a.cores, coreKey(core), c)
		}
	}
	if !c.view {
		a.events.file(c)
	}
}

// fileUnder keeps the first of a key, which is the newest.
func fileUnder(index map[string]*chapter, key string, c *chapter) {
	if _, known := index[key]; !known && key != "" {
		index[key] = c
	}
}

// isRubric says that an entry's source has printed another article under its
// title, which then tells nothing; nor does that of a view, which is its
// writer's own, whatever it is called.
func (a *archive) isRubric(e Entry) bool {
	first, used := a.first[titleUse{cluster.TitleKey(e.Title), e.Source}]
	return used && first != linkKey(e.Link) || e.Kind.isView()
}

// printed finds where an entry itself was told: the same article under another
// id, or the same headline.
func (a *archive) printed(e Entry) (*chapter, string) {
	if c := a.links[linkKey(e.Link)]; c != nil {
		return c, "the same article"
	}
	if c := a.titles[cluster.TitleKey(e.Title)]; c != nil && !a.isRubric(e) {
		return c, "the same headline"
	}
	return nil, ""
}

// follow finds the chapter that a cluster goes on from: the last of a story of
// which one of its entries was told, or told but for a clause, else of one that
// tells of the same event.
func (a *archive) follow(entries []Entry, model *cluster.Model) *chapter {
	var told, near *chapter
	for _, entry := range entries {
		told = newer(told, first(a.printed(entry)))
		if !a.isRubric(entry) {
			near = newer(near, a.cores[coreKey(coreOf(entry.Title))])
		}
	}
	last := cmp.Or(told, near)
	if lead := entries[0]; last == nil && !a.isRubric(lead) && lead.Kind != Live {
		last = a.events.find(entries, model)
	}
	if last == nil {
		return nil
	}
	return a.threads[last.Thread].chapters[0]
}

func first(c *chapter, _ string) *chapter { return c }

// newer is the newer of two chapters, either of which may be nil.
func newer(a, b *chapter) *chapter {
	if a == nil || b != nil && b.at > a.at {
		return b
	}
	return a
}

// sift gives what a cluster has that is new to the digest's readers. What they
// were told before is left out; what the editor has pinned is always new.
func (k *desk) sift(entries []Entry) (fresh []Entry) {
	if len(k.past.threads) == 0 {
		return entries
	}
	from := k.past.follow(entries, k.model)
	if from == nil {
		return entries
	}
	pins := newPicks(k.digest.Pin)
	for _, entry := range entries {
		c, how := k.past.printed(entry)
		switch {
		case pins.of(entry.Item) > 0:
			fresh = append(fresh, entry)
		case c != nil:
			k.notes[entry.ID].Reason = how + " was printed in the edition of " + c.Date
		case !k.past.isRubric(entry) && !k.past.isNew(entry, from):
			k.notes[entry.ID].Reason = "nothing new: it was printed in the edition of " + from.Date + " as " + quote(from.Title)
		default:
			fresh = append(fresh, entry)
		}
	}
	for _, entry := range fresh {
		k.continues[entry.ID] = from.Continuation
	}
	return fresh
}

// wordsOf are the words of a text, each once.
func wordsOf(text string) []string {
	words := strings.Fields(cluster.TitleKey(text))
	slices.Sort(words)
	return slices.Compact(words)
}
