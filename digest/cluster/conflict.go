package cluster

import "math"

const (
	// subjectSize is from how many items on a bundle has a subject of its own.
	subjectSize = 4
	// conflictShare is how much less well two bundles fit that have nothing but
	// different subjects.
	conflictShare = .8
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
func (j *joiner) ownSubject(b, other *bundle) float64 {
	j.against.lay(other.sum)
	defer j.against.clear(other.sum)
	part := 0.0
	for _, w := range b.sum.terms {
		mass := float64(w.value) * float64(w.value) / b.square
		if mass < .02 || float64(j.against[w.term])/float64(len(other.items)) > .1*float64(w.value)/float64(len(b.items)) {
			continue
		}
		part += mass * j.model.nameness(w.term)
	}
	return part
}
