package parse

import (
	"bytes"

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
