package templates

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"broadsheet/digest"
)

// teaserOf is the beginning of an entry as plain text: of its Summary, or of its
// Content if there is no more to the Summary than that. It has at most limit
// characters (Unicode code points). What does not fit is cut after a sentence, if
// that leaves most of it, or else after a word, and then it ends in "…", as where
// the publisher cuts the text. The dateline's place does not stand in it when Entry.Place
// names it, so that the two can be printed one after the other.
func teaserOf(e digest.Entry, limit int) string {
	text := opening(e, limit)
	short := cut(text, limit)
	if short == text {
		return text
	}
	whole := 0
	for _, sentence := range digest.Sentences(text) {
		end := whole + strings.Index(text[whole:], sentence) + len(sentence)
		if utf8.RuneCountInString(text[:end]) > limit {
			break
		}
		whole = end
	}
	if utf8.RuneCountInString(text[:whole]) < limit*mostOfIt/100 {
		return short
	}
	return text[:whole]
}

// mostOfIt is how much of its room, in percent, a teaser has to fill to end with
// a sentence.
const mostOfIt = 60

// opening is at least the first limit characters of an entry's text, if it
// has as many. A summary that is only the beginning of the content gives way
// to it where there is room.
func opening(e digest.Entry, limit int) string {
	if limit <= 0 {
		return ""
	}
	place := clean(e.Place)
	want := limit + len(place)
	text, isCut := plainText(e.Summary, want), e.Cut
	if utf8.RuneCountInString(text) < want {
		begun, _ := cutOpenEnd(text)
		if content := plainText(e.Content, want); strings.HasPrefix(content, begun) && len(content) > len(begun) {
			text, isCut = content, false
		}
	}
	return endOpen(withoutPlace(text, place), isCut)
}

// plainText is the beginning of what a reader sees of some markup, at least so
// many characters of it, on one line.
func plainText(markup digest.HTML, want int) string {
	return withoutInvitation(parted(clean(closed(markup.Text((want + 8) * utf8.UTFMax)))))
}

// invitation is how feeds ask for a click below a text ("-- Read more on
// paper.example", "… Continue reading"), and what podcasts say of their host.
var invitation = regexp.MustCompile(`(^|[.!?…”"’')\]])\s*(?:[-–—»]+\s*)?[\[(]?(?:Continue [Rr]eading(?: [^.!?]*)?|` +
	`Read [Mm]ore(?: (?:on|at|in|from|about) [^!?]{1,80}?)?|Read the (?:full|whole) (?:story|article|post|piece)(?: [^!?]{1,80}?)?|` +
	`See \S*omnystudio\.com/listener for privacy information)[.!…\])»→\s]*$`)

// withoutInvitation takes such a line off a text.
func withoutInvitation(text string) string {
	if !strings.Contains(text, "Read ") && !strings.Contains(text, "Continue ") && !strings.Contains(text, "omnystudio") {
		return text
	}
	return invitation.ReplaceAllString(text, "$1")
}

// points stand before the entries of a list that somebody has typed.
const points = "•▪■►‣◦ "

// closed gives the paragraphs of a text a full stop that have none, as the line
// below a headline and the entries of a list do, so that they do not run into the
// next one, and takes the points off that lists have. Where a line begins with a
// small letter, lines are no paragraphs.
func closed(text string) string {
	text = strings.TrimLeft(text, points)
	if !strings.Contains(text, "\n") {
		return text
	}
	lines := strings.Split(text, "\n")
	for n := range lines {
		lines[n] = strings.TrimLeft(lines[n], points)
	}
	for _, line := range lines {
		if first, _ := utf8.DecodeRuneInString(line); unicode.IsLower(first) {
			return text
		}
	}
	for n := range lines[:len(lines)-1] {
		if endsOpenly(lines[n]) {
			lines[n] += "."
		}
	}
	return strings.Join(lines, "\n")
}

// endsOpenly says that a paragraph in letters that come in two cases ends without a mark.
func endsOpenly(line string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(line, " )]”’\"'0123456789"))
	return unicode.IsLower(last) || unicode.IsUpper(last)
}

// joint is where two sentences stand without a space between them, as feeds
// write that were paragraphs before ("met on Monday.Nobody came").
var joint = regexp.MustCompile(`(\p{Ll}{3}[.!?])(\p{Lu}\p{Ll}+)`)

// endings follow a point, and no sentence begins with them.
var endings = []string{"Com", "Org", "Net", "Js", "Io", "Ai"}

// mayBeJoined says whether a letter follows an end at once, which costs less to see
// than the form.
func mayBeJoined(text string) bool {
	for i := 1; i < len(text); i++ {
		if end := text[i-1]; (end == '.' || end == '!' || end == '?') && (text[i] >= utf8.RuneSelf || 'A' <= text[i] && text[i] <= 'Z') {
			return true
		}
	}
	return false
}

// parted puts a space between sentences that have lost it.
func parted(text string) string {
	if !mayBeJoined(text) {
		return text
	}
	return joint.ReplaceAllStringFunc(text, func(found string) string {
		parts := joint.FindStringSubmatch(found)
		if slices.Contains(endings, parts[2]) {
			return found
		}
		return parts[1] + " " + parts[2]
	})
}

// datelineEnd is what stands between a dateline's place and the story:
// ": ", " — ", " (Reuters) - ".
var datelineEnd = regexp.MustCompile(`^\s*(?:\([^)]{1,40}\)\s*)?(?::|[-–—]+\s)\s*`)

// withoutPlace takes a dateline ("WASHINGTON: ", "KARACHI (Reuters) - ") off a text.
func withoutPlace(text, place string) string {
	if !beginsWith(text, place) {
		return text
	}
	end := datelineEnd.FindStringIndex(text[len(place):])
	if end == nil {
		return text
	}
	return text[len(place)+end[1]:]
}

// beginsWith says that a text begins with a word or words, in whatever case.
func beginsWith(text, words string) bool {
	if words == "" || len(text) < len(words) || !strings.EqualFold(text[:len(words)], words) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(text[len(words):])
	return !unicode.IsLetter(next)
}

// railLeast is how long the rail's first sentence has to be, in characters: a
// shorter one ("No.") brings the next along.
const railLeast = 40

// railTeaser is the first sentence of an entry; if more follows, "…" stands in
// the place of its full stop.
func railTeaser(e digest.Entry, limit int) string {
	text, first := opening(e, limit), ""
	for _, sentence := range digest.Sentences(text) {
		if first != "" {
			first += " "
		}
		if first += sentence; utf8.RuneCountInString(first) >= railLeast {
			break
		}
	}
	if last, _ := utf8.DecodeLastRuneInString(first); len(first) == len(text) || strings.ContainsRune("?!؟", last) {
		return cut(first, limit)
	}
	return cut(strings.TrimRight(first, " .۔")+"…", limit)
}
