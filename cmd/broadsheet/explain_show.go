package main

import (
	"cmp"
	"strings"
	"time"

	"broadsheet/digest"
)

func (a *app) showExplanations(explanations []explanation, zone *time.Location) error {
	if a.asJSON {
		return a.writeJSON(explanations)
	}
	for n, e := range explanations {
		if n > 0 {
			a.say("")
		}
		a.showExplanation(e, zone)
	}
	return nil
}

func (a *app) showExplanation(e explanation, zone *time.Location) {
	a.say("item       %s", e.Item.ID)
	a.say("title      %s", plain(e.Item.Title))
	a.say("source     %s", e.Item.Source)
	a.say("link       %s", cmp.Or(plain(e.Item.Link), "-"))
	a.say("published  %s, first seen %s", moment(e.Item.Published, zone), moment(e.Item.FirstSeen, zone))
	a.say("kind       %s: %s", e.Kind, plain(e.Evidence))
	for _, v := range e.Verdicts {
		a.say("%-10s %s", v.Digest, v.words())
		a.say("           %s", plain(v.Reason))
		if len(v.Score) > 0 {
			a.say("           score    %s", v.Score)
		}
		if len(v.Cluster) < 2 {
			continue
		}
		for n, r := range v.Cluster {
			role := "also in"
			if n == 0 {
				role = "lead"
			}
			a.say("           %-7s  %s: %s (%s)", role, plain(r.Paper), plain(r.Title), r.Item)
		}
	}
}

// words is a verdict as a sentence.
func (v verdict) words() string {
	where := ""
	if v.Section != "" {
		where = " in the section " + v.Section
	}
	switch {
	case v.Date != "" && v.Outcome == digest.Leads:
		return "printed in the edition of " + v.Date + where
	case v.Date != "":
		return "printed in the edition of " + v.Date + where + ", under another"
	case v.Outcome == digest.Leads:
		return "would be printed" + where + ", if an edition came out now"
	case v.Outcome == digest.AlsoIn:
		return "would be printed" + where + ", under another, if an edition came out now"
	}
	return strings.TrimSpace(string(v.Outcome) + where)
}
