package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// manyStories is how many stories a paper has a day.
const manyStories = 2

// How long a paper and the mail server take to answer, so that one process has
// not done all before the next has begun.
const (
	paperTakes = 150 * time.Millisecond
	mailTakes  = 10 * time.Millisecond
)

// TestManyMachines lets three processes share the work on one PostgreSQL. On
// the second morning the leader is killed while sources are visited, on the
// third another while mails are sent, and on the fourth the database itself.
//
//	BROADSHEET_SOURCES=2000 BROADSHEET_READERS=5000 go test ./cmd/broadsheet -run ManyMachines -v -timeout 30m
//
// is the long form, and tells how long one, two and three processes take.
func TestManyMachines(t *testing.T) {
	sources := number(t, "BROADSHEET_SOURCES", 80)
	m := &machines{server: newOwnPostgres(t)}
	m.town = newTown(t, sources, min(100, sources/4), manyStories, number(t, "BROADSHEET_READERS", 200), "1h", m.server.address())
	m.long = sources >= 1000
	m.calm()
	if m.long {
		for n := range 3 {
			m.morningOf(fmt.Sprintf("%d processes", n+1), n+1, func() {})
		}
	}
	release := m.hold()
	m.morningOf("three share the work", 3, release)
	if visits := slices.Collect(maps.Values(m.u.visits())); len(visits) != sources || slices.Max(visits) != 1 {
		t.Errorf("%d sources were asked, one of them %d times", len(visits), slices.Max(visits))
	}
	m.morningOf("the leader dies while sources are visited", 3, m.killLeader)
	m.morningOf("a process dies while mails are sent", 3, m.killSender)
	m.morningOf("the database dies while mails are sent", 3, m.crashDatabase)
	if m.u.most > 1 {
		t.Errorf("a host was asked %d things at once", m.u.most)
	}
	if left := m.unprinted(); len(left) > m.u.perDay*sources {
		t.Errorf("not printed: %d", len(left))
	}
	t.Log(m.judge())
}

// machines are processes on one PostgreSQL.
type machines struct {
	*town
	server    *ownPostgres
	processes []*process
	began     time.Time
	before    map[string]int // what the mail server had taken in the morning
	long      bool
}

// morningOf is one morning with so many processes, on which something happens.
func (m *machines) morningOf(what string, n int, happens func()) {
	m.t.Helper()
	m.u.forget()
	m.began, m.before, m.processes = time.Now(), m.s.counts(), nil
	for range n {
		m.processes = append(m.processes, m.start(m.morning(), "fetch,compose,deliver"))
	}
	happens()
	until(m.t, "the edition is out: "+what, m.isOut)
	out := time.Since(m.began)
	m.finish(what)
	all := time.Since(m.began)
	var used []string
	for _, p := range m.processes {
		_ = p.stop()
		used = append(used, fmt.Sprintf("%.1f", p.ProcessState.UserTime().Seconds()))
		if said := p.said.String(); strings.Contains(said, "panic") {
			m.t.Errorf("%s:\n%s", what, said)
		}
	}
	asked := 0
	for _, n := range m.u.visits() {
		asked += n
	}
	m.t.Logf("%s: out after %.1f s, all sent after %.1f s; %s s of CPU; %d visits", what, out.Seconds(), all.Seconds(), strings.Join(used, " + "), asked)
	m.u.nextDay()
}

// finish waits until all mails are sent. What a dead process had claimed comes
// free when its lease ends; in the short form the clock leaps there.
func (m *machines) finish(what string) {
	m.t.Helper()
	sent, still := 0, 0
	until(m.t, "its mails are sent: "+what, func() bool {
		if now := len(m.sent(m.date())); now > sent {
			sent, still = now, 0
		}
		still++
		return m.isSent() || still > 100 && !m.long
	})
	if m.isSent() {
		return
	}
	m.doubt(m.before) // what the dead had handed over may have come in after their death
	for _, p := range m.processes {
		_ = p.stop()
	}
	// River goes by the real clock, which must leap as well.
	m.query(`UPDATE river_job SET scheduled_at = scheduled_at - INTERVAL '5 minutes' WHERE state = 'scheduled' RETURNING kind`)
	p := m.start(m.morning().Add(5*time.Minute), "deliver")
	until(m.t, "the last mails are sent: "+what, m.isSent)
	_ = p.stop()
}

// hold lets no paper answer until two processes visit: one alone has not as
// many hands as there are shards.
func (m *machines) hold() (release func()) {
	gate := make(chan struct{})
	m.u.watch(func() { <-gate })
	return func() {
		until(m.t, "two processes visit", func() bool {
			return len(m.query(`SELECT DISTINCT attempted_by[array_upper(attempted_by, 1)] FROM river_job WHERE kind = 'refresh' AND state = 'running'`)) >= 2
		})
		m.calm()
		close(gate)
	}
}

// killLeader kills the process that River has made the leader, or if there is
// none yet any, when some sources were asked.
func (m *machines) killLeader() {
	m.await(func(event func()) { m.u.watch(event) }, paperTakes, len(m.u.addresses)/3)
	m.killOne(`SELECT CAST(p.pid AS TEXT) FROM processes p JOIN river_leader l ON l.leader_id = p.id`)
}

// killSender kills a process that sends mails, when some were sent.
func (m *machines) killSender() {
	m.await(func(event func()) { m.s.watch(event) }, mailTakes, m.readers/3)
	m.killOne(`SELECT CAST(p.pid AS TEXT) FROM processes p JOIN river_job j ON p.id = j.attempted_by[array_upper(j.attempted_by, 1)]
		WHERE j.kind = 'deliver' AND j.state = 'running'`)
}

// killOne kills one of the processes whose numbers the query gives, or any.
func (m *machines) killOne(query string) {
	numbers := m.query(query)
	victim := m.processes[0]
	for _, p := range m.processes {
		if slices.Contains(numbers, strconv.Itoa(p.Process.Pid)) {
			victim = p
		}
	}
	_ = victim.kill()
	// Others go on and their messages are in flight, too: what is marked later is not in doubt.
	m.doubt(m.before)
}

// crashDatabase stops the server when some mails were sent, and starts it again.
func (m *machines) crashDatabase() {
	m.await(func(event func()) { m.s.watch(event) }, mailTakes, m.readers/3)
	m.server.crash()
	time.Sleep(2 * time.Second)
	m.server.start()
	m.doubt(m.before)
}

// await waits for an event to happen so many times.
func (m *machines) await(watch func(event func()), takes time.Duration, times int) {
	due := make(chan struct{})
	var count atomic.Int64
	watch(func() {
		time.Sleep(takes)
		if count.Add(1) == int64(times) {
			close(due)
		}
	})
	<-due
	m.calm()
}

// calm lets papers and mail server take their time, and nothing else.
func (m *machines) calm() {
	m.u.watch(func() { time.Sleep(paperTakes) })
	m.s.watch(func() { time.Sleep(mailTakes) })
}
