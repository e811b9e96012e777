package parse

import (
	"bytes"
	"testing"
	"unicode/utf8"
)

// FuzzDecode: whatever comes in under whatever label, valid UTF-8 comes out,
// and what was valid without a label or a mark comes out as it was.
func FuzzDecode(f *testing.F) {
	for _, label := range []string{"", "utf-8", "cp500", "csibm857", "iso8859_7", "utf-16", "shift_jis", "x-x"} {
		f.Add([]byte("<?xml version='1.0'?><rss>caf\xe9</rss>"), label)
	}
	f.Add([]byte("\x4c\x6f\xa7\x94"), "")
	f.Fuzz(func(t *testing.T, body []byte, label string) {
		text := decode(bytes.Clone(body), "text/xml; charset="+label, &oddities{})
		if !utf8.Valid(text) {
			t.Fatalf("not UTF-8: %q", text)
		}
	})
}

// FuzzExpand: entities multiply only so far, and what declares none is left as
// it is.
func FuzzExpand(f *testing.F) {
	f.Add([]byte(`<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><x>&c;<![CDATA[&c;]]></x>`))
	f.Add([]byte(`<!DOCTYPE x [<!ENTITY a "&a;">]><x>&a;</x>`))
	f.Fuzz(func(t *testing.T, src []byte) {
		got := expand(src, &oddities{})
		if len(got) > len(src)+growthLimit+valueLimit {
			t.Fatalf("%d bytes became %d", len(src), len(got))
		}
		if !bytes.Contains(src, []byte("<!ENTITY")) && !bytes.Equal(got, src) {
			t.Fatalf("%q became %q", src, got)
		}
	})
}

// The eight bytes at a time find what one byte at a time finds.
func TestFirstDroppedIsTheFirst(t *testing.T) {
	for at := range 40 {
		for _, bad := range []string{"\x00", "\x1f", "\x0b", "\uFFFE", "\uFFFF"} {
			for _, filler := range []string{"a", "\n", "é", "\x7f"} {
				text := []byte(string(bytes.Repeat([]byte(filler), at)) + bad + "rest of it")
				if got, want := firstDropped(text), at*len(filler); got != want {
					t.Errorf("%q: got %d, want %d", text, got, want)
				}
			}
		}
	}
	if got := firstDropped([]byte("nothing here, é\n\t\r but a long line")); got != -1 {
		t.Errorf("got %d", got)
	}
}

// Programs call charsets by other names than the registries do.
func TestLabels(t *testing.T) {
	for label, want := range map[string]string{
		"koi8r": "а", "MAC-UK": "Ѕ", "MS-Greek": "Α", "ibm-813": "Α", "ibm1089": "ء", "TIS620.2529-1": "ม", "cp1051": "ê", "csibm857": "┴",
		"mac_is": "¡", "latin7": "Į", "ELOT_928": "Α", "l7": "Į", "x-unknown": "Á",
	} {
		if got := string(decode([]byte("\xc1"), "text/xml; charset="+label, &oddities{})); got != want {
			t.Errorf("%s: got %q, want %q", label, got, want)
		}
	}
}
