package worker

import (
	"strings"
	"testing"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// index names sitemaps, the last of which is the newest.
func index(addresses ...string) string {
	var b strings.Builder
	for n, address := range addresses {
		b.WriteString("<sitemap><loc>" + address + "</loc><lastmod>" + time.Date(2026, 11, 1+n, 0, 0, 0, 0, time.UTC).Format(time.RFC3339) + "</lastmod></sitemap>")
	}
	return "<sitemapindex>" + b.String() + "</sitemapindex>"
}

func sitemap(headlines ...string) string {
	var b strings.Builder
	for _, headline := range headlines {
		b.WriteString("<url><loc>/" + headline + "</loc><news><title>" + headline + "</title></news></url>")
	}
	return "<urlset>" + b.String() + "</urlset>"
}

// A paper with a sitemap for every day is read by their index, for which none of
// what a day's sitemap brings is kept but the hash of its body.
func TestAnIndexOfSitemapsLeadsToThatOfTheDay(t *testing.T) {
	p := newPress(t)
	s := open(t, ":memory:")
	source := digest.Source{ID: "map", Sitemap: p.URL + "/map", Every: 15 * time.Minute, Zone: time.UTC}
	w, at := newsroom(t, s, source)
	visit := func(index, sitemap string) store.State {
		t.Helper()
		p.print("/map", body("application/xml", index))
		p.print("/day-1", body("application/xml", sitemap))
		p.print("/day-2", body("application/xml", sitemap))
		refreshed(t, w)
		at.add(time.Hour)
		return stateOf(t, s, "map")
	}
	first := visit(index("/day-1"), sitemap("Rain", "Snow"))
	if first.Error != "" || first.Items != 2 || first.Format != "news sitemap" || first.ETag != "" || first.BodyHash == "" {
		t.Errorf("first %+v", first)
	}
	again := visit(index("/day-1"), sitemap("Rain", "Snow"))
	if again.Error != "" || again.Items != 2 || again.Format != first.Format || again.LastNew != first.LastNew {
		t.Errorf("again %+v", again)
	}
	next := visit(index("/day-1", "/day-2"), sitemap("Hail"))
	if next.Error != "" || next.Items != 1 || next.LastNew == first.LastNew || p.visits("/day-2") != 1 {
		t.Errorf("next %+v", next)
	}
	for what, broken := range map[string]string{"404": index("/none"), "an index": index("/map"), "names none": index()} {
		if state := visit(broken, ""); !strings.Contains(state.Error, what) || state.Gone || state.Items != 1 {
			t.Errorf("%s: %+v", what, state)
		}
	}
}

// A page in the place of a feed leads on once, and not in a circle.
func TestAPageLeadsOnToItsFeed(t *testing.T) {
	p := newPress(t)
	page := func(to string) {
		p.print("/page", body("text/html", `<html><meta http-equiv="refresh" content="0;url=`+to+`"></html>`))
	}
	p.print("/moved", feed("moved", 3))
	w, _ := newsroom(t, open(t, ":memory:"))
	page("/moved")
	v := w.Visit(t.Context(), p.source("page"), store.State{})
	if v.State.Error != "" || len(v.Items) != 3 || v.State.MovedTo != "" {
		t.Errorf("%+v", v)
	}
	for _, to := range []string{"/page", "file:///etc/passwd", "/none"} {
		page(to)
		if v := w.Visit(t.Context(), p.source("page"), store.State{}); v.State.Failures != 1 || len(v.Items) != 0 {
			t.Errorf("%s: %+v", to, v)
		}
	}
}
