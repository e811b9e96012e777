//go:build race

package parse

// Under the race detector what is slow by intent takes a minute, and it is the
// work of one goroutine.
func init() { raced = true }
