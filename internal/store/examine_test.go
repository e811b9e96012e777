package store

import (
	"errors"
	"path/filepath"
	"testing"
)

// A look says of which version the tables are and what was last written, and
// makes none where there are none.
func testExamine(t *testing.T, dsn string) {
	for range 2 {
		if found, err := Examine(t.Context(), dsn); err != nil || found.Version != 0 || !found.Newest.IsZero() {
			t.Errorf("of an empty database: %+v, %v", found, err)
		}
	}
	s := open(t, dsn)
	visit(t, s, "dawn", story("dawn", 1))
	found, err := Examine(t.Context(), dsn)
	if err != nil || found.Version != found.Known || found.Known == 0 || !found.Newest.Equal(seven) || found.Dialect != s.Dialect() {
		t.Errorf("%+v, %v", found, err)
	}
	if found.Clock.IsZero() == (s.Dialect() == Postgres) {
		t.Errorf("on %s the clock shows %v", s.Dialect(), found.Clock)
	}
}

func TestExamineTheDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "broadsheet.db")
	s := open(t, path)
	visit(t, s, "dawn", stories("dawn", 300)...)
	damage(t, s, path)
	if _, err := Examine(t.Context(), path); !errors.Is(err, ErrDamaged) && Hint(err) != damagedHint {
		t.Error(err)
	}
}
