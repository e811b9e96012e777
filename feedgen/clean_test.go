package feedgen

import (
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"broadsheet/digest"
)

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"a\x00b\x0bc\x1bd":           "abcd",
		"a\r\nb\rc\nd\te":            "a\nb\nc\nd\te",
		"a\xffb":                     "a\uFFFDb",
		"a\xed\xa0\x80b":             "a\uFFFDb", // half of a surrogate pair
		"a\uFFFEb\uFFFFc\U0010FFFFd": "abcd",
		"a\uFDD0b\u0085c":            "abc",
		" \u00a0 a\u00a0b \n":        "a\u00a0b",
		"اداریہ\u200f \u202e x":      "اداریہ\u200f \u202e x",
		"👩‍👩‍👧 \U0001F600":           "👩‍👩‍👧 \U0001F600",
	} {
		if got := text(in); got != want {
			t.Errorf("text(%q) = %q, want %q", in, got, want)
		}
	}
}

// Clean text survives an XML document as it is.
func TestTextIsXML(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := text(anyText().Draw(t, "text"))
		var escaped strings.Builder
		if err := xml.EscapeText(&escaped, []byte(in)); err != nil {
			t.Fatal(err)
		}
		var out string
		if err := xml.Unmarshal([]byte("<a>"+escaped.String()+"</a>"), &out); err != nil || out != in {
			t.Fatalf("%q came back as %q, %v", in, out, err)
		}
	})
}

func TestCleanTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := anyFeed().Draw(t, "feed").clean()
		if diff := cmp.Diff(once, once.clean()); diff != "" {
			t.Fatalf("-once +twice:\n%s", diff)
		}
	})
}

func TestAddress(t *testing.T) {
	for in, want := range map[string]string{
		"https://paper.example/a?b=1&c=2":   "https://paper.example/a?b=1&c=2",
		" https://paper.example/a b\n":      "https://paper.example/a%20b",
		"https://paper.example/اداریہ":      "https://paper.example/%D8%A7%D8%AF%D8%A7%D8%B1%DB%8C%DB%81",
		"https://paper.example/%41%zz%":     "https://paper.example/%41%25zz%25",
		"https://paper.example/?q=\"<a>\"":  "https://paper.example/?q=%22%3Ca%3E%22",
		"HTTP://[::1]:8080/a":               "http://[::1]:8080/a",
		"javascript:alert(1)":               "",
		"ftp://paper.example/":              "",
		"/news/1":                           "",
		"//paper.example/":                  "",
		"https:":                            "",
		"mailto:a@paper.example":            "",
		"https://paper.example:port/":       "",
		"https://paper.example/\x00\uFFFEa": "https://paper.example/a",
	} {
		if got := address(in); got != want {
			t.Errorf("address(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAuthority(t *testing.T) {
	for in, want := range map[string]string{
		"https://paper.example":      "paper.example",
		"http://localhost:8080":      "localhost",
		"http://127.0.0.1:8080":      "127.0.0.1",
		"http://[::1]:8080":          "localhost",
		"https://Zeitung.example":    "zeitung.example",
		"https://jahāñ.example/path": "xn--jah-9ma3f.example",
		"":                           "localhost",
		"%":                          "localhost",
	} {
		if got := authority(in); got != want {
			t.Errorf("authority(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestMoments(t *testing.T) {
	var none time.Time
	at := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	early, late := at.Add(-2*time.Hour), at.Add(-time.Hour)
	karachi := time.FixedZone("PKT", 5*3600)
	for _, test := range []struct {
		name               string
		published, updated time.Time
		want               [2]time.Time
	}{
		{"both are known", early, late, [2]time.Time{early, late}},
		{"an update before the publication is none", late, early, [2]time.Time{late, late}},
		{"only the publication is known", early, none, [2]time.Time{early, early}},
		{"only the update is known", none, late, [2]time.Time{late, late}},
		{"nothing is known", none, none, [2]time.Time{at, at}},
		{"another zone and less than a second", early.Add(1).In(karachi), late, [2]time.Time{early, late}},
		{"a year of five digits", time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC), late, [2]time.Time{late, late}},
		{"a year before the first", time.Date(1, 1, 1, 0, 0, 0, 0, karachi), late, [2]time.Time{late, late}},
	} {
		published, updated := moments(test.published, test.updated, at)
		if diff := cmp.Diff(test.want, [2]time.Time{published, updated}); diff != "" {
			t.Errorf("%s: -want +got:\n%s", test.name, diff)
		}
	}
}

func TestAuthors(t *testing.T) {
	paper := []digest.Author{{Name: "The Paper"}}
	for _, c := range []struct {
		name        string
		given, want []digest.Author
	}{
		{"nobody", nil, paper},
		{"without a name or address", []digest.Author{{Email: "nowhere", URL: "ftp://a.example"}}, paper},
		{
			"each once",
			[]digest.Author{{Name: "Amina  Qureshi"}, {Name: ""}, {Name: "Amina Qureshi", Email: "a@b.example"}, {Name: "B. Khan"}},
			[]digest.Author{{Name: "Amina Qureshi"}, {Name: "B. Khan"}},
		},
		{"called by the address", []digest.Author{{Email: "a@b.example"}}, []digest.Author{{Name: "a@b.example", Email: "a@b.example"}}},
	} {
		if diff := cmp.Diff(c.want, authors(c.given, paper)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
