package main

import (
	"os"
	"testing"
)

// TestPreviewLeavesNoHalf: a folder of its own that it cannot fill does not stay.
func TestPreviewLeavesNoHalf(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	_, err := layOut("", []printed{{"index.html", nil}, {"no/such/folder.html", nil}})
	if err == nil {
		t.Error("it wrote into a folder that is not there")
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}
