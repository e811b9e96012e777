package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

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
	openConnections = 8
	killedRoles     = "fetch,compose,deliver,web"
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
	seed := uint64(number(t, "BROADSHEET_SEED", int(time.Now().UnixNano()%1e6)))
	k := &killer{
		town:   newTown(t, killedPapers, killedPapers, killedStories, killedReaders, "1m", ""),
		chance: rand.New(rand.NewPCG(seed, 0)), by: map[string]int{},
	}
	for wanted := number(t, "BROADSHEET_KILLS", 10); k.kills < wanted; {
		k.day(killedADay)
	}
	for last := k.u.day; len(k.unprinted()) > 0 && k.u.day < last+4; {
		k.day(0)
	}
	if whole := k.query("PRAGMA integrity_check"); !slices.Equal(whole, []string{"ok"}) {
		t.Errorf("the database is not whole: %q", whole)
	}
	t.Logf("seed %d: %d kills (%v), %s, at most %d in doubt after a kill; %d published files looked through, all whole",
		seed, k.kills, k.by, k.judge(), k.mostInDoubt, k.files)
}

// killer is the kill loop.
type killer struct {
	*town
	chance      *rand.Rand
	kills       int
	by          map[string]int // kills by what they waited for
	mostInDoubt int
	files       int // how many published files were looked through
}

// day is a morning on which the program is killed, and started again some
// minutes later, until the edition is out and sent, or as often as it may be
// killed; then it is left to finish.
func (k *killer) day(kills int) {
	k.t.Helper()
	lives := 0
	for ; lives < kills && !k.isSent(); lives++ {
		k.life(k.morning().Add(time.Duration(lives) * 5 * time.Minute))
	}
	p := k.start(k.morning().Add(time.Duration(lives)*5*time.Minute), killedRoles)
	until(k.t, k.date()+" is out and sent", func() bool {
		if p.isOver() {
			k.t.Fatalf("the program has ended:\n%s", &p.said)
		}
		page := filepath.Join(k.folder, "public", "morning", k.date(), "index.html")
		_, err := os.Stat(page)
		return strings.Contains(p.said.String(), "msg=plan") && k.isSent() && err == nil
	})
	if err := p.stop(); err != nil {
		k.t.Errorf("%v:\n%s", err, &p.said)
	}
	k.u.nextDay()
}

// life starts the program and kills it.
func (k *killer) life(now time.Time) {
	k.t.Helper()
	before := k.s.counts()
	p := k.start(now, killedRoles)
	reason := k.await(p)
	_ = p.kill()
	k.u.watch(func() {})
	k.s.watch(func() {})
	k.kills++
	k.by[reason]++
	k.wholeFiles()
	doubt := k.doubt(before)
	k.mostInDoubt = max(k.mostInDoubt, doubt)
	if doubt > openConnections {
		k.t.Errorf("kill %d leaves %d messages in doubt", k.kills, doubt)
	}
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
		word := []string{"msg=plan", "msg=refresh", "msg=compose", "msg=deliver", "stop   with"}[k.chance.IntN(5)]
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

// wholeFiles wants no half file among those that are published.
func (k *killer) wholeFiles() {
	k.t.Helper()
	err := filepath.WalkDir(filepath.Join(k.folder, "public"), func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
			return err
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		whole := true
		switch filepath.Ext(name) {
		case ".html":
			whole = bytes.HasSuffix(bytes.TrimSpace(content), []byte("</html>"))
		case ".rss":
			whole = bytes.HasSuffix(bytes.TrimSpace(content), []byte("</rss>"))
		case ".atom":
			whole = bytes.HasSuffix(bytes.TrimSpace(content), []byte("</feed>"))
		case ".json":
			whole = json.Valid(content)
		}
		if !whole {
			k.t.Errorf("kill %d leaves half of %s", k.kills, name)
		}
		k.files++
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		k.t.Error(err)
	}
}
