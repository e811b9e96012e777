package cluster

import (
	_ "embed"
	"strings"
)

//go:embed general.txt
var generalText string

// Every batch is weighed as if so many titles had come before it, in
// which a word that every text needs stood so often, and one that the news needs
// so often. A handful of items could not tell them from words that name
// an event; in a large batch, or with a past, this is little. Few events without
// a past are made as many as a day has at the least: what stands once in fifty
// titles may be as rare as what stands once in five hundred.
const (
	generalTitles = 300
	dayTitles     = 800
	everyText     = 60
	everyNews     = 15
)

// general is how often words stood in those titles, by their stems.
var general = readGeneral(generalText)

func readGeneral(text string) map[string]float64 {
	counts := map[string]float64{}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		texts, news, _ := strings.Cut(line, "|")
		for _, w := range strings.Fields(news) {
			stem := newWord(w, false).stem
			counts[stem] = max(counts[stem], everyNews)
		}
		for _, w := range strings.Fields(texts)[1:] {
			counts[newWord(w, false).stem] = everyText
		}
	}
	return counts
}
