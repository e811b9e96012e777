package main

import (
	"cmp"
	"fmt"
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

// underLabel is where the texts of an explanation begin, underVerdict those of what
// stands below a verdict.
const (
	underLabel   = 11
	underVerdict = 20
)

func (a *app) showExplanation(e explanation, zone *time.Location) {
	for _, each := range [][2]string{
		{"item", e.Item.ID},
		{"title", e.Item.Title},
		{"source", e.Item.Source},
		{"link", cmp.Or(e.Item.Link, "-")},
		{"published", moment(e.Item.Published, zone) + ", first seen " + moment(e.Item.FirstSeen, zone)},
		{"kind", string(e.Kind) + ": " + e.Evidence},
	} {
		a.tell(each[0], underLabel, each[1])
	}
	for _, v := range e.Verdicts {
		a.tell(v.Digest, underLabel, v.words())
		a.tell("", underLabel, v.Reason)
		if len(v.Score) > 0 {
			a.tell("           score", underVerdict, v.Score.String())
		}
		for n, r := range v.Cluster {
			role := "also in"
			if n == 0 {
				role = "lead"
			}
			if len(v.Cluster) > 1 {
				a.tell("           "+role, underVerdict, fmt.Sprintf("%s: %s (%s)", r.Paper, r.Title, r.Item))
			}
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
