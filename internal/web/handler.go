package web

import (
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"broadsheet/digest"
	"broadsheet/internal/store"
	"broadsheet/templates"
)

// Options is what a Handler stands on.
type Options struct {
	Store *store.Store
	// Digests in the order of config.yaml; the first is the front page.
	Digests []digest.Digest
	// Sources in the order of config.yaml.
	Sources []digest.Source
	Site    templates.Site
	// Operators are the networks from which /status and /metrics may be seen.
	Operators []netip.Prefix
	Now       func() time.Time
	// Notice is what an operator should know of this process first, if
	// anything. It may be nil.
	Notice func() string
	// Log gets one line for each request that failed.
	Log *slog.Logger
}

// Handler answers everything that the paper publishes. It may be called from
// several goroutines.
func Handler(o Options) http.Handler {
	s := site{Options: o, feeds: &shelf{copies: map[string]feedCopy{}}, listens: true}
	mux := s.pages()
	mux.Handle("GET /subscribe/{digest}", s.serve(s.askAddress))
	mux.Handle("POST /subscribe/{digest}", s.serve(s.request))
	mux.Handle("GET /confirm/{token}", s.serve(s.askConfirm))
	mux.Handle("POST /confirm/{token}", s.serve(s.confirm))
	mux.Handle("GET /unsubscribe/{id}", s.serve(s.askUnsubscribe))
	mux.Handle("POST /unsubscribe/{id}", s.serve(s.unsubscribe))
	mux.HandleFunc("GET /websub/{token}", s.hubAsks)
	mux.HandleFunc("POST /websub/{token}", s.hubTells)
	mux.HandleFunc("GET /healthz", s.health)
	mux.HandleFunc("GET /readyz", s.ready)
	mux.Handle("GET /metrics", s.forOperators(s.metrics()))
	mux.Handle("GET /status", s.forOperators(s.serve(s.status)))
	mux.HandleFunc("GET /favicon.ico", noIcon)
	mux.Handle("GET /", s.serve(nothing))
	protection := http.NewCrossOriginProtection()
	protection.AddInsecureBypassPattern("POST /unsubscribe/{id}")
	// Our own pages are no strangers where a web server before us asks by another
	// name than theirs. An address that is none is nobody's origin.
	_ = protection.AddTrustedOrigin(o.Site.URL)
	return gzhttp.GzipHandler(s.guard(protection.Handler(mux)))
}

// pages answers what is published, and nothing else.
func (s site) pages() *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("GET /{$}", s.serve(s.front))
	mux.Handle("GET /icon.svg", s.serve(icon))
	mux.Handle("GET /{digest}", s.serve(s.latest))
	mux.HandleFunc("GET /{digest}/{$}", s.withoutSlash)
	mux.Handle("GET /{digest}/{page}", s.serve(s.page))
	mux.Handle("GET /feeds/{file}", s.serve(s.series))
	mux.Handle("GET /feeds/{digest}/{file}", s.serve(s.items))
	return mux
}

// site is what all views stand on.
type site struct {
	Options
	feeds *shelf
	// listens says that forms are answered: files are not.
	listens bool
}

// guard sets the headers that every answer has, and turns away addresses with
// an empty part: none of ours has one, and ServeMux would lead readers on.
func (s site) guard(next http.Handler) http.Handler {
	policy := "default-src 'none'; img-src http: https:; style-src " + templates.StyleSource() +
		"; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		if strings.Contains(r.URL.Path, "//") {
			s.apologise(w, r, http.StatusNotFound)
			return
		}
		next.ServeHTTP(w, r)
	})
}
