package main

import (
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// TestPostgresGivesTheSameEdition builds the shipped config twice, once on a
// file and once on a server, at the same instant.
func TestPostgresGivesTheSameEdition(t *testing.T) {
	server := os.Getenv("BROADSHEET_TEST_POSTGRES")
	if server == "" {
		const missing = "set BROADSHEET_TEST_POSTGRES to the postgres:// address of a server to test on"
		if os.Getenv("BROADSHEET_REQUIRE_POSTGRES") != "" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	file := buildOn(t, filepath.Join(t.TempDir(), "broadsheet.db"))
	if diff := cmp.Diff(file, buildOn(t, freshSchema(t, server))); diff != "" {
		t.Errorf("-sqlite +postgres:\n%s", diff)
	}
	if len(file.Entries()) < 60 {
		t.Errorf("only %d items", len(file.Entries()))
	}
}

// buildOn builds twice on a database, and answers the edition that is there.
func buildOn(t *testing.T, database string) digest.Edition {
	t.Helper()
	config := strings.NewReplacer("database: broadsheet.db", `database: "${DATABASE}"`).Replace(shippedConfig(t))
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "config.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	frozen, err := time.Parse(time.RFC3339, noon)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"is out:", "exists already"} {
		var stdout, stderr strings.Builder
		program := &app{
			stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr,
			env: func(name string) (string, bool) { return database, name == "DATABASE" },
			now: func() time.Time { return frozen },
		}
		code := program.run(t.Context(), []string{"build", "--config", filepath.Join(folder, "config.yaml")})
		if code != exitDone || !strings.Contains(stdout.String(), want) {
			t.Fatalf("ends with %d: %s%s", code, stdout.String(), stderr.String())
		}
	}
	s, err := store.Open(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	edition, err := s.Edition(t.Context(), "morning", "2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	return edition
}

// freshSchema makes a schema for one test and names it in the address.
func freshSchema(t *testing.T, server string) string {
	t.Helper()
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	schema := "test_" + strings.ToLower(rand.Text())
	if _, err := db.Exec("CREATE SCHEMA " + schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.Exec("DROP SCHEMA " + schema + " CASCADE"); err != nil {
			t.Error(err)
		}
		db.Close()
	})
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Set("search_path", schema)
	u.RawQuery = query.Encode()
	return u.String()
}
