package main

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"broadsheet/internal/store"

	_ "modernc.org/sqlite"
)

// What the kill loop prints a paper of.
const (
	killedPapers  = 4
	killedStories = 5
	killedReaders = 30
	killedADay    = 5
	// openConnections is how many messages can be between the server's answer
	// and our mark at once.
	openConnections = 2
)

// TestKilledAnywhere kills the program with signal 9 in the middle of its work,
// again and again: when a source is asked, when a message is at the server's,
// at a word of the log, or at any time. Afterwards everything must have
// happened, and once.
//
//	BROADSHEET_KILLS=300 go test ./cmd/broadsheet -run KilledAnywhere -v -timeout 60m
//
// is the long form; BROADSHEET_SEED repeats what a run has printed.
func TestKilledAnywhere(t *testing.T) {
	k := newKiller(t, number(t, "BROADSHEET_KILLS", 12), uint64(number(t, "BROADSHEET_SEED", int(time.Now().UnixNano()%1e6))))
	for k.kills < k.wanted {
		k.day(killedADay)
	}
	for len(k.unprinted()) > 0 && k.u.day < k.killedDays+4 {
		k.day(0)
	}
	k.judge()
}

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

// killer is the kill loop.
type killer struct {
	t      *testing.T
	u      *upstream
	s      *sink
	folder string
	begins time.Time
	chance *rand.Rand
	seed   uint64

	wanted, kills, killedDays int
	by                        map[string]int // kills by what they waited for
	inDoubt                   map[string]bool
	mostInDoubt               int
}

func newKiller(t *testing.T, wanted int, seed uint64) *killer {
	begins, err := time.Parse(time.RFC3339, "2026-11-23T07:00:01+05:00")
	if err != nil {
		t.Fatal(err)
	}
	k := &killer{
		t: t, u: newUpstream(t, killedPapers, killedStories, begins), s: newSink(t), folder: t.TempDir(), begins: begins,
		chance: rand.New(rand.NewPCG(seed, 0)), seed: seed, wanted: wanted, by: map[string]int{}, inDoubt: map[string]bool{},
	}
	var config strings.Builder
	fmt.Fprintf(&config, `title: Paper
url: http://localhost:8080
timezone: Asia/Karachi
fetch: {every: 1m, allow_private: [127.0.0.0/8], per_host: {gap: 1ms}}
mail: {transport: smtp, from: "Paper <p@paper.example>", smtp: {host: 127.0.0.1, port: %s, security: none}}
sources:
`, k.s.port())
	for n, address := range k.u.addresses {
		fmt.Fprintf(&config, "  - {id: paper-%d, url: %q}\n", n, address)
	}
	config.WriteString("digests:\n  - id: morning\n    title: Morning\n    schedule: \"0 7 * * *\"\n    lookback: 240h\n    sections: [{title: News}]\n    subscribers:\n")
	for n := range killedReaders {
		fmt.Fprintf(&config, "      - reader%d@reader.example\n", n)
	}
	if err := os.WriteFile(filepath.Join(k.folder, "config.yaml"), []byte(config.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return k
}

// day is a morning on which the program is killed, and started again some
// minutes later, until the edition is out and sent, or as often as it may be
// killed; then it is left to finish.
func (k *killer) day(kills int) {
	k.t.Helper()
	morning := k.begins.AddDate(0, 0, k.u.day)
	date := morning.Format(time.DateOnly)
	isSent := func() bool { return len(k.sent(date)) == killedReaders }
	lives := 0
	for ; lives < kills && !isSent(); lives++ {
		k.life(morning.Add(time.Duration(lives) * 5 * time.Minute))
	}
	if kills > 0 {
		k.killedDays = k.u.day + 1
	}
	p := k.start(morning.Add(time.Duration(lives) * 5 * time.Minute))
	until(k.t, date+" is out and sent", func() bool {
		if p.isOver() {
			k.t.Fatalf("the program has ended:\n%s", &p.said)
		}
		return strings.Contains(p.said.String(), "msg=plan") && isSent()
	})
	if err := p.stop(); err != nil {
		k.t.Errorf("%v:\n%s", err, &p.said)
	}
	k.u.nextDay()
}

func (k *killer) start(now time.Time) *process {
	return launch(k.t, k.folder, []string{"NOW=" + now.Format(time.RFC3339)}, "run", "--roles", "fetch,compose,deliver")
}

// life starts the program and kills it.
func (k *killer) life(now time.Time) {
	k.t.Helper()
	before := k.s.counts()
	p := k.start(now)
	reason := k.await(p)
	_ = p.kill()
	k.u.watch(func() {})
	k.s.watch(func() {})
	k.kills++
	k.by[reason]++
	k.doubt(before)
	if strings.Contains(p.said.String(), "panic") || strings.Contains(p.said.String(), "level=ERROR") {
		k.t.Errorf("killed after %d kills it had said:\n%s", k.kills, &p.said)
	}
}

// await waits for the moment to kill, and says what it was. What waits for an
// answer of ours is sometimes killed before it has it, and sometimes a moment after.
func (k *killer) await(p *process) string {
	due := make(chan struct{})
	happens := func(nth int) func() {
		atOnce, moment := k.chance.IntN(2) == 0, time.Duration(k.chance.IntN(5000))*time.Microsecond
		var count atomic.Int64
		return func() {
			if count.Add(1) != int64(nth) {
				return
			}
			if atOnce {
				_ = p.Process.Kill()
			}
			time.AfterFunc(moment, func() { close(due) })
		}
	}
	reason, longest := "", 3*time.Second
	switch k.chance.IntN(4) {
	case 0:
		reason = "a source was asked"
		k.u.watch(happens(1 + k.chance.IntN(killedPapers)))
	case 1:
		reason = "a message was at the server's"
		k.s.watch(happens(1 + k.chance.IntN(killedReaders)))
	case 2:
		reason = "a word was in the log"
		word := []string{"msg=plan", "msg=refresh", "msg=compose", "msg=deliver"}[k.chance.IntN(4)]
		go func() {
			for !p.isOver() && !strings.Contains(p.said.String(), word) {
				time.Sleep(time.Millisecond)
			}
			close(due)
		}()
	case 3:
		longest = time.Duration(k.chance.IntN(1000)) * time.Millisecond
	}
	select {
	case <-due:
		return reason
	case <-time.After(longest):
		return "any time"
	}
}

// doubt notes what the server has taken in the last life and nobody has marked.
func (k *killer) doubt(before map[string]int) {
	k.t.Helper()
	marked := map[string]bool{}
	for _, id := range k.sent("%") {
		marked[id] = true
	}
	n := 0
	for id, times := range k.s.counts() {
		if times > before[id] && !marked[id] {
			k.inDoubt[id] = true
			n++
		}
	}
	k.mostInDoubt = max(k.mostInDoubt, n)
	if n > openConnections {
		k.t.Errorf("kill %d leaves %d messages in doubt", k.kills, n)
	}
}

// sent is what stands as sent in the database, by Message-ID without its host.
// The date is a pattern of SQL.
func (k *killer) sent(date string) []string {
	return k.query(`SELECT digest || '.' || date || '.' || subscriber FROM deliveries WHERE state = 'sent' AND date LIKE $1`, date)
}

// query reads texts from the database, none while there is no such table yet.
func (k *killer) query(query string, args ...any) []string {
	k.t.Helper()
	name := filepath.Join(k.folder, "broadsheet.db")
	if _, err := os.Stat(name); err != nil {
		return nil
	}
	db, err := sql.Open("sqlite", "file:"+name+"?_pragma=busy_timeout(10000)")
	if err != nil {
		k.t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(query, args...)
	if err != nil && strings.Contains(err.Error(), "no such table") {
		return nil
	}
	if err != nil {
		k.t.Fatal(err)
	}
	defer rows.Close()
	var texts []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			k.t.Fatal(err)
		}
		texts = append(texts, text)
	}
	if err := rows.Err(); err != nil {
		k.t.Fatal(err)
	}
	return texts
}

// unprinted is the stories that are in no edition.
func (k *killer) unprinted() []string {
	printed := k.query(`SELECT guid FROM items JOIN printed ON printed.item = items.id`)
	slices.Sort(printed)
	return slices.DeleteFunc(k.u.guids(), func(guid string) bool {
		_, found := slices.BinarySearch(printed, guid)
		return found
	})
}

// judge looks whether everything has happened, and once, and says how it went.
func (k *killer) judge() {
	k.t.Helper()
	db, err := store.Open(k.t.Context(), filepath.Join(k.folder, "broadsheet.db"))
	if err != nil {
		k.t.Fatal(err)
	}
	defer db.Close()
	editions, err := db.Editions(k.t.Context(), "morning", 0)
	if err != nil || len(editions) != k.u.day {
		k.t.Errorf("%d editions on %d days, %v", len(editions), k.u.day, err)
	}
	times := map[string]int{}
	for _, e := range editions {
		for _, entry := range e.Entries() {
			times[entry.GUID]++
		}
	}
	// The day that has just begun has no edition yet.
	k.u.day--
	for _, guid := range k.u.guids() {
		if times[guid] != 1 {
			k.t.Errorf("%s is printed %d times", guid, times[guid])
		}
	}
	twice := k.judgeMails(len(editions))
	var whole string
	if rows := k.query("PRAGMA integrity_check"); len(rows) > 0 {
		whole = rows[0]
	}
	if whole != "ok" {
		k.t.Errorf("the database is not whole: %s", whole)
	}
	k.t.Logf("seed %d: %d kills (%v) over %d editions of %d stories to %d readers: every edition out once, every story printed once, "+
		"every mail there; %d of %d mails twice, at most %d in doubt after a kill", k.seed, k.kills, k.by, len(editions),
		len(k.u.guids()), killedReaders, twice, len(k.s.counts()), k.mostInDoubt)
}

// judgeMails wants each edition at each reader's, and more than once only what
// was in flight at a kill. It answers how many came twice.
func (k *killer) judgeMails(editions int) (twice int) {
	k.t.Helper()
	counts := k.s.counts()
	if len(counts) != editions*killedReaders {
		k.t.Errorf("%d Message-IDs for %d editions to %d readers", len(counts), editions, killedReaders)
	}
	readers := map[string]bool{}
	for id, n := range counts {
		readers[id[:len("morning.2026-11-23")]+k.s.to[id]] = true
		if n > 1 {
			twice++
		}
		if n > 1 && !k.inDoubt[id] {
			k.t.Errorf("%s came %d times and was not in flight at a kill", id, n)
		}
	}
	if len(readers) != editions*killedReaders {
		k.t.Errorf("%d editions came to %d readers in all", editions, len(readers))
	}
	return twice
}
