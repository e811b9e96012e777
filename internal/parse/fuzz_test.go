package parse

import (
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"broadsheet/digest"
)

// FuzzFeed: any bytes give items that keep the promises of Reading, or an error.
func FuzzFeed(f *testing.F) {
	for _, document := range documents(f) {
		f.Add(document, "text/xml")
	}
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		checkLift(t, body, contentType)
		doc := Document{Body: body, ContentType: contentType, URL: "https://paper.example/feed"}
		reading, err := Feed(digest.Source{ID: "test"}, doc, noon)
		if err != nil {
			return
		}
		doc.Memory = reading.Memory
		again, err := Feed(digest.Source{ID: "test"}, doc, noon)
		if err != nil || len(again.Items)+again.Skipped != len(reading.Items) || again.Memory != reading.Memory {
			t.Errorf("of %d items, %d are read again and %d skipped: %v", len(reading.Items), len(again.Items), again.Skipped, err)
		}
		known := map[string]bool{}
		for _, item := range reading.Items {
			if item.ID == "" || known[item.ID] {
				t.Errorf("an ID that is empty or not its own: %q", item.ID)
			}
			known[item.ID] = true
			checkItem(t, item)
		}
	})
}

// documents are those of the cases.
func documents(t testing.TB) [][]byte {
	files, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var list [][]byte
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range archive.Files {
			if part.Name == "document" {
				list = append(list, part.Data)
			}
		}
	}
	return list
}

func checkItem(t *testing.T, item digest.Item) {
	t.Helper()
	for _, text := range []string{item.Title, item.Place, item.Publication} {
		if !utf8.ValidString(text) || fold(text) != text {
			t.Errorf("not plain text on one line: %q", text)
		}
	}
	if item.Link != "" && !isWebAddress(item.Link) {
		t.Errorf("not a web address: %q", item.Link)
	}
	if item.FirstSeen != noon || item.Published.Location() != time.UTC || item.Updated.Location() != time.UTC {
		t.Errorf("times are not in UTC: %v", item)
	}
	checkSafe(t, string(item.Summary))
	checkSafe(t, string(item.Content))
	checkSafe(t, string(item.Rights))
}

func isWebAddress(link string) bool {
	u, err := url.Parse(link)
	if err != nil { // an address that only browsers read
		return strings.HasPrefix(strings.ToLower(link), "http")
	}
	return isWeb(u)
}

// FuzzDate: a date that is read is one that can be written and read again.
func FuzzDate(f *testing.F) {
	for _, seed := range []string{
		"Thu, 26 Dec 2024 10:20:30 +0500", "27 Dec, 2024", "Updated 26 Dec, 2024", "February 13th, 2023", "2024-12-26T10:20:30.5Z",
		"1735208430", "2024-W52-4", "26/12/2024 10pm EST", "2004년 05월 28일  01:31:15", "۲۶ دسمبر ۲۰۲۴", "24:00 31 Dec 9999",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, claim string) {
		when, ok := parseDate(claim, nil)
		if !ok {
			return
		}
		if when.Location() != time.UTC {
			t.Errorf("%q gives a time in %v", claim, when.Location())
		}
		if year := when.Year(); year < 1000 || year > 9998 {
			return // the doubting is dates'
		}
		again, ok := parseDate(when.Format(time.RFC3339Nano), nil)
		if !ok || !again.Equal(when) {
			t.Errorf("%q gives %v, which reads as %v", claim, when, again)
		}
	})
}
