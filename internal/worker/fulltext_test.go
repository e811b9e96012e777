package worker

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	"broadsheet/internal/store"
)

const wholeStory = `<p>The night boat, which no timetable has named since spring, will sail again from the first of December, ` +
	`the council decided after a debate of four hours in which nobody left the room.</p>` +
	`<p>The harbour master read the figures aloud, twice, and asked whether anybody on the benches had crossed after dark. ` +
	`Two hands went up, and one of them, it turned out later, belonged to a visitor from the other shore.</p>` +
	`<p>The fare will be three coins, as it was, and children go free; the captain, who was in the gallery, said that he would ` +
	`believe it when he saw the bollards painted, and not one minute earlier than that.</p>`

func page(head string) http.HandlerFunc {
	return body("text/html", `<!doctype html><html><head><title>The ferry</title>`+head+`</head><body><nav><a href="/">Home</a></nav><article><h1>The ferry</h1>`+
		wholeStory+`</article></body></html>`)
}

// teasers is a paper that shows only the beginning of its n stories, which are
// at /story/0 and so on.
func (p *press) teasers(n int) {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `<item><guid isPermaLink="false">s%d</guid><title>The ferry will sail again, part %d</title><link>%s/story/%d</link><description>The night boat, which no …</description></item>`, i, i, p.URL, i)
	}
	p.print("/harbour", body("application/rss+xml", `<rss version="2.0"><channel><title>The harbour</title>`+b.String()+`</channel></rss>`))
	for i := range n {
		p.print(fmt.Sprint("/story/", i), page(""))
	}
}

func (p *press) fullText() digest.Source {
	source := p.source("harbour")
	source.FullText = true
	return source
}

func textIn(t *testing.T, s *store.Store) map[string]bool {
	t.Helper()
	candidates, err := s.Candidates(t.Context(), "morning", []string{"harbour"}, time.Time{}, seven.Add(1000*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	items, err := s.Items(t.Context(), itemIDs(candidates))
	if err != nil {
		t.Fatal(err)
	}
	whole := map[string]bool{}
	for _, item := range items {
		whole[item.GUID] = strings.Contains(string(item.Content), "bollards painted")
	}
	return whole
}

func TestCutItemsAreFilledInOnce(t *testing.T) {
	p := newPress(t)
	p.teasers(2)
	s := open(t, ":memory:")
	w, at := newsroom(t, s, p.fullText())
	refreshed(t, w)
	if got := textIn(t, s); !got["s0"] || !got["s1"] {
		t.Errorf("%v", got)
	}
	p.teasers(3)
	at.add(time.Hour)
	refreshed(t, w)
	if got := textIn(t, s); !got["s0"] || !got["s1"] || !got["s2"] {
		t.Errorf("an hour later %v", got)
	}
	if p.visits("/story/0") != 1 || p.visits("/story/2") != 1 || p.visits("/robots.txt") != 1 {
		t.Errorf("asked %v", p.asked)
	}
	state := stateOf(t, s, "harbour")
	if v := w.Visit(t.Context(), p.source("harbour"), state); v.State.Failures != 0 {
		t.Error(v.State.Error)
	}
}

func TestPagesThatWeLeaveAlone(t *testing.T) {
	for name, forbid := range map[string]func(*press){ // the name is a part of the oddity
		"robots.txt does not allow": func(p *press) { p.print("/robots.txt", body("text/plain", "User-agent: *\nDisallow: /story/")) },
		"500":                       func(p *press) { p.print("/robots.txt", answer(500)) },
		"(noarchive)":               func(p *press) { p.print("/story/0", page(`<meta name="robots" content="noarchive">`)) },
		"404":                       func(p *press) { p.print("/story/0", answer(404)) },
		"no more than the feed":     func(p *press) { p.print("/story/0", body("text/html", "<p>Log in.</p>")) },
		"no copy": func(p *press) {
			p.print("/story/0", func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("X-Robots-Tag", "noarchive")
				page("")(w, r)
			})
		},
	} {
		p := newPress(t)
		p.teasers(1)
		forbid(p)
		w, _ := newsroom(t, open(t, ":memory:"))
		v := w.Visit(t.Context(), p.fullText(), store.State{})
		if v.State.Failures != 0 || len(v.Items) != 1 || v.Items[0].Content != "" || v.Items[0].Summary == "" {
			t.Errorf("%s: %+v", name, v)
		}
		if odd := strings.Join(v.State.Oddities, "\n"); !strings.Contains(odd, "full text: 1 of 1 pages") || !strings.Contains(odd, name) {
			t.Errorf("%s: oddities %s", name, odd)
		}
		if (name == "500" || strings.HasPrefix(name, "robots")) && p.visits("/story/0") != 0 {
			t.Errorf("%s: the page was asked for", name)
		}
	}
}

func TestVisitReadsSoManyPages(t *testing.T) {
	p := newPress(t)
	p.teasers(mostPages + 5)
	w, _ := newsroom(t, open(t, ":memory:"))
	v := w.Visit(t.Context(), p.fullText(), store.State{})
	whole := 0
	for _, item := range v.Items {
		if item.Content != "" {
			whole++
		}
	}
	if whole != mostPages || len(v.Items) != mostPages+5 {
		t.Errorf("%d of %d filled in", whole, len(v.Items))
	}
}

// A feed that gives the whole text is not asked for more, nor one that may not be.
func TestWholeItemsAreLeftAsTheyAre(t *testing.T) {
	p := newPress(t)
	p.teasers(1)
	w, _ := newsroom(t, open(t, ":memory:"))
	if v := w.Visit(t.Context(), p.source("harbour"), store.State{}); v.Items[0].Content != "" || p.visits("/story/0") != 0 {
		t.Errorf("without full_text: %+v", v.Items)
	}
	for name, item := range map[string]digest.Item{
		"whole":                           {Content: "<p>All of it.</p>", Summary: "<p>All</p>"},
		"whole, and cut":                  {Cut: true, Summary: "<p>All …</p>", Content: digest.HTML(strings.Repeat("<p>All of it.</p>", 3))},
		"whole, in the place of a teaser": {Summary: digest.HTML(strings.Repeat("<p>All of it.</p>", 200))},
	} {
		if isCut(item) {
			t.Errorf("%s is cut", name)
		}
	}
	for name, item := range map[string]digest.Item{
		"a teaser in two places":            {Cut: true, Summary: "<p>The night …</p>", Content: "<p>The night …</p>"},
		"a teaser in the place of the text": {Cut: true, Content: "<p>The night …</p>"},
	} {
		if !isCut(item) {
			t.Errorf("%s is not cut", name)
		}
	}
}

func TestSecretsAreNotShownToOtherPages(t *testing.T) {
	w := &Worker{Options: Options{Requests: map[string]fetch.Request{"a": {
		Bearer: "secret", Header: http.Header{"Cookie": {"secret"}}, UserAgent: "Sesame",
	}}}}
	source := digest.Source{ID: "a", URL: "https://Paper.example/feed"}
	for page, want := range map[string]bool{
		"https://paper.example/1": true, "http://paper.example/1": false, "https://paper.example:444/1": false, "https://other.example/1": false,
	} {
		r := w.pageRequest(source, page)
		if shown := r.Bearer != "" && r.Header != nil; shown != want || r.URL != page || r.UserAgent != "Sesame" {
			t.Errorf("%s: %+v", page, r)
		}
	}
}
