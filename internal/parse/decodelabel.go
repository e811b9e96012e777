package parse

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/transform"
)

var (
	pageNumber = regexp.MustCompile(`^(?:cs)?(?:pc8code|pc|x-)?(?:ibm|cp|page|pc|windows|ms|p)?-?0*(\d{2,4})(?:\D.*)?$`)
	isoNumber  = regexp.MustCompile(`^iso-?8859-?(\d{1,2})(?:[-:]\d{4})?$`)
)

// nicknames are labels without a number that are a page's all the same.
var nicknames = map[string]string{
	"ebcdic-cp-be": "500", "ebcdic-cp-ch": "500", "ebcdic-cp-he": "424", "ebcdic-cp-us": "37", "ebcdic-cp-ca": "37", "ebcdic-cp-nl": "37",
	"ebcdic-cp-wt": "37", "ibm039": "37", "cp-is": "861", "cp-gr": "869", "dbcs": "1252", "mbcs": "1252", "ansi": "1252", "ms-kanji": "932",
	"mac-centeuro": "maclatin2", "x-mac-ce": "maclatin2", "x-mac-centraleurroman": "maclatin2", "strk1048-2002": "kz1048", "rk1048": "kz1048", "cp154": "ptcp154", "pt154": "ptcp154", "cyrillic-asian": "ptcp154",
	"roman8": "hproman8", "r8": "hproman8", "ruscii": "1125", "mac-roman": "macintosh", "tis-620": "874",
	"tis620": "874", "tis62025290": "874", "tis62025291": "874", "thai": "874", "iso-ir-166": "874", "macroman": "macintosh", "maccentraleurope": "maclatin2", "csptcp154": "ptcp154",
	"euckr": "949", "uhc": "949", "ks-c-5601": "949", "ks-c-5601-1987": "949", "ksx1001": "949", "ks-x-1001": "949", "x-mac-korean": "949",
	"eucjp": "eucjp", "ujis": "eucjp", "u-jis": "eucjp", "euc-jis-2004": "eucjp", "euc-jisx0213": "eucjp", "jisx0213": "eucjp",
	"s-jis": "932", "shiftjis": "932", "mskanji": "932", "shift-jis-2004": "932", "shift-jisx0213": "932", "x-mac-japanese": "932",
	"gb2312-80": "936", "gb2312-1980": "936", "euc-cn": "936", "euccn": "936", "eucgb2312-cn": "936", "x-mac-simp-chinese": "936",
	"gb18030-2000": "gb18030", "hkscs": "950", "big5-tw": "950", "x-mac-trad-chinese": "950", "hz-gb": "hz", "hzgb": "hz", "hz-gb-2312": "hz",
	"elot-928": "iso-8859-7", "1051": "hproman8", "latin7": "iso-8859-13", "l7": "iso-8859-13", "latin9": "iso-8859-15", "1361": "johab",
	"eucjis2004": "eucjp", "eucjisx0213": "eucjp", "shiftjis2004": "932", "shiftjisx0213": "932", "sjis2004": "932", "sjisx0213": "932",
	"koi8r": "koi8-r", "koi8u": "koi8-u", "macuk": "maccyrillic", "macukrainian": "maccyrillic", "msmaccyrillic": "maccyrillic",
	"macis": "maciceland", "mscyrl": "1251", "msgreek": "1253", "mshebr": "1255", "msarab": "1256", "msturk": "1254", "msee": "1250",
	"thai8": "874", "tis6200": "874", "tis620.25291": "874", "tis620.25330": "874", "mscp949": "949", "cswindows31j": "932", "943": "932",
	"sjiswin": "932", "sjisopen": "932", "eucjpms": "eucjp", "eucjpwin": "eucjp", "eucjpopen": "eucjp",
	"813": "iso-8859-7", "912": "iso-8859-2", "914": "iso-8859-4", "915": "iso-8859-5", "916": "iso-8859-8", "920": "iso-8859-9",
	"923": "iso-8859-15", "1089": "iso-8859-6", "819": "1252",
}

// byPage finds a charset by the number of its code page, or nil.
func byPage(label string) encoding.Encoding {
	if m := isoNumber.FindStringSubmatch(label); m != nil {
		enc, err := htmlindex.Get("iso-8859-" + m[1])
		if err != nil {
			return nil
		}
		return enc
	}
	name, found := nicknames[label]
	if m := pageNumber.FindStringSubmatch(label); m != nil && !found {
		name = either(nicknames[m[1]], m[1])
	} else if !found {
		name = strings.ReplaceAll(label, "-", "")
		name = either(nicknames[name], name)
	}
	if enc := pages[name]; enc != nil {
		return enc
	}
	if table, known := codePages[name]; known {
		return newCodePage(table)
	}
	if enc, err := htmlindex.Get(name); err == nil && enc != encoding.Replacement {
		return enc
	}
	return nil
}

var pages = map[string]encoding.Encoding{
	"37": charmap.CodePage037, "437": charmap.CodePage437, "850": charmap.CodePage850, "852": charmap.CodePage852, "855": charmap.CodePage855,
	"858": charmap.CodePage858, "860": charmap.CodePage860, "862": charmap.CodePage862, "863": charmap.CodePage863, "865": charmap.CodePage865,
	"866": charmap.CodePage866, "1047": charmap.CodePage1047, "1140": charmap.CodePage1140, "874": charmap.Windows874,
	"1250": charmap.Windows1250, "1251": charmap.Windows1251, "1252": charmap.Windows1252, "1253": charmap.Windows1253, "1254": charmap.Windows1254,
	"1255": charmap.Windows1255, "1256": charmap.Windows1256, "1257": charmap.Windows1257, "1258": charmap.Windows1258,
	"932": japanese.ShiftJIS, "936": simplifiedchinese.GB18030, "949": korean.EUCKR, "950": traditionalchinese.Big5,
	"gb18030": simplifiedchinese.GB18030, "eucjp": japanese.EUCJP, "johab": johab{}, "big5hkscs": traditionalchinese.Big5, "hz": simplifiedchinese.HZGB2312, "macintosh": charmap.Macintosh, "maccyrillic": charmap.MacintoshCyrillic,
}

// codePage is one of the tables, as characters by byte. It only decodes.
type codePage [256]rune

func newCodePage(table string) codePage {
	var page codePage
	for i := range page {
		page[i] = rune(i)
	}
	at := 0
	if utf8.RuneCountInString(table) == 128 {
		at = 128
	}
	for _, r := range table {
		page[at] = r
		at++
	}
	return page
}

func (p codePage) NewDecoder() *encoding.Decoder {
	return &encoding.Decoder{Transformer: &pageReader{page: p}}
}

func (p codePage) NewEncoder() *encoding.Encoder { return encoding.Nop.NewEncoder() }

type pageReader struct {
	transform.NopResetter
	page codePage
}

// Transform implements transform.Transformer.
func (r *pageReader) Transform(dst, src []byte, _ bool) (written, read int, err error) {
	for ; read < len(src); read++ {
		c := r.page[src[read]]
		if written+utf8.RuneLen(c) > len(dst) {
			return written, read, transform.ErrShortDst
		}
		written += utf8.EncodeRune(dst[written:], c)
	}
	return written, read, nil
}

// fromEBCDIC reads a document whose declaration is in EBCDIC, which is the same
// in all its kinds as far as the name of the charset, but for Turkish quotes.
func fromEBCDIC(body []byte, odd *oddities) []byte {
	head := body[:min(len(body), 200)]
	label := either(declared(convert(charmap.CodePage037, head)), declared(convert(byPage("1026"), head)))
	if enc := lookup(label); enc != nil && convertsTag(enc) {
		return convert(enc, body)
	}
	odd.add("EBCDIC that names no kind of it that is known")
	return convert(charmap.CodePage037, body)
}

// convertsTag says that a charset is one of EBCDIC.
func convertsTag(enc encoding.Encoding) bool {
	return string(convert(enc, []byte("\x4c\x6f\xa7\x94"))) == "<?xm"
}
