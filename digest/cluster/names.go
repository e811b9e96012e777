package cluster

import (
	_ "embed"
	"strings"
)

//go:embed names.txt
var namesText string

// oneName gives the forms of a name the first of them, so that Yemen, Yemeni and
// Yemenis are one word.
var oneName = readNames(namesText)

func readNames(text string) map[string]string {
	first := map[string]string{}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		forms := strings.Fields(line)
		for _, form := range forms {
			first[form], first[form+"s"] = forms[0], forms[0]
		}
	}
	return first
}
