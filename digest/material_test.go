package digest

import (
	"strings"
	"testing"
)

// What of two headlines a reader of the first must hear of.
func TestMaterialHeadline(t *testing.T) {
	tests := []struct {
		what, old, now string
		want           Change
	}{
		{"nothing", "Minister resigns", "Minister resigns", ""},
		{"case, spacing, punctuation", "Minister resigns over flood", "MINISTER  resigns — over flood!", ""},
		{"a mark before it", "Minister resigns over flood", "UPDATED: Minister resigns over flood", ""},
		{"a mark behind it", "Minister resigns over flood | LIVE", "Minister resigns over flood", ""},
		{"a letter that slipped", "Minister resigns over floood", "Minister resigns over flood", ""},
		{"two letters in one word's place", "Cort upholds ban", "Court upholds ban", ""},
		{"an ending", "Minister resigning over flood", "Minister resigns over flood", ""},
		{"short words", "Minister resigns over the flood", "Minister resigns over a flood", ""},
		{"a word of eight", "Talks open between Pakistan and Afghanistan on border trade", "Talks begin between Pakistan and Afghanistan on border trade", ""},
		{"its order", "Over flood, minister resigns", "Minister resigns over flood", ""},
		{"a number", "Ferry sinks off Keamari with 12 dead", "Ferry sinks off Keamari with 19 dead", NewHeadline},
		{"a number in letters", "Four dead as bus plunges into ravine near Dasu in Kohistan", "Six dead as bus plunges into ravine near Dasu in Kohistan", NewHeadline},
		{"a number, then in letters", "Bus plunges into ravine, 6 dead", "Bus plunges into ravine, six dead", ""},
		{"a number, then in Urdu", "عمارت گر گئی، پانچ افراد جاں بحق", "عمارت گر گئی، نو افراد جاں بحق", NewHeadline},
		{"figures of Urdu", "عمارت گر گئی، ۵ افراد جاں بحق", "عمارت گر گئی، پانچ افراد جاں بحق", ""},
		{"a number that goes", "Ferry sinks off Keamari with 12 dead", "Ferry sinks off Keamari with many dead", NewHeadline},
		{"what it says", "Minister resigns over flood", "Minister stays in office", NewHeadline},
		{"a denial", "Minister resigns", "Minister does not resign", NewHeadline},
		{"a name", "Ahmed wins Karachi seat", "Bashir wins Karachi seat", NewHeadline},
		{"a script without spaces", "首相が辞任", "首相が留任", NewHeadline},
		{"a number in it", "客机坠毁致120人死亡", "客机坠毁致179人死亡", NewHeadline},
		{"its spaces", "客机坠毁 致120人死亡", "客机坠毁致120人死亡", ""},
		{"Korean", "총리 사임 발표", "총리 유임 발표", NewHeadline},
		{"Urdu", "وزیر نے استعفیٰ دے دیا", "وزیر نے استعفیٰ نہیں دیا", NewHeadline},
	}
	for _, test := range tests {
		if got := Material(Item{Title: test.old}, Item{Title: test.now}); got != test.want {
			t.Errorf("%s: %q, then %q: %q, want %q", test.what, test.old, test.now, got, test.want)
		}
	}
}

// What of two texts a reader of the first must hear of.
func TestMaterialText(t *testing.T) {
	text := "<p>The canal was measured twice, the committee heard, and found to be four metres narrower than the map says.</p>"
	tests := []struct {
		what     string
		old, now HTML
		want     Change
	}{
		{"nothing", HTML(text), HTML(text), ""},
		{"markup", HTML(text), HTML(strings.ReplaceAll(text, "p>", "div>")), ""},
		{"it grew", HTML(text), HTML(text + "<p>It will be measured again in spring, when the water is low, by other men.</p>"), ""},
		{"a word", HTML(text), HTML(strings.ReplaceAll(text, "narrower", "wider")), ""},
		{"it is another", HTML(text), "<p>The canal is as wide as the map says, the committee was told on Friday; an instrument was at fault.</p>", NewText},
		{"it owns up", HTML(text), HTML(text + "<p>Correction: it is four feet.</p>"), NewText},
		{"it had owned up", HTML(text + "<p>Correction: it is four feet.</p>"), HTML(text + "<p>Correction: it is four feet, not metres.</p>"), ""},
		{"it is gone from the feed", HTML(text), "", ""},
		{"few words", "<p>More soon.</p>", "<p>Nothing was found.</p>", ""},
	}
	for _, test := range tests {
		if got := Material(Item{Title: "A", Summary: test.old}, Item{Title: "A", Summary: test.now}); got != test.want {
			t.Errorf("%s: %q, want %q", test.what, got, test.want)
		}
	}
	old, now := Item{Title: "A", Summary: "<p>In short.</p>", Content: HTML(text)}, Item{Title: "A", Summary: HTML(text)}
	if got := Material(old, now); got != "" {
		t.Errorf("a teaser is held against a text: %q", got)
	}
}
