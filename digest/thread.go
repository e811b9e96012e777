package digest

import (
	"cmp"
	"slices"

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
	gist  *cluster.Gist // nil until somebody asks
	view  bool
}

// gistIn is what the chapter says, as the words of today weigh.
func (c *chapter) gistIn(today *cluster.Model) cluster.Gist {
	if c.gist == nil {
		gist := today.Gist(c.items)
		c.gist = &gist
	}
	return *c.gist
}

// thread is a story's line across days: its chapters, the newest first, and the
// reports in them.
type thread struct {
	chapters []*chapter
	reports  []report
}

// archive is the past, to be asked by address, by title and by event.
type archive struct {
	links, titles, cores map[string]telling
	// first is the address under which a source first used a title, and rubrics
	// are titles under which a source has several articles at a time.
	first   map[titleUse]string
	rubrics map[titleUse]bool
	series  series
	threads map[string]*thread
	events  *events
}

// telling is an entry of a chapter.
type telling struct {
	*chapter
	entry Entry
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
		links: map[string]telling{}, titles: map[string]telling{}, cores: map[string]telling{},
		first: map[titleUse]string{}, rubrics: map[titleUse]bool{}, series: newSeries(), threads: map[string]*thread{}, events: newEvents(past.Titles),
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
		a.series.add(entry)
		t.reports = append(t.reports, report{core: core, title: wordsOf(entry.Title), said: wordsOf(item.Title + " " + item.Summary)})
		a.first[titleUse{title, entry.Source}] = item.Link
		fileUnder(a.links, item.Link, telling{c, entry})
		if !c.view && tellsEvent(entry) {
			fileUnder(a.titles, title, telling{c, entry})
			fileUnder(a.cores, coreKey(core), telling{c, entry})
		}
	}
	if !c.view && tellsEvent(printed.Lead) {
		a.events.file(c)
	}
}

// fileUnder keeps the first of a key, which is the newest.
func fileUnder[T any](index map[string]T, key string, one T) {
	if _, known := index[key]; !known && key != "" {
		index[key] = one
	}
}

// tellsEvent says that an entry's title may tell of an event, and is not that of
// a bulletin or of a page that grows.
func tellsEvent(e Entry) bool {
	return e.Kind != Live && cluster.NamesEvent(cluster.TitleKey(e.Title)) && !cluster.IsBulletin(e.Title)
}

// findRubrics looks for them among the entries of today.
func (a *archive) findRubrics(entries []Entry) {
	if len(a.threads) == 0 {
		return // nobody asks
	}
	links := make(map[titleUse]string, len(entries))
	for _, e := range entries {
		use, link := titleUse{cluster.TitleKey(e.Title), e.Source}, linkKey(e.Link)
		other, used := links[use]
		if used && other != link {
			a.rubrics[use] = true
		}
		links[use] = link
		a.series.add(e)
	}
}

// isRubric says that an entry's title names no story: because its source has
// another article under it, because it was another story's, or because there is
// one like it every day. Nor does that of a bulletin, nor of a view, which is
// its writer's own, whatever it is called.
func (a *archive) isRubric(e Entry) bool {
	title := cluster.TitleKey(e.Title)
	use := titleUse{title, e.Source}
	if first, used := a.first[use]; used && first != linkKey(e.Link) || a.rubrics[use] || e.Kind.isView() || !tellsEvent(e) {
		return true
	}
	other, used := a.titles[title]
	return used && !other.isOf(e) || a.recurs(title) || a.series.has(e)
}

// recurs says that in the days before there was a title that differs by its
// numbers alone and is not one that was printed lately: prices move every day.
func (a *archive) recurs(title string) bool {
	bare, some := withoutNumbers(wordsOf(title))
	return some && slices.ContainsFunc(a.events.figures[bare], func(other string) bool {
		_, printed := a.titles[other]
		return other != title && !printed
	})
}

// printed finds where an entry itself was told: the same article under another
// id, or the same headline over the same news.
func (a *archive) printed(e Entry) (*chapter, string) {
	if t, found := a.links[linkKey(e.Link)]; found && sharesWord(t.entry.Title, e.Title) {
		return t.chapter, "the same article"
	}
	if t, found := a.titles[cluster.TitleKey(e.Title)]; found && !a.isRubric(e) {
		return t.chapter, "the same headline"
	}
	return nil, ""
}

// nearly finds where an entry was told but for a clause at its end.
func (a *archive) nearly(e Entry) *chapter {
	if t, found := a.cores[coreKey(coreOf(e.Title))]; found && !a.isRubric(e) && t.isOf(e) {
		return t.chapter
	}
	return nil
}

// follow finds the chapter that a cluster goes on from: the last of a story of
// which half of its entries were told, or told but for a clause; else of one that
// tells of the same event.
func (a *archive) follow(entries []Entry, model *cluster.Model) *chapter {
	known, most := map[string]int{}, ""
	for _, entry := range entries {
		c, _ := a.printed(entry)
		if c = cmp.Or(c, a.nearly(entry)); c == nil {
			continue
		}
		if known[c.Thread]++; known[c.Thread] > known[most] {
			most = c.Thread
		}
	}
	if most != "" && 2*known[most] >= len(entries) {
		return a.threads[most].chapters[0]
	}
	telling := slices.DeleteFunc(slices.Clone(entries), a.isRubric)
	if len(telling) == 0 {
		return nil
	}
	last, likeness := a.events.find(telling, model)
	if last == nil || likeness < sameStory && a.inCommon(telling, last.Thread) < manyInCommon {
		return nil
	}
	return a.threads[last.Thread].chapters[0]
}

// sift gives what a cluster has that is new to the digest's readers. What they
// were told before is left out; what the editor has pinned is always new.
func (k *desk) sift(entries []Entry) (fresh []Entry) {
	if len(k.past.threads) == 0 {
		return entries
	}
	from := k.past.follow(entries, k.model)
	pins := newPicks(k.digest.Pin)
	for _, entry := range entries {
		c, how := k.past.printed(entry)
		told := cmp.Or(k.past.nearly(entry), from)
		switch {
		case pins.of(entry.Item) > 0:
			fresh = append(fresh, entry)
		case c != nil:
			k.notes[entry.ID].Reason = how + " was printed in the edition of " + c.Date
		case told != nil && !k.past.isRubric(entry) && !k.past.isNew(entry, told):
			k.notes[entry.ID].Reason = "nothing new: it was printed in the edition of " + told.Date + " as " + quote(told.Title)
		default:
			fresh = append(fresh, entry)
		}
	}
	if from == nil || !k.past.goesOn(fresh, from) {
		return fresh
	}
	for _, entry := range fresh {
		if !k.past.isRubric(entry) {
			k.continues[entry.ID] = from.Continuation
		}
	}
	return fresh
}
