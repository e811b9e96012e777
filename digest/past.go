package digest

import (
	"time"

	"broadsheet/digest/cluster"
)

// Remembered is for how long a digest keeps in mind what it has printed.
const Remembered = 7 * 24 * time.Hour

// Past is what a digest has printed lately, as Compose is given it.
type Past struct {
	// Editions are those of earlier dates, newest first, as far back as Remembered.
	Editions []Edition
	// Titles are those of items of the days before, whoever printed them. They
	// tell what words weigh: the more, the better clusters are found.
	Titles []string
}

// chapter is what one edition told of a story: a cluster that it printed.
type chapter struct {
	date    string
	entries []Entry
}

// archive is the past, to be asked by address and by title.
type archive struct {
	links, titles map[string]*chapter
	// first is the address under which a source first used a title.
	first map[titleUse]string
}

// titleUse is a title in a source.
type titleUse struct{ title, source string }

// newArchive files the past. Where several editions tell of something, the
// newest counts.
func newArchive(past Past) *archive {
	a := &archive{links: map[string]*chapter{}, titles: map[string]*chapter{}, first: map[titleUse]string{}}
	for _, edition := range past.Editions {
		for _, section := range edition.Sections {
			for _, printed := range section.Clusters {
				a.file(&chapter{edition.Date, printed.Entries()})
			}
		}
	}
	return a
}

func (a *archive) file(c *chapter) {
	for _, entry := range c.entries {
		link, title := linkKey(entry.Link), cluster.TitleKey(entry.Title)
		if _, known := a.links[link]; !known && link != "" {
			a.links[link] = c
		}
		if _, known := a.titles[title]; !known && cluster.NamesEvent(title) {
			a.titles[title] = c
		}
		a.first[titleUse{title, entry.Source}] = link
	}
}

// told finds where an entry was told already: the same article under another
// id, or the same headline. A title that one source gives to another article
// is a rubric and tells nothing, and neither does that of a view, which is its
// writer's own, whatever it is called.
func (a *archive) told(e Entry) (*chapter, string) {
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

// sift parts a cluster into what is new to the digest's readers and what they
// were told before.
func (k *desk) sift(cluster []Entry) (fresh, told []Entry) {
	for _, entry := range cluster {
		c, how := k.past.told(entry)
		if c == nil {
			fresh = append(fresh, entry)
			continue
		}
		told = append(told, entry)
		k.notes[entry.ID].Reason = how + " was printed in the edition of " + c.date
	}
	return fresh, told
}
