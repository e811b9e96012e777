package main

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"broadsheet/internal/store"
)

// town is papers, a mail server, a database and a config for processes that
// print and send a digest of the papers to readers, day after day.
type town struct {
	t        *testing.T
	u        *upstream
	s        *sink
	folder   string
	database string
	readers  int
	every    string // how long a paper is left alone
	begins   time.Time
	// inDoubt are Message-IDs that the mail server has taken and nobody had
	// marked when a process was killed: they alone may come twice.
	inDoubt map[string]bool
}

// newTown makes a town with so many papers, on as many hosts as are given, and
// readers, on a database of this name, or on a file of its own.
func newTown(t *testing.T, papers, hosts, stories, readers int, every, database string) *town {
	t.Helper()
	begins, err := time.Parse(time.RFC3339, "2026-11-23T07:00:01+05:00")
	if err != nil {
		t.Fatal(err)
	}
	n := &town{
		t: t, u: newUpstream(t, papers, hosts, stories, begins), s: newSink(t), folder: t.TempDir(), database: database,
		readers: readers, every: every, begins: begins, inDoubt: map[string]bool{},
	}
	if database == "" {
		n.database = filepath.Join(n.folder, "broadsheet.db")
	}
	if err := os.WriteFile(filepath.Join(n.folder, "config.yaml"), []byte(n.config()), 0o600); err != nil {
		t.Fatal(err)
	}
	return n
}

func (n *town) config() string {
	var text strings.Builder
	fmt.Fprintf(&text, `title: Paper
url: http://localhost:8080
listen: localhost:0
timezone: Asia/Karachi
files: {folder: public}
database: %q
fetch: {every: %s, allow_private: [127.0.0.0/8], per_host: {gap: 1ms}}
mail: {transport: smtp, from: "Paper <p@paper.example>", smtp: {host: 127.0.0.1, port: %s, security: none}}
sources:
`, n.database, n.every, n.s.port())
	for i, address := range n.u.addresses {
		fmt.Fprintf(&text, "  - {id: paper-%d, url: %q}\n", i, address)
	}
	text.WriteString("digests:\n  - id: morning\n    title: Morning\n    schedule: \"0 7 * * *\"\n    lookback: 240h\n    sections: [{title: News}]\n    subscribers:\n")
	for i := range n.readers {
		fmt.Fprintf(&text, "      - reader%d@reader.example\n", i)
	}
	return text.String()
}

// start starts a process whose clock stands at now.
func (n *town) start(now time.Time, roles string) *process {
	n.t.Helper()
	return launch(n.t, n.folder, []string{"NOW=" + now.Format(time.RFC3339Nano)}, "run", "--roles", roles)
}

// morning is a second after the hour of today's edition, and date its date.
func (n *town) morning() time.Time { return n.begins.AddDate(0, 0, n.u.day) }
func (n *town) date() string       { return n.morning().Format(time.DateOnly) }

// isSent says whether today's edition is out and all of its mails are marked.
func (n *town) isSent() bool { return len(n.sent(n.date())) == n.readers }

// isOut says whether today's edition is out.
func (n *town) isOut() bool {
	return len(n.query(`SELECT date FROM editions WHERE date = $1`, n.date())) > 0
}

// sent is what stands as sent in the database, by Message-ID without its host.
// The date is a pattern of SQL.
func (n *town) sent(date string) []string {
	return n.query(`SELECT digest || '.' || date || '.' || subscriber FROM deliveries WHERE state = 'sent' AND date LIKE $1`, date)
}

// query reads texts from the database, none while there is no such table yet.
func (n *town) query(query string, args ...any) []string {
	n.t.Helper()
	driver, name := "pgx", n.database
	if !isServer(name) {
		driver, name = "sqlite", "file:"+name+"?_pragma=busy_timeout(10000)"
		if _, err := os.Stat(n.database); err != nil {
			return nil
		}
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		n.t.Fatal(err)
	}
	defer db.Close()
	texts, err := readTexts(db, query, args...)
	if err != nil && (strings.Contains(err.Error(), "no such table") || strings.Contains(err.Error(), "does not exist")) {
		return nil
	}
	if err != nil {
		n.t.Fatal(err)
	}
	return texts
}

func readTexts(db *sql.DB, query string, args ...any) ([]string, error) {
	rows, err := db.Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var texts []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	return texts, rows.Err()
}

// doubt notes what the mail server has taken since it had taken before, and
// nobody has marked. It answers how many those are.
func (n *town) doubt(before map[string]int) int {
	n.t.Helper()
	marked := map[string]bool{}
	for _, id := range n.sent("%") {
		marked[id] = true
	}
	found := 0
	for id, times := range n.s.counts() {
		if times > before[id] && !marked[id] {
			n.inDoubt[id] = true
			found++
		}
	}
	return found
}

// unprinted is the stories that are in no edition.
func (n *town) unprinted() []string {
	printed := n.query(`SELECT guid FROM items JOIN printed ON printed.item = items.id`)
	slices.Sort(printed)
	return slices.DeleteFunc(n.u.guids(), func(guid string) bool {
		_, found := slices.BinarySearch(printed, guid)
		return found
	})
}

// judge looks, when the day has come after the last edition, whether everything
// has happened, and once. It says how it went.
func (n *town) judge() string {
	n.t.Helper()
	db, err := store.Open(n.t.Context(), n.database)
	if err != nil {
		n.t.Fatal(err)
	}
	defer db.Close()
	editions, err := db.Editions(n.t.Context(), "morning", 0)
	if err != nil || len(editions) != n.u.day {
		n.t.Errorf("%d editions on %d days, %v", len(editions), n.u.day, err)
	}
	times := map[string]int{}
	for _, e := range editions {
		for _, entry := range e.Entries() {
			times[entry.GUID]++
		}
	}
	stories := n.u.guidsUntil(n.u.day - 1)
	for _, guid := range stories {
		if times[guid] != 1 {
			n.t.Errorf("%s is printed %d times", guid, times[guid])
		}
	}
	twice := n.judgeMails(len(editions))
	return fmt.Sprintf("%d editions of %d stories to %d readers: every edition out once, every story printed once, every mail there; %d of %d mails twice",
		len(editions), len(stories), n.readers, twice, len(n.s.counts()))
}

// judgeMails wants each edition at each reader's, and more than once only what
// was in flight when a process was killed. It answers how many came twice.
func (n *town) judgeMails(editions int) (twice int) {
	n.t.Helper()
	counts := n.s.counts()
	if len(counts) != editions*n.readers {
		n.t.Errorf("%d Message-IDs for %d editions to %d readers", len(counts), editions, n.readers)
	}
	readers := map[string]bool{}
	for id, times := range counts {
		readers[id[:len("morning.2026-11-23")]+n.s.to[id]] = true
		if times > 1 {
			twice++
		}
		if times > 1 && !n.inDoubt[id] {
			n.t.Errorf("%s came %d times and was not in flight at a kill", id, times)
		}
	}
	if len(readers) != editions*n.readers {
		n.t.Errorf("%d editions came to %d readers in all", editions, len(readers))
	}
	return twice
}

// number is what a variable of the environment holds.
func number(t *testing.T, name string, otherwise int) int {
	t.Helper()
	text, set := os.LookupEnv(name)
	if !set {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}
