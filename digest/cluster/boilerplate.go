package cluster

import (
	"regexp"
	"strings"
)

// sentence is a sentence, or a part of one up to a semicolon.
var sentence = regexp.MustCompile(`[^.;!?。！？۔]+[.;!?。！？۔]*`)

// summariesToRead are the teasers of items without the sentences that a source
// puts under several titles, but for numbers: they say nothing of any of them,
// wherever they stand.
func summariesToRead(items []*Item) []string {
	firstUse := map[[2]string]string{}
	boilerplate := map[string]bool{}
	for _, item := range items {
		for _, text := range sentence.FindAllString(item.Summary, -1) {
			key := sentenceKey(text)
			use := [2]string{item.Source, key}
			if title, used := firstUse[use]; used && title != item.Title {
				boilerplate[key] = true
			}
			firstUse[use] = item.Title
		}
	}
	summaries := make([]string, len(items))
	for n, item := range items {
		summaries[n] = item.Summary
		if len(boilerplate) > 0 {
			summaries[n] = sentence.ReplaceAllStringFunc(item.Summary, func(text string) string {
				if boilerplate[sentenceKey(text)] {
					return " "
				}
				return text
			})
		}
	}
	return summaries
}

// sentenceKey is a sentence without its numbers.
func sentenceKey(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, TitleKey(text))
}
