package cluster

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWordsOf(t *testing.T) {
	for text, want := range map[string][]string{
		"Cambodia's Cambodians flee":             {"cambod", "cambod", "flee"},
		"Zelensky Zelenskyy Zelenskiy":           {"zelens", "zelens", "zelens"},
		"A 5.6-magnitude quake, covid19":         {"a", "5.6", "magnit", "earthq", "covid19"},
		"Yemen, Yemeni and Yemenis":              {"yemen", "yemen", "and", "yemen"},
		"Erdoğan, Erdogan; Tết, Tet":             {"erdoga", "erdoga", "tết", "tet"},
		"أميركا امیرکا سُكَّر سكر مُحَمَّد محمد": {"اميركا", "امیرکا", "سكر", "سكر", "محمد", "محمد"},
		"U.S. USA, Gov't government, Fed":        {"americ", "americ", "govern", "govern", "federa"},
		"South Korea's, S. Korea, NZ":            {"south_korea", "south_korea", "new_zealand"},
		"New York, United States":                {"new_york", "americ"},
		"Syrian, Chinese, Русские":               {"syria", "china", "русски"},
		"<b>Rain &amp; flood</b>":                {"rain", "flood"},
		"東京で火災":                                  {"東京", "京で", "で火", "火災"},
		"ＲＡＩＮ":                                   {"rain"},
		"Élection élections ELECTION_2026":       {"electi", "electi", "election_2026"},
	} {
		var got []string
		for _, w := range wordsOf(text) {
			got = append(got, w.stem)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestSlugWords(t *testing.T) {
	for link, want := range map[string][]string{
		"paper.example/news/2026/11/flood-breaches-sukkur-barrage":             {"flood", "breaches", "sukkur", "barrage"},
		"paper.example/a/flood-breaches-barrage-42b767cd7eb24096.html?ref=rss": {"flood", "breaches", "barrage"},
		"paper.example/content/7511f62d-f888-4c60-954f-c931cacacafa":           nil,
		"paper.example/flood-2026.html":                                        nil,
		"":                                                                     nil,
	} {
		if diff := cmp.Diff(want, slugWords(link)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", link, diff)
		}
	}
}
