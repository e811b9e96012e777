package digest

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

func isNumber(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return unicode.IsNumber(first)
}

// inFigures is a word, or the figures that it stands for: numbers up to twelve
// in letters, and figures of Arabic and Persian. One is no number: in most
// languages it is an article, too.
func inFigures(word string) string {
	if figures, found := numberWords[word]; found {
		return figures
	}
	if !isNumber(word) {
		return word
	}
	return strings.Map(func(r rune) rune {
		switch {
		case '٠' <= r && r <= '٩':
			return r - '٠' + '0'
		case '۰' <= r && r <= '۹':
			return r - '۰' + '0'
		}
		return r
	}, word)
}

// numberWords count from two on. They leave out what is another word in a second
// language, such as "once", "due" and "sept".
var numberWords = count(2,
	"two zwei deux dos dois duas два двое دو اثنان اثنين",
	"three drei trois tres tre três три трое تین ثلاثة",
	"four vier quatre cuatro quattro quatro четыре چار أربعة",
	"five fünf cinq cinco cinque пять پانچ خمسة",
	"six sechs seis sei шесть چھ چھے ستة",
	"seven sieben siete sette sete семь سات سبعة",
	"eight acht huit ocho otto oito восемь آٹھ ثمانية",
	"nine neun neuf nueve nove девять نو تسعة",
	"ten zehn dix diez dieci dez десять دس عشرة",
	"eleven elf onze undici گیارہ",
	"twelve zwölf douze doce dodici doze بارہ",
)

func count(from int, words ...string) map[string]string {
	figures := map[string]string{}
	for n, same := range words {
		for _, word := range strings.Fields(same) {
			figures[word] = strconv.Itoa(from + n)
		}
	}
	return figures
}
