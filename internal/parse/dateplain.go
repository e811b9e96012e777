package parse

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

var placeForm = regexp.MustCompile(`\[?\b([A-Z][A-Za-z]{2,10}(?:/[A-Za-z0-9_+-]{2,30}){1,2})\]?`)

// takePlace takes the name of a zone of the tz database out of a claim
// ("America/Los_Angeles"). Such a name gives way to an offset in figures.
func takePlace(claim string) (rest string, zone *time.Location) {
	m := placeForm.FindStringSubmatchIndex(claim)
	if m == nil {
		return claim, nil
	}
	zone, err := time.LoadLocation(claim[m[2]:m[3]])
	if err != nil {
		return claim, nil
	}
	return strings.TrimSpace(claim[:m[0]] + claim[m[1]:]), zone
}

// plainDate writes a claim in lower case with the figures and signs of the
// West, and what needs several words or no spaces as the rest of the reader
// expects it.
func plainDate(claim string) string {
	claim = strings.ToLower(westernDigits(claim))
	if !isPlainASCII(claim) {
		claim = eastern(signs.Replace(claim))
	}
	claim = zoneNames.Replace(claim)
	claim = doubled.ReplaceAllString(claim, "$1")
	claim = noons.Replace(claim)
	claim = apart.ReplaceAllString(claim, "$1 $2$3")
	claim = glued.ReplaceAllString(claim, "$1 $2")
	return strings.Join(strings.Fields(claim), " ")
}

func isPlainASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}

// westernDigits writes decimal digits of any script as 0 to 9.
func westernDigits(text string) string {
	if isPlainASCII(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if r <= unicode.MaxASCII || !unicode.IsDigit(r) {
			return r
		}
		zero := r
		for unicode.IsDigit(zero-1) && r-zero < 9 {
			zero--
		}
		return '0' + r - zero
	}, text)
}

var (
	signs = strings.NewReplacer("‐", "-", "‑", "-", "‒", "-", "–", "-", "—", "-", "−", "-", "：", ":", "，", ",", "،", ",", "۔", " ",
		"\u200e", "", "\u200f", "", "\u061c", "", "\u0307", "", "\u200c", "", "（", "(", "）", ")", "°", " ", "º", " ",
		"یکم", "1", "كانون الثاني", "يناير", "كانون الأول", "ديسمبر", "تشرين الأول", "أكتوبر", "تشرين الثاني", "نوفمبر",
		"بتوقيت غرينتش", "gmt", "كانون الاول", "ديسمبر", "تشرين الاول", "أكتوبر")
	doubled = regexp.MustCompile(`\b00:00:00(?:\.0+)? (\d{1,2}:\d{2})`)
	apart   = regexp.MustCompile(`(:\d{2}) ([+-]) ([01]\d:?\d{2})$`)
	glued   = regexp.MustCompile(`([+-]\d{2}:?\d{2})(gmt|utc|z)\b`)
	noons   = strings.NewReplacer("12 noon", "12:00 pm", "12noon", "12:00 pm", "noon", "12:00 pm", "12 midnight", "0:00", "midnight", "0:00", "à midi", "12:00", "à minuit", "0:00", `"`, "")

	eastWeekday = regexp.MustCompile(`\([月火水木金土日월화수목금토일一二三四五六]\)|(?:星期|周|週|礼拜)[一二三四五六日天]|[月火水木金土日]曜日?|[월화수목금토일]요일`)
	eastEra     = regexp.MustCompile(`(平成|令和|昭和|民國|民国) ?(\d{1,3}|元)年`)
	eastDay     = regexp.MustCompile(`(\d{1,4}) ?(?:년|年|월|月|일|日|号|號)\.?`)
	eastMonth   = regexp.MustCompile(`\b(0?[1-9]|1[0-2])(?:월|月)`)
	eastTime    = regexp.MustCompile(`(\d{1,2}) ?(?:시|時|时|点|點)(?: ?(\d{1,2}) ?(?:분|分))?(?: ?(\d{1,2}) ?(?:초|秒))?`)
	vietnamese  = regexp.MustCompile(`(\d{1,2}) tháng (\d{1,2})(?:,| năm)?,? (\d{4})`)
)

// eras are the years before the first of those by which Japan and Taiwan count.
var eras = map[string]int{"昭和": 1925, "平成": 1988, "令和": 2018, "民國": 1911, "民国": 1911}

// eastern writes the dates of Korea, Japan, China and Vietnam with signs
// between their figures.
func eastern(claim string) string {
	claim = eastEra.ReplaceAllStringFunc(eastWeekday.ReplaceAllString(claim, " "), func(era string) string {
		m := eastEra.FindStringSubmatch(era)
		return strconv.Itoa(eras[m[1]]+max(number(m[2]), 1)) + "年"
	})
	claim = eastTime.ReplaceAllStringFunc(claim, func(clock string) string {
		m := eastTime.FindStringSubmatch(clock)
		return m[1] + ":" + either(m[2], "00") + ":" + either(m[3], "00")
	})
	if !strings.ContainsAny(claim, "년年") { // "Thu, 01 1월 2004" of a server in Seoul
		claim = eastMonth.ReplaceAllStringFunc(claim, func(month string) string {
			n := number(eastMonth.FindStringSubmatch(month)[1])
			return " " + strings.ToLower(time.Month(min(max(n, 1), 12)).String()) + " "
		})
	}
	claim = eastDay.ReplaceAllString(claim, "$1 ")
	return vietnamese.ReplaceAllString(claim, "$1/$2/$3")
}

// zoneNames are zones of several words, by their short names.
var zoneNames = strings.NewReplacer(
	"australian eastern standard time", "aest", "australian eastern daylight time", "aedt",
	"central european standard time", "cet", "central european summer time", "cest", "central european time", "cet",
	"eastern european standard time", "eet", "eastern european summer time", "eest", "eastern european time", "eet",
	"western european time", "wet", "western european summer time", "west",
	"eastern standard time", "est", "eastern daylight time", "edt", "eastern time", "et",
	"central standard time", "cst", "central daylight time", "cdt", "central time", "ct",
	"mountain standard time", "mst", "mountain daylight time", "mdt", "mountain time", "mt",
	"pacific standard time", "pst", "pacific daylight time", "pdt", "pacific time", "pt",
	"atlantic standard time", "ast", "atlantic daylight time", "adt",
	"greenwich mean time", "gmt", "gmt standard time", "gmt", "gmt daylight time", "bst", "coordinated universal time", "utc", "universal time", "utc", "british summer time", "bst",
	"pakistan standard time", "pkt", "india standard time", "ist", "indian standard time", "ist", "gulf standard time", "gst",
	"japan standard time", "jst", "korea standard time", "kst", "korean standard time", "kst", "singapore standard time", "sgt",
	"hong kong time", "hkt", "moscow standard time", "msk", "south africa standard time", "sast", "east africa time", "eat",
	"est5edt", "et", "cst6cdt", "ct", "mst7mdt", "mt", "pst8pdt", "pt", "us/eastern", "et", "us/central", "ct", "us/pacific", "pt",
	"est/edt", "et", "cst/cdt", "ct", "mst/mdt", "mt", "pst/pdt", "pt", "eastern", "et", "central", "ct", "mountain", "mt", "pacific", "pt",
	"e.s.t.", "est", "e.d.t.", "edt", "p.s.t.", "pst", "p.d.t.", "pdt", "g.m.t.", "gmt",
)
