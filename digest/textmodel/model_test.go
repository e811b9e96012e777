package textmodel

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestShippedModelIsOfThisForm reads what is embedded and writes it again: the
// trainer and the reader agree, and so does what comes with the program.
func TestShippedModelIsOfThisForm(t *testing.T) {
	m, err := Read(embedded)
	if err != nil {
		t.Fatal(err)
	}
	if !cmp.Equal(m.Bytes(), embedded) {
		t.Error("views.model is not what Bytes would write")
	}
	if len(m.weights) < 1000 {
		t.Error("the model has next to nothing in it")
	}
}

func TestBytesAndRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &Model{
			bias: rapid.Float64Range(-9, 9).Draw(t, "bias"), threshold: rapid.Float64Range(-9, 9).Draw(t, "threshold"), unit: 0.1,
			weights: rapid.MapOf(rapid.Uint32(), rapid.Int8()).Draw(t, "weights"),
		}
		again, err := Read(m.Bytes())
		if err != nil || !cmp.Equal(m, again, cmp.AllowUnexported(Model{})) {
			t.Fatalf("read %v, %v", again, err)
		}
		bytes := m.Bytes()
		if _, err := Read(bytes[:rapid.IntRange(0, len(bytes)-1).Draw(t, "cut")]); !errors.Is(err, ErrForm) {
			t.Fatalf("a cut model: %v", err)
		}
	})
}

// examples are headlines after the patterns of views and of news, by several papers.
func examples() []Example {
	var all []Example
	for n := range 40 {
		for _, publisher := range []string{"a", "b", "c", "d"} {
			all = append(all,
				Example{Text{Title: fmt.Sprintf("We must not let the council forget district %d", n)}, publisher, true, false},
				Example{Text{Title: fmt.Sprintf("Police arrest two men in district %d", n)}, publisher, false, false})
		}
	}
	return all
}

func TestTrainLearnsWhatOthersWrote(t *testing.T) {
	m, report := Train(examples())
	if report.Precision < 1 || report.Recall < 1 {
		t.Errorf("left out: %+v", report)
	}
	for title, want := range map[string]bool{
		"We must not let the council forget district seven": true,
		"Police arrest the council in district two":         false,
	} {
		if got := m.Judge(Text{Title: title}); got.View != want {
			t.Errorf("%q: %+v", title, got)
		}
	}
}

func TestTrainGivesTheSameBytes(t *testing.T) {
	one, _ := Train(examples())
	two, _ := Train(examples())
	if !cmp.Equal(one.Bytes(), two.Bytes()) {
		t.Error("two trainings differ")
	}
}

// TestTrainForgetsWhatOnePublisherSays keeps a word of a single publisher out
// of the model, however often it stands there.
func TestTrainForgetsWhatOnePublisherSays(t *testing.T) {
	all := examples()
	for range 50 {
		all = append(all, Example{Text{Title: "We must not let the zymurgist forget"}, "a", true, false})
	}
	m, _ := Train(all)
	if _, known := m.weights[hash("w", "zymurgist")]; known {
		t.Error("a word of one publisher is in the model")
	}
	if _, known := m.weights[hash("w", "council")]; !known {
		t.Error("a word of four publishers is not")
	}
}

// TestInventedPapersAreNotMeasured lets every model see what nobody printed, and
// counts none of it.
func TestInventedPapersAreNotMeasured(t *testing.T) {
	all := examples()
	for n := range all {
		all[n].Invented = all[n].Publisher == "d"
	}
	_, report := Train(all)
	if got := len(report.Publishers); got != 3 || slices.ContainsFunc(report.Publishers, func(f Fold) bool { return f.Publisher == "d" }) {
		t.Errorf("measured: %+v", report.Publishers)
	}
}

func TestTokens(t *testing.T) {
	var got []string
	for _, token := range tokens("It’s ‘over’ – 41 die in U.S. mine. Why? The minister’s 2.5% answer", titleTokens) {
		got = append(got, token.text+"/"+token.class)
	}
	want := []string{
		`it's/it's`, `"/"`, `over/over`, `-/-`, `#/#`, `die/+event`, `in/in`, `u/*`, `s/*`, `./.`, `mine/*`, `./.`, `why/why`, `?/?`,
		`the/the`, `minister's/+office`, `#/#`, `%/%`, `answer/+idea`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLexiconHasEachWordOnce(t *testing.T) {
	total := 0
	for _, group := range groups {
		total += len(strings.Fields(group.words))
	}
	if total != len(lexicon) {
		t.Errorf("%d words in the groups, %d in the lexicon", total, len(lexicon))
	}
}

func FuzzRead(f *testing.F) {
	f.Add(embedded[:200])
	f.Add([]byte(form))
	f.Fuzz(func(t *testing.T, bytes []byte) {
		if m, err := Read(bytes); err == nil {
			m.Judge(Text{Title: "We must not let the council forget"})
		}
	})
}

// TestInventedHeadlinesAreOfNoPaper reads what the shipped model has learned from
// besides what papers printed: each headline once, under a host that cannot be.
func TestInventedHeadlinesAreOfNoPaper(t *testing.T) {
	content, err := os.ReadFile("testdata/invented.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	views, seen := 0, map[string]bool{}
	for line := range strings.Lines(string(content)) {
		var e struct{ Title, Label, Host string }
		if err := json.Unmarshal([]byte(line), &e); err != nil || e.Title == "" || seen[e.Title] || !strings.HasSuffix(e.Host, ".example") {
			t.Errorf("%s: %v", line, err)
		}
		seen[e.Title] = true
		if e.Label == "opinion" {
			views++
		}
	}
	if news := len(seen) - views; views < 500 || news < 500 {
		t.Errorf("%d views and %d news", views, news)
	}
}
