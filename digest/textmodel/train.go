package textmodel

import (
	"cmp"
	"math"
	"slices"
)

// Example is a labelled text.
type Example struct {
	Text
	// Publisher is who printed it: one name for all the hosts of one house.
	Publisher string
	// View is the label: an editorial, opinion or letter.
	View bool
	// Invented says that no paper printed it: every model learns from it, and
	// none is measured with it.
	Invented bool
}

// The settings of training, chosen with Cross on what the models had not seen.
const (
	leastPublishers = 3    // that must use a feature
	leastUses       = 3    // of a feature
	decay           = 1e-3 // of the weights
	rate            = 0.3  // of learning
	rounds          = 3    // over all examples
	evenness        = 0.4  // of classes: a publisher's weigh as their size to 1 less this
	share           = 0.04 // of views, for which the threshold is chosen
)

// Train makes a model from examples, and says how it fares with publishers that
// it was not shown.
func Train(examples []Example) (*Model, Report) {
	set := prepare(examples)
	report := set.cross()
	m := set.fit(set.all()).quantised()
	m.threshold = report.Threshold
	return m, report
}

// set is the examples, made ready.
type set struct {
	examples   []Example
	features   [][]uint32
	publishers []string // in order of appearance
	publisher  []int    // of each example
	weight     []float64
}

func prepare(examples []Example) *set {
	s := &set{examples: examples}
	numbers := map[string]int{}
	type class struct {
		publisher int
		view      bool
	}
	sizes := map[class]int{}
	for _, e := range examples {
		s.features = append(s.features, features(e.take()))
		number, known := numbers[e.Publisher]
		if !known {
			number = len(numbers)
			numbers[e.Publisher] = number
			s.publishers = append(s.publishers, e.Publisher)
		}
		s.publisher = append(s.publisher, number)
		sizes[class{number, e.View}]++
	}
	for n, e := range examples {
		s.weight = append(s.weight, math.Pow(float64(sizes[class{s.publisher[n], e.View}]), -evenness))
	}
	return s
}

func (s *set) all() []int {
	all := make([]int, len(s.examples))
	for n := range all {
		all[n] = n
	}
	return all
}

// fitted is a model in floating point.
type fitted struct {
	bias    float64
	weights map[uint32]float64
}

// vocabulary numbers the features that enough of the chosen examples have.
func (s *set) vocabulary(chosen []int) map[uint32]int {
	type use struct {
		publishers map[int]bool
		times      int
	}
	uses := map[uint32]*use{}
	for _, n := range chosen {
		for _, f := range s.features[n] {
			u := uses[f]
			if u == nil {
				u = &use{publishers: map[int]bool{}}
				uses[f] = u
			}
			u.publishers[s.publisher[n]] = true
			u.times++
		}
	}
	var kept []uint32
	for f, u := range uses {
		if len(u.publishers) >= leastPublishers && u.times >= leastUses {
			kept = append(kept, f)
		}
	}
	slices.Sort(kept)
	numbers := make(map[uint32]int, len(kept))
	for n, f := range kept {
		numbers[f] = n
	}
	return numbers
}

// learner is one run of AdaGrad (Duchi, Hazan and Singer 2011) over a logistic
// loss with decaying weights.
type learner struct {
	weights, paces []float64
	bias, biasPace float64
}

// step moves a value against its gradient, by the less the more it was moved.
func step(value, pace *float64, gradient float64) {
	*pace += float64(gradient * gradient)
	*value -= float64(rate * gradient / math.Sqrt(*pace+1e-6))
}

// learn goes one step towards one example, which has these features.
func (l *learner) learn(features []int, view bool, weight float64) {
	norm := 1 / math.Sqrt(float64(len(features)+1))
	sum := l.bias
	for _, f := range features {
		sum += float64(l.weights[f] * norm)
	}
	gradient := 1 / (1 + math.Exp(-sum))
	if view {
		gradient--
	}
	gradient = float64(gradient * weight)
	for _, f := range features {
		step(&l.weights[f], &l.paces[f], float64(gradient*norm)+float64(decay*l.weights[f]))
	}
	step(&l.bias, &l.biasPace, gradient)
}

// fit trains on the chosen examples.
func (s *set) fit(chosen []int) fitted {
	vocabulary := s.vocabulary(chosen)
	l := &learner{weights: make([]float64, len(vocabulary)), paces: make([]float64, len(vocabulary))}
	known := make([][]int, len(s.examples))
	total := 0.0
	for _, n := range chosen {
		for _, f := range s.features[n] {
			if number, ok := vocabulary[f]; ok {
				known[n] = append(known[n], number)
			}
		}
		total += s.weight[n]
	}
	mean := total / float64(len(chosen))
	dice := dice(1)
	for range rounds {
		chosen = dice.shuffled(chosen)
		for _, n := range chosen {
			l.learn(known[n], s.examples[n].View, s.weight[n]/mean)
		}
	}
	f := fitted{bias: l.bias, weights: make(map[uint32]float64, len(vocabulary))}
	for feature, number := range vocabulary {
		f.weights[feature] = l.weights[number]
	}
	return f
}

// quantised rounds the weights to a byte each, and drops those that vanish.
func (f fitted) quantised() *Model {
	most := 0.0
	for _, w := range f.weights {
		most = max(most, math.Abs(w))
	}
	m := &Model{bias: f.bias, unit: cmp.Or(most, 1) / 127, weights: make(map[uint32]int8, len(f.weights))}
	for feature, w := range f.weights {
		if q := int8(math.Round(w / m.unit)); q != 0 {
			m.weights[feature] = q
		}
	}
	return m
}

// dice is a linear congruential generator (Knuth's MMIX): the same rolls everywhere.
type dice uint64

func (d *dice) roll(n int) int {
	*d = *d*6364136223846793005 + 1442695040888963407
	return int(uint64(*d) >> 33 % uint64(n))
}

func (d *dice) shuffled(list []int) []int {
	list = slices.Clone(list)
	for n := len(list) - 1; n > 0; n-- {
		other := d.roll(n + 1)
		list[n], list[other] = list[other], list[n]
	}
	return list
}
