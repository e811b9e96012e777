package worker

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	"broadsheet/internal/parse"
	"broadsheet/internal/store"
)

// route is a source that is visited again and again.
type route struct {
	*testing.T
	*press
	w      *Worker
	at     *clock
	source digest.Source
	state  store.State
}

func newRoute(t *testing.T) *route {
	r := &route{T: t, press: newPress(t)}
	r.w, r.at = newsroom(t, open(t, ":memory:"))
	r.source = r.press.source("old")
	r.print("/new", feed("harbour", 3))
	return r
}

// redirect sends the readers of a paper to another.
func (r *route) redirect(from string, status int, to string) {
	r.print(from, func(w http.ResponseWriter, q *http.Request) { http.Redirect(w, q, to, status) })
}

// visit goes there n times, and saves.
func (r *route) visit(n int) {
	r.Helper()
	for range n {
		v := r.w.Visit(r.Context(), r.source, r.state)
		if _, err := r.w.Store.SaveVisit(r.Context(), v); err != nil {
			r.Fatal(err)
		}
		r.state = v.State
		r.at.set(r.state.NextVisit)
	}
}

// goes checks at which of the two addresses the next visit begins.
func (r *route) goes(when, path string) {
	r.Helper()
	before := r.visits("/old")
	r.visit(1)
	if asked := r.visits("/old") > before; asked != (path == "/old") {
		r.Errorf("%s: the old address was asked: %v; %+v", when, asked, r.state)
	}
}

func TestMoveIsKeptTheThirdTime(t *testing.T) {
	for _, status := range []int{301, 308} {
		r := newRoute(t)
		r.redirect("/old", status, "/new")
		r.visit(2)
		if KeptMove(r.state) != "" {
			t.Errorf("%d: kept too early: %+v", status, r.state)
		}
		r.visit(1)
		if got := KeptMove(r.state); got != r.URL+"/new" || !strings.Contains(r.state.Advice, got) {
			t.Errorf("%d: kept %q, advice %q", status, got, r.state.Advice)
		}
		r.goes("moved", "/new")
		r.goes("moved", "/new")
		if r.state.Failures != 0 || r.state.Address != r.URL+"/old" {
			t.Errorf("%+v", r.state)
		}
	}
}

func TestTemporaryMoveIsNotKept(t *testing.T) {
	for _, status := range []int{302, 303, 307} {
		r := newRoute(t)
		r.redirect("/old", status, "/new")
		r.visit(5)
		if r.state.MovedTo != "" || r.state.Failures != 0 {
			t.Errorf("%d: %+v", status, r.state)
		}
		r.goes("for now", "/old")
	}
}

func TestMoveMustBeTheSameEachTime(t *testing.T) {
	r := newRoute(t)
	r.print("/newer", feed("harbour", 3))
	for range 3 {
		r.redirect("/old", 301, "/new")
		r.visit(2)
		r.redirect("/old", 301, "/newer")
		r.visit(1)
	}
	r.redirect("/old", 301, "/new")
	r.visit(2)
	r.print("/old", answer(500))
	r.visit(1)
	r.redirect("/old", 301, "/new")
	r.visit(2)
	if KeptMove(r.state) != "" {
		t.Errorf("%+v", r.state)
	}
}

// A gate or a parking lot calls itself permanent and shows something else.
func TestMoveToAnotherFeedIsNotKept(t *testing.T) {
	r := newRoute(t)
	r.print("/old", feed("harbour", 3))
	r.visit(1)
	n := 0
	r.print("/casino", func(w http.ResponseWriter, q *http.Request) {
		n++
		feed("casino"+strings.Repeat("o", n), 1)(w, q)
	})
	r.redirect("/old", 301, "/casino")
	r.visit(4)
	if r.state.MovedTo != "" {
		t.Errorf("%+v", r.state)
	}
	r.print("/login", body("text/html", "<p>Welcome to the hotel.</p>"))
	r.redirect("/old", 301, "/login")
	r.visit(4)
	if r.state.MovedTo != "" || r.state.Failures != 4 {
		t.Errorf("%+v", r.state)
	}
	r.print("/old", feed("harbour", 3))
	r.goes("the gate is open", "/old")
	if r.state.Failures != 0 {
		t.Errorf("%+v", r.state)
	}
}

func TestSameFeed(t *testing.T) {
	known := store.State{LastGood: seven, Feed: digest.Feed{ID: "tag:harbour", Title: "The harbour"}}
	for name, c := range map[string]struct {
		known store.State
		feed  digest.Feed
		met   int
		want  bool
	}{
		"never read before":       {store.State{}, digest.Feed{Title: "Casino"}, 0, true},
		"the same ID":             {known, digest.Feed{ID: "tag:harbour", Title: "Harbour News"}, 0, true},
		"the same title":          {known, digest.Feed{ID: "tag:new", Title: "The harbour"}, 0, true},
		"an item that we know":    {known, digest.Feed{ID: "tag:new", Title: "Harbour News"}, 1, true},
		"nothing the same":        {known, digest.Feed{ID: "tag:casino", Title: "Casino"}, 0, false},
		"both without ID or name": {store.State{LastGood: seven}, digest.Feed{}, 0, false},
	} {
		if got := isSameFeed(c.known, parse.Reading{Feed: c.feed}, c.met); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestMoveIsUndoneWhenItBreaks(t *testing.T) {
	for name, broken := range map[string]http.HandlerFunc{
		"not found":    answer(404),
		"gone":         answer(410),
		"not a feed":   body("text/html", "<p>For sale.</p>"),
		"another feed": feed("casino", 2),
		"moves on": func(w http.ResponseWriter, q *http.Request) {
			http.Redirect(w, q, "/newest", http.StatusMovedPermanently)
		},
	} {
		r := newRoute(t)
		r.redirect("/old", 301, "/new")
		r.visit(3)
		r.print("/newest", feed("harbour", 3))
		r.print("/new", broken)
		r.goes("kept: "+name, "/new")
		if r.state.MovedTo != "" || r.state.ETag+r.state.BodyHash != "" || r.state.Gone {
			t.Errorf("%s: %+v", name, r.state)
		}
		r.goes("undone: "+name, "/old")
	}
	r := newRoute(t)
	r.redirect("/old", 301, "/new")
	r.visit(3)
	for _, busy := range []int{429, 503} {
		r.print("/new", answer(busy))
		r.goes("busy", "/new")
	}
	r.goes("busy only", "/new")
}

// What is for the eyes of one origin must not be sent to another because that
// has become the source's address.
func TestSecretsDoNotMove(t *testing.T) {
	for name, request := range map[string]fetch.Request{
		"login":  {Username: "reader", Password: "secret"},
		"bearer": {Bearer: "secret"},
		"header": {Header: http.Header{"X-Key": {"secret"}}},
	} {
		r := newRoute(t)
		r.redirect("/old", 301, "/new")
		r.visit(3)
		r.w.Requests = map[string]fetch.Request{"old": request}
		r.goes(name+" is new", "/old")
		r.visit(4)
		r.goes(name, "/old")
		if r.state.MovedTo != "" {
			t.Errorf("%s: counted as a move to %s", name, r.state.MovedTo)
		}
	}
	r := newRoute(t)
	r.source.URL = strings.Replace(r.source.URL, "://", "://reader:secret@", 1)
	r.redirect("/old", 301, "/new")
	r.visit(4)
	r.goes("login in the address", "/old")
}

// A feed without ID and title is known by its items, also by those that are
// not read again because nothing about them has changed.
func TestMoveOfFeedThatIsKnownByItsItems(t *testing.T) {
	r := newRoute(t)
	r.redirect("/old", 301, "/new")
	for n := range 4 {
		r.print("/new", body("application/rss+xml", fmt.Sprintf(`<rss version="2.0"><channel><item><guid>one</guid><title>A ship came in</title></item>`+
			`<item><guid>two</guid><title>A ship went out</title></item></channel></rss><!-- made %d times -->`, n)))
		r.visit(1)
		if n > 0 && !r.state.LastNew.Equal(seven) || r.state.Items != 2 {
			t.Errorf("visit %d: %d items, the last new %v", n, r.state.Items, r.state.LastNew)
		}
	}
	if got := KeptMove(r.state); got != r.URL+"/new" {
		t.Errorf("kept %q: %+v", got, r.state)
	}
}
