package cluster

import (
	"cmp"
	"container/heap"
	"slices"
)

// goodFit is the fit from which on two bundles are one event.
const goodFit = .42

// mostBeside is how many bundles beside one are looked at after it has grown.
const mostBeside = 256

// join begins with the seeds and joins, as long as there are any, the two
// bundles that fit best.
func (m *Model) join(seeds [][]int) [][]int {
	j := &joiner{model: m, sets: newSets(len(seeds)), spread: make(spread, m.lexicon.size()), against: make(spread, m.lexicon.size()), seen: make([]int32, len(seeds))}
	j.start(seeds)
	for j.queue.Len() > 0 {
		next := heap.Pop(&j.queue).(offer)
		a, b := j.bundles[next.a], j.bundles[next.b]
		if a != nil && b != nil && a.version == next.versionA && b.version == next.versionB {
			j.merge(next.a, next.b)
		}
	}
	var groups [][]int
	for _, b := range j.bundles {
		if b != nil {
			groups = append(groups, b.items)
		}
	}
	return groups
}

// joiner is a grouping under way.
type joiner struct {
	model           *Model
	bundles         []*bundle // nil where it went into another
	sets            sets      // which bundle each has gone into
	queue           offers
	spread, against spread
	seen            []int32 // by which look each bundle was last seen
	look            int32
	beside          []offer // of the last that was offered
	alignment       alignment
}

func (j *joiner) start(seeds [][]int) {
	home := make([]int32, len(j.model.items))
	for n, items := range seeds {
		j.bundles = append(j.bundles, j.model.newBundle(slices.Clip(items)))
		for _, item := range items {
			home[item] = int32(n)
		}
	}
	for n, others := range j.model.near() {
		for _, other := range others {
			a, b := home[n], home[other]
			if a != b {
				j.bundles[a].near = append(j.bundles[a].near, b)
				j.bundles[b].near = append(j.bundles[b].near, a)
			}
		}
	}
	for n := range j.bundles {
		j.offer(int32(n), func(other int32) bool { return other > int32(n) })
	}
}

func (j *joiner) merge(a, b int32) {
	if len(j.bundles[a].items) < len(j.bundles[b].items) {
		a, b = b, a
	}
	j.bundles[a].take(j.bundles[b])
	j.bundles[b] = nil
	j.sets[b] = int(a)
	j.offer(a, func(int32) bool { return true })
}

// offer puts into the queue how well a bundle fits those beside it that are
// wanted. The others are measured only where they are too many to be kept.
func (j *joiner) offer(n int32, wanted func(other int32) bool) {
	b := j.bundles[n]
	j.spread.lay(b.sum)
	beside, near, all := j.beside[:0], b.near[:0], len(b.near) > mostBeside
	j.look++
	for _, other := range b.near {
		other = int32(j.sets.head(int(other)))
		if other == n || j.seen[other] == j.look || farApart(b, j.bundles[other]) {
			continue
		}
		j.seen[other] = j.look
		if all || wanted(other) {
			beside = append(beside, j.newOffer(n, other))
		} else {
			near = append(near, other)
		}
	}
	j.spread.clear(b.sum)
	slices.SortFunc(beside, compareOffers)
	j.beside = beside
	beside = beside[:min(len(beside), mostBeside)]
	b.near = near
	for _, o := range beside {
		other := o.a + o.b - n
		b.near = append(b.near, other)
		if o.fit >= goodFit && wanted(other) {
			heap.Push(&j.queue, o)
		}
	}
}

// newOffer measures how well another bundle fits the one that is laid out.
func (j *joiner) newOffer(laid, other int32) offer {
	common, told, c := shared{}, 0, core{}
	x, y := j.bundles[laid], j.bundles[other]
	for _, w := range y.sum.terms {
		if value := j.spread[w.term]; value != 0 {
			common.add(value*w.value, j.model.nameness(w.term))
			if j.model.tells(w.term) {
				told++
			}
			c.add(min(j.model.part(x, w.term, value), j.model.part(y, w.term, w.value)))
		}
	}
	o := offer{a: min(laid, other), b: max(laid, other)}
	a, b := j.bundles[o.a], j.bundles[o.b]
	o.versionA, o.versionB = a.version, b.version
	if told > 1 || told > 0 && max(len(a.items), len(b.items)) >= subjectSize {
		o.fit = fit(a, b, common) * c.holds(min(len(a.items), len(b.items)))
	}
	if o.fit >= goodFit {
		o.fit *= (1 - ownPenalty(a, b)) * (1 - placeShare*j.elsewhere(a, b, common)) *
			(1 - conflictShare*j.conflict(a, b)) * (1 - contrastShare*j.contrast(a, b))
	}
	if o.fit >= goodFit && j.elseTold(a, b) {
		o.fit = 0
	}
	return o
}

// offer is two bundles that may be joined, as they were at these versions.
type offer struct {
	fit                float64
	a, b               int32
	versionA, versionB int32
}

func compareOffers(x, y offer) int {
	if x.fit != y.fit {
		return cmp.Compare(y.fit, x.fit)
	}
	return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
}

// offers is a heap, the best first.
type offers []offer

func (o offers) Len() int           { return len(o) }
func (o offers) Less(x, y int) bool { return compareOffers(o[x], o[y]) < 0 }
func (o offers) Swap(x, y int)      { o[x], o[y] = o[y], o[x] }
func (o *offers) Push(x any)        { *o = append(*o, x.(offer)) }

func (o *offers) Pop() any {
	last := (*o)[len(*o)-1]
	*o = (*o)[:len(*o)-1]
	return last
}
