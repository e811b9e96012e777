package store

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func testProcesses(t *testing.T, dsn string) {
	s := open(t, dsn)
	first := Process{ID: "b", Place: "press pid:[1]", PID: 7, Roles: "fetch", Version: "v1", Started: seven, Beat: seven}
	second := Process{ID: "a", Place: "press pid:[1]", PID: 8, Roles: "deliver", Version: "v2", Started: seven.Add(time.Second), Beat: seven}
	for _, p := range []Process{second, first, first} {
		if err := s.Beat(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	first.Beat = seven.Add(time.Minute)
	if err := s.Beat(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	first.Beats, second.Beats = 3, 1
	if got, err := s.Processes(t.Context()); err != nil || !cmp.Equal(got, []Process{first, second}) {
		t.Errorf("%v\n%s", err, cmp.Diff([]Process{first, second}, got))
	}
	if err := errors.Join(s.ForgetProcess(t.Context(), "b"), s.ForgetProcess(t.Context(), "b")); err != nil {
		t.Error(err)
	}
	if got, err := s.Processes(t.Context()); err != nil || !cmp.Equal(got, []Process{second}) {
		t.Errorf("%+v, %v", got, err)
	}
}

func testNewerComes(t *testing.T, dsn string) {
	s := open(t, dsn)
	if err := s.Current(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.DB().Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, $1)", true); err != nil {
		t.Fatal(err)
	}
	err := s.Current(t.Context())
	wantWords(t, err, "a newer broadsheet", "version 99")
	if !errors.Is(err, ErrNewer) {
		t.Errorf("%v is not ErrNewer", err)
	}
}
