package templates

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"broadsheet/digest"
)

func TestSubject(t *testing.T) {
	lead := func(kind digest.Kind, title string) digest.Cluster {
		return digest.Cluster{Lead: digest.Entry{Item: digest.Item{Title: title}, Kind: kind}}
	}
	for _, c := range []struct {
		name, language string
		clusters       []digest.Cluster
		want           string
	}{
		{"lead and editorial", "en", []digest.Cluster{lead("story", "US-Pakistan defence talks open"), lead("editorial", "Revamping tax policy")}, "US-Pakistan defence talks open · Editorial: Revamping tax policy"},
		{"editorial without its label", "en", []digest.Cluster{lead("story", "Night express to Lahore takes three hours off the journey"), lead("editorial", "Counting wells")}, "Night express to Lahore takes three hours off the journey · Counting wells"},
		{"editorial does not fit", "en", []digest.Cluster{lead("story", "Night express to Lahore takes three hours off the journey"), lead("editorial", "A channel and its many promises")}, "Night express to Lahore takes three hours off the journey"},
		{"long lead", "en", []digest.Cluster{lead("story", "Delegates from nineteen countries agree, after eleven days and a night of talks, on methane")}, "Delegates from nineteen countries agree, after eleven days and a night of…"},
		{"directions are not mixed", "en", []digest.Cluster{lead("story", "Rate held"), lead("editorial", "پانی کا حساب")}, "Rate held"},
		{"a label that is there already", "en", []digest.Cluster{lead("story", "Rate held"), lead("editorial", "EDITORIAL: Counting wells")}, "Rate held · Editorial: Counting wells"},
		{"not inside English among Urdu", "ur", []digest.Cluster{lead("story", "عالمی بینک نے کہا ہے کہ صوبے کے لیے نئی رقم منظور ہو گئی ہے اور World Bank Group Executive Directors نے")}, "عالمی بینک نے کہا ہے کہ صوبے کے لیے نئی رقم منظور ہو گئی ہے اور…"},
		{"not inside Urdu among English", "en", []digest.Cluster{lead("story", "The court heard the petition of the daily that is printed in the city as روزنامہ چراغِ شہر on Monday")}, "The court heard the petition of the daily that is printed in the city as…"},
		{"not inside a long Urdu quotation", "en", []digest.Cluster{lead("story", "Why the phrase that was painted on the wall, ‘جمہوریت اور آئین کی بالادستی کے لیے جدوجہد کرنے والے تمام رہنما اور کارکن’, matters")}, "Why the phrase that was painted on the wall…"},
		{"Urdu that begins with a name", "ur", []digest.Cluster{lead("story", "IMF نے پاکستان کے لیے نئی قسط کی منظوری دے دی، وزیر خزانہ نے بورڈ کے ارکان کا شکریہ ادا کیا اور کہا کہ")}, "IMF نے پاکستان کے لیے نئی قسط کی منظوری دے دی، وزیر خزانہ نے بورڈ کے ارکان کا…"},
		{"Urdu that is mostly names", "ur", []digest.Cluster{lead("story", "پاکستان نے International Monetary Fund Extended Fund Facility programme Review Mission Report پر اعتراض کیا")}, "پاکستان نے…"},
		{"words without spaces", "ja", []digest.Cluster{lead("story", strings.Repeat("新しい港の計画がコンピューターで作られた。", 5))}, "新しい港の計画がコンピューターで作られた。新しい港の計画がコンピューターで作られた。新しい港の計画がコンピューターで作られた。新しい港の計画が…"},
		{"urdu", "ur", []digest.Cluster{lead("story", "شرح سود برقرار"), lead("editorial", "پانی کا حساب")}, "شرح سود برقرار · اداریہ: پانی کا حساب"},
		{"no news but views", "en", []digest.Cluster{lead("editorial", "Counting wells"), lead("editorial", "Lines in the road")}, "Counting wells"},
		{"line breaks and controls", "en", []digest.Cluster{lead("story", "One\r\nBcc: two\u202e")}, "One Bcc: two"},
		{"nothing", "en", nil, "The Morning Digest · Monday, 23 November 2026"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := digest.Edition{Title: "The Morning Digest", Date: "2026-11-23", Language: c.language}
			e.Sections = []digest.PrintedSection{{Clusters: c.clusters}}
			got := Subject(e)
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if utf8.RuneCountInString(got) > subjectMost {
				t.Errorf("%d characters", utf8.RuneCountInString(got))
			}
		})
	}
}

// Whatever the headlines are, subject and preheader are one line within their
// limits, end with a word or before an ellipsis, and do not end inside a piece
// that runs against the rest.
func TestLinesProperty(t *testing.T) {
	word := rapid.SampledFrom([]string{"talks", "Washington’s", "2026", "a", "—", "(IMF)", "$5.3bn", "کراچی", "میں،", "بارش", "۱۲", "ہائی\u200cکورٹ", "Группа"})
	title := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(word, 0, 40).Draw(t, "words"), " ")
	})
	rapid.Check(t, func(t *rapid.T) {
		e := digest.Edition{Title: "The Morning Digest", Date: "2026-11-23", Language: rapid.SampledFrom([]string{"en", "ur"}).Draw(t, "language")}
		section := digest.PrintedSection{Title: "Top"}
		for range rapid.IntRange(0, 6).Draw(t, "leads") {
			entry := digest.Entry{Kind: rapid.SampledFrom([]digest.Kind{digest.Story, digest.Editorial}).Draw(t, "kind")}
			entry.Title = title.Draw(t, "title")
			section.Clusters = append(section.Clusters, digest.Cluster{Lead: entry})
		}
		e.Sections = append(e.Sections, section)
		checkLine(t, Subject(e), subjectMost, section)
		checkLine(t, Preheader(e), preheaderMost, section)
	})
}

func checkLine(t *rapid.T, line string, most int, section digest.PrintedSection) {
	if utf8.RuneCountInString(line) > most || strings.ContainsFunc(line, unicode.IsControl) {
		t.Fatalf("%d characters in %q", utf8.RuneCountInString(line), line)
	}
	bare, wasCut := strings.CutSuffix(line, "…")
	if !wasCut {
		return
	}
	for _, cluster := range section.Clusters {
		rest, begins := strings.CutPrefix(clean(cluster.Lead.Title), bare)
		if !begins {
			continue
		}
		if next, _ := utf8.DecodeRuneInString(rest); unicode.IsLetter(next) || unicode.IsDigit(next) || unicode.IsMark(next) {
			t.Fatalf("%q is cut inside a word of %q", line, cluster.Lead.Title)
		}
		base := lineDirection(clean(cluster.Lead.Title))
		if base != "" && runsOtherWay(rest, base, false) && runsOtherWay(bare, base, true) && !runsOtherWay(bare, base, false) {
			t.Fatalf("%q is cut inside a piece of %q that runs the other way", line, cluster.Lead.Title)
		}
		return
	}
	t.Fatalf("%q begins no headline", line)
}
