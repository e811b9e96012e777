package digest

import "testing"

// A head that a source has over several titles, and not over most, is a series.
func TestSeries(t *testing.T) {
	s := newSeries()
	for _, title := range []string{
		"Test yourself | A new dinosaur", "Test yourself | A robot judges food", "1914: War may raise the price of hats", "1914: Auto trade stalls",
		"Breaking: bank keeps its rate", "BREAKING: Minister resigns", "Ferry sinks", "Ferry: owner held", "Wheat harvest begins", "Bridge closed", "River rises", "School opens",
	} {
		s.add(Entry{Item: Item{Source: "courier", Title: title}})
		s.add(Entry{Item: Item{Source: "wire", Title: "Wire – " + title}})
	}
	for title, want := range map[string]bool{
		"Test yourself | A new dinosaur": true, "1914: Auto trade stalls": true, "Ferry: owner held": false, "BREAKING: Minister resigns": false, "Wheat harvest begins": false,
		"Test yourself": false, "Two of the three men who were held on Monday: what they did": false,
	} {
		if got := s.has(Entry{Item: Item{Source: "courier", Title: title}}); got != want {
			t.Errorf("%q: %v", title, got)
		}
	}
	for _, e := range []Entry{{Item: Item{Source: "gazette", Title: "1914: Auto trade stalls"}}, {Item: Item{Source: "wire", Title: "Wire – Ferry sinks"}}} {
		if s.has(e) {
			t.Errorf("%s: %q", e.Source, e.Title)
		}
	}
}
