package digest

import (
	"cmp"
	"strings"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/bidi"
)

// The two directions, as HTML's dir attribute spells them.
const (
	LeftToRight = "ltr"
	RightToLeft = "rtl"
)

// Tongue is the language and direction in which something is written. Lang is
// a canonical BCP 47 tag, or empty when it is not known.
type Tongue struct{ Lang, Dir string }

// Tongue is that of the item's headline, or of its teaser if it has none.
func (i Item) Tongue() Tongue {
	if i.Title == "" {
		return TongueOf(i.Language, i.Summary.Text(teaser))
	}
	return TongueOf(i.Language, i.Title)
}

// TongueOf decides in what a text is written. Its letters are a fact and the
// tag only a claim (many feeds call themselves en-US in any language): most
// letters decide the direction, and a tag stands only if the text has enough
// of its script. Otherwise the script tells the language, where few share it.
func TongueOf(tag, text string) Tongue {
	found := lettersOf(text)
	claimed, scripts := claim(tag)
	dir := cmp.Or(found.direction(), claimed.Dir, LeftToRight)
	switch {
	case claimed.Lang != "" && (found.total == 0 || claimed.Dir == dir && found.has(scripts)):
		return claimed
	case found.total == 0:
		return Tongue{Dir: dir}
	}
	return Tongue{Lang: found.language(text, dir), Dir: dir}
}

// Direction is that of most of the text's strong characters (UAX 9), so that
// an Urdu headline which begins with an English name is Urdu; empty if it has
// none.
func Direction(text string) string { return lettersOf(text).direction() }

// claim reads a language tag; all is empty if it is none. Scripts are those in
// which the language is written.
func claim(tag string) (Tongue, []string) {
	parsed, err := language.Parse(tag)
	if tag == "" || err != nil || parsed == language.Und {
		return Tongue{}, nil
	}
	script, _ := parsed.Script()
	dir := LeftToRight
	switch script.String() {
	case "Arab", "Aran", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg", "Mand", "Samr":
		dir = RightToLeft
	}
	return Tongue{Lang: parsed.String(), Dir: dir}, writtenIn(script.String())
}

// writtenIn is the scripts, by their Unicode names, behind the code of a
// writing system (ISO 15924); nil for those that are not told apart here.
func writtenIn(code string) []string {
	switch code {
	case "Latn":
		return []string{"Latin"}
	case "Hans", "Hant", "Hani":
		return []string{"Han"}
	case "Jpan":
		return []string{"Kana", "Han"}
	case "Kore":
		return []string{"Hangul", "Han"}
	}
	for _, s := range scripts {
		if s.code == code {
			return []string{s.name}
		}
	}
	return nil
}

// scripts are those of newspapers, with the language that is nearly always
// written in each: Arabic, Cyrillic and Han have several (see language).
var scripts = []struct {
	name, code, language string
	table                *unicode.RangeTable
}{
	{"Latin", "Latn", "", unicode.Latin},
	{"Arabic", "Arab", "", unicode.Arabic},
	{"Cyrillic", "Cyrl", "", unicode.Cyrillic},
	{"Han", "Hani", "zh", unicode.Han},
	{"Kana", "Kana", "ja", kana},
	{"Devanagari", "Deva", "hi", unicode.Devanagari},
	{"Bengali", "Beng", "bn", unicode.Bengali},
	{"Hangul", "Hang", "ko", unicode.Hangul},
	{"Greek", "Grek", "el", unicode.Greek},
	{"Hebrew", "Hebr", "he", unicode.Hebrew},
	{"Thai", "Thai", "th", unicode.Thai},
	{"Tamil", "Taml", "ta", unicode.Tamil},
	{"Telugu", "Telu", "te", unicode.Telugu},
	{"Gujarati", "Gujr", "gu", unicode.Gujarati},
	{"Gurmukhi", "Guru", "pa", unicode.Gurmukhi},
	{"Kannada", "Knda", "kn", unicode.Kannada},
	{"Malayalam", "Mlym", "ml", unicode.Malayalam},
	{"Oriya", "Orya", "or", unicode.Oriya},
	{"Sinhala", "Sinh", "si", unicode.Sinhala},
	{"Myanmar", "Mymr", "my", unicode.Myanmar},
	{"Khmer", "Khmr", "km", unicode.Khmer},
	{"Lao", "Laoo", "lo", unicode.Lao},
	{"Georgian", "Geor", "ka", unicode.Georgian},
	{"Armenian", "Armn", "hy", unicode.Armenian},
	{"Ethiopic", "Ethi", "am", unicode.Ethiopic},
	{"Thaana", "Thaa", "dv", unicode.Thaana},
}

var kana = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x3041, Hi: 0x30ff, Stride: 1}}}

// letters counts the letters of a text by script, and its strong characters
// by direction.
type letters struct {
	scripts     map[string]int
	total       int
	left, right int
}

func lettersOf(text string) letters {
	l := letters{scripts: map[string]int{}}
	for _, r := range text {
		if r < unicode.MaxASCII {
			if unicode.IsLetter(r) {
				l.left++
				l.count("Latin")
			}
			continue
		}
		properties, _ := bidi.LookupRune(r)
		switch properties.Class() {
		case bidi.L:
			l.left++
		case bidi.R, bidi.AL:
			l.right++
		}
		for _, s := range scripts {
			if unicode.Is(s.table, r) {
				l.count(s.name)
				break
			}
		}
	}
	return l
}

func (l *letters) count(script string) {
	l.scripts[script]++
	l.total++
}

func (l letters) direction() string {
	switch {
	case l.left == 0 && l.right == 0:
		return ""
	case l.right > l.left:
		return RightToLeft
	}
	return LeftToRight
}

// has says whether at least a quarter of the letters is of one of the scripts;
// a writing system that is not told apart is believed.
func (l letters) has(scripts []string) bool {
	count := 0
	for _, name := range scripts {
		count += l.scripts[name]
	}
	return scripts == nil || 4*count >= l.total
}

// language is what the script tells, of the letters that run in a direction.
func (l letters) language(text, dir string) string {
	if l.scripts["Kana"] > 0 && 2*(l.scripts["Kana"]+l.scripts["Han"]) > l.total {
		return "ja"
	}
	best, most := "", 0
	for _, s := range scripts {
		if n := l.scripts[s.name]; n > most && (dir == RightToLeft) == isRightToLeft(s.name) {
			most = n
			best = s.language
			switch s.name {
			case "Arabic":
				best = arabicLanguage(text)
			case "Cyrillic":
				best = cyrillicLanguage(text)
			}
		}
	}
	return best
}

func isRightToLeft(script string) bool {
	return script == "Arabic" || script == "Hebrew" || script == "Thaana"
}

// arabicLanguage and cyrillicLanguage tell the languages of newspapers apart by
// letters that the others do not use.
func arabicLanguage(text string) string {
	for _, l := range []struct{ language, letters string }{
		{"ug", "ۇۈڭ"}, {"ps", "ټډړږښګڼځڅې"}, {"sd", "ٻڄڃڇڊڍڦڳڱڻ"}, {"ckb", "ڕڵێۆ"}, {"ur", "ٹڈڑےںہھ"}, {"fa", "پچژگیک"},
	} {
		if strings.ContainsAny(text, l.letters) {
			return l.language
		}
	}
	return "ar"
}

func cyrillicLanguage(text string) string {
	text = strings.ToLower(text)
	for _, l := range []struct{ language, letters string }{
		{"be", "ў"}, {"uk", "їєґ"}, {"mk", "ѓќѕ"}, {"sr", "јљњћђџ"}, {"kk", "әғқңұһ"}, {"ru", "ыэё"}, {"uk", "і"}, {"bg", "ъ"},
	} {
		if strings.ContainsAny(text, l.letters) {
			return l.language
		}
	}
	return "ru"
}
