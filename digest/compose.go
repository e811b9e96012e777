package digest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"broadsheet/digest/cluster"
)

// Compose makes the edition of d with the given date from what had been seen
// at the instant at. Items are the candidates: those in no earlier edition of
// d, in any order. Sources are all that are known, in the editor's order;
// reports, the colophon, are those of the digest; past is what d has
// printed lately.
//
// It is a pure function: the same input gives the same edition. An edition
// without sections means that there is nothing to print. The decisions, one an
// item and in the order of their IDs, say what became of each.
func Compose(d Digest, date string, at time.Time, sources []Source, items []Item, reports []Report, past Past) (Edition, []Decision) {
	past.Changed = retitled(d.Rules, past.Changed)
	desk := newDesk(d, at, sources, reports, past)
	edition := Edition{
		Digest: d.ID, Date: date, Title: d.Title, Language: d.Language, Zone: d.Zone.String(), At: at.UTC(),
		Sections: []PrintedSection{}, Sources: slices.Clone(reports), Corrections: past.corrections(),
	}
	placed := make([][][]Entry, len(d.Sections))
	entries := desk.admit(items)
	desk.past.findRubrics(entries)
	for _, found := range desk.clusters(entries, past) {
		if section, entries := desk.place(desk.sift(found)); section >= 0 {
			placed[section] = append(placed[section], entries)
		}
	}
	ranked := desk.rankAll(placed)
	for n, section := range d.Sections {
		if printed := desk.lay(section, ranked[n]); len(printed) > 0 {
			edition.Sections = append(edition.Sections, PrintedSection{Title: section.Title, Clusters: printed})
		}
	}
	return edition, desk.decisions()
}

// desk is where one edition is composed: what is known of the sources, and a
// note on each candidate.
type desk struct {
	digest  Digest
	at      time.Time
	sources map[string]Source
	order   map[string]int
	papers  map[string]string
	past    *archive
	model   *cluster.Model // of what the words of the day weigh
	// continues says with what the entries of a cluster go on.
	continues map[string]*Continuation
	// ledger is what became of each candidate; notes are those of the entries.
	ledger []Decision
	notes  map[string]*Decision
	// kill is what the editor will not have; taken counts the places that each
	// source leads.
	kill  picks
	taken map[string]int
	// sent is where rules send items, by ID.
	sent map[string]sending
}

// sending is a section by its place, and the rule that sends an item to it.
type sending struct {
	section int
	by      string
}

func newDesk(d Digest, at time.Time, sources []Source, reports []Report, past Past) *desk {
	k := &desk{
		digest: d, at: at,
		sources: make(map[string]Source, len(sources)),
		order:   make(map[string]int, len(sources)),
		papers:  make(map[string]string, len(sources)),
		past:    newArchive(past), continues: map[string]*Continuation{},
		notes: map[string]*Decision{},
		kill:  newPicks(d.Kill), taken: map[string]int{},
		sent: map[string]sending{},
	}
	for n, source := range sources {
		k.sources[source.ID] = source
		k.order[source.ID] = n
		k.papers[source.ID] = cmp.Or(source.Title, source.ID)
	}
	for _, report := range reports {
		k.papers[report.Source] = cmp.Or(report.Title, k.papers[report.Source])
	}
	return k
}

// admit turns the items that may be printed into entries.
func (k *desk) admit(items []Item) []Entry {
	oldest := k.at.Add(-k.digest.Lookback)
	tooOld := "older than the lookback of " + Brief(k.digest.Lookback)
	k.ledger = make([]Decision, 0, len(items))
	entries := make([]Entry, 0, since(oldest, items))
	for _, item := range items {
		source, known := k.sources[item.Source]
		judged := Judge(k.digest.Rules, item, source)
		item = judged.Item
		k.ledger = append(k.ledger, Decision{Item: item.ID, Kind: judged.Kind, Evidence: judged.Evidence, Outcome: LeftOut})
		note := &k.ledger[len(k.ledger)-1]
		switch {
		case !known || !k.digest.Takes(item.Source):
			note.Reason = fmt.Sprintf("the digest does not take the source %s", item.Source)
		case item.Title == "" && item.Link == "" && item.Summary == "" && item.Content == "":
			note.Reason = "it has neither a title, a link nor a text"
		case item.FirstSeen.After(k.at):
			note.Reason = "first seen after the edition was composed"
		case item.When().Before(oldest):
			note.Reason = tooOld
		case !item.Withdrawn.IsZero():
			note.Reason = "withdrawn by its publisher"
		case judged.Dropped != "":
			note.Reason = "dropped by " + judged.Dropped
		case k.kill.of(item) > 0:
			note.Reason = "kill: the config names it by " + quote(k.digest.Kill[k.kill.of(item)-1])
		default:
			k.notes[item.ID] = note
			k.send(judged)
			entries = append(entries, Entry{Item: item, Kind: judged.Kind, Paper: k.papers[item.Source]})
		}
	}
	return entries
}

// since is how many of some items are no older than an instant.
func since(oldest time.Time, items []Item) int {
	n := 0
	for _, item := range items {
		if !item.When().Before(oldest) {
			n++
		}
	}
	return n
}

// send notes where a rule sends an item, if the digest has such a section.
func (k *desk) send(j Judgment) {
	if j.Section == "" {
		return
	}
	at := slices.IndexFunc(k.digest.Sections, func(s Section) bool { return s.Title == j.Section })
	if at >= 0 {
		k.sent[j.Item.ID] = sending{at, j.SectionBy}
	}
}

// rank is the order of the entries of a cluster: the source that the editor
// named first, then the newest, then by ID so that nothing is left to chance.
func (k *desk) rank(a, b Entry) int {
	return cmp.Or(
		cmp.Compare(k.order[a.Source], k.order[b.Source]),
		b.When().Compare(a.When()),
		strings.Compare(a.ID, b.ID),
	)
}

// place finds the section of a cluster: that of its first entry which any
// section takes, and this entry leads. It answers -1 when no section takes any.
func (k *desk) place(cluster []Entry) (int, []Entry) {
	for n, entry := range cluster {
		section := k.section(entry)
		if section < 0 {
			continue
		}
		copy(cluster[1:n+1], cluster[:n])
		cluster[0] = entry
		return section, cluster
	}
	for _, entry := range cluster {
		k.notes[entry.ID].Reason = "no section takes it"
	}
	return -1, nil
}

// language is that of an entry, the digest's where nothing tells it; it is
// sought only where sections ask for it.
func (k *desk) language(entry Entry) string {
	if !slices.ContainsFunc(k.digest.Sections, func(s Section) bool { return len(s.Languages) > 0 }) {
		return ""
	}
	return cmp.Or(entry.Tongue().Lang, k.digest.Language)
}

// section is that to which a rule sends an entry, else the most particular of
// the sections that accept it, the first among equals, or -1.
func (k *desk) section(entry Entry) int {
	if sent, ok := k.sent[entry.ID]; ok {
		return sent.section
	}
	language := k.language(entry)
	best, particular := -1, -1
	for n, section := range k.digest.Sections {
		if p := section.particularity(); p > particular && section.accepts(entry, k.sources[entry.Source], language) {
			best, particular = n, p
		}
	}
	return best
}

// decisions closes the ledger: no note is to be written after.
func (k *desk) decisions() []Decision {
	slices.SortFunc(k.ledger, func(a, b Decision) int { return strings.Compare(a.Item, b.Item) })
	return k.ledger
}
