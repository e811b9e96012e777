package parse

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"broadsheet/digest"
)

// What vanishes from the middle of a document has vanished; what falls off its
// end, what is edited, and what goes with a tenth of the others has not.
func TestFindVanished(t *testing.T) {
	seen := time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)
	read := func(memory, guids string) Reading {
		t.Helper()
		var b strings.Builder
		b.WriteString(`<rss version="2.0"><channel><title>A</title><link>https://a.example/</link>`)
		for n, guid := range strings.Fields(guids) {
			guid, edited, _ := strings.Cut(guid, "*")
			fmt.Fprintf(&b, `<item><guid isPermaLink="false">%s</guid><title>Story %s%s</title><link>https://a.example/%s</link><pubDate>%s</pubDate></item>`,
				guid, guid, edited, guid, seen.Add(-time.Duration(n+1)*time.Hour).Format(time.RFC1123Z))
		}
		r, err := Feed(digest.Source{ID: "a"}, Document{Body: []byte(b.String() + `</channel></rss>`), Memory: memory}, seen)
		if err != nil || r.Memory == "" {
			t.Fatalf("%v, memory %q", err, r.Memory)
		}
		return r
	}
	many := strings.Join(strings.Split("abcdefghijklmnopqrst", ""), " ")
	tests := []struct{ before, after, want string }{
		{"a b c d", "a b c d", ""},
		{"a b c d", "n a b c", ""},
		{"a b c d", "n m a b", ""},
		{"a b c d", "a c d", "b"},
		{"a b c d", "n a c d", "b"},
		{"a b c d", "b c d", "a"},
		{"a b c d", "n a b*edited c", ""},
		{"a b c d", "b a d c", ""},
		{"a b c d", "a d", ""},
		{"a b c d", "x y z", ""},
		{many, strings.ReplaceAll(strings.ReplaceAll(many, "d ", ""), "m ", ""), "d m"},
		{many, strings.NewReplacer("d ", "", "m ", "", "p ", "").Replace(many), ""},
	}
	for _, test := range tests {
		before := read("", test.before)
		gone := FindVanished(before.Memory, read(before.Memory, test.after))
		var got []string
		for _, item := range before.Items {
			if gone.Has(item) {
				got = append(got, item.GUID)
			}
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s, then %s: %s vanished, want %s", test.before, test.after, got, test.want)
		}
	}
	first := read("", "a b c")
	if carried, known := Carries(first.Memory, first.Items[1]); !carried || !known {
		t.Errorf("it carries what it has: %v, %v", carried, known)
	}
	if carried, known := Carries(first.Memory, digest.Item{GUID: "z"}); carried || !known {
		t.Errorf("it carries what it has not: %v, %v", carried, known)
	}
	if _, known := Carries("", first.Items[0]); known {
		t.Error("nothing is known to carry something")
	}
}
