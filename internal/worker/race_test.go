//go:build race

package worker

import "flag"

// Under the race detector everything takes ten times as long, and a few lives
// and a few draws do what could race.
func init() {
	*simSeeds, simRaced = 4, true
	_ = flag.Set("rapid.checks", "20")
}
