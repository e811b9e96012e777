//go:build unix

package fetch_test

import (
	"path/filepath"
	"syscall"
	"testing"

	"broadsheet/internal/fetch"
)

func TestPipesAndDevicesAreNotOpened(t *testing.T) {
	folder := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(folder, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	client := newClient(t, fetch.Options{Folder: folder})
	fails(t, client, "file:pipe", "not a regular file")
	fails(t, client, "file:///dev/zero", "not a regular file")
}
