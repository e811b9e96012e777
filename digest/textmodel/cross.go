package textmodel

import (
	"cmp"
	"math"
	"slices"
)

// Report is how models fare with publishers that they were not shown.
type Report struct {
	// Threshold is the score from which a text counts as a view.
	Threshold float64
	// F1, Precision and Recall are of views at that threshold, if they had
	// the share for which it is chosen.
	F1, Precision, Recall float64
	// Publishers is each of them as the others' model judges it.
	Publishers []Fold
}

// Fold is one publisher, left out.
type Fold struct {
	Publisher string
	// Views and News are how many examples it has, Found the views that were
	// found, and Mistaken the news that were taken for views.
	Views, News, Found, Mistaken int
}

// scored is an example with its score.
type scored struct {
	publisher int
	view      bool
	score     float64
}

// cross leaves out each publisher in turn.
func (s *set) cross() Report {
	var judged []scored
	for publisher := range s.publishers {
		var shown, held []int
		for n, e := range s.examples {
			if s.publisher[n] == publisher && !e.Invented {
				held = append(held, n)
			} else {
				shown = append(shown, n)
			}
		}
		if len(shown) == 0 || len(held) == 0 {
			continue
		}
		m := s.fit(shown).quantised()
		for _, n := range held {
			judged = append(judged, scored{publisher, s.examples[n].View, s.judge(m, n)})
		}
	}
	r := best(judged)
	r.Publishers = s.folds(judged, r.Threshold)
	return r
}

// judge is the score of an example, beyond all thresholds where the model abstains.
func (s *set) judge(m *Model, n int) float64 {
	if title, _ := s.examples[n].take(); !m.knows(title) {
		return math.Inf(-1)
	}
	return m.score(s.features[n])
}

// best is the threshold with the highest F1 of views at their share.
func best(judged []scored) Report {
	slices.SortFunc(judged, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	views := 0.0
	for _, j := range judged {
		if j.view {
			views++
		}
	}
	// What a view weighs, so that views have their share.
	weight := share / (1 - share) * (float64(len(judged)) - views) / max(views, 1)
	var r Report
	found, mistaken := 0.0, 0.0
	for _, j := range judged {
		if math.IsInf(j.score, -1) {
			break
		}
		if j.view {
			found++
		} else {
			mistaken++
		}
		precision, recall := found*weight/(found*weight+mistaken), found/max(views, 1)
		if f1 := 2 * precision * recall / (precision + recall); f1 > r.F1 {
			r = Report{Threshold: j.score, F1: f1, Precision: precision, Recall: recall}
		}
	}
	return r
}

func (s *set) folds(judged []scored, threshold float64) []Fold {
	folds := make([]Fold, len(s.publishers))
	for n, e := range s.examples {
		if e.Invented {
			continue
		}
		fold := &folds[s.publisher[n]]
		fold.Publisher = e.Publisher
		if e.View {
			fold.Views++
		} else {
			fold.News++
		}
	}
	for _, j := range judged {
		switch fold := &folds[j.publisher]; {
		case j.score < threshold:
		case j.view:
			fold.Found++
		default:
			fold.Mistaken++
		}
	}
	return slices.DeleteFunc(folds, func(f Fold) bool { return f.Publisher == "" })
}
