package digest

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// titleClue looks for the marks that papers set at either end of a headline:
// "Editorial: …", "Opinion | …", "OPINION — …", "… | Letters", "… – live",
// "The Courier view on …", "Budget live: …".
func titleClue(i Item, s Source) clue {
	for _, look := range []func(Item, Source) clue{wholeClue, prefixClue, suffixClue, houseViewClue, liveClue, formClue} {
		if found := look(i, s); found.kind != "" {
			return found
		}
	}
	return clue{}
}

// markLength is how long a mark may be, in bytes.
const markLength = 48

// wholeClue reads a headline that is a mark and nothing else: "Letters to the editor".
func wholeClue(i Item, _ Source) clue {
	if len(i.Title) > markLength {
		return clue{}
	}
	return clue{markWord(i.Title), "title is " + quote(i.Title)}
}

// prefixClue reads the mark before the first sign of a headline. A hyphen
// without space around it is part of a word ("Op-Ed: …"), but for the one mark
// that agencies set so ("Explainer-How …").
func prefixClue(i Item, _ Source) clue {
	for at := 0; at < min(len(i.Title), markLength); {
		r, size := utf8.DecodeRuneInString(i.Title[at:])
		word, rest := i.Title[:at], i.Title[at+size:]
		at += size
		switch {
		case strings.ContainsRune(":|—–])", r), r == '-' && strings.HasSuffix(word, " ") && strings.HasPrefix(rest, " "):
			return prefixed(word, i.Title[:len(i.Title)-len(rest)])
		case r == '-' && markWord(word) == Analysis && unicode.IsUpper([]rune(word)[0]):
			return prefixed(word, word+"-")
		}
	}
	return clue{}
}

func prefixed(word, mark string) clue {
	return clue{markWord(strings.TrimLeft(word, "[( ")), "title begins with " + quote(mark)}
}

// suffixClue reads the mark after the last sign of a headline.
func suffixClue(i Item, _ Source) clue {
	title := strings.TrimRight(i.Title, " )]!")
	at := strings.LastIndexAny(title, "|–—-([")
	if at < 0 || len(title)-at > markLength {
		return clue{}
	}
	sign, size := utf8.DecodeRuneInString(title[at:])
	if sign != '|' && !strings.HasSuffix(title[:at], " ") {
		return clue{}
	}
	kind := markWord(title[at+size:])
	if sign == '|' && kind == "" && strings.HasSuffix(wordKey(title[at+size:]), "-explainer") {
		kind = Analysis // "| The Hindu explainer"
	}
	return clue{kind, "title ends with " + quote(strings.TrimSpace(i.Title[at:]))}
}

// marks are the phrases that stand at an end of a title and nowhere else.
var marks = keyed(map[Kind]string{
	Live: `as-it-happened live-updates live-blog live-report live-coverage breaking-live watch-live newsblog newsticker
		live-im-ticker im-liveticker im-liveblog im-newsblog im-newsticker прямая-трансляция прямой-эфир canli
		مباشر بث-مباشر زنده लाइव লাইভ 直播`,
	Opinion:  `snap-insight guest-essay guest-view point-of-view my-view opinion-today`,
	Analysis: `in-depth-analysis`,
	Review:   `film-of-the-week book-of-the-day album-of-the-week`,
	Other:    `horoscope-today daily-horoscope weather-forecast weather-update`,
})

// markWord is the kind of a mark at an end of a title, of "ein Kommentar" as of
// "Kommentar". "Leaders" and "Voices" are words of headlines there.
func markWord(word string) Kind {
	key := wordKey(word)
	if article, bare, found := strings.Cut(key, "-"); found && (article == "ein" || article == "eine") {
		key = bare
	}
	if kind := marks[key]; kind != "" {
		return kind
	}
	if vague[key] && key != "live" {
		return ""
	}
	return kindWords[key]
}

// liveClue knows the headline of a page that follows something: "Budget live: …".
// In "Where to live: …" people do, and Saturday Night Live is a show.
func liveClue(i Item, _ Source) clue {
	head, _, found := strings.Cut(i.Title, ": ")
	if !found || len(head) > markLength {
		return clue{}
	}
	words := strings.Fields(strings.ToLower(head))
	last := len(words) - 1
	if last < 1 || words[last] != "live" || strings.HasSuffix(strings.Join(words, " "), "saturday night live") || slices.ContainsFunc(words[:last], func(word string) bool { return dwellers[word] }) {
		return clue{}
	}
	return clue{Live, "title begins with " + quote(head+":")}
}

// dwellers are words with which "live" is what people do.
var dwellers = setOf("to how where why what when who they we you i people can could will would must should that let")

// houseForm is a paper that speaks of itself: "The Courier view on …", "Express View: …".
var houseForm = regexp.MustCompile(`^(The )?(\p{Lu}[\p{L}'’]*(?: \p{Lu}[\p{L}'’]*){0,2}) [Vv]iew(?: (on)\b|\s*:|\s*\|)`)

// houseViewClue knows the headline of a leader by the paper's name in it. Where
// the name is not known, the form "The … view on" is enough.
func houseViewClue(i Item, s Source) clue {
	if !strings.Contains(i.Title, "iew") {
		return clue{}
	}
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

// forms are turns of phrase that only one kind of headline has. Words are in
// lower case; without one of them the form need not be sought.
var forms = []struct {
	kind  Kind
	words []string
	form  *regexp.Regexp
}{
	{Review, []string{" review"}, regexp.MustCompile(`(?:\p{Lu}[\p{L}\d’'!?.]*|[”’"\d)!?]) review\s+[–—|]\s`)}, // after a name
	{Letter, []string{"letter"}, regexp.MustCompile(`^(?i:letters? to the editor)\b`)},
	{Letter, []string{"leserbriefe", "ایڈیٹر"}, regexp.MustCompile(`^(?:Leserbriefe (?:zu|zum|zur|über)\s|ایڈیٹر کے نام (?:خطوط|خط)(?:\PL|$))`)},
	{Opinion, []string{" writes"}, regexp.MustCompile(`^\p{Lu}[\p{L}\p{M}.’'-]*(?: \p{Lu}[\p{L}\p{M}.’'-]*){1,4} writes\s*:`)},
	{Story, []string{"obituary"}, regexp.MustCompile(`(?i:\bobituary)$`)},
	{Story, []string{"briefing"}, regexp.MustCompile(`^(?i:(?:\w+day|morning|evening|weekend|war) briefing)\s*[:|–—]`)},
	{Live, []string{"ticker", "blog"}, regexp.MustCompile(`\b(?i:im (?:live|news)[- ]?(?:blog|ticker))\b`)},
	{Live, []string{"en direct", "en vivo", "ao vivo", "in diretta"}, regexp.MustCompile(`(?i:(?:^|[,–—-]\s)(?:en directo?|en vivo|ao vivo|in diretta)(?:\s?[:|–—,]\s|$))`)},
	{Live, []string{"live", "as it happened"}, regexp.MustCompile(`\b(?i:live updates)\b|\s[–—-]\s(?i:live|as it happened)\b.{0,20}$`)},
	{Other, []string{"horoscope", "crossword", "quiz", "forecast", "timings"}, regexp.MustCompile(`^(?i:(?:today[’']s|daily|weekly|your) (?:horoscope|crossword|quiz|weather forecast)|horoscope (?:today|for)|` +
		`(?:quick |cryptic |daily )?crossword (?:no|number)|weather forecast for|prayer timings)\b`)},
}

func formClue(i Item, _ Source) clue {
	title := strings.ToLower(i.Title)
	has := func(word string) bool { return strings.Contains(title, word) }
	for _, f := range forms {
		if !slices.ContainsFunc(f.words, has) {
			continue
		}
		if found := f.form.FindString(i.Title); found != "" {
			return clue{f.kind, "title has " + quote(strings.TrimSpace(found))}
		}
	}
	return clue{}
}
