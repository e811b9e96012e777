package store

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
)

// wantHint wants an error whose hint says the word.
func wantHint(t *testing.T, err error, word string) {
	t.Helper()
	if err == nil || !strings.Contains(Hint(err), word) {
		t.Errorf("%v\nhint: %s\nwant %q", err, Hint(err), word)
	}
}

// A disk that is full refuses a visit whole; when there is room again the same
// visit is kept, and nothing of before is lost.
func TestDiskFull(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "broadsheet.db"))
	visit(t, s, "dawn", stories("dawn", 20)...)
	if _, err := s.db.Exec("PRAGMA max_page_count = 1"); err != nil { // it becomes what there is
		t.Fatal(err)
	}
	more := Visit{State: State{Source: "noon", LastVisit: seven}, Items: stories("noon", 400)}
	_, err := s.SaveVisit(t.Context(), more)
	wantHint(t, err, "the disk is full")
	if n := count(t, s, "items"); n != 20 {
		t.Errorf("%d items, want the 20 of before", n)
	}
	if _, err := s.db.Exec("PRAGMA max_page_count = 1000000"); err != nil {
		t.Fatal(err)
	}
	if saved, err := s.SaveVisit(t.Context(), more); err != nil || saved.New != 400 {
		t.Errorf("%+v, %v", saved, err)
	}
}

// Another program that holds the file makes a write fail whole, not for ever.
func TestLockedByAnother(t *testing.T) {
	path := filepath.Join(t.TempDir(), "broadsheet.db")
	s := open(t, path)
	if _, err := s.db.Exec("PRAGMA busy_timeout = 50"); err != nil {
		t.Fatal(err)
	}
	other, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	tx, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	lost := Visit{State: State{Source: "dawn", LastVisit: seven}, Items: stories("dawn", 2)}
	_, err = s.SaveVisit(t.Context(), lost)
	wantHint(t, err, "another program")
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if saved, err := s.SaveVisit(t.Context(), lost); err != nil || saved.New != 2 {
		t.Errorf("%+v, %v", saved, err)
	}
}

// A file that may not be written says so.
func TestReadOnly(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "broadsheet.db"))
	if _, err := s.db.Exec("PRAGMA query_only(1)"); err != nil {
		t.Fatal(err)
	}
	_, err := s.SaveVisit(t.Context(), Visit{State: State{Source: "dawn", LastVisit: seven}, Items: stories("dawn", 1)})
	wantHint(t, err, "let this user write")
}

// A damaged file is told as such, and by no other word.
func TestDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "broadsheet.db")
	s := open(t, path)
	visit(t, s, "dawn", stories("dawn", 300)...)
	damage(t, s, path)
	_, err := s.Candidates(t.Context(), "morning", []string{"dawn"}, seven.AddDate(0, 0, -1), seven.AddDate(0, 0, 1))
	if err == nil {
		_, err = s.SaveVisit(t.Context(), Visit{State: State{Source: "dawn", LastVisit: seven}, Items: stories("dawn", 400)})
	}
	wantHint(t, err, "put the last backup in its place")
}
