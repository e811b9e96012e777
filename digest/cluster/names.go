package cluster

import (
	_ "embed"
	"strings"
)

//go:embed names.txt
var namesText string

// oneName gives each form of a name the stem of the first of them, so that Yemen,
// Yemeni and Yemenis are one word. A form of two words is joined by a low line.
var oneName = readNames(namesText)

func readNames(text string) map[string]string {
	stems := map[string]string{}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		forms := strings.Fields(line)
		stem := forms[0]
		if !strings.Contains(stem, "_") {
			stem = stemOf(stem)
		}
		for _, form := range forms {
			stems[form], stems[form+"s"] = stem, stem
		}
	}
	return stems
}

// twoWords gives two stems that follow each other and are one name the stem of
// that name, as South Korea. Who shares both words shares one.
var twoWords = pairNames(oneName)

func pairNames(names map[string]string) map[[2]string]string {
	pairs := map[[2]string]string{}
	for form, stem := range names {
		if first, second, two := strings.Cut(form, "_"); two {
			pairs[[2]string{newWord(first, false).stem, newWord(second, false).stem}] = stem
		}
	}
	return pairs
}

// joinNames makes one word of each name of two.
func joinNames(all []word) []word {
	joined := all[:0]
	for _, w := range all {
		if last := len(joined) - 1; last >= 0 {
			if stem, known := twoWords[[2]string{joined[last].stem, w.stem}]; known {
				joined[last] = word{stem, joined[last].written + " " + w.written, joined[last].capital, w.colon}
				continue
			}
		}
		joined = append(joined, w)
	}
	return joined
}
