package parse

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// decode returns the body as valid UTF-8. The rules, in order (RFC 7303 §3,
// then what browsers do):
//
//  1. a byte order mark, or the zero bytes of UTF-16 and UTF-32 without one,
//     or the "<?xml" of EBCDIC;
//  2. the escapes of ISO-2022-JP and ISO-2022-KR, whatever is declared;
//  3. the charset of the Content-Type, then that which the document declares:
//     the first of them that is known, except that bytes which are valid
//     UTF-8 beyond ASCII are UTF-8 though a single-byte charset is declared,
//     or another in which not all of them are characters, and a declared
//     UTF-8 which they are not is passed over;
//  4. UTF-8 if that is valid, or would be if halves of characters were joined;
//  5. windows-1252 if no two bytes together make a character of UTF-8;
//  6. UTF-8 in which a stray byte among ASCII is read as windows-1252 and any
//     other becomes U+FFFD.
func decode(body []byte, contentType string, odd *oddities) []byte {
	if enc, rest := byWidth(body); enc != nil {
		return convert(enc, rest)
	}
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	if bytes.HasPrefix(body, []byte("\x4c\x6f\xa7\x94")) {
		return fromEBCDIC(body, odd)
	}
	if bytes.Contains(body, []byte("\x1b$)C")) {
		return fromShifted(body)
	}
	if bytes.Contains(body, []byte("\x1b$")) {
		return convert(japanese.ISO2022JP, body)
	}
	labels := []string{labelOf(contentType), declared(body)}
	valid := utf8.Valid(body)
	if valid && isASCII(body) {
		return sevenBit(body, labels)
	}
	for _, label := range labels {
		enc := lookup(label)
		switch {
		case label == "":
		case enc == nil:
			odd.add("unknown charset %q", short(label))
		case enc == unicode.UTF8 && valid:
			return body
		case enc == unicode.UTF8:
			// Passed over: it is not what it says.
		case valid && (isSingleByte(enc) || !isAllOf(body, enc)):
			odd.add("declared %s, is utf-8", label)
			return body
		default:
			return convert(enc, body)
		}
	}
	if valid {
		return body
	}
	return mend(body, odd)
}

// sevenBit reads HZ (RFC 1843), UTF-7 (RFC 2152) and ISO-2022-JP without kanji,
// which are written in ASCII.
func sevenBit(body []byte, labels []string) []byte {
	for _, label := range labels {
		switch enc := lookup(label); {
		case enc == simplifiedchinese.HZGB2312, enc == japanese.ISO2022JP:
			return convert(enc, body)
		case utf7Label.MatchString(label), bytes.HasPrefix(body, []byte("+ADw")):
			return utf7Run.ReplaceAllFunc(body, fromUTF7)
		}
	}
	return body
}

var (
	utf7Label = regexp.MustCompile(`^(?:(?:x-)?(?:cs)?unicode[-_]?1[-_]?1[-_]?)?(?:utf[-_]?7|u7)$`)
	utf7Run   = regexp.MustCompile(`\+[A-Za-z0-9+/]*-?`)
)

// fromUTF7 reads a run of base64, which is UTF-16; "+-" is a plus.
func fromUTF7(run []byte) []byte {
	digits := bytes.TrimSuffix(run[1:], []byte("-"))
	if len(digits) == 0 {
		return []byte("+")
	}
	units, err := base64.RawStdEncoding.AppendDecode(nil, digits)
	if err != nil || len(units) < 2 {
		return run
	}
	return convert(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), units[:len(units)&^1])
}

// fromShifted reads ISO-2022-KR (RFC 1557), which is EUC-KR without its high
// bits, between the control characters SO and SI.
func fromShifted(body []byte) []byte {
	out, shifted := make([]byte, 0, len(body)), byte(0)
	for _, c := range bytes.ReplaceAll(body, []byte("\x1b$)C"), nil) {
		switch {
		case c == 0x0E:
			shifted = 0x80
		case c == 0x0F, c == '\n':
			shifted = 0
		}
		switch {
		case c == 0x0E, c == 0x0F:
		case c > ' ' && c < 0x7F:
			out = append(out, c|shifted)
		default:
			out = append(out, c)
		}
	}
	return convert(korean.EUCKR, out)
}

// convert decodes as far as it goes; what is no character becomes U+FFFD.
func convert(enc encoding.Encoding, b []byte) []byte {
	text, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return bytes.ToValidUTF8(b, []byte("\uFFFD"))
	}
	return bytes.ToValidUTF8(text, []byte("\uFFFD"))
}

// isAllOf says that all bytes are characters of a charset.
func isAllOf(b []byte, enc encoding.Encoding) bool {
	return !bytes.Contains(convert(enc, b), []byte("\uFFFD"))
}

// typeCharset takes the parameter out of a Content-Type however it is written:
// in quotes of any kind, with a colon, behind a comma or behind nothing.
var typeCharset = regexp.MustCompile(`(?i)\bcharset\s*[=:]\s*["']?\s*([\w.:-]+)`)

// labelOf is the charset parameter of a Content-Type.
func labelOf(contentType string) string {
	match := typeCharset.FindStringSubmatch(contentType)
	if match == nil {
		return ""
	}
	return strings.ToLower(match[1])
}

var (
	xmlCharset  = regexp.MustCompile(`(?i)<\?xml[^>]{0,200}?\bencoding\s*=\s*["']?([\w.:-]+)`)
	metaCharset = regexp.MustCompile(`(?i)<meta\s[^>]{0,200}?\bcharset\s*=\s*["']?([\w.:-]+)`)
)

// declared is the charset that the document names in its own head.
func declared(b []byte) string {
	head := b[:min(len(b), 4096)]
	for _, pattern := range []*regexp.Regexp{xmlCharset, metaCharset} {
		if match := pattern.FindSubmatch(head); match != nil {
			return strings.ToLower(string(match[1]))
		}
	}
	return ""
}

// lookup finds a charset by any of its names, browsers' sense first. A label
// of UTF-16 that could be read as ASCII is wrong and counts as UTF-8.
func lookup(label string) encoding.Encoding {
	label = strings.ReplaceAll(label, "_", "-")
	if strings.HasPrefix(label, "utf-16") || strings.HasPrefix(label, "utf-32") || label == "utf8" {
		return unicode.UTF8
	}
	if enc, err := htmlindex.Get(label); err == nil && enc != encoding.Replacement {
		return wider(enc)
	}
	if enc, err := ianaindex.IANA.Encoding(label); err == nil && enc != nil {
		return enc
	}
	return byPage(label)
}

// wider is GB 18030 for GBK, which is the smaller part of it: browsers read both so.
func wider(enc encoding.Encoding) encoding.Encoding {
	if enc == simplifiedchinese.GBK {
		return simplifiedchinese.GB18030
	}
	return enc
}

func isSingleByte(enc encoding.Encoding) bool {
	switch enc.(type) {
	case *charmap.Charmap, codePage:
		return true
	}
	return false
}

// isASCII looks at eight bytes at a time.
func isASCII(b []byte) bool {
	for ; len(b) >= 8; b = b[8:] {
		if binary.LittleEndian.Uint64(b)&highBits != 0 {
			return false
		}
	}
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// highBits is the highest bit of each of eight bytes.
const highBits = 0x8080808080808080

// mend reads bytes that claim to be UTF-8, or claim nothing, and are not valid.
func mend(b []byte, odd *oddities) []byte {
	if joined := joinHalves(b); utf8.Valid(joined) {
		odd.add("some bytes were not utf-8")
		return joined
	}
	if !hasWideRune(b) {
		odd.add("not utf-8, read as windows-1252")
		return convert(charmap.Windows1252, b)
	}
	odd.add("some bytes were not utf-8")
	out := make([]byte, 0, len(b)+64)
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		switch {
		case r != utf8.RuneError || size > 1:
			out = append(out, b[i:i+size]...)
		case isStray(b, i):
			out = utf8.AppendRune(out, charmap.Windows1252.DecodeByte(b[i]))
		default:
			out = utf8.AppendRune(out, utf8.RuneError)
		}
		i += size
	}
	return out
}

// isStray says that a byte stands alone among ASCII.
func isStray(b []byte, i int) bool {
	return (i == 0 || b[i-1] < utf8.RuneSelf) && (i+1 == len(b) || b[i+1] < utf8.RuneSelf)
}

func hasWideRune(b []byte) bool {
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		if _, size := utf8.DecodeRune(b[i:]); size > 1 {
			return true
		}
		i++
	}
	return false
}
