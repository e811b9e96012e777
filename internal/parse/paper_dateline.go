package parse

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var datelines = regexp.MustCompile(`^(\p{Lu}[\p{Lu}\p{M}.'’ /&-]{1,38}\p{Lu})` + // the place, or several
	`(?:, (?:\p{L}{3,9}\.? \d{1,2}|\d{1,2}\.? \p{L}{3,9}\.?))?` + // , Dec 27
	`(?: ?\([\p{L} /.]{2,24}\))?` + // (Reuters)
	`(?::| ?[—–]| -{1,2}) ?[^\s]`)

// notPlaces are words in capitals that begin a sentence like a dateline and are none.
var notPlaces = map[string]bool{
	"UPDATE": true, "UPDATED": true, "WATCH": true, "LIVE": true, "BREAKING": true, "OPINION": true, "EDITORIAL": true,
	"READ": true, "ALSO": true, "NOTE": true, "PHOTO": true, "PHOTOS": true, "VIDEO": true, "EXCLUSIVE": true, "ANALYSIS": true,
	"FACTBOX": true, "EXPLAINER": true, "WARNING": true, "CORRECTION": true, "TL": true, "FILE": true, "ALERT": true,
	"SPOILER": true, "REVIEW": true, "PODCAST": true, "LISTEN": true, "RELATED": true, "MORE": true, "IMPORTANT": true,
	"INTERVIEW": true, "FAQ": true, "FYI": true, "TIP": true, "TIPS": true, "STEP": true, "DISCLAIMER": true, "TODO": true,
	"LETTER": true, "LETTERS": true, "COMMENT": true, "PROFILE": true, "OBITUARY": true, "TIMELINE": true, "SUMMARY": true,
	"EDIT": true, "PSA": true, "AMA": true, "TIL": true, "ICYMI": true, "COVID": true, "NASA": true, "NATO": true, "FIFA": true, "OPEC": true,
	"WHO": true, "IMF": true, "BBC": true, "CNN": true, "FBI": true, "CIA": true,
}

// dateline is the place that a story's first words name, as they name it.
func dateline(text string) string {
	if isSentence := len(text) > 1 && 'a' <= text[1] && text[1] <= 'z'; isSentence {
		return ""
	}
	match := datelines.FindStringSubmatch(text)
	if match == nil {
		return urduDateline(text)
	}
	place := fold(match[1])
	words := strings.FieldsFunc(place, func(r rune) bool { return !unicode.IsLetter(r) })
	letters := 0
	for _, word := range words {
		if notPlaces[word] {
			return ""
		}
		letters += len([]rune(word))
	}
	if letters < 3 || len(words) > 6 {
		return ""
	}
	return place
}

var (
	// credited is a place and, in brackets, who reports from there:
	// "اسلام آباد (نامہ نگار)". The script has no capitals, so either the credit
	// or the place must be one that papers are known to write.
	credited = regexp.MustCompile(`^(\p{Arabic}[\p{Arabic}\p{M} /،,]{1,40}?) ?\(([\p{Arabic}\p{M} /،,.:-]{2,50})\)`)
	named    = regexp.MustCompile(`^(\p{Arabic}[\p{Arabic}\p{M} /،,]{1,40}?) ?[:—–-] ?\S`)
	credit   = regexp.MustCompile(`نامہ نگار|نمائند|رپورٹر|نیوز|ایجنسی|مانیٹرنگ|بیورو|ڈیسک|آن لائن|اے پی پی|این این آئی|اے ایف پی|رائٹرز|وقائع نگار|خبر ?نگار|خصوصی|` +
		`وكالات|رويترز|أ ف ب|مراسل|خاص`)
)

// cities begin the datelines of papers in Urdu and Arabic.
var cities = func() map[string]bool {
	set := map[string]bool{}
	for city := range strings.SplitSeq("کراچی،لاہور،اسلام آباد،راولپنڈی،پشاور،کوئٹہ،ملتان،فیصل آباد،حیدر آباد،حیدرآباد،سکھر،گوجرانوالہ،سیالکوٹ،سرگودھا،"+
		"بہاولپور،مظفر آباد،مظفرآباد،گلگت،گوادر،ایبٹ آباد،مردان،سوات،نواب شاہ،لاڑکانہ،نئی دہلی،دہلی،سری نگر،سرینگر،ممبئی،کابل،قندھار،تہران،بغداد،ریاض،"+
		"جدہ،مکہ مکرمہ،مدینہ منورہ،دبئی،ابوظبی،ابوظہبی،دوحہ،غزہ،یروشلم،مقبوضہ بیت المقدس،بیت المقدس،تل ابیب،دمشق،بیروت،قاہرہ،انقرہ،استنبول،لندن،پیرس،"+
		"برلن،ماسکو،کیف،بیجنگ،ٹوکیو،واشنگٹن،نیویارک،نیو یارک,اقوام متحدہ،جنیوا،برسلز،ڈھاکہ،ڈھاکا،کولمبو،کٹھمنڈو،سڈنی،"+
		"القاهرة،الرياض،الدوحة،دبي،أبوظبي،غزة،القدس،القدس المحتلة،عمان،عمّان،الخرطوم،تونس،الجزائر،الرباط،صنعاء،طهران،واشنطن،لندن،موسكو،باريس،نيويورك،أنقرة،إسطنبول", "،") {
		set[city] = true
	}
	return set
}()

func urduDateline(text string) string {
	text = strings.TrimLeft(text, "\u200e\u200f ")
	if first, _ := utf8.DecodeRuneInString(text); !unicode.Is(unicode.Arabic, first) {
		return ""
	}
	if m := credited.FindStringSubmatch(text); m != nil && (credit.MatchString(m[2]) || areCities(m[1])) {
		return fold(m[1])
	}
	if m := named.FindStringSubmatch(text); m != nil && areCities(m[1]) {
		return fold(m[1])
	}
	return ""
}

// areCities says whether a text names nothing but cities.
func areCities(text string) bool {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == '/' || r == '،' || r == ',' })
	for _, part := range parts {
		if !cities[strings.TrimSpace(part)] {
			return false
		}
	}
	return len(parts) > 0
}
