package web

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/store"
	"broadsheet/templates"
)

// front is the latest edition of the first digest.
func (s site) front(r *http.Request) (answer, error) {
	if len(s.Digests) == 0 {
		return s.notYet(digest.Digest{Title: s.Site.Title})
	}
	return s.latestOf(r, s.Digests[0])
}

// latest is the latest edition of the digest that the address names.
func (s site) latest(r *http.Request) (answer, error) {
	d, err := s.digest(r.PathValue("digest"))
	if err != nil {
		return answer{}, err
	}
	return s.latestOf(r, d)
}

func (s site) latestOf(r *http.Request, d digest.Digest) (answer, error) {
	e, err := s.Store.Latest(r.Context(), d.ID)
	if errors.Is(err, store.ErrNotFound) {
		return s.notYet(d)
	}
	if err != nil {
		return answer{}, err
	}
	return s.edition(r, d, e)
}

// notYet is the front page of a digest before its first edition.
func (s site) notYet(d digest.Digest) (answer, error) {
	body, err := templates.NotYetPage(d.Title, s.frame(d))
	return answer{body: body, kind: htmlType, cache: cacheNot}, err
}

// withoutSlash leads from /morning/ to /morning.
func (s site) withoutSlash(w http.ResponseWriter, r *http.Request) {
	d, err := s.digest(r.PathValue("digest"))
	if err != nil {
		s.apologise(w, r, http.StatusNotFound)
		return
	}
	http.Redirect(w, r, "/"+d.ID, http.StatusPermanentRedirect)
}

// page is the edition of a date, or the archive.
func (s site) page(r *http.Request) (answer, error) {
	d, err := s.digest(r.PathValue("digest"))
	if err != nil {
		return answer{}, err
	}
	if r.PathValue("page") == "archive" {
		return s.archive(r, d)
	}
	e, err := s.Store.Edition(r.Context(), d.ID, r.PathValue("page"))
	if err == nil && e.Skipped != "" {
		err = store.ErrNotFound
	}
	if err != nil {
		return answer{}, err
	}
	return s.edition(r, d, e)
}

// edition is the page of e with its neighbours.
func (s site) edition(r *http.Request, d digest.Digest, e digest.Edition) (answer, error) {
	before, after, err := s.Store.Neighbours(r.Context(), d.ID, e.Date)
	if err != nil {
		return answer{}, err
	}
	f := s.frame(d)
	if before != "" {
		f.Previous = s.link(d.ID, before)
	}
	if after != "" {
		f.Next = s.link(d.ID, after)
	}
	modified, err := s.correct(r, e, &f)
	if err != nil {
		return answer{}, err
	}
	body, err := templates.EditionPage(e, f)
	if err != nil {
		return answer{}, fmt.Errorf("page of %s: %w", e.ID(), err)
	}
	return answer{body: body, kind: htmlType, modified: modified, cache: cachePage}, nil
}

// correct gives a page what later editions say of its edition, and tells when
// the newest of them was composed.
func (s site) correct(r *http.Request, e digest.Edition, f *templates.Frame) (modified time.Time, err error) {
	corrections, err := s.Store.Corrections(r.Context(), e.Digest, e.Date)
	if err != nil {
		return time.Time{}, err
	}
	modified = e.At
	f.Corrected = make(map[string]templates.Corrected, len(corrections))
	for _, c := range corrections {
		f.Corrected[c.Item] = templates.Corrected{Change: c.Change, Date: c.Date}
		if c.At.After(modified) {
			modified = c.At
		}
	}
	return modified, nil
}

// archive lists the editions of a digest.
func (s site) archive(r *http.Request, d digest.Digest) (answer, error) {
	editions, err := s.Store.Summaries(r.Context(), d.ID)
	if err != nil {
		return answer{}, err
	}
	editions = slices.DeleteFunc(editions, func(e store.Summary) bool { return e.Skipped != "" })
	lines := make([]templates.ArchiveLine, len(editions))
	a := answer{kind: htmlType, cache: cachePage}
	for i, e := range editions {
		lines[i] = templates.ArchiveLine{Link: *s.link(e.Digest, e.Date), Date: e.Date, Stories: e.Clusters, Missing: e.Missing}
		lines[i].Title = e.Headline
		if e.At.After(a.modified) {
			a.modified = e.At
		}
	}
	h, err := s.hoursOfDigest(r.Context(), d)
	if err != nil {
		return answer{}, err
	}
	next := time.Time{} // the first of all has no hour
	if h.last.Date != "" {
		next = h.next.In(d.Zone)
	}
	a.body, err = templates.ArchivePage(d.Title, lines, next, s.frame(d))
	if err != nil {
		return answer{}, fmt.Errorf("archive of %s: %w", d.ID, err)
	}
	return a, nil
}

// link is the way to an edition's page.
func (s site) link(digestID, date string) *templates.Link {
	return &templates.Link{Title: date, URL: s.Site.URL + "/" + digestID + "/" + date}
}

// digest is the digest of an ID, or store.ErrNotFound.
func (s site) digest(id string) (digest.Digest, error) {
	for _, d := range s.Digests {
		if d.ID == id {
			return d, nil
		}
	}
	return digest.Digest{}, fmt.Errorf("digest %q: %w", id, store.ErrNotFound)
}

// frame is what stands around a page that belongs to d.
func (s site) frame(d digest.Digest) templates.Frame {
	f := templates.Frame{Site: s.Site}
	for _, other := range s.Digests {
		f.Digests = append(f.Digests, templates.DigestLink{
			Link: templates.Link{Title: other.Title, URL: s.Site.URL + "/" + other.ID}, Language: cmp.Or(other.Language, s.Site.Language), Here: other.ID == d.ID,
		})
	}
	if d.ID == "" {
		return f
	}
	f.Site.Language = cmp.Or(d.Language, f.Site.Language)
	f.Archive = s.Site.URL + "/" + d.ID + "/archive"
	if d.SignUp && s.listens {
		f.Subscribe = s.Site.URL + "/subscribe/" + d.ID
	}
	for _, format := range formats {
		f.Feeds = append(f.Feeds, templates.FeedLink{Format: format.name, Title: d.Title + " (" + format.name + ")", Type: format.media, URL: s.Site.URL + "/feeds/" + d.ID + format.ending})
	}
	for _, format := range formats {
		f.Feeds = append(f.Feeds, templates.FeedLink{Format: format.name, Stories: true, Title: d.Title + ": items (" + format.name + ")", Type: format.media, URL: s.Site.URL + "/feeds/" + d.ID + "/items" + format.ending})
	}
	return f
}
