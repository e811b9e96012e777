//go:build race

package worker

// Under the race detector a life takes ten times as long, and a few lives do
// what could race.
func init() { *simSeeds, simRaced = 4, true }
