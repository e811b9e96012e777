package web

import (
	"strings"
	"testing"

	"broadsheet/digest"
)

// The page of an edition points to what a later one says of it, and whoever has
// the page from before gets it anew; the feed of the items stays as it was.
func TestCorrectedPage(t *testing.T) {
	s := serve(t, 1)
	page, feed := s.ask(t, "GET", "/morning/2026-11-23"), s.ask(t, "GET", "/feeds/morning/items.json")
	e := edition(-1, 1)
	e.Corrections = []digest.Correction{{
		Date: "2026-11-23", Entry: edition(0, 1).Sections[0].Clusters[0].Lead, Was: "Before", Change: digest.NewHeadline, Nth: 1,
	}}
	publish(t, s.store, e)
	got := s.ask(t, "GET", "/morning/2026-11-23", "If-Modified-Since", page.header.Get("Last-Modified"))
	if got.status != 200 || !strings.Contains(got.body, `<a href="https://paper.example/morning/2026-11-24">Corrected in the edition of Tuesday</a>`) {
		t.Errorf("%d\n%s", got.status, got.body)
	}
	if later := s.ask(t, "GET", "/morning/2026-11-24"); !strings.Contains(later.body, "In the edition of Monday: “Before”") {
		t.Errorf("the correction is not in its edition:\n%s", later.body)
	}
	again := s.ask(t, "GET", "/feeds/morning/items.json")
	_, rest, _ := strings.Cut(feed.body, `"items": [`)
	if !strings.Contains(again.body, strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "]\n}"))) {
		t.Error("the feed's older items changed")
	}
}
