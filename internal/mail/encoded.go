package mail

import (
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"
)

// wordRoom is how many letters an encoded word (RFC 2047) has beside its frame. A
// line of them has 76 at most, and the first is to stand on that of "Subject: ":
// where it begins on the next, programs that unfold a header badly show a blank
// before it, or nothing.
const wordRoom = 76 - len("Subject: =?utf-8?q??=")

// encodedWords writes a text in the shorter of the two encodings.
func encodedWords(text string) string {
	inQ := words(text, "q", wordRoom, spelled)
	inB := words(text, "b", wordRoom/4*3, func(part string) string { return part })
	if len(inQ) < len(inB) {
		return inQ
	}
	return inB
}

// words parts a text into encoded words, each with as many letters as have room
// in what they are written as. No letter is cut in two.
func words(text, encoding string, room int, write func(letter string) string) string {
	var list []string
	var word strings.Builder
	finish := func() {
		body := word.String()
		if encoding == "b" {
			body = base64.StdEncoding.EncodeToString([]byte(body))
		}
		list = append(list, "=?utf-8?"+encoding+"?"+body+"?=")
		word.Reset()
	}
	for text != "" {
		_, size := utf8.DecodeRuneInString(text)
		letter := write(text[:size])
		if word.Len()+len(letter) > room {
			finish()
		}
		word.WriteString(letter)
		text = text[size:]
	}
	finish()
	return strings.Join(list, " ")
}

// spelled is a letter in the Q encoding, as it may stand in a name too (RFC 2047 §5).
func spelled(letter string) string {
	switch c := letter[0]; {
	case letter == " ":
		return "_"
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("!*+-/", c) >= 0:
		return letter
	}
	var text strings.Builder
	for i := range len(letter) {
		fmt.Fprintf(&text, "=%02X", letter[i])
	}
	return text.String()
}
