//go:build race

package worker

import "flag"

// Under the race detector everything takes ten times as long, and a few lives,
// a small flood and a few draws do what could race.
func init() {
	*simSeeds, simRaced, flood = 4, true, 1_000
	_ = flag.Set("rapid.checks", "20")
}
