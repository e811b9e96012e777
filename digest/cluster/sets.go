package cluster

// sets is a union of sets: each number points towards the lowest of its set.
type sets []int

func newSets(n int) sets {
	s := make(sets, n)
	for i := range s {
		s[i] = i
	}
	return s
}

func (s sets) head(n int) int {
	for s[n] != n {
		s[n] = s[s[n]]
		n = s[n]
	}
	return n
}

func (s sets) join(a, b int) {
	a, b = s.head(a), s.head(b)
	s[max(a, b)] = min(a, b)
}
