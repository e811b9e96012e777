package cluster

import "strings"

// slugWords are the words in an address: those of its segment with the most
// hyphens, if it has three or more. Papers write there what a headline leaves
// out. What holds digits in or after letters is a key, not a word.
func slugWords(link string) []string {
	link, _, _ = strings.Cut(link, "?")
	best, hyphens := "", 1
	for segment := range strings.SplitSeq(link, "/") {
		if n := strings.Count(segment, "-"); n > hyphens {
			best, hyphens = segment, n
		}
	}
	var found []string
	for part := range strings.SplitSeq(best, "-") {
		part, _, _ = strings.Cut(part, ".")
		if digits := countDigits(part); part != "" && len(part) < 16 && (digits == 0 || digits == len(part) && digits < 5) {
			found = append(found, part)
		}
	}
	return found
}

func countDigits(text string) int {
	n := 0
	for _, r := range text {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}
