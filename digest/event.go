package digest

import (
	"cmp"
	"math"
	"slices"
	"strings"

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
	// shared is what the headlines that are looked for share with each chapter,
	// common in how many words of more than a few letters.
	shared []float64
	common []int
}

// mostTitles is how many titles of the days before are counted: more tell little
// more of what is always in the news.
const mostTitles = 5000

func newEvents(titles []string) *events {
	v := &events{in: map[string][]int{}, usual: map[string]int{}}
	for _, title := range titles[:min(len(titles), mostTitles)] {
		v.titles++
		for _, word := range wordsOf(title) {
			v.usual[word]++
		}
	}
	return v
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

// find gives the chapter that is most like some entries, if it tells of the
// same event: on a day on which many headlines are alike, one must stand out.
func (v *events) find(entries []Entry, model *cluster.Model) *chapter {
	near := v.near(entries)
	if len(near) == 0 {
		return nil
	}
	items := make([]cluster.Item, len(entries))
	for n, entry := range entries {
		items[n] = clusterItem(entry, Source{})
	}
	var best *chapter
	likeness, second := 0.0, 0.0
	for _, n := range near {
		c := v.chapters[n]
		score := model.Likeness(items, c.items).Score
		switch {
		case best != nil && c.Thread == best.Thread:
			likeness = max(likeness, score)
		case score > likeness:
			best, likeness, second = c, score, likeness
		case score > second:
			second = score
		}
	}
	if likeness < sameStory || !standsOut(likeness, second) {
		return nil
	}
	return best
}

// sameStory is the likeness from which one cluster goes on with another. It is
// less than that of one event: what has come of something has other words.
const sameStory = .75 * cluster.OneEvent

// standsOut says that a likeness is far above the next: twice as high, or much
// nearer to being the same.
func standsOut(likeness, next float64) bool {
	return likeness >= 2*next || 1-likeness <= .6*(1-next)
}

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
		if in := v.in[word]; len(in) <= max(20, len(v.chapters)/4) {
			for _, n := range in {
				if v.shared[n] == 0 {
					met = append(met, n)
				}
				v.shared[n] += weight
				if isLong(word) {
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
