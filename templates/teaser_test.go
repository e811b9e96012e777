package templates

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"

	"broadsheet/digest"
)

// The cases of testdata/teaser: limit (200 if it is not there), form (rail, or
// else the ordinary one), summary, content, place, cut, and the teaser wanted.
func TestTeaser(t *testing.T) {
	paths, err := filepath.Glob("testdata/teaser/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("%d cases, %v", len(paths), err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			c, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			file := map[string]string{"limit": "200"}
			for _, f := range c.Files {
				file[f.Name] = strings.TrimSuffix(string(f.Data), "\n")
			}
			limit, err := strconv.Atoi(file["limit"])
			if err != nil {
				t.Fatal(err)
			}
			teaser := teaserOf
			if file["form"] == "rail" {
				teaser = railTeaser
			}
			e := digest.Entry{Item: digest.Item{
				Summary: digest.HTML(file["summary"]), Content: digest.HTML(file["content"]),
				Place: file["place"], Cut: file["cut"] != "",
			}}
			if got := teaser(e, limit); got != file["want"] {
				t.Errorf("%sgot  %q\nwant %q", c.Comment, got, file["want"])
			}
		})
	}
}

// A teaser never has more than its limit, is valid and is one line.
func TestTeaserProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(-1, 300).Draw(t, "limit")
		e := hostileEntry.Draw(t, "entry")
		for _, got := range []string{teaserOf(e, limit), railTeaser(e, limit)} {
			if n := utf8.RuneCountInString(got); n > max(0, limit) {
				t.Errorf("%d characters of %d: %q", n, limit, got)
			}
			if got != clean(got) {
				t.Errorf("not clean: %q", got)
			}
		}
	})
}

// What is cut ends where a word of the text does.
func TestCutProperty(t *testing.T) {
	word := rapid.StringMatching(`[a-zäßéپانی]{1,12}`)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(word, 1, 30).Draw(t, "words"), " ")
		limit := rapid.IntRange(14, 60).Draw(t, "limit")
		got := cut(text, limit)
		if got == text {
			return
		}
		head, isOpen := strings.CutSuffix(got, "…")
		if !isOpen || !strings.HasPrefix(text, head+" ") {
			t.Errorf("%q cut to %d is %q", text, limit, got)
		}
	})
}

// Sentences that have lost the space between them get it back.
func TestSentencesArePartedAgain(t *testing.T) {
	for given, want := range map[string]string{
		"Nine were included.Apart from them none.":       "Nine were included. Apart from them none.",
		"Did they?Nobody said.Booking.Com sells Node.Js": "Did they? Nobody said. Booking.Com sells Node.Js",
		"The U.S.Congress met at 10.30 am.":              "The U.S.Congress met at 10.30 am.",
		"Read paper.example and z.B.Nachrichten":         "Read paper.example and z.B.Nachrichten",
	} {
		if got := teaserOf(digest.Entry{Item: digest.Item{Summary: digest.HTML(given)}}, 200); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
