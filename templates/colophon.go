package templates

import (
	"regexp"
	"slices"
	"strings"

	"broadsheet/digest"
)

// colophon lists the papers that were read and those that are missing.
func (p printer) colophon(s *sheet, reports []digest.Report) {
	for _, report := range reports {
		title := name(report.Title)
		if title == "" {
			title = name(report.Source)
		}
		set := paper{Name: p.page.run("", title), Link: address(report.Link, p.link)}
		if report.Condition == digest.Read {
			if !slices.ContainsFunc(s.Read, func(p paper) bool { return p.Name.Text == title }) {
				s.Read = append(s.Read, set)
			}
			continue
		}
		set.Note = p.page.run("", p.note(report))
		s.Missing = append(s.Missing, set)
	}
	s.Read, s.MoreRead = p.list(s.Read)
	s.Missing, s.MoreMissing = p.list(s.Missing)
}

// list cuts a list of the colophon and says how much longer it is.
func (p printer) list(papers []paper) (kept []paper, more string) {
	if left := len(papers) - p.papers; left > 0 {
		return papers[:p.papers], p.words.say(p.words.more, p.words.number(left))
	}
	return papers, ""
}

// note is why a paper is missing, and since when. Of what failed a reader is told
// the answer of the paper's server alone: other causes may name addresses,
// folders and settings of ours.
func (p printer) note(report digest.Report) string {
	var notes []string
	reason := cut(clean(report.Reason), 160)
	switch {
	case report.Condition == digest.Late:
		notes = append(notes, p.words.late)
	case report.Condition == digest.Failed && answer.MatchString(reason):
		notes = append(notes, p.words.say(p.words.answered, reason))
	case report.Condition == digest.Failed:
		notes = append(notes, p.words.unread)
	case reason != "" && p.words == &english:
		notes = append(notes, reason)
	case report.Condition == digest.Stale:
		notes = append(notes, p.words.silent)
	}
	if !report.LastGood.IsZero() {
		notes = append(notes, p.words.say(p.words.lastRead, p.words.moment(report.LastGood.In(p.zone), p.day)))
	}
	return strings.Join(notes, p.words.comma)
}

// answer is a status of HTTP in words.
var answer = regexp.MustCompile(`^[1-5]\d\d( [A-Z][A-Za-z' -]*)?$`)
