package digest

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Summary is a paragraph of sentences that stand in an item of a cluster, for a
// lead whose own teaser is missing or breaks off.
type Summary struct {
	// Item is the ID of the item of whose sentences it is made, Paper its paper.
	Item  string `json:"item"`
	Paper string `json:"paper"`
	Text  string `json:"text"`
}

// The bounds of a summary.
const (
	summaryMost      = 320  // characters
	summarySentences = 3    // of one item
	summaryReads     = 8    // sentences of each item
	summaryBytes     = 6000 // of each item's text
	summaryWords     = 5    // fewer make no sentence
	// leadFavour is how much more a sentence of the lead counts than another's.
	leadFavour = 1.5
)

// GiveTexts gives the leads of an edition their whole texts, and a Summary to
// each cluster that needs one and has a text to take it from. Texts are by the
// IDs of their items, as far as they are known.
func (e Edition) GiveTexts(texts map[string]HTML) {
	for _, section := range e.Sections {
		for n := range section.Clusters {
			c := &section.Clusters[n]
			c.Lead.Content = texts[c.Lead.ID]
			c.Words = CountWords(c.Lead.Content.Text(0))
			if c.NeedsSummary() {
				c.Summary = summarise(c.Entries(), texts)
			}
		}
	}
}

// NeedsSummary says that the lead's teaser is missing or breaks off. A view is
// its writer's own: its first words stand for it.
func (c Cluster) NeedsSummary() bool {
	teaser := strings.TrimRight(c.Lead.Summary.Text(0), " \n])")
	return !c.Lead.Kind.isView() &&
		(teaser == "" || c.Lead.Cut || strings.HasSuffix(teaser, "…") || strings.HasSuffix(teaser, "..."))
}

// told is a sentence and where it stands.
type told struct {
	text      string
	entry, at int
	words     []weighed // in the order of the words
}

// weighed is a word and what it weighs.
type weighed struct {
	word   string
	weight float64
}

// summarise takes the best sentences of the entry that has the best one, in
// their order; nil if no entry has a whole sentence.
func summarise(entries []Entry, content map[string]HTML) *Summary {
	var all []told
	for n, entry := range entries {
		all = append(all, sentencesOf(entry, n, content[entry.ID])...)
	}
	if len(all) == 0 {
		return nil
	}
	worth := lexRank(all)
	order := make([]int, len(all))
	for n := range all {
		order[n] = n
		if all[n].entry == 0 {
			worth[n] *= leadFavour
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(worth[b], worth[a])
	})
	entry := entries[all[order[0]].entry]
	return &Summary{Item: entry.ID, Paper: entry.Paper, Text: paragraph(all, order)}
}

// paragraph is as many of the best sentences as have room, all of one entry.
func paragraph(all []told, order []int) string {
	var taken []int
	room := summaryMost
	for _, n := range order {
		length := utf8.RuneCountInString(all[n].text) + 1
		if all[n].entry == all[order[0]].entry && (len(taken) == 0 || length <= room) && len(taken) < summarySentences {
			taken, room = append(taken, n), room-length
		}
	}
	slices.Sort(taken)
	var text strings.Builder
	for i, n := range taken {
		if i > 0 && !endsWide(all[taken[i-1]].text) {
			text.WriteByte(' ')
		}
		text.WriteString(all[n].text)
	}
	return text.String()
}

// endsWide says that a sentence ends with a sign that has its space in itself.
func endsWide(sentence string) bool {
	last, _ := utf8.DecodeLastRuneInString(sentence)
	return strings.ContainsRune("。！？」』", last)
}

// sentencesOf is the first whole sentences of an entry's text.
func sentencesOf(entry Entry, n int, content HTML) []told {
	text := content.Text(summaryBytes)
	if teaser := entry.Summary.Text(summaryBytes); len(text) < len(teaser) {
		text = teaser
	}
	var list []told
	for _, sentence := range Sentences(text) {
		words, count := allWords(sentence), 0.0
		for _, word := range words {
			count += size(word)
		}
		if count < summaryWords || !isWhole(sentence) || utf8.RuneCountInString(sentence) > summaryMost {
			continue
		}
		list = append(list, told{text: sentence, entry: n, at: len(list), words: counted(words)})
		if len(list) == summaryReads {
			break
		}
	}
	return list
}

// counted is each word with how often it occurs.
func counted(words []string) []weighed {
	slices.Sort(words)
	var counts []weighed
	for _, word := range words {
		if last := len(counts) - 1; last >= 0 && counts[last].word == word {
			counts[last].weight++
			continue
		}
		counts = append(counts, weighed{word, 1})
	}
	return counts
}

// isWhole says that a sentence has its end, and is not one of several that
// somebody has said.
func isWhole(sentence string) bool {
	if isPart(sentence) {
		return false
	}
	bare := strings.TrimRight(sentence, "”’\"')»」』")
	last, _ := utf8.DecodeLastRuneInString(bare)
	return strings.ContainsRune(".!?۔؟。！？।", last) && !strings.HasSuffix(bare, "...")
}

// isPart says that a quotation does not both begin and end in a sentence. ’ is an
// apostrophe within; “ closes what „ opens, and ” opens too in Swedish.
func isPart(sentence string) bool {
	count := func(mark string) int { return strings.Count(sentence, mark) }
	open, closed := count("“"), count("”")
	return count("«") != count("»") || count(`"`)%2 != 0 ||
		count("‘") > count("’") || count("‘") == 0 && strings.HasSuffix(strings.TrimRight(sentence, ".!?"), "’") ||
		count("„") == 0 && open != closed && (open > 0 || closed%2 != 0)
}
