package digest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// share is the part of a section that one source may take while another has
// something for the place: one in so many.
const share = 3

// ranked is a cluster and what decides its place in a section.
type ranked struct {
	entries []Entry
	pin     int // its place among what the editor has pinned, 0 if it is not
	score   Score
	sum     float64
	// reason is why it waits, in words.
	reason string
}

// lead is the source that leads the cluster.
func (r ranked) lead() string { return r.entries[0].Source }

// rankAll scores the clusters of each section and puts them in order.
func (k *desk) rankAll(placed [][][]Entry) [][]ranked {
	leads := map[string]int{}
	for _, clusters := range placed {
		for _, cluster := range clusters {
			leads[cluster[0].Source]++
		}
	}
	pins := newPicks(k.digest.Pin)
	all := make([][]ranked, len(placed))
	for n, clusters := range placed {
		for _, cluster := range clusters {
			r := ranked{entries: cluster, pin: pins.firstOf(cluster), score: k.score(cluster, leads[cluster[0].Source])}
			r.sum = r.score.Sum()
			all[n] = append(all[n], r)
		}
		slices.SortFunc(all[n], compareRanked)
	}
	return all
}

// compareRanked is the order of a section: what is pinned, then by score, then
// the newest, then by ID so that nothing is left to chance.
func compareRanked(a, b ranked) int {
	if a.pin != b.pin && (a.pin == 0 || b.pin == 0) {
		return cmp.Compare(b.pin, a.pin)
	}
	return cmp.Or(
		cmp.Compare(a.pin, b.pin),
		cmp.Compare(b.sum, a.sum),
		b.entries[0].When().Compare(a.entries[0].When()),
		strings.Compare(a.entries[0].ID, b.entries[0].ID),
	)
}

// lay prints what a section has room for, and lets the rest wait.
func (k *desk) lay(section Section, clusters []ranked) []Cluster {
	printed, waiting := k.choose(section, clusters)
	var laid []Cluster
	for _, r := range printed {
		k.note(section, r)
		laid = append(laid, Cluster{
			Lead: r.entries[0], AlsoIn: append([]Entry(nil), r.entries[1:]...), Score: r.score,
			Continues: k.continues[r.entries[0].ID],
		})
	}
	for _, r := range waiting {
		k.note(section, r)
	}
	return laid
}

// choose goes down the order until the places are taken: first no source has more
// than its share; what was passed over then fills the places that are left, and
// that evenly, one more of each source in turn. What is pinned has its place in
// any case.
func (k *desk) choose(section Section, clusters []ranked) (printed, waiting []ranked) {
	room, most := section.Max, (section.Max+share-1)/share
	if room == 0 {
		room, most = len(clusters), len(clusters)
	}
	taken := map[string]int{}
	var over []ranked
	for _, r := range clusters {
		switch full := k.full(section, r, taken[r.lead()]); {
		case len(printed) >= room:
			r.reason = fmt.Sprintf("the section was full with %d", section.Max)
			waiting = append(waiting, r)
		case full != "" && r.pin == 0:
			r.reason = full
			waiting = append(waiting, r)
		case taken[r.lead()] >= most && r.pin == 0:
			over = append(over, r)
		default:
			printed = k.take(printed, r, taken)
		}
	}
	sharing := len(printed) >= room
	for most++; most <= room && len(printed) < room; most++ {
		printed, over = k.fill(section, printed, over, taken, room, most)
	}
	for _, r := range over {
		full := k.full(section, r, taken[r.lead()])
		r.reason = cmp.Or(full, fmt.Sprintf("the section was full with %d", section.Max))
		if full == "" && sharing {
			r.reason = fmt.Sprintf("the section was full with %d, of which %s had its third", section.Max, r.lead())
		}
		waiting = append(waiting, r)
	}
	slices.SortFunc(printed, compareRanked)
	return printed, waiting
}

// fill gives places that are left to clusters that were passed over, up to so many
// of each source, and answers what has none still.
func (k *desk) fill(section Section, printed, over []ranked, taken map[string]int, room, most int) (filled, rest []ranked) {
	for _, r := range over {
		if len(printed) < room && taken[r.lead()] < most && k.full(section, r, taken[r.lead()]) == "" {
			printed = k.take(printed, r, taken)
		} else {
			rest = append(rest, r)
		}
	}
	return printed, rest
}

// take gives a cluster its place.
func (k *desk) take(printed []ranked, r ranked, taken map[string]int) []ranked {
	taken[r.lead()]++
	k.taken[r.lead()]++
	return append(printed, r)
}

// full says in words why a source may have no more places, of which it has so
// many in the section; empty if it may.
func (k *desk) full(section Section, r ranked, taken int) string {
	source := r.lead()
	switch {
	case section.MaxPerSource > 0 && taken >= section.MaxPerSource:
		return fmt.Sprintf("max_per_source: the section has %d of %s", section.MaxPerSource, source)
	case k.digest.MaxPerSource > 0 && k.taken[source] >= k.digest.MaxPerSource:
		return fmt.Sprintf("max_per_source: the edition has %d of %s", k.digest.MaxPerSource, source)
	}
	return ""
}

// note writes down what became of the entries of a cluster.
func (k *desk) note(section Section, r ranked) {
	for n, entry := range r.entries {
		note := k.notes[entry.ID]
		note.Section, note.Lead, note.Score = section.Title, r.entries[0].ID, r.score
		switch {
		case r.reason != "":
			note.Outcome = Waits
			note.Reason = r.reason + "; it stays a candidate until it is older than the lookback"
		case n == 0:
			note.Outcome = Leads
			note.Reason = "the most particular section that accepts it"
			if sent, ok := k.sent[entry.ID]; ok {
				note.Reason = "sent there by " + sent.by
			}
		default:
			note.Outcome = AlsoIn
			note.Reason = entry.Because
		}
	}
}
