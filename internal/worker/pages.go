package worker

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"golang.org/x/sync/errgroup"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	"broadsheet/internal/parse"
	"broadsheet/internal/store"
)

const (
	// pagesAtOnce is how many pages are looked at in one go.
	pagesAtOnce = 50
	// A page is looked at when it is printed, so that we know that it stood, and
	// then once a day, before the hour of the next edition.
	pageRest, beforeNext = 24 * time.Hour, 6 * time.Hour
	// secondPage is how long a page must have been gone: it is looked at once
	// more then.
	secondPage = 3 * time.Hour
	// fewPages is up to how many pages of a host may all be gone at once: of
	// more it is the host that has gone.
	fewPages = 2
)

// pageArgs are those of the job that looks at the pages of what was printed.
type pageArgs struct{}

func (pageArgs) Kind() string { return "pages" }

func (pageArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: reporting, UniqueOpts: once}
}

// lookAtPages looks at those pages that are due by now.
func (j *jobs) lookAtPages(ctx context.Context, _ *river.Job[pageArgs]) (line, error) {
	begin, cancel := j.begin()
	defer cancel()
	done, err := j.watch(ctx, begin.Done())
	return line{"looked", done.looked, "gone", done.gone, "withdrawn", done.withdrawn}, err
}

// LookAtPages looks whether the pages of what was printed lately still stand, as
// far as their time has come and for a while, and notes what its publisher has
// taken back.
func (w *Worker) LookAtPages(ctx context.Context) error {
	limit, cancel := context.WithTimeout(ctx, longestReading)
	defer cancel()
	_, err := w.watch(ctx, limit.Done())
	return err
}

// watched counts what was found.
type watched struct{ looked, gone, withdrawn int }

func (w *Worker) watch(ctx context.Context, enough <-chan struct{}) (watched, error) {
	due, err := w.duePages(ctx, w.Now())
	if err != nil || len(due) == 0 {
		return watched{}, err
	}
	looks, err := w.lookAll(ctx, enough, due)
	if err != nil {
		return watched{}, err
	}
	return w.judge(ctx, looks)
}

// duePages are the pages that are to be looked at: at most so many, those that
// were gone first.
func (w *Worker) duePages(ctx context.Context, now time.Time) ([]store.Page, error) {
	if w.WatchPrinted == 0 {
		return nil, nil
	}
	pages, err := w.Store.Pages(ctx, now.Add(-w.WatchPrinted))
	if err != nil {
		return nil, err
	}
	pages = slices.DeleteFunc(pages, func(p store.Page) bool {
		source, known := w.source(p.Source)
		return !known || !isWebAddress(source.Address()) || !isWebAddress(p.Link) || !isPageDue(p, now)
	})
	slices.SortStableFunc(pages, func(a, b store.Page) int { return b.Gone.Compare(a.Gone) })
	return pages[:min(len(pages), pagesAtOnce)], nil
}

// isPageDue says that a page was not looked at since it should have been.
func isPageDue(p store.Page, now time.Time) bool {
	switch {
	case !p.Withdrawn.IsZero() && p.Gone.IsZero():
		return false // its feed has told
	case p.Withdrawn.IsZero() && !p.Gone.IsZero() && now.Sub(p.Gone) >= secondPage && p.Asked.Sub(p.Gone) < secondPage:
		return true
	}
	days := now.Sub(p.Printed) + beforeNext
	return p.Asked.Before(p.Printed.Add(days.Truncate(pageRest) - beforeNext))
}

func (w *Worker) source(id string) (digest.Source, bool) {
	at := slices.IndexFunc(w.Sources, func(s digest.Source) bool { return s.ID == id })
	if at < 0 {
		return digest.Source{}, false
	}
	return w.Sources[at], true
}

// look is how a page was found: the status that says that it is gone, 0 if it
// stands, and whether we came to know.
type look struct {
	page store.Page
	code int
	told bool
}

// lookAll looks at pages, at those of several hosts at once; it begins none once
// enough is closed.
func (w *Worker) lookAll(ctx context.Context, enough <-chan struct{}, pages []store.Page) ([]look, error) {
	var mu sync.Mutex
	var looks []look
	group, inside := errgroup.WithContext(ctx)
	group.SetLimit(hubsAtOnce)
	for _, line := range pagesByHost(pages) {
		group.Go(func() error {
			for _, page := range line {
				if isClosed(enough) {
					break
				}
				found := w.look(inside, page)
				if inside.Err() != nil {
					return context.Cause(inside)
				}
				mu.Lock()
				looks = append(looks, found)
				mu.Unlock()
			}
			return nil
		})
	}
	err := group.Wait()
	slices.SortFunc(looks, func(a, b look) int { return strings.Compare(a.page.Item, b.page.Item) })
	return looks, err
}

func pagesByHost(pages []store.Page) map[string][]store.Page {
	lines := map[string][]store.Page{}
	for _, page := range pages {
		host := originOf(page.Link)
		lines[host] = append(lines[host], page)
	}
	return lines
}

// look asks for one page, if it may be asked for. A page that is shown to nobody
// (401, 403), or that cannot be had, tells nothing.
func (w *Worker) look(ctx context.Context, page store.Page) look {
	source, _ := w.source(page.Source)
	err := w.Fetch.Stands(ctx, w.pageRequest(source, page.Link))
	var status *fetch.StatusError
	switch {
	case err == nil:
		return look{page: page, told: true}
	case errors.As(err, &status) && (status.Code == http.StatusNotFound || status.Code == http.StatusGone):
		return look{page: page, told: true, code: status.Code}
	}
	return look{page: page}
}

// judge keeps how pages were found, and withdraws what has been gone twice.
func (w *Worker) judge(ctx context.Context, looks []look) (watched, error) {
	done := watched{looked: len(looks)}
	lost := lostHosts(looks)
	for _, l := range looks {
		if l.told && l.code != 0 && !lost[originOf(l.page.Link)] {
			done.gone++
		} else if l.code != 0 {
			l.told = false
		}
		withdrawn, err := w.settlePage(ctx, l)
		if err != nil {
			return done, err
		}
		if withdrawn {
			done.withdrawn++
		}
	}
	return done, nil
}

// lostHosts are those of which all pages are gone, and more than a few.
func lostHosts(looks []look) map[string]bool {
	gone, all := map[string]int{}, map[string]int{}
	for _, l := range looks {
		host := originOf(l.page.Link)
		all[host]++
		if l.code != 0 {
			gone[host]++
		}
	}
	lost := map[string]bool{}
	for host, n := range gone {
		lost[host] = n == all[host] && n > fewPages
	}
	return lost
}

// settlePage says whether an item is withdrawn by now. One whose page is there
// again stands again.
func (w *Worker) settlePage(ctx context.Context, l look) (withdrawn bool, err error) {
	page, now := l.page, w.Now().UTC()
	page.Asked = now
	switch {
	case !l.told:
	case l.code == 0:
		if !page.Withdrawn.IsZero() {
			err = w.Store.Withdraw(ctx, page.Item, time.Time{})
		}
		page.Stood, page.Gone = now, time.Time{}
	case page.Gone.IsZero():
		page.Gone = now
	case page.Withdrawn.IsZero() && now.Sub(page.Gone) >= secondPage:
		withdrawn, err = w.isTakenBack(ctx, l)
	}
	if err != nil {
		return false, err
	}
	return withdrawn, w.Store.SavePage(ctx, page)
}

// isTakenBack withdraws the item of a page that is gone for the second time,
// unless its link may never have led anywhere: then its feed must have dropped
// it, too, or the server say that it was there (410).
func (w *Worker) isTakenBack(ctx context.Context, l look) (bool, error) {
	items, err := w.Store.Items(ctx, []string{l.page.Item})
	if err != nil || len(items) == 0 {
		return false, err
	}
	if l.page.Stood.IsZero() && l.code != http.StatusGone {
		states, err := w.Store.States(ctx, []string{l.page.Source})
		if err != nil {
			return false, err
		}
		if carried, known := parse.Carries(states[l.page.Source].Memory, items[0]); carried || !known {
			return false, nil
		}
	}
	// What stands at the same address, under another id, is gone as well.
	return w.withdraw(ctx, items[0], w.Now(), func(other digest.Item) bool {
		return digest.SameArticle(other, items[0]) && other.Link != items[0].Link
	})
}
