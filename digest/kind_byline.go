package digest

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The forms of a byline that tell more than a name.
var (
	boardForm  = regexp.MustCompile(`(?i)\beditorial board$|^(?:consejo|comité|conselho) editorial$|^(?:the )?editors?$|^(?:the )?editorial(?: team)?$|\beditorial$`)
	columnForm = regexp.MustCompile(`(?i)^(?:opinion|commentary|comment) by |\b(?:opinion (?:writer|editor|contributor)|op-ed contributor|guest (?:contributor|writer|essayist)` +
		`|columnist|columnista|colunista|kolumnist|chroniqueuse|chroniqueur|editorialista|éditorialiste)\b`)
	analystForm = regexp.MustCompile(`(?i)^analysis by `)
	readerForm  = regexp.MustCompile(`(?i)^(?:letters?|letters to the editor|our readers|readers)$`)
	deskForm    = regexp.MustCompile(`(?i)^(?:by )?(?:reuters|afp|ap|agence france-presse|(?:the )?associated press|dpa|efe|ansa|apa|upi|pti|ani|ians|app|tass|xinhua|anadolu(?: agency)?|agencies|agency|bloomberg|staff)$` +
		`|\b(?:staff (?:reporter|writer|correspondent)|our (?:correspondent|reporter)|(?:web|news|sports|business|monitoring|city) desk|newsroom|news service|news agency)$`)
)

// bylines are the forms, and a word without which one need not be sought.
var bylines = []struct {
	kind  Kind
	words []string
	form  *regexp.Regexp
}{
	{Editorial, []string{"edit"}, boardForm},
	{Opinion, []string{" by ", "opinion", "op-ed", "guest", "columnist", "colunista", "kolumnist", "chroniq", "ditorialist"}, columnForm},
	{Analysis, []string{" by "}, analystForm},
	{Letter, []string{"letter", "reader"}, readerForm},
	{Story, []string{""}, deskForm},
}

// bylineClue looks at who signs: the board, a columnist, the readers, or an
// agency or a desk, which sign nothing but news. Some feeds have the name of the
// page in the place of a name ("Editorial", "社説").
func bylineClue(i Item, _ Source) clue {
	for _, author := range i.Authors {
		name := strings.TrimSpace(author.Name)
		lower := strings.ToLower(name)
		has := func(word string) bool { return strings.Contains(lower, word) }
		for _, b := range bylines {
			if slices.ContainsFunc(b.words, has) && b.form.MatchString(name) {
				return clue{b.kind, "byline " + quote(name)}
			}
		}
		if kind := filingWord(name); kind == Editorial || kind == Opinion || kind == Letter {
			return clue{kind, "byline " + quote(name)}
		}
	}
	return clue{}
}

var (
	signed = regexp.MustCompile(`\s?\|\s*([^|]{4,60})$`)
	// person is two to four capitalised words, or two such names.
	person = regexp.MustCompile(`^\p{Lu}[\p{L}\p{M}'’.-]+(?: (?:and|de|da|di|von|van|der|den|bin|al|el|ibn|la|le|y|e|\p{Lu}[\p{L}\p{M}'’.-]*))* \p{Lu}[\p{L}\p{M}'’.-]+$`)
	// clitic is an end that a name has not.
	clitic = regexp.MustCompile(`['’](?:s|t|re|ll|ve)$`)
	// rubrics are the words of what else stands after a bar: a paper, a place, a desk.
	rubrics = setOf(`news times post today daily live video videos watch thing things explained sport sports football cricket world business
		tech technology politics india pakistan bangladesh uk us usa europe asia africa america tv radio online report reports special
		exclusive gallery pictures podcast newsletter briefing tribune herald guardian express telegraph mail mirror star sun
		journal chronicle review magazine standard independent press media network channel weekly hindu dawn nation observer
		gazette courier wire agency week day night morning evening update updates breaking top in the your our what how why
		science health culture music film books money finance markets travel food style opinion first photo photos interview long read`)
)

// signatureClue takes a headline that ends with a person's name after a bar
// for a signed column: news is signed below it.
func signatureClue(i Item, s Source) clue {
	name := signature(i.Title)
	if !isPerson(name) || namesPaper(name, i, s) {
		return clue{}
	}
	for _, word := range strings.Fields(name) {
		if rubrics[wordKey(word)] {
			return clue{}
		}
	}
	return clue{Opinion, "headline is signed " + quote(name)}
}

// isPerson says that a text looks like the name of one or two persons: no headline
// of many words, nor one with a verb or a genitive in it ("Ice fish don't melt").
func isPerson(text string) bool {
	if !person.MatchString(text) {
		return false
	}
	for name := range strings.SplitSeq(text, " and ") {
		capitals := 0
		for word := range strings.FieldsSeq(name) {
			if first, _ := utf8.DecodeRuneInString(word); unicode.IsUpper(first) {
				capitals++
			}
			if clitic.MatchString(word) {
				return false
			}
		}
		if capitals > 4 {
			return false
		}
	}
	return true
}

// ownHandClue is a signature that is the author's without a doubt.
func ownHandClue(i Item, _ Source) clue {
	name := signature(i.Title)
	for _, author := range i.Authors {
		if name != "" && strings.EqualFold(strings.TrimSpace(author.Name), name) {
			return clue{Opinion, "headline is signed by its author, " + quote(name)}
		}
	}
	return clue{}
}

// signature is what stands after the last bar of a headline.
func signature(title string) string {
	if !strings.Contains(title, "|") {
		return ""
	}
	if found := signed.FindStringSubmatch(title); found != nil {
		return found[1]
	}
	return ""
}
