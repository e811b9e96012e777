package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// A backup is taken while somebody writes, and holds what one instant held.
func TestBackup(t *testing.T) {
	folder := t.TempDir()
	s := open(t, filepath.Join(folder, "broadsheet.db"))
	readers(t, s, "morning", 3)
	stop := make(chan struct{})
	var writers sync.WaitGroup
	writers.Go(func() {
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			default:
				visit(t, s, "dawn", story("dawn", 2*n), story("dawn", 2*n+1))
			}
		}
	})
	path := filepath.Join(folder, "copy of it.db")
	err := s.Backup(t.Context(), path)
	close(stop)
	writers.Wait()
	if err != nil {
		t.Fatal(err)
	}
	copied := open(t, path)
	if n := count(t, copied, "items"); n%2 != 0 || n > count(t, s, "items") {
		t.Errorf("%d items: half a visit", n)
	}
	if n := count(t, copied, "subscribers"); n != 3 {
		t.Errorf("%d subscribers", n)
	}
	publish(t, copied, edition("morning", "2026-11-23", story("dawn", 1)), 2)
	left, err := filepath.Glob(filepath.Join(folder, ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %q %v", left, err)
	}
}

func TestBackupRefuses(t *testing.T) {
	folder := t.TempDir()
	s := open(t, filepath.Join(folder, "broadsheet.db"))
	taken := filepath.Join(folder, "taken.db")
	if err := os.WriteFile(taken, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), taken); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file that is there: %v", err)
	}
	if kept, err := os.ReadFile(taken); err != nil || string(kept) != "mine" {
		t.Errorf("it holds %q now, %v", kept, err)
	}
	if err := s.Backup(t.Context(), filepath.Join(folder, "no", "folder.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("into a folder that is not there: %v", err)
	}
}

// What cannot be relied on is not called a backup.
func TestBackupOfTheDamaged(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "broadsheet.db")
	s := open(t, path)
	visit(t, s, "dawn", stories("dawn", 300)...)
	damage(t, s, path)
	copied := filepath.Join(folder, "copy.db")
	err := s.Backup(t.Context(), copied)
	if err == nil {
		t.Fatal("a damaged database was copied")
	}
	if hint := Hint(err); hint == "" {
		t.Errorf("no hint for: %v", err)
	}
	if _, err := os.Stat(copied); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is a file: %v", err)
	}
}

// damage overwrites the middle of the file, as a failing disk would, and lets
// go of what is remembered of it.
func damage(t *testing.T, s *Store, path string) {
	t.Helper()
	if _, err := s.db.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	rubbish := make([]byte, info.Size()/2)
	for i := range rubbish {
		rubbish[i] = byte(i*7 + 13)
	}
	if _, err := file.WriteAt(rubbish, info.Size()/4/4096*4096); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.db.Exec("PRAGMA shrink_memory"); err != nil {
		t.Fatal(err)
	}
}
