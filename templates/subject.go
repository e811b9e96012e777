package templates

import (
	"strings"
	"unicode/utf8"

	"broadsheet/digest"
)

// What mail programs show of a message before it is opened, in characters.
const (
	subjectMost   = 78
	preheaderMost = 110
)

// between stands between two headlines on one line.
const between = " · "

// Subject is the subject of an edition's mail, one line of at most 78
// characters: the first headline and, if it fits and runs the same way, the
// first editorial's. An edition without headlines has its title and date.
func Subject(e digest.Edition) string {
	lead, editorial := firstTitle(e, false), firstTitle(e, true)
	if lead == "" {
		lead, editorial = editorial, ""
	}
	if lead == "" {
		return cutLine(name(e.Title)+between+dateOf(e), subjectMost)
	}
	lead = cutLine(lead, subjectMost)
	named := wordsIn(e.Language).kinds[digest.Editorial] + ": " + withoutLabel(editorial)
	if line, fits := joined(lead, named, subjectMost); fits && editorial != "" {
		return line
	}
	line, _ := joined(lead, editorial, subjectMost)
	return line
}

// withoutLabel is an editorial's headline without the "Editorial:" before it.
func withoutLabel(title string) string {
	for _, w := range []*words{&english, &urdu} {
		if label := w.kinds[digest.Editorial]; beginsWith(title, label) {
			if bare, labelled := strings.CutPrefix(strings.TrimSpace(title[len(label):]), ":"); labelled {
				return strings.TrimSpace(bare)
			}
		}
	}
	return title
}

// firstTitle is the headline of the first lead that is, or is not, an editorial.
func firstTitle(e digest.Edition, editorial bool) string {
	for _, lead := range leads(e) {
		if (lead.Kind == digest.Editorial) == editorial && clean(lead.Title) != "" {
			return headline(lead)
		}
	}
	return ""
}

// Preheader is the line that mail programs show after the subject, at most 110
// characters: the next headlines, as many as fit. It is empty where the subject
// says all.
func Preheader(e digest.Edition) string {
	line, subject := "", Subject(e)
	for _, lead := range leads(e) {
		title := headline(lead)
		if title == "" || strings.Contains(subject, title) || lineDirection(title) != lineDirection(subject) {
			continue
		}
		if line == "" {
			line = cutLine(title, preheaderMost)
			continue
		}
		next, fits := joined(line, title, preheaderMost)
		if !fits {
			break
		}
		line = next
	}
	return line
}

// joined puts two headlines on a line if they fit and run the same way, so
// that no sign between them changes sides.
func joined(line, next string, most int) (string, bool) {
	both := line + between + next
	if next == "" || utf8.RuneCountInString(both) > most || lineDirection(line) != lineDirection(next) {
		return line, false
	}
	return both, true
}

// leads is the leads of an edition in reading order.
func leads(e digest.Edition) []digest.Entry {
	var entries []digest.Entry
	for _, section := range e.Sections {
		for _, cluster := range section.Clusters {
			entries = append(entries, cluster.Lead)
		}
	}
	return entries
}
