package cluster

import (
	"iter"
	"math"
)

const (
	// subjectSize is from how many items on a bundle has a subject of its own.
	subjectSize = 4
	// conflictShare is how much less well two bundles fit that have nothing but
	// different subjects.
	conflictShare = .8
	// fewReports is up to how many items what two bundles are about is told by their
	// names alone, sureName how far a word is a name that is held for one, and
	// placeShare how much less well two bundles fit that have nothing but names of
	// their own, which are onlyNames of what the other lacks.
	fewReports = 3
	sureName   = .7
	placeShare = 1.5
	onlyNames  = .7
	// knownIn is in how many events a word stands that is known of others, and
	// contrastShare how many times less well two bundles fit than each of them is
	// made of such words that the other lacks.
	knownIn       = 6
	contrastShare = 3
	// sureSize is how many items leave nothing out by chance, and surer how many
	// times more their contrast counts for that.
	sureSize = 16
	surer    = 2
	// rarely is how often a known subject of a bundle may stand in another, against
	// once in an item: a group of many sides has a little of all that is known.
	rarely = .25
)

// conflict is how far two bundles have each a subject of their own, from 0 to 1:
// names that weigh much in the one and stand not at all in the other. Two fires
// in one town have the town, and each its street.
func (j *joiner) conflict(a, b *bundle) float64 {
	if min(len(a.items), len(b.items)) < subjectSize {
		return 0
	}
	own := math.Sqrt(min(j.ownSubject(a, b), j.ownSubject(b, a)))
	return own / (1 + float64(max(len(a.items), len(b.items)))/manySided)
}

// ownSubject is what part of a bundle is names that another lacks.
func (j *joiner) ownSubject(b, other *bundle) (part float64) {
	for term, mass := range j.lacking(b, other, 0) {
		if mass >= .02 {
			part += mass * j.model.nameness(term)
		}
	}
	return part
}

// elsewhere is how far two bundles of few reports have each names of their own and
// none in common: accidents of one kind, on one day, in two towns.
func (j *joiner) elsewhere(a, b *bundle, common shared) float64 {
	if max(len(a.items), len(b.items)) > fewReports {
		return 0
	}
	named := common.names / (common.names + common.others)
	return math.Sqrt(min(j.ownNames(a, b), j.ownNames(b, a))) * max(0, 1-2*named)
}

// ownNames is what part of a bundle is names, without a doubt, that another lacks; 0
// if it lacks much else, as reports do that tell one event in other words.
func (j *joiner) ownNames(b, other *bundle) (part float64) {
	words := 0.0
	for term, mass := range j.lacking(b, other, 0) {
		if !j.model.isWord(term) {
			continue
		}
		words += mass
		if j.model.names[term] >= sureName {
			part += mass
		}
	}
	if part < onlyNames*words {
		return 0
	}
	return part
}

// contrast is how far each of two bundles is about what the other does not say
// and other events do. What no other event has a word for may be the same in
// other words; a town that is in the news for something else is another town.
func (j *joiner) contrast(a, b *bundle) float64 {
	if j.model.shares == nil {
		return 0
	}
	sure := 1 + surer*min(1, float64(min(len(a.items), len(b.items)))/sureSize)
	return min(1.0/contrastShare, sure*min(j.knownSubject(a, b), j.knownSubject(b, a)))
}

// knownSubject is what part of a bundle is words of other events that another lacks.
func (j *joiner) knownSubject(b, other *bundle) (part float64) {
	for term, mass := range j.lacking(b, other, rarely) {
		if j.model.shares[term] >= knownIn && j.model.isWord(term) {
			part += mass
		}
	}
	return part
}

// lacking are the terms of a bundle that another has not, or less often than in
// the given part, and what part of the bundle each is.
func (j *joiner) lacking(b, other *bundle, often float64) iter.Seq2[int32, float64] {
	return func(yield func(int32, float64) bool) {
		j.against.lay(other.sum)
		defer j.against.clear(other.sum)
		for _, w := range b.sum.terms {
			if float64(j.against[w.term])/float64(len(other.items)) > often*float64(w.value)/float64(len(b.items)) {
				continue
			}
			if !yield(w.term, float64(w.value)*float64(w.value)/b.square) {
				return
			}
		}
	}
}
