//go:build unix

package store

import (
	"errors"
	"os"
	command "os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestOpenForbiddenFile(t *testing.T) {
	if os.Getuid() == 0 {
		asNobody(t)
		return
	}
	path := filepath.Join(t.TempDir(), "broadsheet.db")
	made, err := Open(t.Context(), path)
	if err == nil {
		err = errors.Join(made.Close(), os.Chmod(path, 0o400))
	}
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, path) // to be looked at
	if _, err := s.Editions(t.Context(), "morning", 0); err != nil {
		t.Error(err)
	}
	wantHint(t, s.Tally(t.Context(), map[string]int{"visits good": 1}), "let this user write to the file")
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), path)
	wantWords(t, err, "may not read the file", "run this as the user to whom it belongs")
}

// asNobody runs a test of root's again as somebody who may not write everywhere.
func asNobody(t *testing.T) {
	t.Helper()
	const nobody = 65534
	again := command.CommandContext(t.Context(), "/proc/self/exe", "-test.run", "^"+t.Name()+"$", "-test.v")
	again.Dir, again.Env = os.TempDir(), append(os.Environ(), "HOME="+os.TempDir())
	again.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	said, err := again.CombinedOutput()
	if err != nil || !strings.Contains(string(said), "--- PASS: "+t.Name()) {
		t.Errorf("as nobody: %v\n%s", err, said)
	}
}
