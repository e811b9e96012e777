package mail

import (
	"fmt"
	netmail "net/mail"
	"strings"
	"unicode"
)

// lineLength is where a line of a header should end (RFC 5322 §2.1.1), and
// mostWord the longest run without a blank that is left as it is.
const (
	lineLength = 78
	mostWord   = 900
)

// field appends a header field, folded at its blanks. The value is one line.
func field(to []byte, name, value string) []byte {
	to = append(append(to, name...), ':')
	column := len(name) + 1
	for i, word := range strings.Split(value, " ") {
		fold := column+1+len(word) > lineLength && word != "" && (i > 0 || len(word) < lineLength)
		if fold {
			to, column = append(to, "\r\n"...), 0
		}
		to = append(append(to, ' '), word...)
		column += 1 + len(word)
	}
	return append(to, "\r\n"...)
}

// unstructured is a text as a field without structure holds it: as it is, or
// in encoded words (RFC 2047) if it is not ASCII or has a run too long for a line.
func unstructured(text string) string {
	if isASCII(text) && !strings.Contains(text, "=?") && longestWord(text) <= mostWord {
		return text
	}
	return encodedWords(text)
}

// phrase is a name before an address: quoted, or in encoded words.
func phrase(name string) string {
	if !isASCII(name) || strings.Contains(name, "=?") || longestWord(name) > mostWord {
		return encodedWords(name)
	}
	return `"` + escape.Replace(name) + `"`
}

var escape = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func longestWord(text string) int {
	longest := 0
	for word := range strings.SplitSeq(text, " ") {
		longest = max(longest, len(word))
	}
	return longest
}

// written is a mailbox as a header holds it.
func written(a *netmail.Address) string {
	if a.Name == "" {
		return angled(a.Address)
	}
	return phrase(strings.ToValidUTF8(a.Name, "\uFFFD")) + " " + angled(a.Address)
}

// angled is an address in its angle brackets, its left side quoted if need be.
func angled(address string) string { return (&netmail.Address{Address: address}).String() }

// oneLine refuses what could end a header field and begin another.
func oneLine(text string) error {
	if strings.ContainsFunc(text, unicode.IsControl) {
		return fmt.Errorf("control character in %q", text)
	}
	return nil
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] > unicode.MaxASCII {
			return false
		}
	}
	return true
}
