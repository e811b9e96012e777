package worker

import (
	"slices"
	"strings"
	"time"

	"broadsheet/digest"
)

// simRow is an edition in the ledger.
type simRow struct{ key, rule string }

// ledger is what came out, in order.
func (w *world) ledger() []simRow {
	rows, err := w.store.DB().Query(`SELECT date, rule FROM editions ORDER BY date`)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	var all []simRow
	for rows.Next() {
		var r simRow
		if err := rows.Scan(&r.key, &r.rule); err != nil {
			w.t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

// count answers a question that has a number.
func (w *world) count(query string, args ...any) (n int) {
	if err := w.store.DB().QueryRow(query, args...).Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return n
}

// check compares what came out in a pass that began at an instant with what
// should have.
func (w *world) check(at time.Time, clean bool) {
	before, after, end := w.rows, w.ledger(), w.now()
	w.rows = after
	due := w.cfg.due(before, at)
	may := append(w.cfg.due(before, end), due...)
	for _, row := range after {
		if slices.Contains(before, row) {
			continue
		}
		n := slices.IndexFunc(may, func(n named) bool { return n.key == row.key })
		first := len(before) == 0 && dayOf(row.key) == w.cfg.today(at)
		if n < 0 && !first {
			w.fail("%s came out, though it was not due by %s after %v", row.key, w.cfg, before[max(0, len(before)-2):])
			continue
		}
		hour := at
		if n >= 0 {
			hour = may[n].at
		}
		w.expect(row.key, hour, at, end)
	}
	if !clean {
		return
	}
	for i, n := range due {
		seen := at
		if i < len(due)-1 {
			seen = n.at
		}
		out := slices.ContainsFunc(after, func(r simRow) bool { return r.key == n.key })
		if !out && w.count(`SELECT COUNT(*) FROM items WHERE first_seen < $1 AND id NOT IN (SELECT item FROM printed)`, seen.UnixMilli()) > 0 {
			w.fail("%s did not come out, though it was due by %s after %v", n.key, w.cfg, before[max(0, len(before)-2):])
		}
	}
}

// expect notes who must get a new edition by mail, and who must not.
func (w *world) expect(key string, hour, at, end time.Time) {
	w.tally.editions++
	reader, limit := "reader", w.cfg.patience()
	switch early, late := at.Sub(hour), end.Sub(hour); {
	case limit > 0 && early > limit:
		w.tally.late++
		reader = ""
	case limit > 0 && late > limit:
		reader = "?"
	}
	for _, id := range w.readers {
		w.expected["paper."+key+"."+id+"@paper.example"] = strings.Replace(reader, "reader", id+"@reader.example", 1)
	}
}

// settle sees, after a pass, which messages were taken without a mark. That
// may only be where the process died or the database failed.
func (o *postOffice) settle(w *world) {
	for _, id := range o.fresh {
		parts := strings.SplitN(strings.TrimSuffix(id, "@paper.example"), ".", 3)
		if w.count(`SELECT COUNT(*) FROM deliveries WHERE date = $1 AND subscriber = $2 AND state = 'sent'`, parts[1], parts[2]) > 0 {
			continue
		}
		if o.doubt[id]++; !w.faults.trouble {
			w.fail("%s was sent and not marked, and nothing had gone wrong", id)
		}
	}
	if n := len(o.fresh); n > 0 && w.cfg.notBefore > 0 {
		local := o.taken[len(o.taken)-1].at.In(w.cfg.zone)
		if wall := time.Duration(local.Hour())*time.Hour + time.Duration(local.Minute())*time.Minute; wall < w.cfg.notBefore {
			w.fail("%s was mailed at %s, in the quiet hours before %s", o.fresh[n-1], local.Format("15:04"), w.cfg.notBefore)
		}
	}
	o.fresh, w.faults.trouble = nil, false
}

// judge looks back at a life.
func (w *world) judge() {
	w.judgeItems()
	w.judgeMails()
	if n := w.count(`SELECT COUNT(*) FROM deliveries WHERE state IN ('pending', 'sending')`); n > 0 {
		w.fail("%d deliveries never come to an end", n)
	}
}

// judgeItems demands each story in one edition.
func (w *world) judgeItems() {
	editions, err := w.store.Editions(w.ctx, "paper", 0)
	if err != nil {
		w.t.Fatal(err)
	}
	printed := map[string][]string{}
	days := map[string]int{}
	for _, e := range editions {
		days[dayOf(e.Date)] |= 1 << min(len(e.Date)-10, 1)
		for _, entry := range e.Entries() {
			printed[entry.GUID] = append(printed[entry.GUID], e.Date)
		}
	}
	for date, forms := range days {
		if forms == 3 {
			w.fail("%s has a paper by the hour and one by the day", date)
		}
	}
	for n := range w.press.stories {
		for i := range w.press.published(n) {
			switch in := printed[storyGUID(n, i)]; {
			case len(in) == 0:
				w.fail("the story %s was never printed", storyGUID(n, i))
			case len(in) > 1:
				w.fail("the story %s was printed in %v", storyGUID(n, i), in)
			}
		}
	}
}

// judgeMails demands each mail once, and more often only as often as nobody
// could know whether it had been taken; always the same message.
func (w *world) judgeMails() {
	times, bodies := map[string]int{}, map[string]uint64{}
	for _, l := range w.office.taken {
		w.tally.mails++
		times[l.id]++
		reader, known := w.expected[l.id]
		switch {
		case !known:
			w.fail("%s was mailed to %s, and nobody expects it", l.id, l.to)
		case reader == "":
			w.fail("%s was mailed, though the edition was too late", l.id)
		case reader != "?" && l.to != "<"+reader+">" && l.to != reader:
			w.fail("%s was mailed to %s", l.id, l.to)
		}
		if body, again := bodies[l.id]; again && body != l.body {
			w.fail("%s was mailed again, and is another message", l.id)
		}
		bodies[l.id] = l.body
	}
	for id, reader := range w.expected {
		if times[id] == 0 && reader != "" && reader != "?" {
			w.fail("%s was never mailed", id)
		}
		if most := 1 + w.office.doubt[id]; times[id] > most {
			w.fail("%s was mailed %d times, and could be %d times", id, times[id], most)
		} else if times[id] > 1 {
			w.tally.doubts++
		}
	}
}

// mischief is a fault that is put into the program on purpose.
type mischief struct {
	name     string
	breaks   string               // what the judge must say
	digest   func(*digest.Digest) // spoils the rules
	after    func(*world)         // spoils the ledger, after a pass
	swallows bool                 // the mail server says yes and forgets
}

// leaky is a schedule that forgets one day in nine.
type leaky struct{ digest.Schedule }

func (l leaky) Next(t time.Time) time.Time {
	next := l.Schedule.Next(t)
	for next.YearDay()%9 == 0 {
		next = l.Schedule.Next(next)
	}
	return next
}

// at times runs a statement.
func atTimes(statements ...string) func(*world) {
	return func(w *world) {
		if !w.chance(0.1) || w.faults.isDown() {
			return
		}
		for _, statement := range statements {
			if _, err := w.store.DB().Exec(statement); err != nil {
				w.t.Fatal(err)
			}
		}
	}
}

const newest = ` WHERE date = (SELECT MAX(date) FROM editions)`

var mischiefs = []mischief{
	{name: "a day is forgotten", breaks: "did not come out", digest: func(d *digest.Digest) { d.Schedule = leaky{d.Schedule} }},
	{name: "another zone", breaks: "came out, though", digest: func(d *digest.Digest) { d.Zone = time.FixedZone(d.Zone.String(), 3*60*60+7*60) }},
	{name: "no embargo", breaks: "came out, though", digest: func(d *digest.Digest) { d.Embargo = nil }},
	{name: "skip is forgotten", breaks: "came out, though", digest: func(d *digest.Digest) { d.CatchUp = digest.CatchUpAll }},
	{name: "max_lateness is forgotten", breaks: "though the edition was too late", digest: func(d *digest.Digest) { d.MaxLateness = 0 }},
	{name: "quiet hours are forgotten", breaks: "in the quiet hours", digest: func(d *digest.Digest) { d.NotBefore = 0 }},
	{name: "mails are swallowed", breaks: "was never mailed", swallows: true},
	{name: "a mark is lost", breaks: "times, and could be", after: atTimes(`UPDATE deliveries SET state = 'pending', due = 0 WHERE state = 'sent'`)},
	{name: "an item is lost", breaks: "was never printed", after: atTimes(`DELETE FROM items WHERE id NOT IN (SELECT item FROM printed)`)},
	{
		name: "an edition is lost", breaks: "was mailed",
		after: atTimes(`DELETE FROM deliveries`+newest, `DELETE FROM printed`+newest, `DELETE FROM editions`+newest),
	},
}
