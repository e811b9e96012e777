package digest

import (
	"slices"
	"strings"

	"broadsheet/digest/cluster"
)

// series counts under how many titles each source has put a head ("Test yourself
// | …", "1914: …"), and how many titles of each source are known, by no head.
type series struct {
	titles map[titleUse]int
	known  map[headline]bool
}

// headline is a title of a source, with its head.
type headline struct {
	titleUse
	head string
}

func newSeries() series {
	return series{map[titleUse]int{}, map[headline]bool{}}
}

// mostHeadWords is how many words a head has.
const mostHeadWords = 5

// headOf is the beginning of a title before a colon, a bar or a dash, as a key;
// empty if it is a mark such as "BREAKING:".
func headOf(title string) string {
	at := strings.IndexAny(title, ":|：")
	for _, dash := range []string{" – ", " — ", " - "} {
		if n := strings.Index(title, dash); n >= 0 && (at < 0 || n < at) {
			at = n
		}
	}
	if at <= 0 {
		return ""
	}
	head := cluster.TitleKey(title[:at])
	if head == cluster.TitleKey(title) || len(strings.Fields(head)) > mostHeadWords || slices.Contains(headMarks, head) {
		return ""
	}
	return head
}

func (s series) add(e Entry) {
	use := headline{titleUse{cluster.TitleKey(e.Title), e.Source}, headOf(e.Title)}
	if s.known[use] {
		return
	}
	s.known[use] = true
	s.titles[titleUse{"", e.Source}]++
	if use.head != "" {
		s.titles[titleUse{use.head, e.Source}]++
	}
}

// has says that an entry's head is that of a series: its source has it
// over other titles as well, and not over most, as a paper has its name.
func (s series) has(e Entry) bool {
	head := headOf(e.Title)
	uses := s.titles[titleUse{head, e.Source}]
	return head != "" && uses > 1 && (2*uses < s.titles[titleUse{"", e.Source}] || uses < 4)
}
