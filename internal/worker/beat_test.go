package worker

import (
	"os"
	"strings"
	"testing"

	"broadsheet/internal/store"
)

// Another process is dead when its count has stood still for four of our beats,
// whatever its clock says, or when it is of this machine and its number is
// nobody's.
func TestWhoIsDead(t *testing.T) {
	v := &watch{self: store.Process{ID: "we", Place: place()}, seen: map[string]sight{}}
	far := store.Process{ID: "far", Place: "elsewhere", PID: os.Getpid(), Beats: 1}
	for n, beats := range []int{1, 2, 2, 2, 2, 3, 3, 3, 3} {
		far.Beats = beats
		if v.isDead(far) {
			t.Fatalf("dead at beat %d", n)
		}
	}
	if !v.isDead(far) {
		t.Error("it stood still for four beats and is not dead")
	}
	near := store.Process{ID: "near", Place: place(), PID: os.Getpid(), Beats: 1}
	if v.isDead(near) {
		t.Error("a process that lives here is dead")
	}
	near.PID = 1<<31 - 1 // no system gives so high a number
	if !v.isDead(near) {
		t.Error("a process that is not here is alive")
	}
}

// A place is told to people: outside containers it is the machine's name alone.
func TestPlace(t *testing.T) {
	if host, err := os.Hostname(); err != nil || !strings.HasPrefix(place(), host) || strings.Contains(place(), machineSpace) {
		t.Errorf("%q is told of %q, %v", place(), host, err)
	}
}
