package parse

import "fmt"

// oddities collects, in plain words and each once, what had to be put up with.
type oddities struct {
	lines []string
	dates int
	date  string // the first date that could not be read
}

func (o *oddities) add(format string, args ...any) {
	line := fmt.Sprintf(format, args...)
	for _, known := range o.lines {
		if known == line {
			return
		}
	}
	if len(o.lines) < oddityLimit {
		o.lines = append(o.lines, line)
	}
}

// oddityLimit is how many lines are enough to know a document by.
const oddityLimit = 50

// unreadable counts a date that is none.
func (o *oddities) unreadable(claim string) {
	if o.dates == 0 {
		o.date = claim
	}
	o.dates++
}

// list is every oddity in the order of its first appearance.
func (o *oddities) list() []string {
	switch {
	case o.dates == 1:
		o.add("a date could not be believed: %q", short(o.date))
	case o.dates > 1:
		o.add("%d dates could not be believed, the first: %q", o.dates, short(o.date))
	}
	return o.lines
}

// short keeps a stranger's text from filling a line.
func short(text string) string {
	const limit = 60
	if runes := []rune(text); len(runes) > limit {
		return string(runes[:limit]) + "…"
	}
	return text
}
