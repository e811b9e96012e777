package digest

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"broadsheet/digest/cluster"
)

// events finds the chapters that may tell of an event without comparing all.
type events struct {
	chapters []*chapter
	// in lists the chapters in whose headlines a word stands.
	in map[string][]int
	// usual counts in how many of some titles of the days before a word stands.
	usual  map[string]int
	titles int
	// figures are those of the titles that have numbers, by what they are
	// without them.
	figures map[string][]string
	// shared is what the headlines that are looked for share with each chapter,
	// common in how many words of more than a few letters that are not always in
	// the news.
	shared []float64
	common []int
}

// mostTitles is how many titles of the days before are counted: more tell little
// more of what is always in the news.
const mostTitles = 5000

func newEvents(titles []string) *events {
	v := &events{in: map[string][]int{}, usual: map[string]int{}, figures: map[string][]string{}}
	for _, title := range titles[:min(len(titles), mostTitles)] {
		v.titles++
		words := wordsOf(title)
		for _, word := range words {
			v.usual[word]++
		}
		if bare, some := withoutNumbers(words); some {
			v.figures[bare] = append(v.figures[bare], cluster.TitleKey(title))
		}
	}
	return v
}

// withoutNumbers are words without those that hold a digit, and whether there
// were any.
func withoutNumbers(words []string) (bare string, some bool) {
	rest := slices.DeleteFunc(slices.Clone(words), func(word string) bool { return strings.ContainsFunc(word, unicode.IsNumber) })
	return strings.Join(rest, " "), len(rest) < len(words)
}

func (v *events) file(c *chapter) {
	n := len(v.chapters)
	v.chapters = append(v.chapters, c)
	titles := make([]string, len(c.items))
	for i, item := range c.items {
		titles[i] = item.Title
	}
	for _, word := range wordsOf(strings.Join(titles, " ")) {
		v.in[word] = append(v.in[word], n)
	}
}

// uses is in how many of how many headlines a word stands, of the chapters and
// of the days before.
func (v *events) uses(word string) (in, of int) {
	return len(v.in[word]) + v.usual[word], len(v.chapters) + v.titles
}

// weight is how telling a word is: the fewer headlines have it, the more.
func (v *events) weight(word string) float64 {
	in, of := v.uses(word)
	return math.Log(1 + float64(of)/float64(1+in))
}

// How many chapters are looked at closely, and what part of a headline's weight,
// in two words at least, each of them must share for that.
const (
	closeLooks = 5
	closeShare = .2
)

// find gives the chapter that is most like some entries, and how much so, if it may
// tell of the same event: on a day on which many headlines are alike, one must stand
// out from those that it is not like itself. A big story has many of them.
func (v *events) find(entries []Entry, model *cluster.Model) (best *chapter, likeness float64) {
	gist, near := model.Gist(clusterItems(entries, nil)), v.near(entries)
	scores := make([]float64, len(near))
	for n, at := range near {
		scores[n] = model.Likeness(gist, v.chapters[at].gistIn(model)).Score
		if scores[n] > likeness {
			best, likeness = v.chapters[at], scores[n]
		}
	}
	if likeness < cluster.OneEvent {
		return nil, 0
	}
	for n, at := range near {
		other := v.chapters[at]
		if scores[n] > nextBest*likeness && other.Thread != best.Thread && model.Likeness(best.gistIn(model), other.gistIn(model)).Score < otherStory {
			return nil, 0
		}
	}
	return best, likeness
}

// sameStory is the likeness from which one cluster goes on with another, whatever
// their headlines have in common. It is more than that of one event: among the
// stories of a week some other is always rather like it, and no continuation is
// better than one that is none.
const sameStory = 1.15 * cluster.OneEvent

// nextBest is the part of a likeness up to which another story may come, and
// otherStory the likeness up to which two chapters are of different stories.
const (
	nextBest   = .7
	otherStory = cluster.OneEvent / 2
)

// near lists the chapters that share most with the headlines of some entries.
func (v *events) near(entries []Entry) []int {
	titles := make([]string, len(entries))
	for n, entry := range entries {
		titles[n] = entry.Title
	}
	if len(v.shared) < len(v.chapters) {
		v.shared, v.common = make([]float64, len(v.chapters)), make([]int, len(v.chapters))
	}
	var met, near []int
	whole := 0.0
	for _, word := range wordsOf(strings.Join(titles, " ")) {
		weight := v.weight(word)
		whole += weight / float64(len(entries))
		telling := isLong(word) && v.isRare(word)
		if in := v.in[word]; len(in) <= max(20, len(v.chapters)/4) {
			for _, n := range in {
				if v.shared[n] == 0 {
					met = append(met, n)
				}
				v.shared[n] += weight
				if telling {
					v.common[n]++
				}
			}
		}
	}
	for _, n := range met {
		if v.shared[n] >= closeShare*whole && v.common[n] > 1 {
			near = append(near, n)
		}
	}
	slices.SortFunc(near, func(a, b int) int { return cmp.Or(cmp.Compare(v.shared[b], v.shared[a]), cmp.Compare(a, b)) })
	for _, n := range met {
		v.shared[n], v.common[n] = 0, 0
	}
	return near[:min(closeLooks, len(near))]
}
