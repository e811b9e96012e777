package textmodel

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
)

// Model is the weights of features, ready to judge.
type Model struct {
	bias, threshold, unit float64
	weights               map[uint32]int8
}

// Verdict is what a model makes of a text.
type Verdict struct {
	// View says that the text reads like a view; it is false too where the
	// model abstains.
	View bool
	// Margin is how far beyond the threshold the text is, in log odds.
	Margin float64
	// Words are those that spoke most for it, the strongest first.
	Words []string
}

// The least that the model must know of a headline.
const (
	leastWords = 3
	fewWords   = 5 // below them, one must tell
	leastShare = 0.35
	surer      = 1 // how much more log odds such a headline alone must have
)

// Judge says whether a text reads like a view rather than like news.
func (m *Model) Judge(t Text) Verdict {
	title, teaser := t.take()
	if !m.knows(title) {
		return Verdict{}
	}
	margin := m.score(features(title, teaser)) - m.threshold
	if len(title) < fewWords && len(teaser) == 0 {
		margin -= surer // "Wheat price rises": a view lost costs less than news among the views
	}
	if margin < 0 {
		return Verdict{Margin: margin}
	}
	return Verdict{View: true, Margin: margin, Words: m.telling(title)}
}

// knows says whether enough of a headline is familiar. Where it is short, its
// form alone says nothing: most that is short is a view, but not "Trains delayed in Oslo".
func (m *Model) knows(title []token) bool {
	words, known := 0, 0
	for _, t := range title {
		if t.kind == word {
			words++
			if _, ok := m.weights[hash("w", t.text)]; ok {
				known++
			}
		}
	}
	return words >= leastWords && float64(known) >= leastShare*float64(words) && (words >= fewWords || len(m.telling(title)) > 0)
}

// score is the log odds of a view, before the threshold. The sum is divided by
// the root of its length, so that long texts are not surer by being long.
func (m *Model) score(features []uint32) float64 {
	sum, known := 0, 0
	for _, f := range features {
		if weight, ok := m.weights[f]; ok {
			sum += int(weight)
			known++
		}
	}
	return m.bias + m.unit*float64(sum)/math.Sqrt(float64(known+1))
}

// telling is the words of a headline that speak most for a view, three at
// most; short ones say nothing to a person, but for "we" and "I".
func (m *Model) telling(title []token) []string {
	var found []token
	weight := func(t token) int8 { return m.weights[hash("w", t.text)] }
	for _, t := range title {
		speaks := t.kind == word && (len(t.text) > 3 || t.text == "we" || t.text == "our" || t.text == "i" || t.text == "my")
		if speaks && weight(t) > 0 && !slices.Contains(found, t) {
			found = append(found, t)
		}
	}
	slices.SortStableFunc(found, func(a, b token) int { return int(weight(b)) - int(weight(a)) })
	var words []string
	for _, t := range found[:min(3, len(found))] {
		words = append(words, t.text)
	}
	return words
}

// form names the layout of the bytes and the recipe of the features: whoever
// changes one of them changes it too.
const form = "broadsheet views 1\n"

// ErrForm says that bytes are no model, or one of another form.
var ErrForm = errors.New("textmodel: not a model of this form")

// Bytes is the model as it is kept: the form, bias, threshold and unit
// (IEEE 754, big endian), the number of weights, the hashes of their features
// in order as varints of the steps between them, then the weights, a byte each.
func (m *Model) Bytes() []byte {
	bytes := []byte(form)
	for _, value := range []float64{m.bias, m.threshold, m.unit} {
		bytes = binary.BigEndian.AppendUint64(bytes, math.Float64bits(value))
	}
	hashes := make([]uint32, 0, len(m.weights))
	for h := range m.weights {
		hashes = append(hashes, h)
	}
	slices.Sort(hashes)
	bytes = binary.AppendUvarint(bytes, uint64(len(hashes)))
	before := uint32(0)
	for _, h := range hashes {
		bytes = binary.AppendUvarint(bytes, uint64(h-before))
		before = h
	}
	for _, h := range hashes {
		bytes = append(bytes, byte(m.weights[h]))
	}
	return bytes
}

// Read makes a model of what Bytes wrote. Its error is ErrForm.
func Read(bytes []byte) (*Model, error) {
	if len(bytes) < len(form)+24 || string(bytes[:len(form)]) != form {
		return nil, ErrForm
	}
	bytes = bytes[len(form):]
	m := &Model{}
	for _, value := range []*float64{&m.bias, &m.threshold, &m.unit} {
		*value = math.Float64frombits(binary.BigEndian.Uint64(bytes))
		bytes = bytes[8:]
	}
	count, size := binary.Uvarint(bytes)
	if size <= 0 || count > uint64(len(bytes)) {
		return nil, fmt.Errorf("%w: the number of weights", ErrForm)
	}
	bytes = bytes[size:]
	hashes := make([]uint32, count)
	before := uint32(0)
	for n := range hashes {
		step, size := binary.Uvarint(bytes)
		if size <= 0 || step > math.MaxUint32 {
			return nil, fmt.Errorf("%w: feature %d", ErrForm, n)
		}
		before += uint32(step)
		hashes[n], bytes = before, bytes[size:]
	}
	if uint64(len(bytes)) != count {
		return nil, fmt.Errorf("%w: %d weights for %d features", ErrForm, len(bytes), count)
	}
	m.weights = make(map[uint32]int8, count)
	for n, h := range hashes {
		m.weights[h] = int8(bytes[n])
	}
	return m, nil
}

//go:embed views.model
var embedded []byte

// Shipped is the model that comes with the program.
var Shipped = sync.OnceValue(func() *Model {
	m, err := Read(embedded)
	if err != nil {
		panic(err) // a test reads it
	}
	return m
})
