package store

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"broadsheet/digest"
)

// eachVersion goes through databases of earlier versions, as text: 1 to 7, 9, 10
// and 12 as programs of the time have left them, the others made from these
// by the migrations. They hold one edition with one of two stories, to two
// readers, one of whose mails is still to be sent.
func eachVersion(t *testing.T, run func(t *testing.T, version int64, text string)) {
	files, err := filepath.Glob("testdata/versions/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".sql")
		version, err := strconv.ParseInt(name, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) { run(t, version, string(text)) })
	}
}

// TestVersionsAreKept: whoever adds to the tables keeps a database as it was then.
func TestVersionsAreKept(t *testing.T) {
	migrations, err := filepath.Glob("migrations/*.sql")
	if err != nil || len(migrations) == 0 {
		t.Fatalf("%d migrations, %v", len(migrations), err)
	}
	for _, migration := range migrations {
		version, _, _ := strings.Cut(filepath.Base(migration), "_")
		if _, err := os.Stat(filepath.Join("testdata/versions", version+".sql")); err != nil {
			t.Errorf("%s: no database of this version is kept", migration)
		}
	}
}

// TestVersionsSQLite opens each file as its program left it.
func TestVersionsSQLite(t *testing.T) {
	eachVersion(t, func(t *testing.T, _ int64, text string) {
		path := filepath.Join(t.TempDir(), "broadsheet.db")
		db, err := sql.Open("sqlite", path)
		if err == nil {
			db.SetMaxOpenConns(1)
			_, err = db.Exec(text)
		}
		if err = errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		goesOn(t, path)
	})
}

// TestVersionsPostgres puts the same rows into the tables of each version.
func TestVersionsPostgres(t *testing.T) {
	server := postgresServer(t)
	eachVersion(t, func(t *testing.T, version int64, text string) {
		dsn := freshSchema(t, server)
		old, err := connect(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		provider, err := newProvider(old.dialect, old.db)
		if err == nil {
			_, err = provider.UpTo(t.Context(), version)
		}
		for _, table := range []string{"sources", "readings", "items", "subscribers", "editions", "printed", "deliveries"} {
			for line := range strings.Lines(text) {
				if err == nil && strings.HasPrefix(line, `INSERT INTO "`+table+`"`) {
					_, err = old.db.Exec(line)
				}
			}
		}
		if err = errors.Join(err, old.Close()); err != nil {
			t.Fatal(err)
		}
		goesOn(t, dsn)
	})
}

// goesOn opens an old database and works with it as if nothing had been.
func goesOn(t *testing.T, dsn string) {
	t.Helper()
	s := open(t, dsn)
	const id, date = "morning", "2026-11-26"
	states, err := s.States(t.Context(), []string{"harbour"})
	if got := states["harbour"]; err != nil || got.Items != 2 || got.Feed.Title != "The Harbour Post" || got.LastVisit.IsZero() {
		t.Errorf("%+v, %v", got, err)
	}
	e, err := s.Edition(t.Context(), id, date)
	if err != nil || len(e.Entries()) != 1 || e.Entries()[0].GUID != "crane" {
		t.Errorf("%+v, %v", e, err)
	}
	at := e.At
	left, err := s.Candidates(t.Context(), id, []string{"harbour"}, at.AddDate(0, 0, -2), at.AddDate(0, 0, 1))
	if err != nil || len(left) != 1 || left[0].GUID != "ferry" || left[0].Title != "Council votes to keep the night ferry" {
		t.Errorf("%+v, %v", left, err)
	}
	if again, err := s.Publish(t.Context(), e, Mailing{}, 2, nothingMore); err != nil || again {
		t.Errorf("it came out again: %v %v", again, err)
	}
	later := at.Add(time.Hour)
	claimed, err := s.Claim(t.Context(), id, date, 0, later, time.Minute, 10)
	if err != nil || len(claimed) != 1 || claimed[0].Attempts != 1 || claimed[0].Error != "450 later" {
		t.Fatalf("%+v, %v", claimed, err)
	}
	if err := s.MarkSent(t.Context(), claimed[0], later); err != nil {
		t.Error(err)
	}
	e.Date, e.At, e.Sections[0].Clusters[0].Lead.Item = "2026-11-27", at.AddDate(0, 0, 1), left[0]
	published, err := s.Publish(t.Context(), e, Mailing{}, 2, nothingMore)
	if err != nil || !published {
		t.Errorf("the next edition: %v %v", published, err)
	}
	summaries, err := s.Summaries(t.Context(), id)
	if err != nil || len(summaries) != 2 || summaries[1].Sent != 2 || summaries[0].Pending != 2 {
		t.Errorf("%+v, %v", summaries, err)
	}
	keepsItsReaders(t, s, id)
}

// keepsItsReaders: those who came by the list leave with it.
func keepsItsReaders(t *testing.T, s *Store, id string) {
	t.Helper()
	if err := s.Roster(t.Context(), id, []digest.Subscriber{{Address: "A@reader.example"}}); err != nil {
		t.Fatal(err)
	}
	subs, err := s.Subscribers(t.Context(), id)
	if err != nil || len(subs) != 2 || subs[0].State != digest.Confirmed || subs[1].State != digest.Unlisted {
		t.Errorf("%+v, %v", subs, err)
	}
}

// A source whose feed asks for a rhythm is asked without conditions once, so that
// what is known of it briefly knows that, too; the others as before.
func TestReadingsApart(t *testing.T) {
	text, err := os.ReadFile("testdata/versions/00022.sql")
	if err != nil {
		t.Fatal(err)
	}
	for pace, keeps := range map[string]bool{"": true, `,"pace":{"every":3600000000000}`: false} {
		path := filepath.Join(t.TempDir(), "broadsheet.db")
		db, err := sql.Open("sqlite", path)
		if err == nil {
			db.SetMaxOpenConns(1)
			_, err = db.Exec(string(text) + `UPDATE sources SET etag = 'one', feed = '{"title":"Post"` + pace + `}'`)
		}
		if err = errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		states, err := open(t, path).States(t.Context(), []string{"harbour"})
		got := states["harbour"]
		if err != nil || got.Feed.Title != "Post" || got.Memory == "" || (got.ETag == "one") != keeps || (got.BodyHash != "") != keeps {
			t.Errorf("%q: %+v, %v", pace, got, err)
		}
	}
}
