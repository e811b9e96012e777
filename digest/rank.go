package digest

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// Score is why a cluster stands where it does: the sum of a few terms, each of
// which a person can check. doc.go has the formula. A term of no points is
// left out.
type Score []Term

// Term is one term of a Score: so many points for so much of what it is about.
type Term struct {
	Name TermName `json:"term"`
	// Of is what was counted or measured, in the term's own unit.
	Of float64 `json:"of"`
	// Points are rounded to hundredths, so that every machine finds the same.
	Points float64 `json:"points"`
}

// TermName says what a term is about.
type TermName string

// The terms, and the units of what they measure.
const (
	TermPapers TermName = "papers"    // independent publishers that report it
	TermCopies TermName = "copies"    // further sources that carry the same, or are of the same house
	TermPlace  TermName = "place"     // where they place it in their feeds, 1 the first, on average
	TermFresh  TermName = "freshness" // hours since the newest report
	TermWeight TermName = "weight"    // the greatest weight of a source of it
	TermKind   TermName = "kind"      // points of its lead's kind
	TermRare   TermName = "rarity"    // clusters that its lead's source leads today
)

// The measures of the formula.
const (
	mostPlace = 20             // beyond this place a feed's order says nothing
	halfFresh = 12 * time.Hour // in which freshness halves
)

// kindPoints set aside what a front page sets aside. What is not here has none.
var kindPoints = map[Kind]float64{Analysis: -.25, Opinion: -.25, Live: -.5, Review: -.75, Letter: -1, Other: -1}

// Sum is the whole score.
func (s Score) Sum() float64 {
	sum := 0.0
	for _, term := range s {
		sum += term.Points
	}
	return hundredths(sum)
}

// String is the score with its terms: "4.17: papers 3.17 (3 papers), …".
func (s Score) String() string {
	terms := make([]string, len(s))
	for n, term := range s {
		terms[n] = term.String()
	}
	return strings.TrimSuffix(fmt.Sprintf("%.2f: %s", s.Sum(), strings.Join(terms, ", ")), ": ")
}

// termUnits are the words for what a term measures.
var termUnits = map[TermName]string{
	TermPapers: "%.0f papers", TermCopies: "%.0f more", TermPlace: "at %.1f in the feeds", TermFresh: "%.1f hours old",
	TermWeight: "weight %g", TermRare: "one of %.0f from its source",
}

// String is "papers 3.17 (3 papers)".
func (t Term) String() string {
	text := fmt.Sprintf("%s %.2f", t.Name, t.Points)
	if unit, has := termUnits[t.Name]; has {
		text += " (" + fmt.Sprintf(unit, t.Of) + ")"
	}
	return text
}

func (s *Score) add(name TermName, of, points float64) {
	if points = hundredths(points); points != 0 {
		*s = append(*s, Term{name, hundredths(of), points})
	}
}

func hundredths(x float64) float64 { return math.Round(x*100) / 100 }

// score adds up the terms of a cluster whose lead's source leads so many.
func (k *desk) score(cluster []Entry, leads int) Score {
	var s Score
	papers, place := showing(cluster)
	s.add(TermPapers, float64(papers), 3*math.Log2(float64(papers)))
	copies := float64(papersOf(cluster) - papers)
	s.add(TermCopies, copies, math.Log2(1+max(0, copies)))
	if place > 0 {
		s.add(TermPlace, place, max(0, 1-(place-1)/mostPlace))
	}
	newest, weight := time.Time{}, 0.0
	for _, entry := range cluster {
		if when := news(entry); when.After(newest) {
			newest = when
		}
		weight = max(weight, k.weight(entry))
	}
	age := max(0, k.at.Sub(newest).Hours())
	s.add(TermFresh, age, 1.5*math.Exp2(-age/halfFresh.Hours()))
	s.add(TermWeight, weight, 3*math.Log2(weight))
	s.add(TermKind, kindPoints[cluster[0].Kind], kindPoints[cluster[0].Kind])
	s.add(TermRare, float64(leads), 1/float64(leads))
	return s
}

// news is when an entry was news. One without a date may have been so for
// long: it is taken for half as fresh as it seems.
func news(e Entry) time.Time {
	if e.Published.IsZero() && e.Updated.IsZero() {
		return e.When().Add(-halfFresh)
	}
	return e.When()
}

// papersOf counts the sources of a cluster.
func papersOf(cluster []Entry) int {
	seen := make(map[string]bool, len(cluster))
	for _, entry := range cluster {
		seen[entry.Source] = true
	}
	return len(seen)
}

// showing counts the voices of a cluster (a publisher once, and a text once
// however many carry it), and says at which place of their
// feeds they have it on average: each at its highest, 0 if none is known.
func showing(cluster []Entry) (papers int, place float64) {
	highest := make(map[int]int, len(cluster))
	for _, entry := range cluster {
		before, met := highest[entry.Voice]
		if !met || entry.Position > 0 && (before == 0 || entry.Position < before) {
			highest[entry.Voice] = entry.Position
		}
	}
	known, sum := 0, 0
	for _, position := range highest {
		if position > 0 {
			known++
			sum += min(position, mostPlace+1)
		}
	}
	return len(highest), float64(sum) / float64(max(1, known))
}

// weight is that of an entry's source, 1 if the editor gave it none.
func (k *desk) weight(entry Entry) float64 {
	if weight := k.sources[entry.Source].Weight; weight > 0 {
		return weight
	}
	return 1
}
