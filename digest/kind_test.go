package digest

import "testing"

func TestKindOf(t *testing.T) {
	for _, c := range []struct {
		name   string
		item   Item
		source Source
		want   Kind
	}{
		{"nothing said", Item{Title: "Rain in Karachi"}, Source{}, Story},
		{"the config settles it", Item{Title: "Editorial: Tax", Categories: []string{"News"}}, Source{Kind: Opinion}, Opinion},
		{"a schema.org type", Item{Type: "AnalysisNewsArticle", Categories: []string{"Opinion"}}, Source{}, Analysis},
		{"a type for all views", Item{Type: "OpinionNewsArticle"}, Source{}, Opinion},
		{"a view told from others", Item{Type: "OpinionNewsArticle", Categories: []string{"Editorial"}}, Source{}, Editorial},
		{"a type that says nothing", Item{Type: "NewsArticle", Categories: []string{"Letters"}}, Source{}, Letter},
		{"a category", Item{Categories: []string{"Pakistan", "Editorial"}}, Source{}, Editorial},
		{"an Urdu category", Item{Categories: []string{"اداریہ"}}, Source{}, Editorial},
		{"a category before the address", Item{Categories: []string{"Letters"}, Link: "https://x.example/opinion/1"}, Source{}, Letter},
		{"a segment of the address", Item{Link: "https://x.example/world/Opinion/2026/a-view"}, Source{}, Opinion},
		{"the slug is not a segment", Item{Link: "https://x.example/news/live"}, Source{}, Story},
		{"part of a segment is not a segment", Item{Link: "https://x.example/alive-and-well/1"}, Source{}, Story},
		{"a word before the colon", Item{Title: "Analysis: Why the rupee fell"}, Source{}, Analysis},
		{"other words before the colon", Item{Title: "Budget analysis: why"}, Source{}, Story},
		{"a link that is none", Item{Link: "::"}, Source{}, Story},
	} {
		if got, evidence := KindOf(c.item, c.source); got != c.want || evidence == "" {
			t.Errorf("%s: got %s (%s), want %s", c.name, got, evidence, c.want)
		}
	}
}
