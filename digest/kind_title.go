package digest

import (
	"regexp"
	"strings"
	"unicode"
)

// titleClue looks for the marks that papers set at either end of a headline:
// "Editorial: …", "Opinion | …", "OPINION — …", "… | Letters", "… – live",
// "The Courier view on …".
func titleClue(i Item, s Source) clue {
	for _, look := range []func(Item, Source) clue{prefixClue, suffixClue, houseViewClue, formClue} {
		if found := look(i, s); found.kind != "" {
			return found
		}
	}
	return clue{}
}

// prefixForm is the mark before a headline, and its sign. A hyphen without
// space around it ("Explainer-How …") belongs to words of one kind only.
var prefixForm = regexp.MustCompile(`^\s*[\[(]?([^:|—–\])-]{2,32}(?:-[^:|—–\])\s-]{2,12})?)(?:\s*[:|\])]|\s+[—–-]\s|\s*[—–]\s*|-)`)

func prefixClue(i Item, _ Source) clue {
	found := prefixForm.FindStringSubmatchIndex(i.Title)
	if found == nil {
		return clue{}
	}
	word, sign := i.Title[found[2]:found[3]], i.Title[found[3]:found[1]]
	kind := markWord(word)
	if sign == "-" && (kind != Analysis || !unicode.IsUpper([]rune(word)[0])) {
		return clue{}
	}
	return clue{kind, "title begins with " + quote(strings.TrimSpace(i.Title[:found[1]]))}
}

// suffixForm is the mark after a headline, and its sign.
var suffixForm = regexp.MustCompile(`(?:\s*(\|)|\s+[–—-]|\s+[\[(])\s*([^|–—\])]{2,32}?)[\])!]?\s*$`)

func suffixClue(i Item, _ Source) clue {
	found := suffixForm.FindStringSubmatchIndex(i.Title)
	if found == nil {
		return clue{}
	}
	word := i.Title[found[4]:found[5]]
	kind := markWord(word)
	if key := wordKey(word); kind == "" && found[2] >= 0 && strings.HasSuffix(key, "-explainer") {
		kind = Analysis // "| The Hindu explainer"
	}
	return clue{kind, "title ends with " + quote(strings.TrimSpace(i.Title[found[0]:]))}
}

// marks are the phrases that stand at an end of a title and nowhere else.
var marks = keyed(map[Kind]string{
	Live:     `as-it-happened live-updates live-blog live-report live-coverage breaking-live watch-live`,
	Opinion:  `snap-insight guest-essay guest-view point-of-view my-view opinion-today`,
	Analysis: `in-depth-analysis`,
	Review:   `film-of-the-week book-of-the-day album-of-the-week`,
	Other:    `horoscope-today daily-horoscope weather-forecast weather-update`,
})

// markWord is the kind of a mark at an end of a title. "Leaders" and "Voices"
// are words of headlines there.
func markWord(word string) Kind {
	key := wordKey(word)
	if kind := marks[key]; kind != "" {
		return kind
	}
	if vague[key] && key != "live" {
		return ""
	}
	return kindWords[key]
}

// houseForm is a paper that speaks of itself: "The Courier view on …", "Express View: …".
var houseForm = regexp.MustCompile(`^(The )?(\p{Lu}[\p{L}'’]*(?: \p{Lu}[\p{L}'’]*){0,2}) [Vv]iew(?: (on)\b|\s*:|\s*\|)`)

// houseViewClue knows the headline of a leader by the paper's name in it. Where
// the name is not known, the form "The … view on" is enough.
func houseViewClue(i Item, s Source) clue {
	found := houseForm.FindStringSubmatch(i.Title)
	if found == nil {
		return clue{}
	}
	if found[1] == "" || found[3] == "" {
		if !namesPaper(found[2], i, s) {
			return clue{}
		}
	}
	return clue{Editorial, "title begins with " + quote(found[0])}
}

// namesPaper says whether a name is that of the paper, as far as its address
// and the title of its feed tell.
func namesPaper(name string, i Item, s Source) bool {
	squeeze := func(text string) string { return strings.ReplaceAll(wordKey(text), "-", "") }
	key := squeeze(name)
	if len(key) < 3 {
		return false
	}
	for _, known := range []string{hostOf(i.Link), hostOf(s.Address()), s.FeedTitle, s.Title} {
		if strings.Contains(squeeze(known), key) {
			return true
		}
	}
	return false
}

// forms are turns of phrase that only one kind of headline has.
var forms = []struct {
	kind Kind
	form *regexp.Regexp
}{
	{Review, regexp.MustCompile(`(?:\p{Lu}[\p{L}\d’'!?.]*|[”’"\d)!?]) review\s+[–—|]\s`)}, // after a name
	{Letter, regexp.MustCompile(`^(?i:letters? to the editor)\b`)},
	{Live, regexp.MustCompile(`\b(?i:live updates)\b|\s[–—-]\s(?i:live|as it happened)\b.{0,20}$`)},
	{Other, regexp.MustCompile(`^(?i:(?:today[’']s|daily|weekly|your) (?:horoscope|crossword|quiz|weather forecast)|horoscope (?:today|for)|(?:quick |cryptic |daily )?crossword (?:no|number)|weather forecast for|prayer timings)\b`)},
}

func formClue(i Item, _ Source) clue {
	for _, f := range forms {
		if found := f.form.FindString(i.Title); found != "" {
			return clue{f.kind, "title has " + quote(strings.TrimSpace(found))}
		}
	}
	return clue{}
}
