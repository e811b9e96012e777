package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func testOpenAgain(t *testing.T, dsn string) {
	first := open(t, dsn)
	visit(t, first, "dawn", story("dawn", 1))
	second := open(t, dsn)
	if n := count(t, second, "items"); n != 1 {
		t.Errorf("opened again it has %d items, want 1", n)
	}
	if want := second.Dialect() == Postgres; (second.Pool() != nil) != want {
		t.Errorf("a pgx pool: %v, want %v", !want, want)
	}
}

// Several programs may be started at once on a database that is not there yet.
func testOpenAllAtOnce(t *testing.T, dsn string) {
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			s, err := Open(t.Context(), dsn)
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	files, err := migrations.ReadDir("migrations")
	if n := count(t, open(t, dsn), "goose_db_version WHERE version_id > 0"); n != len(files) || err != nil {
		t.Errorf("the %d migrations were recorded %d times, want once each, %v", len(files), n, err)
	}
}

func testOpenNewer(t *testing.T, dsn string) {
	s := open(t, dsn)
	if _, err := s.DB().Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, $1)", true); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), dsn)
	wantWords(t, err, "open database", "a newer broadsheet", "version 99", "run the newer program")
}

// A migration that another program was quicker with is undone with its record.
func TestMigratedOnce(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "broadsheet.db"))
	if _, err := s.DB().Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (4, $1)", true); err == nil {
		t.Error("a migration is recorded twice")
	}
}

func TestMemory(t *testing.T) {
	first, second := open(t, ":memory:"), open(t, ":memory:")
	readers(t, first, "morning", 3)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() { visit(t, first, "dawn", story("dawn", i)) })
	}
	all.Wait()
	publish(t, first, edition("morning", "2026-11-23", story("dawn", 1)), 2)
	if n := count(t, first, "items"); n != 8 {
		t.Errorf("%d items, want 8: every query must see the same database", n)
	}
	if n := count(t, second, "items"); n != 0 {
		t.Errorf("another store in memory sees %d of the items, want none", n)
	}
}

func TestOpenRefuses(t *testing.T) {
	folder := t.TempDir()
	text := filepath.Join(folder, "notes.txt")
	if err := os.WriteFile(text, []byte(strings.Repeat("This is not a database.\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, dsn string
		words     []string
	}{
		{"no name", "", []string{"name a file or a postgres:// address"}},
		{"not a database", text, []string{text, "not an SQLite database", "name another"}},
		{"a folder", folder, []string{folder, "this is a folder"}},
		{"no folder", filepath.Join(folder, "a", "b.db"), []string{"the folder " + filepath.Join(folder, "a") + " does not exist", "make it"}},
		{"not an address", "postgres://u:secret@[::1/db", []string{"postgres://…", "postgres://user@host:5432/database"}},
		{"no server", "postgres://u:secret@127.0.0.1:1/db", []string{"postgres://127.0.0.1:1/db", "is the server running"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Open(t.Context(), test.dsn)
			wantWords(t, err, append(test.words, "open database ")...)
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the error tells the password: %v", err)
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("the error has several lines: %v", err)
			}
		})
	}
}

// TestOpenIsPrivate: readers' addresses stand in the file and in what SQLite keeps beside it.
func TestOpenIsPrivate(t *testing.T) {
	folder := t.TempDir()
	visit(t, open(t, filepath.Join(folder, "broadsheet.db")), "dawn", story("dawn", 1))
	files, err := os.ReadDir(folder)
	if err != nil || len(files) < 2 {
		t.Fatalf("found %v, %v; want the database and its log", files, err)
	}
	for _, file := range files {
		if info, err := file.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v, %v; want that nobody else reads it", info, err)
		}
	}
}

func TestOnOneLine(t *testing.T) {
	err := onOneLine{errors.New("failed to connect:\n\thost db: no such host\nno such host\n\thost db: no such host\n10.0.0.1: refused")}
	if want := "failed to connect: host db: no such host 10.0.0.1: refused"; err.Error() != want {
		t.Errorf("says %q, want %q", err, want)
	}
}

// Even root may make no file under /proc.
func TestOpenReadOnlyFolder(t *testing.T) {
	if _, err := os.Stat("/proc/self"); err != nil {
		t.Skip("there is no /proc here")
	}
	_, err := Open(t.Context(), "/proc/self/broadsheet.db")
	wantWords(t, err, "this user may not write in the folder /proc/self")
}

func wantWords(t *testing.T, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error; want one that says %q", words)
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("error %q\ndoes not say %q", err, word)
		}
	}
}

func TestNotFound(t *testing.T) {
	s := open(t, ":memory:")
	_, edition := s.Edition(t.Context(), "morning", "2026-11-23")
	_, latest := s.Latest(t.Context(), "morning")
	_, subscriber := s.Subscriber(t.Context(), "nobody")
	unsubscribe := s.Unsubscribe(t.Context(), "nobody")
	for name, err := range map[string]error{
		"edition": edition, "latest": latest, "subscriber": subscriber, "unsubscribe": unsubscribe,
	} {
		if !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: %v, want ErrNotFound", name, err)
		}
	}
	if items, err := s.Candidates(t.Context(), "morning", nil, seven, seven); err != nil || items != nil {
		t.Errorf("candidates of no sources: %v, %v", items, err)
	}
	if err := s.Roster(t.Context(), "morning", nil); err != nil {
		t.Errorf("a roster of nobody: %v", err)
	}
}
