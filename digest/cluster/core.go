package cluster

const (
	// coreWeight is from what weight on a word may be what a story is about.
	coreWeight = 2.5
	// mainPart is the part of a bundle's items that have at least one word which
	// as many of the other's have, secondPart the same for another one, and grown
	// how many items are an event in their own right, which one word does not make
	// one with another.
	mainPart   = .3
	secondPart = .1
	grown      = 8
)

// core is what two bundles are about together: in which part of the items of
// both the word is that most of them have, and the one after it. Where a day has
// few words every two bundles have much in common by chance, a little by each of
// many words; without a core all of it would become one event.
type core struct{ first, second float64 }

func (c *core) add(part float64) {
	if part > c.first {
		c.first, c.second = part, c.first
	} else {
		c.second = max(c.second, part)
	}
}

// holds is how far a core holds two bundles together of which the smaller has so
// many items.
func (c *core) holds(size int) float64 {
	hold := min(1, c.first/mainPart)
	if size >= grown {
		hold *= min(1, c.second/secondPart)
	}
	return hold
}

// part is about which part of a bundle's items a word stands in whose value in
// its sum is given; 0 if no story is about that word.
func (m *Model) part(b *bundle, term int32, value float32) float64 {
	weight := float64(m.weights[term])
	if weight < coreWeight || !m.isWord(term) {
		return 0
	}
	return float64(value) * m.length / weight / float64(len(b.items))
}
