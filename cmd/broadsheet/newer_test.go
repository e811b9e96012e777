package main

import (
	"database/sql"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestNewerTables is a rolling restart: a process that finds the tables of a
// newer program stops by itself, and says what to do.
func TestNewerTables(t *testing.T) {
	folder := freshFolder(t)
	p := launch(t, folder, nil, "run")
	says(t, p, "msg=deliver")
	db, err := sql.Open("sqlite", "file:"+filepath.Join(folder, "broadsheet.db")+"?_pragma=busy_timeout(10000)")
	if err == nil {
		_, err = db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)")
	}
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := p.wait(); !errors.As(err, &exit) || exit.ExitCode() != exitFailed {
		t.Errorf("it ends with %v", err)
	}
	for _, words := range []string{"a newer broadsheet has taken the database over", "tables are of version 999", "hint: this process has stopped and nothing is lost"} {
		if !strings.Contains(p.said.String(), words) {
			t.Errorf("it does not say %q:\n%s", words, &p.said)
		}
	}
}
