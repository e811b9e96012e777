package feedgen

import (
	"time"

	"pgregory.net/rapid"

	"broadsheet/digest"
	"broadsheet/templates"
)

// example is a feed in which every field has a value and every trap a place.
func example() Feed {
	day := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	return Feed{
		ID:          "tag:paper.example,2026:broadsheet/morning/items",
		Title:       "The Morning Digest",
		Description: "News & views, <once> a day",
		Link:        "https://paper.example/morning",
		Self:        "https://paper.example/feeds/morning/items",
		Language:    "en",
		Updated:     day,
		Authors:     []digest.Author{{Name: "The Daily Broadsheet", URL: "https://paper.example"}},
		Entries: []Entry{
			{
				ID:         "tag:paper.example,2026:broadsheet/item/1f3a",
				Link:       "https://metropolitan.example/news/1?a=1&b=2",
				Title:      "Harbour & rail: what <b>is</b> an “inter\u0000change”?",
				Summary:    "Costs rose by 3 < 5 %\uFFFE, ]]> they said.",
				Content:    "<p>Costs rose by 3 &lt; 5 %, ]]> they \x1bsaid.\xed\xa0\x80</p>\r\n<p>Then nothing.</p>",
				Language:   "en-GB",
				Authors:    []digest.Author{{Name: "Amina Qureshi", Email: "amina@metropolitan.example"}, {Name: "B. Khan", URL: "https://khan.example/"}},
				Categories: []string{"story", "Top stories", "Harbour", "STORY", ""},
				Published:  day.Add(-5 * time.Hour),
				Updated:    day.Add(-4 * time.Hour),
				Source:     &Source{ID: "https://metropolitan.example/", Title: "The Metropolitan", Link: "https://metropolitan.example/", Updated: day},
				Image:      &digest.Image{URL: "https://metropolitan.example/1.jpg", Alt: "The harbour at dusk", Width: 640, Height: 480},
				Enclosures: []digest.Enclosure{
					{URL: "https://metropolitan.example/1.mp3", Type: "audio/mpeg", Length: 12345678},
					{URL: "https://metropolitan.example/plan of the harbour.pdf"},
				},
			},
			{
				ID:         "tag:paper.example,2026:broadsheet/item/2b4c",
				Link:       "https://subah.example/اداریہ",
				Title:      "بندرگاہ کا نیا منصوبہ",
				Content:    `<p dir="rtl" lang="ur">بندرگاہ پر کام شروع ہو گیا۔</p>`,
				Language:   "ur",
				Authors:    []digest.Author{{Name: "صبح"}},
				Categories: []string{"editorial"},
				Published:  day.Add(-6 * time.Hour),
				Source:     &Source{ID: "tag:paper.example,2026:broadsheet/source/subah", Title: "صبح"},
			},
			{ID: "tag:paper.example,2026:broadsheet/item/3d5e", Title: "Undated, unsigned, without a word"},
		},
	}
}

// anyFeed draws a feed out of whatever bytes there are.
func anyFeed() *rapid.Generator[Feed] {
	return rapid.Custom(func(t *rapid.T) Feed {
		return Feed{
			ID:          anyID().Draw(t, "id"),
			Title:       anyText().Draw(t, "title"),
			Description: anyText().Draw(t, "description"),
			Link:        anyAddress().Draw(t, "link"),
			Self:        "https://paper.example/feeds/morning",
			Language:    anyLanguage().Draw(t, "language"),
			Updated:     anyTime().Draw(t, "updated"),
			Authors:     rapid.SliceOfN(anyAuthor(), 0, 2).Draw(t, "authors"),
			Entries:     rapid.SliceOfN(anyEntry(), 0, 3).Draw(t, "entries"),
		}
	})
}

func anyEntry() *rapid.Generator[Entry] {
	return rapid.Custom(func(t *rapid.T) Entry {
		return Entry{
			ID:         anyID().Draw(t, "id"),
			Link:       anyAddress().Draw(t, "link"),
			Title:      anyText().Draw(t, "title"),
			Summary:    anyText().Draw(t, "summary"),
			Content:    anyText().Draw(t, "content"),
			Language:   anyLanguage().Draw(t, "language"),
			Authors:    rapid.SliceOfN(anyAuthor(), 0, 3).Draw(t, "authors"),
			Categories: rapid.SliceOfN(anyText(), 0, 4).Draw(t, "categories"),
			Published:  anyTime().Draw(t, "published"),
			Updated:    anyTime().Draw(t, "updated"),
			Source:     rapid.Ptr(anySource(), true).Draw(t, "source"),
			Image:      rapid.Ptr(anyImage(), true).Draw(t, "image"),
			Enclosures: rapid.SliceOfN(anyEnclosure(), 0, 3).Draw(t, "enclosures"),
		}
	})
}

// hostile is pieces that have broken a feed somewhere.
var hostile = []string{
	"]]>", "<![CDATA[", "&", "&amp;", "&amp;lt;", "&#11;", "&#xFFFE;", "&copy=2;", "<", "</item>", "<!--", "-->", "<?xml?>",
	"<script>", "<div>a</div>", "\"", "'", "\x00", "\x0b", "\x1b", "\x7f", "\u0085", "\r\n", "\r", "\n", "\t", " ", "\u00a0", "\u2028",
	"\xff", "\xed\xa0\x80", "\xed\xb0\x80", "\xc0\xaf", "\xf4\x90\x80\x80", "\uFFFE", "\uFFFF", "\U0001FFFE", "\uFDD0", "\uFEFF", "\uFFFD",
	"\u202e", "\u200f", "اداریہ", "日本", "👩‍👩‍👧", "e\u0301", "%", "%zz", "%41", "words", "of", "text",
}

func anyText() *rapid.Generator[string] {
	pieces := rapid.Custom(func(t *rapid.T) string {
		s := ""
		for _, piece := range rapid.SliceOfN(rapid.SampledFrom(hostile), 0, 8).Draw(t, "pieces") {
			s += piece
		}
		return s
	})
	raw := rapid.Custom(func(t *rapid.T) string { return string(rapid.SliceOfN(rapid.Byte(), 0, 16).Draw(t, "bytes")) })
	return rapid.OneOf(pieces, rapid.String(), raw)
}

func anyID() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return tag(templates.Site{URL: anyAddress().Draw(t, "site")}, anyText().Draw(t, "name"))
	})
}

func anyAddress() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		base := rapid.SampledFrom([]string{"https://paper.example/", "http://[::1]:8080/?q=", "javascript:", "", "//host/", "https://پaper.example/#"}).Draw(t, "base")
		return base + anyText().Draw(t, "rest")
	})
}

func anyLanguage() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom([]string{"", "en", "ur", "ur-PK", "zh-Hant-TW", "x"}), anyText())
}

func anyTime() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		zone := time.FixedZone("", rapid.IntRange(-14*3600, 14*3600).Draw(t, "zone"))
		switch rapid.IntRange(0, 3).Draw(t, "age") {
		case 0:
			return time.Time{}
		case 1: // outside of what four digits can say, and at its edges
			return time.Date(rapid.SampledFrom([]int{-5000, 0, 1, 9999, 10000, 300000}).Draw(t, "year"), 1, 1, 0, 0, 0, 0, zone)
		}
		return time.Unix(rapid.Int64Range(-5e9, 9e9).Draw(t, "unix"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanos")).In(zone)
	})
}

func anyAuthor() *rapid.Generator[digest.Author] {
	return rapid.Custom(func(t *rapid.T) digest.Author {
		email := rapid.SampledFrom([]string{"", "a@b.example", "no mailbox", "ä@ü.example"}).Draw(t, "email")
		return digest.Author{Name: anyText().Draw(t, "name"), Email: email, URL: anyAddress().Draw(t, "url")}
	})
}

func anySource() *rapid.Generator[Source] {
	return rapid.Custom(func(t *rapid.T) Source {
		return Source{
			ID:      anyID().Draw(t, "id"),
			Title:   anyText().Draw(t, "title"),
			Link:    anyAddress().Draw(t, "link"),
			Updated: anyTime().Draw(t, "updated"),
		}
	})
}

func anyImage() *rapid.Generator[digest.Image] {
	return rapid.Custom(func(t *rapid.T) digest.Image {
		return digest.Image{URL: anyAddress().Draw(t, "url"), Alt: anyText().Draw(t, "alt"), Width: rapid.Int().Draw(t, "width"), Height: rapid.Int().Draw(t, "height")}
	})
}

func anyEnclosure() *rapid.Generator[digest.Enclosure] {
	return rapid.Custom(func(t *rapid.T) digest.Enclosure {
		kind := rapid.OneOf(rapid.SampledFrom([]string{"audio/mpeg", "image/svg+xml", ""}), anyText()).Draw(t, "type")
		return digest.Enclosure{URL: anyAddress().Draw(t, "url"), Type: kind, Length: rapid.Int64().Draw(t, "length")}
	})
}
