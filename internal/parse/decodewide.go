package parse

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// byWidth knows UTF-16 and UTF-32 by their mark or by their zero bytes, and
// returns what follows the mark.
func byWidth(b []byte) (encoding.Encoding, []byte) {
	const little, big = unicode.LittleEndian, unicode.BigEndian
	b = unblanked(b)
	has := func(prefix string) bool { return bytes.HasPrefix(b, []byte(prefix)) }
	switch {
	case has("\xff\xfe\x00\x00"):
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), b[4:]
	case has("\x00\x00\xfe\xff"):
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), b[4:]
	case has("\xff\xfe"):
		return unicode.UTF16(little, unicode.IgnoreBOM), b[2:]
	case has("\xfe\xff"):
		return unicode.UTF16(big, unicode.IgnoreBOM), b[2:]
	case has("<\x00\x00\x00"), has("{\x00\x00\x00"):
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), b
	case has("\x00\x00\x00<"), has("\x00\x00\x00{"):
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), b
	case has("<\x00"), has("{\x00"):
		return unicode.UTF16(little, unicode.IgnoreBOM), b
	case has("\x00<"), has("\x00{"):
		return unicode.UTF16(big, unicode.IgnoreBOM), b
	}
	return nil, b
}

// joinHalves reads CESU-8 (UTR #26), in which a character beyond U+FFFF is written
// as its two halves in UTF-16, three bytes each.
func joinHalves(b []byte) []byte {
	half := func(b []byte, high byte) rune {
		if len(b) < 3 || b[0] != 0xED || b[1]&0xF0 != high || b[2]&0xC0 != 0x80 {
			return 0
		}
		return 0xD000 | rune(b[1]&0x3F)<<6 | rune(b[2]&0x3F)
	}
	var out []byte
	done := 0
	for i := bytes.IndexByte(b, 0xED); i >= 0 && i < len(b); i++ {
		high := half(b[i:], 0xA0)
		if high == 0 || half(b[i+3:], 0xB0) == 0 {
			continue
		}
		out = utf8.AppendRune(append(out, b[done:i]...), utf16.DecodeRune(high, half(b[i+3:], 0xB0)))
		i += 5
		done = i + 1
	}
	if done == 0 {
		return b
	}
	return append(out, b[done:]...)
}

// unblanked is a body without the spaces and line ends of four or two bytes before it.
func unblanked(b []byte) []byte {
	for _, width := range []int{4, 2} {
		for len(b) > width {
			unit := bytes.Trim(b[:width], "\x00")
			if len(unit) != 1 || bytes.IndexByte([]byte(" \t\r\n"), unit[0]) < 0 {
				break
			}
			b = b[width:]
		}
	}
	return b
}
