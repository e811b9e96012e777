package digest

import (
	"slices"
	"strings"
	"unicode"

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

// thread is a story's line across days: its chapters, the newest first.
type thread struct {
	chapters []*chapter
	// words are all that its headlines and teasers have said.
	words map[string]bool
}

// archive is the past, to be asked by address, by title and by event.
type archive struct {
	links, titles map[string]*chapter
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
	a := &archive{
		links: map[string]*chapter{}, titles: map[string]*chapter{}, first: map[titleUse]string{},
		threads: map[string]*thread{}, events: newEvents(),
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
		a.threads[c.Thread] = &thread{words: map[string]bool{}}
	}
	t := a.threads[c.Thread]
	t.chapters = append(t.chapters, c)
	for _, entry := range printed.Entries() {
		item := clusterItem(entry, Source{})
		c.items = append(c.items, item)
		for _, word := range wordsOf(item.Title + " " + item.Summary) {
			t.words[word] = true
		}
		title := cluster.TitleKey(entry.Title)
		if _, known := a.links[item.Link]; !known && item.Link != "" {
			a.links[item.Link] = c
		}
		if _, known := a.titles[title]; !known && cluster.NamesEvent(title) {
			a.titles[title] = c
		}
		a.first[titleUse{title, entry.Source}] = item.Link
	}
	if !c.view {
		a.events.file(c)
	}
}

// printed finds where an entry itself was told: the same article under another
// id, or the same headline. A title that one source gives to another article
// is a rubric and tells nothing, and neither does that of a view, which is its
// writer's own, whatever it is called.
func (a *archive) printed(e Entry) (*chapter, string) {
	link, title := linkKey(e.Link), cluster.TitleKey(e.Title)
	if c := a.links[link]; c != nil {
		return c, "the same article"
	}
	if first, used := a.first[titleUse{title, e.Source}]; used && first != link || e.Kind.isView() {
		return nil, ""
	}
	if c := a.titles[title]; c != nil {
		return c, "the same headline"
	}
	return nil, ""
}

// follow finds the chapter that a cluster goes on from: the last of a story of
// which one of its entries was told, else of one that tells of the same event.
func (a *archive) follow(entries []Entry, model *cluster.Model) *chapter {
	var last *chapter
	for _, entry := range entries {
		if c, _ := a.printed(entry); c != nil && (last == nil || c.at > last.at) {
			last = c
		}
	}
	if last == nil && !entries[0].Kind.isView() && entries[0].Kind != Live {
		last = a.events.find(entries, model)
	}
	if last == nil {
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
		case !k.past.isNew(entry, from):
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

// What part of a headline's weight must be in words that its story has not had
// yet for it to be news; more where it is older than the edition that told it.
const (
	newWords     = .4
	lateNewWords = .6
)

// isNew says whether an entry tells more than its story's chapters: a number
// that they had not, or other words.
func (a *archive) isNew(e Entry, from *chapter) bool {
	told := a.threads[from.Thread].words
	unheard, all := 0.0, 0.0
	for _, word := range wordsOf(e.Title) {
		weight := a.events.weight(word)
		all += weight
		if told[word] {
			continue
		}
		if unicode.IsNumber([]rune(word)[0]) {
			return true
		}
		unheard += weight
	}
	if e.When().Unix() <= from.at {
		return unheard >= lateNewWords*all
	}
	return unheard >= newWords*all
}

// wordsOf are the words of a text, each once.
func wordsOf(text string) []string {
	words := strings.Fields(cluster.TitleKey(text))
	slices.Sort(words)
	return slices.Compact(words)
}
