package sample

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/mmcdole/gofeed"
)

// noon is a time of day at which all papers have come out.
var noon = start.Add(12 * time.Hour)

func TestUnknownPaper(t *testing.T) {
	_, _, err := Document("gazette", "1", noon)
	if err == nil {
		t.Fatal("a paper that does not exist came out")
	}
	for _, name := range append(Names(), `"gazette"`) {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%q does not name %s", err, name)
		}
	}
}

func TestContentTypes(t *testing.T) {
	for name, want := range map[string]string{
		"metropolitan": "application/rss+xml; charset=utf-8",
		"editorials":   "text/html; charset=utf-8",
		"columns":      "application/atom+xml; charset=utf-8",
		"wire":         "application/feed+json",
		"urdu":         "application/rss+xml; charset=utf-8",
	} {
		if _, got, err := Document(name, "", noon); got != want || err != nil {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}

func TestFeedsAreWellFormed(t *testing.T) {
	for _, name := range []string{"metropolitan", "columns", "urdu"} {
		decoder := xml.NewDecoder(bytes.NewReader(document(t, name, "1", noon)))
		for {
			_, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
	if body := document(t, "wire", "1", noon); !json.Valid(body) {
		t.Error("wire: not JSON")
	}
}

// What a feed reader sees is what was printed.
func TestReadersReadTheFeeds(t *testing.T) {
	for name, want := range map[string]struct{ kind, version, language string }{
		"metropolitan": {"rss", "2.0", "en"},
		"columns":      {"atom", "1.0", "en"},
		"wire":         {"json", "https://jsonfeed.org/version/1.1", "en"},
		"urdu":         {"rss", "2.0", "ur"},
	} {
		t.Run(name, func(t *testing.T) {
			feed := read(t, name)
			p, _ := paperNamed(name)
			if feed.FeedType != want.kind || feed.FeedVersion != want.version || feed.Language != want.language {
				t.Errorf("got %s %s in %q", feed.FeedType, feed.FeedVersion, feed.Language)
			}
			items := rotation{mustPages(t), "1"}.items(p, noon)
			if len(feed.Items) != len(items) {
				t.Fatalf("got %d items, want %d", len(feed.Items), len(items))
			}
			for i, got := range feed.Items {
				checkItem(t, got, items[i])
			}
		})
	}
}

func checkItem(t *testing.T, got *gofeed.Item, want item) {
	t.Helper()
	if got.Title != want.title || got.Link != want.url {
		t.Errorf("got %q at %s, want %q at %s", got.Title, got.Link, want.title, want.url)
	}
	if got.PublishedParsed == nil || !got.PublishedParsed.Equal(want.published) {
		t.Errorf("%q: got date %q, want %v", want.title, got.Published, want.published)
	}
	if len(got.Authors) < len(want.authors) || len(got.Categories) != 1 || got.GUID == "" {
		t.Errorf("%q: authors %v, categories %v, id %q", want.title, got.Authors, got.Categories, got.GUID)
	}
	if text := got.Description + got.Content; strings.ContainsAny(text, "{}") || len(text) < 100 {
		t.Errorf("%q: got text %q", want.title, text)
	}
}

func TestIdentifiersAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, name := range []string{"metropolitan", "columns", "wire", "urdu"} {
		for _, it := range read(t, name).Items {
			if seen[it.GUID] {
				t.Errorf("%s names two items", it.GUID)
			}
			seen[it.GUID] = true
		}
	}
}

func TestImprintAgreesWithTheDate(t *testing.T) {
	for _, it := range read(t, "metropolitan").Items {
		text := it.Content
		if text == "" {
			text = it.Description
		}
		_, imprint, found := strings.Cut(text, "<p>Published in The Indus Courier, ")
		day := map[int]string{22: "November 22nd, 2026</p>", 23: "November 23rd, 2026</p>"}
		if want := day[it.PublishedParsed.In(karachi).Day()]; !found || imprint != want {
			t.Errorf("%q ends with %q, want %q", it.Title, imprint, want)
		}
	}
}

func TestOrdinalNumbers(t *testing.T) {
	for n, want := range map[int]string{
		1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 10: "10th", 11: "11th", 12: "12th", 13: "13th",
		20: "20th", 21: "21st", 22: "22nd", 23: "23rd", 24: "24th", 30: "30th", 31: "31st",
	} {
		if got := ordinalNumber(n); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestDailyHasPicturesWithTexts(t *testing.T) {
	body := string(document(t, "metropolitan", "1", noon))
	var pictures int
	for _, it := range read(t, "metropolitan").Items {
		if len(it.Enclosures) == 0 {
			continue
		}
		pictures++
		if e := it.Enclosures[0]; !strings.HasPrefix(e.URL, "https://induscourier.example/images/2026/11/") || e.Length == "" {
			t.Errorf("%q: enclosure %+v", it.Title, e)
		}
	}
	if pictures < 4 || strings.Count(body, "<media:description>") != pictures {
		t.Errorf("%d enclosures, %d descriptions", pictures, strings.Count(body, "<media:description>"))
	}
}

// The rail is found by the selectors of doc.go; nothing else on the page is.
func TestEditorialPage(t *testing.T) {
	for _, now := range []time.Time{start.Add(4 * time.Hour), noon, start.Add(23 * time.Hour)} {
		page, err := goquery.NewDocumentFromReader(bytes.NewReader(document(t, "editorials", "1", now)))
		if err != nil {
			t.Fatal(err)
		}
		p, _ := paperNamed("editorials")
		items := rotation{mustPages(t), "1"}.items(p, now)
		rail := page.Find("article.story")
		if rail.Length() != len(items) || rail.Length() < 4 || page.Find(".most-read a").Length() != 5 {
			t.Fatalf("%d stories on the rail, want %d", rail.Length(), len(items))
		}
		rail.Each(func(i int, story *goquery.Selection) { checkRailStory(t, story, items[i]) })
	}
}

func checkRailStory(t *testing.T, story *goquery.Selection, want item) {
	t.Helper()
	if href, _ := story.Find("h2 a").Attr("href"); href != want.url || story.Find("h2").Text() != want.title {
		t.Errorf("got %q at %s", story.Find("h2").Text(), href)
	}
	day, updated := strings.CutPrefix(story.Find(".timestamp").Text(), "Updated ")
	if date, err := time.ParseInLocation("2 Jan, 2006", day, karachi); err != nil || !date.Equal(midnight(want.published)) || updated != want.updated {
		t.Errorf("%q: timestamp %q", want.title, story.Find(".timestamp").Text())
	}
	if excerpt := story.Find(".excerpt").Text(); !strings.HasSuffix(excerpt, "…") || len(excerpt) < 60 {
		t.Errorf("%q: excerpt %q", want.title, excerpt)
	}
}

func TestUrduEditorialsEachDay(t *testing.T) {
	editorials := map[int]int{}
	for _, it := range read(t, "urdu").Items {
		if it.Categories[0] == "اداریہ" {
			editorials[it.PublishedParsed.In(karachi).Day()]++
		}
	}
	if editorials[22] != 2 || editorials[23] != 2 {
		t.Errorf("editorials by day: %v", editorials)
	}
}

func TestDaysOfTheWeekAreNamed(t *testing.T) {
	text := []string{"{yesterday} {today} {tomorrow}"}
	if got := nameDays(text, "en", start)[0]; got != "Sunday Monday Tuesday" {
		t.Error(got)
	}
	if got := nameDays(text, "ur", start)[0]; got != "اتوار پیر منگل" {
		t.Error(got)
	}
	if text[0] != "{yesterday} {today} {tomorrow}" {
		t.Error("the press itself was changed")
	}
}

func read(t *testing.T, name string) *gofeed.Feed {
	t.Helper()
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(document(t, name, "1", noon)))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return feed
}
