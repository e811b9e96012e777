package sample

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"
)

// karachi is the zone of the papers' days. Pakistan keeps no summer time, so
// a fixed offset serves and no zone database is needed.
var karachi = time.FixedZone("PKT", 5*60*60)

// window is how far back a document reaches.
const window = 36 * time.Hour

// spread is the most by which a seed moves an item.
const spread = 10 * time.Minute

// rotation is the pages and the seed by which they take turns.
type rotation struct {
	pages []page
	seed  string
}

// item is a story as it came out on a day.
type item struct {
	story
	published time.Time // in karachi
	number    int       // unique within its paper
	url       string
	imageURL  string // empty if there is no image
}

// items is what the paper's document holds at now, newest first.
func (r rotation) items(p paper, now time.Time) []item {
	today := midnight(now)
	var items []item
	for back := range 3 {
		for _, it := range r.day(p, today.AddDate(0, 0, -back)) {
			if !it.published.After(now) && now.Sub(it.published) < window {
				items = append(items, it)
			}
		}
	}
	slices.SortStableFunc(items, func(a, b item) int { return b.published.Compare(a.published) })
	return items
}

// day is everything that the paper prints on the day that begins at midnight.
func (r rotation) day(p paper, midnight time.Time) []item {
	var items []item
	for i, s := range r.page(midnight)[p.name] {
		items = append(items, r.item(p, midnight, i, s))
	}
	return items
}

func (r rotation) page(midnight time.Time) page {
	n := len(r.pages)
	turn := (ordinal(midnight) + r.chance("page", n)) % n
	return r.pages[(turn+n)%n]
}

func (r rotation) item(p paper, midnight time.Time, i int, s story) item {
	s.text = nameDays(s.text, p.language, midnight)
	seconds := r.chance(p.name+strconv.Itoa(i), int(spread/time.Second))
	it := item{
		story:     s,
		published: midnight.Add(s.at + time.Duration(seconds)*time.Second),
		number:    ordinal(midnight)*100 + i,
		url:       p.url(midnight, i, s),
	}
	if s.image.name != "" {
		it.imageURL = p.home + "/images/" + midnight.Format("2006/01/02/") + s.image.name
	}
	if original, i, ok := r.original(midnight, s); ok {
		it.url = original.url(midnight, i, r.page(midnight)[original.name][i])
	}
	return it
}

// original finds the story to which s links in place of one of its own.
func (r rotation) original(midnight time.Time, s story) (paper, int, bool) {
	p, found := paperNamed(s.link)
	if !found {
		return paper{}, 0, false
	}
	i := slices.IndexFunc(r.page(midnight)[p.name], func(other story) bool { return other.event == s.event })
	return p, i, i >= 0
}

// chance is a number from 0 up to n that depends on the seed and the key only.
func (r rotation) chance(key string, n int) int {
	h := fnv.New32a()
	fmt.Fprintf(h, "%s\x00%s", key, r.seed)
	return int(h.Sum32() % uint32(n))
}

func (p paper) url(midnight time.Time, i int, s story) string {
	return strings.NewReplacer(
		"{path}", p.paths[s.section],
		"{number}", strconv.Itoa(ordinal(midnight)*100+i),
		"{date}", midnight.Format("2006/01/02"),
		"{slug}", slug(s.title),
	).Replace(p.address)
}

// slug is the title in the form that newspapers give it in their addresses.
func slug(title string) string {
	title = strings.NewReplacer("’", "", "'", "").Replace(strings.ToLower(title))
	words := strings.FieldsFunc(title, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return strings.Join(words, "-")
}

func midnight(t time.Time) time.Time {
	year, month, day := t.In(karachi).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, karachi)
}

// ordinal is the number of the day that begins at midnight in Karachi.
func ordinal(midnight time.Time) int {
	_, offset := midnight.Zone()
	return int((midnight.Unix() + int64(offset)) / (24 * 60 * 60))
}

var urduWeekdays = [...]string{"اتوار", "پیر", "منگل", "بدھ", "جمعرات", "جمعہ", "ہفتہ"}

// nameDays fills in the days of the week around the day that begins at midnight.
func nameDays(text []string, language string, midnight time.Time) []string {
	name := func(offset int) string {
		weekday := midnight.AddDate(0, 0, offset).Weekday()
		if language == "ur" {
			return urduWeekdays[weekday]
		}
		return weekday.String()
	}
	days := strings.NewReplacer("{yesterday}", name(-1), "{today}", name(0), "{tomorrow}", name(1))
	named := make([]string, len(text))
	for i, paragraph := range text {
		named[i] = days.Replace(paragraph)
	}
	return named
}
