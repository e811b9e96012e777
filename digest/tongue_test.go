package digest

import "testing"

func TestTongueOf(t *testing.T) {
	for _, c := range []struct {
		name, tag, text string
		want            Tongue
	}{
		{"the tag and the letters agree", "en-GB", "Rate held", Tongue{"en-GB", LeftToRight}},
		{"a tag in any spelling", "EN_gb", "Rate held", Tongue{"en-GB", LeftToRight}},
		{"no tag, Latin letters", "", "Rate held", Tongue{"", LeftToRight}},
		{"an Urdu title in a feed that calls itself English", "en-US", "پانی کا حساب، اور ٹیکس", Tongue{"ur", RightToLeft}},
		{"an Urdu title with English names", "ur", "Meridian Wire کے مطابق پانی کی سطح بلند", Tongue{"ur", RightToLeft}},
		{"an English title in an Urdu feed", "ur", "Meridian Wire reports", Tongue{"", LeftToRight}},
		{"Persian", "", "گزارش پژوهشگران", Tongue{"fa", RightToLeft}},
		{"Arabic", "", "افتتاح معرض الكتاب", Tongue{"ar", RightToLeft}},
		{"Pashto", "", "د کابل ښار", Tongue{"ps", RightToLeft}},
		{"Sindhi", "", "سنڌ ۾ ڳوٺ ٻڏي ويا", Tongue{"sd", RightToLeft}},
		{"Hebrew", "", "ירושלים של מעלה", Tongue{"he", RightToLeft}},
		{"Hindi in a feed that calls itself English", "en", "BJP की बैठक आज दिल्ली में", Tongue{"hi", LeftToRight}},
		{"Marathi that says so", "mr", "पुण्यात पाऊस", Tongue{"mr", LeftToRight}},
		{"Bengali", "", "ঢাকায় বৃষ্টি", Tongue{"bn", LeftToRight}},
		{"Russian", "en", "Дождь в Москве, сообщили учёные", Tongue{"ru", LeftToRight}},
		{"Ukrainian", "", "Дощ у Києві", Tongue{"uk", LeftToRight}},
		{"Serbian", "", "Киша у Београду, кажу људи", Tongue{"sr", LeftToRight}},
		{"Bulgarian", "", "Дъжд в София", Tongue{"bg", LeftToRight}},
		{"Greek", "", "Βροχή στην Αθήνα", Tongue{"el", LeftToRight}},
		{"Chinese", "en-US", "东京下雨", Tongue{"zh", LeftToRight}},
		{"Chinese as its tag has it", "zh-Hant", "東京下雨", Tongue{"zh-Hant", LeftToRight}},
		{"Japanese", "", "東京は雨です", Tongue{"ja", LeftToRight}},
		{"Japanese without kana, by its tag", "ja", "東京都知事選挙", Tongue{"ja", LeftToRight}},
		{"Japanese with a foreign name", "ja", "iPhone 17 Proを発売へ", Tongue{"ja", LeftToRight}},
		{"Korean", "", "서울에 비", Tongue{"ko", LeftToRight}},
		{"Tamil", "", "சென்னையில் மழை", Tongue{"ta", LeftToRight}},
		{"a script that is not told apart, by its tag", "bo", "ལྷ་ས", Tongue{"bo", LeftToRight}},
		{"no letters: the tag", "ar", "2026", Tongue{"ar", RightToLeft}},
		{"neither tag nor letters", "", "— 1 —", Tongue{"", LeftToRight}},
		{"a tag that is none", "english please", "Rate held", Tongue{"", LeftToRight}},
		{"a script named in the tag", "az-Arab", "2026", Tongue{"az-Arab", RightToLeft}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := TongueOf(c.tag, c.text); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}
