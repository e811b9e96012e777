package cluster

import "math/bits"

// sieve tells the pairs that stand in one place alone, but for a few of them, in
// two bits for every eighth of a pair.
type sieve struct {
	once, again []uint64
	shift       int
}

func sieveOf(readings []reading) sieve {
	words := 1
	for _, r := range readings {
		words += len(r.words)
	}
	size := max(6, bits.Len(uint(8*words)))
	s := sieve{once: make([]uint64, 1<<(size-6)), again: make([]uint64, 1<<(size-6)), shift: 64 - size}
	for _, r := range readings {
		for p := range r.pairs() {
			at, bit := s.place(p)
			s.again[at] |= s.once[at] & bit
			s.once[at] |= bit
		}
	}
	return s
}

// place is where a pair is kept, by Fibonacci hashing.
func (s sieve) place(p pair) (at, bit uint64) {
	hash := uint64(p) * 0x9E3779B97F4A7C15 >> s.shift
	return hash / 64, 1 << (hash % 64)
}

// has says that a pair may stand in more than one place.
func (s sieve) has(p pair) bool {
	at, bit := s.place(p)
	return s.again[at]&bit != 0
}
