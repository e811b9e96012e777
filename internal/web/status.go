package web

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/store"
	"broadsheet/templates"
)

// shownEditions is how many editions of a digest the status page lists.
const shownEditions = 7

// status is a page for a person who runs the program: when the paper comes out,
// how its mails and its sources stand, and who works.
func (s site) status(r *http.Request) (answer, error) {
	var tables []templates.Table
	if s.Notice != nil && s.Notice() != "" {
		tables = append(tables, templates.Table{Title: "Notice", Rows: [][]string{{s.Notice()}}})
	}
	for _, table := range []func(*http.Request) (templates.Table, error){
		s.digestsTable, s.editionsTable, s.mailTable, s.sourcesTable, s.processesTable,
	} {
		t, err := table(r)
		if err != nil {
			return answer{}, err
		}
		if len(t.Rows) > 0 {
			tables = append(tables, t)
		}
	}
	body, err := templates.TablesPage("Status", tables, s.frame(digest.Digest{}))
	return answer{body: body, kind: htmlType, cache: cacheNot}, err
}

func (s site) digestsTable(r *http.Request) (templates.Table, error) {
	t := templates.Table{Title: "Digests", Head: []string{"Digest", "Last edition", "Came out", "Next edition", "Zone", "State"}}
	all, err := s.hoursOf(r.Context())
	for _, h := range all {
		state := "as planned"
		switch {
		case h.overdue > 0:
			state = "OVERDUE for " + rough(h.overdue)
		case !h.next.IsZero() && !h.next.After(s.Now()):
			state = "due"
		}
		out := moment(h.last.At, h.digest.Zone)
		if late := h.last.At.Sub(h.last.Due); !h.last.Due.IsZero() && late > time.Minute {
			out += ", " + rough(late) + " late"
		}
		t.Rows = append(t.Rows, []string{h.digest.ID, cmp.Or(h.last.Date, "-"), out, moment(h.next, h.digest.Zone), in(h.digest.Zone).String(), state})
	}
	return t, err
}

func (s site) editionsTable(r *http.Request) (templates.Table, error) {
	t := templates.Table{Title: "Editions", Head: []string{"Edition", "Stories", "Sources missing", "Mails sent", "Waiting", "Refused"}}
	for _, d := range s.Digests {
		summaries, err := s.Store.Summaries(r.Context(), d.ID)
		if err != nil {
			return t, err
		}
		for _, e := range summaries[:min(shownEditions, len(summaries))] {
			row := []string{e.Digest + "/" + e.Date, fmt.Sprint(e.Clusters), fmt.Sprint(e.Missing), fmt.Sprint(e.Sent), fmt.Sprint(e.Pending), fmt.Sprint(e.Refused)}
			if e.Skipped != "" {
				row = []string{e.Digest + "/" + e.Date, "none: " + e.Skipped, "", "", "", ""}
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t, nil
}

// mailTable tells of a pause in which no mail leaves; it is empty while they do.
func (s site) mailTable(r *http.Request) (templates.Table, error) {
	t := templates.Table{Title: "No mail leaves", Head: []string{"Since (" + s.zone().String() + ")", "Tries", "Next try", "Cause"}}
	outage, err := s.Store.Outage(r.Context(), store.ByMail)
	if err == nil && outage.Failures > 0 {
		t.Rows = append(t.Rows, []string{moment(outage.Since, s.zone()), fmt.Sprint(outage.Failures), moment(outage.Until, s.zone()), outage.Cause})
	}
	return t, err
}

// zone is that of the paper, in which everything is told that is of no one digest.
func (s site) zone() *time.Location {
	if len(s.Digests) == 0 {
		return time.UTC
	}
	return in(s.Digests[0].Zone)
}

// in is a zone; UTC where none is named.
func in(zone *time.Location) *time.Location { return cmp.Or(zone, time.UTC) }

// sourcesTable lists those that fail first.
func (s site) sourcesTable(r *http.Request) (templates.Table, error) {
	t := templates.Table{Title: "Sources", Head: []string{"Source", "State", "Last good (" + s.zone().String() + ")", "Next visit", "What is wrong"}}
	states, err := s.states(r.Context())
	now, zone := s.Now(), s.zone()
	var well [][]string
	for _, source := range s.Sources {
		state := states[source.ID]
		row := []string{
			source.ID, condition(state, now), moment(state.LastGood, zone), nextVisit(state, now, zone),
			strings.Trim(state.Error+"; "+state.Advice, "; "),
		}
		if row[1] == "read" {
			well = append(well, row)
		} else {
			t.Rows = append(t.Rows, row)
		}
	}
	t.Rows = append(t.Rows, well...)
	return t, err
}

func nextVisit(state store.State, now time.Time, zone *time.Location) string {
	if !state.Gone && !state.NextVisit.After(now) {
		return "due"
	}
	return moment(state.NextVisit, zone)
}

func (s site) processesTable(r *http.Request) (templates.Table, error) {
	t := templates.Table{Title: "Processes", Head: []string{"Place", "Process", "Roles", "Version", "Since (" + s.zone().String() + ")", "Last heard of"}}
	processes, err := s.Store.Processes(r.Context())
	for _, p := range processes {
		t.Rows = append(t.Rows, []string{
			p.Place, fmt.Sprint(p.PID), p.Roles, p.Version, moment(p.Started, s.zone()), rough(max(0, s.Now().Sub(p.Beat))) + " ago",
		})
	}
	return t, err
}

// moment is a time in a zone to the minute, or a dash.
func moment(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return "-"
	}
	return t.In(in(zone)).Format("2006-01-02 15:04")
}

// rough is a duration to the minute, or to the second below one.
func rough(d time.Duration) string {
	if d >= time.Minute {
		return digest.Brief(d.Round(time.Minute))
	}
	return digest.Brief(d.Round(time.Second))
}
