package parse

import (
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/transform"
)

// johab is the Korean charset of old PCs (KS X 1001, annex 3), which
// golang.org/x/text does not have. A syllable is written by its three letters,
// five bits each; all else stands as in EUC-KR, in other places. It only decodes.
type johab struct{}

func (johab) NewDecoder() *encoding.Decoder {
	return &encoding.Decoder{Transformer: johabReader{euc: korean.EUCKR.NewDecoder()}}
}

func (johab) NewEncoder() *encoding.Encoder { return encoding.Nop.NewEncoder() }

type johabReader struct {
	transform.NopResetter
	euc *encoding.Decoder
}

// Transform implements transform.Transformer.
func (j johabReader) Transform(dst, src []byte, atEOF bool) (written, read int, err error) {
	for read < len(src) {
		r, size := rune(src[read]), 1
		if src[read] >= utf8.RuneSelf {
			if read+1 == len(src) && !atEOF {
				return written, read, transform.ErrShortSrc
			}
			r, size = j.rune(src[read:])
		}
		if written+utf8.RuneLen(r) > len(dst) {
			return written, read, transform.ErrShortDst
		}
		written += utf8.EncodeRune(dst[written:], r)
		read += size
	}
	return written, read, nil
}

// The letters by their five bits, counted from one in the order of Unicode's
// syllables; 0 is none, and the last consonant may be missing.
var (
	johabFirst  = [32]rune{2: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19}
	johabMiddle = [32]rune{3: 1, 2, 3, 4, 5, 10: 6, 7, 8, 9, 10, 11, 18: 12, 13, 14, 15, 16, 17, 26: 18, 19, 20, 21}
	johabLast   = [32]rune{1: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19: 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28}
)

// rune reads a character of two bytes. Of one that is none the first byte alone
// is taken, so that a tag behind it is not lost.
func (j johabReader) rune(b []byte) (r rune, size int) {
	if len(b) < 2 {
		return utf8.RuneError, 1
	}
	code := int(b[0])<<8 | int(b[1])
	first, middle, last := johabFirst[code>>10&31], johabMiddle[code>>5&31], johabLast[code&31]
	if b[0] < 0xd8 && first > 0 && middle > 0 && last > 0 {
		return '가' + ((first-1)*21+middle-1)*28 + last - 1, 2
	}
	var text [utf8.UTFMax]byte
	if b[0] >= 0xd9 {
		if n, _, err := j.euc.Transform(text[:], johabToEUC(b[0], b[1]), true); err == nil {
			if r, size := utf8.DecodeRune(text[:n]); size == n && r != utf8.RuneError {
				return r, 2
			}
		}
	}
	return utf8.RuneError, 1
}

// johabToEUC moves what is no syllable to its place in EUC-KR: two of its rows
// of 94 stand in one.
func johabToEUC(lead, trail byte) []byte {
	row, column := 2*(int(lead)-0xd9), int(trail)-0x31
	if lead >= 0xe0 {
		row = 2*int(lead) - 0x197
	}
	if trail >= 0x91 {
		column = int(trail) - 0x43
	}
	if column >= 94 {
		row, column = row+1, column-94
	}
	return []byte{byte(row + 0xa1), byte(column + 0xa1)}
}
