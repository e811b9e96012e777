package cluster

import (
	"math"
	"slices"
	"time"
)

// bundle is some items on their way to being a group.
type bundle struct {
	items []int
	sum   vector
	// square is the square of the length of sum, own that of its items together.
	square, own float64
	near        []int32
	// publishers are those of its items by their numbers, sorted.
	publishers []int32
	// first and last are the times of its items, as far as they are known.
	first, last time.Time
	version     int32 // how often it has grown
}

func (m *Model) newBundle(items []int) *bundle {
	b := &bundle{items: items, sum: m.sum(items)}
	for _, n := range items {
		b.own += m.vectors[n].square()
		b.include(m.items[n].Published, m.items[n].Published)
		if m.publishers[n] != unknown {
			b.publishers = append(b.publishers, m.publishers[n])
		}
	}
	slices.Sort(b.publishers)
	b.square = b.sum.square()
	return b
}

// sum is what some items say together.
func (m *Model) sum(items []int) vector {
	sum := m.vectors[items[0]]
	for _, n := range items[1:] {
		sum = sum.plus(m.vectors[n])
	}
	return sum
}

func (b *bundle) include(first, last time.Time) {
	if b.first.IsZero() || !first.IsZero() && first.Before(b.first) {
		b.first = first
	}
	if last.After(b.last) {
		b.last = last
	}
}

// mostTerms is how many terms of a bundle are kept, or up to twice as many: the others say nothing of
// what its items have in common.
const mostTerms = 400

// take makes another's items its own.
func (b *bundle) take(other *bundle) {
	b.items = append(b.items, other.items...)
	if b.sum = b.sum.plus(other.sum); len(b.sum.terms)+int(b.sum.lone) > 2*mostTerms {
		b.sum = b.sum.heaviest(mostTerms)
	}
	b.square = b.sum.square()
	b.own += other.own
	b.near = append(b.near, other.near...)
	b.include(other.first, other.last)
	b.publishers = append(b.publishers, other.publishers...)
	slices.Sort(b.publishers)
	b.version++
}

const (
	// expected is how alike two reports of one event are on the average, and
	// expectedPairs how many pairs it is worth against those that are seen.
	expected      = .5
	expectedPairs = 4
	// leastWithin keeps the likeness within a bundle above nothing: its sum has lost
	// terms, and may be shorter than its items are together.
	leastWithin = .1
)

// within is how alike the items of a bundle are among themselves: the mean over
// its pairs, held near what is expected while the pairs are few.
func (b *bundle) within() float64 {
	n := float64(len(b.items))
	return max(leastWithin, (b.square-b.own+expectedPairs*expected)/(n*(n-1)+expectedPairs))
}

const (
	// manySided is the size from which on a story has so many sides that its
	// reports are less alike, and sidesShare how much that is made up for.
	manySided  = 18
	sidesShare = .4
	mostSided  = 200 // the size beyond which it has no more sides
	// sidesSeen is the size from which on it is seen how many sides a story has,
	// and oneSided how alike its reports are that it has less than they are many.
	sidesSeen = 12
	oneSided  = .4
	// oneWorded is the size from which on a story may go by one word.
	oneWorded = 13
	// ownShare is how much less alike two items of one publisher are held to
	// be than they seem: it rarely tells one event twice.
	ownShare = .4
)

// sides is how many reports of a story of many sides a bundle is worth: a hundred
// times the same report has none.
func (b *bundle) sides() float64 {
	n := float64(len(b.items))
	if n < sidesSeen {
		return n
	}
	return n * math.Pow(max(0, min(1, (1-b.within())/(1-oneSided))), 4)
}

// fit is how well two bundles go together, whose sums have so much in common:
// the mean likeness of their items to each other, against that within each. It
// has to rest on more than one word while they are small.
func fit(a, b *bundle, common shared) float64 {
	x, y := float64(len(a.items)), float64(len(b.items))
	across := common.balanced() / (x * y)
	size := max(x, y)
	if breadth := common.breadth(); breadth < 1 {
		across *= math.Pow(breadth, 1/(1+size*size/(oneWorded*oneWorded)))
	}
	return across / math.Sqrt(a.within()*b.within()) * math.Pow(1+min(max(a.sides(), b.sides()), mostSided)/manySided, sidesShare)
}

// ownPenalty is what is taken from the fit of two bundles for what one
// publisher has in both.
func ownPenalty(a, b *bundle) float64 {
	return ownShare * float64(ownPairs(a, b)) / float64(len(a.items)*len(b.items))
}

// ownPairs is how many pairs of items, one of each bundle, are of one publisher.
func ownPairs(a, b *bundle) int {
	pairs := 0
	for x, y := a.publishers, b.publishers; len(x) > 0 && len(y) > 0; {
		if x[0] < y[0] {
			x = x[1:]
			continue
		}
		if x[0] == y[0] {
			pairs += run(x) * run(y)
			x = x[run(x):]
		}
		y = y[run(y):]
	}
	return pairs
}

// run is how often the first of some numbers stands at their head.
func run(numbers []int32) int {
	n := 1
	for n < len(numbers) && numbers[n] == numbers[0] {
		n++
	}
	return n
}

// farApart says that nothing in one bundle is near in time to anything in the other.
func farApart(a, b *bundle) bool {
	return apart(a.first, b.last) && a.first.After(b.last) || apart(b.first, a.last) && b.first.After(a.last)
}
