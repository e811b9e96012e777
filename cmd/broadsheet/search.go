package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	"broadsheet/internal/parse"
)

// mostTries is how many feeds of a page, and how many usual places, are tried.
const mostTries = 12

// search looks for the feed behind an address, one request after the other.
type search struct {
	*app
	client *fetch.Client
	pages  []candidate // what was tried as a feed and may be a page that lists some
}

// candidate is a look at what might be the source.
type candidate struct {
	look
	asked string // the address
}

// address is where it is to be visited: where it moved, if that is for good and
// the login does not stay behind.
func (c candidate) address() string {
	if withoutLogin(c.asked) != c.asked {
		return c.asked
	}
	return cmp.Or(c.response.MovedTo, c.ledTo, c.asked)
}

func (c candidate) title() string { return oneLine(c.reading.Feed.Title) }

func (c candidate) offer() offer {
	return offer{
		Address: redact(c.address()), Title: c.title(), Format: c.reading.Format,
		Items: len(c.reading.Items), Found: c.reading.Found,
	}
}

// isComments tells a feed of what readers say from that of the paper.
func (c candidate) isComments() bool {
	said := strings.ToLower(c.reading.Feed.Title + " " + c.asked)
	return slices.ContainsFunc([]string{"comment", "kommentar", "comentario", "komment"}, func(word string) bool { return strings.Contains(said, word) })
}

// find answers the best source behind an address, and the others.
func (s *search) find(ctx context.Context, address string, asPage bool) (candidate, []candidate, error) {
	front, err := s.front(ctx, address, asPage)
	switch {
	case err != nil:
		return candidate{}, nil, err
	case front.err == nil:
		return front, nil, nil
	case asPage:
		return candidate{}, nil, fmt.Errorf("%s: %w", redact(front.asked), front.err)
	}
	feeds := s.feeds(ctx, front)
	if err := ctx.Err(); err != nil {
		return candidate{}, nil, err
	}
	if len(feeds) == 0 {
		return candidate{}, nil, s.noFeed(front)
	}
	slices.SortStableFunc(feeds, better)
	return feeds[0], feeds[1:], nil
}

// feeds are those behind an address: itself if it is a sitemap; of a page the ones
// that it names, or what looks like some in it, or what a page names that looked
// so; else one at a usual place of the site, else a sitemap of news.
func (s *search) feeds(ctx context.Context, front candidate) []candidate {
	if front.reads(digest.Source{ID: "add", Sitemap: front.asked}, s.now()) {
		return s.sitemaps(ctx, []string{front.asked})
	}
	named, guessed := linksOf(front.document)
	feeds := s.tryAll(ctx, front, named, false)
	if len(feeds) == 0 {
		feeds = s.tryAll(ctx, front, guessed, false)
	}
	if len(feeds) == 0 {
		feeds = s.tryAll(ctx, front, s.listed(), false)
	}
	if len(feeds) == 0 {
		feeds = s.tryAll(ctx, front, parse.Guesses(front.response.URL), true)
	}
	if len(feeds) == 0 {
		feeds = s.sitemaps(ctx, s.namedSitemaps(ctx, front.response.URL))
	}
	return feeds
}

// listed is what the pages name that were tried so far.
func (s *search) listed() []string {
	var list []string
	for _, page := range s.pages {
		named, guessed := linksOf(page.document)
		list = append(list, append(named, guessed...)...)
	}
	return list
}

// better sorts the paper's feeds before those of comments, and long ones
// before short ones. One dialect is as good as another.
func better(a, b candidate) int {
	if a.isComments() != b.isComments() {
		if a.isComments() {
			return 1
		}
		return -1
	}
	return len(b.reading.Items) - len(a.reading.Items)
}

// front looks at the address itself. Its error says that nothing answers there.
func (s *search) front(ctx context.Context, address string, asPage bool) (candidate, error) {
	var first candidate
	for n, full := range withSchemes(address) {
		if hint, ok := new(feedAddress).read(full); !ok {
			return candidate{}, wrongUse(fmt.Errorf("%q is no address that can be read (%s)", redact(address), cmp.Or(hint, new(feedAddress).wants())))
		}
		source := digest.Source{ID: "add", URL: full}
		if asPage {
			source = digest.Source{ID: "add", Page: full}
		}
		c := s.try(ctx, source)
		if c.fetched {
			return c, nil
		}
		if n == 0 {
			first = c
		}
	}
	return candidate{}, hinted(first.err, fetch.Hint(first.err))
}

// withSchemes are the addresses that a person may mean.
func withSchemes(address string) []string {
	address = strings.TrimPrefix(strings.TrimSpace(address), "feed://") // which says nothing of TLS
	address = webAddress(address)
	if isAddress(address) || strings.Contains(address, "://") {
		return []string{address}
	}
	return []string{"https://" + address, "http://" + address}
}

func (s *search) try(ctx context.Context, source digest.Source) candidate {
	fmt.Fprintln(s.stderr, "trying", plain(redact(source.Address())))
	l := s.visit(ctx, s.client, source, fetch.Request{URL: source.Address(), Robots: source.Page != ""})
	return candidate{l, source.Address()}
}

// tryAll looks at addresses in turn, each once, and answers the feeds. One is
// enough where they are only guesses.
func (s *search) tryAll(ctx context.Context, front candidate, addresses []string, oneIsEnough bool) []candidate {
	tried := map[string]bool{sameAddress(front.response.URL): true}
	var feeds []candidate
	for _, address := range addresses {
		same := sameAddress(address)
		if tried[same] || len(tried) > mostTries || ctx.Err() != nil || oneIsEnough && len(feeds) > 0 {
			continue
		}
		tried[same] = true
		if _, ok := new(feedAddress).read(address); !ok || !isWebAddress(address) {
			continue // a page may name no file of ours
		}
		switch c := s.try(ctx, digest.Source{ID: "add", URL: address}); {
		case c.err == nil:
			feeds = append(feeds, c)
		case c.fetched:
			s.pages = append(s.pages, c)
		}
	}
	return feeds
}

// linksOf are the feeds that a page names, and what in it looks like some.
func linksOf(page parse.Document) (named, guessed []string) {
	for _, link := range parse.Discover(page) {
		if link.Guess {
			guessed = append(guessed, link.URL)
		} else {
			named = append(named, link.URL)
		}
	}
	return named, guessed
}

// noFeed says what the page itself can be read as.
func (s *search) noFeed(front candidate) error {
	err := fmt.Errorf("%s: %w", redact(front.asked), errNoFeed)
	page := digest.Source{ID: "add", Page: front.asked}
	reading, failure := parse.Feed(page, front.document, s.now())
	if failure != nil || len(reading.Items) == 0 {
		return hinted(err, "and the page itself shows no list of stories; look on the site for a page that does, or for its feed")
	}
	for _, item := range reading.Items[:min(3, len(reading.Items))] {
		s.say("story  %s", plain(cmp.Or(item.Title, item.Link)))
	}
	s.say("       %s", plain(cmp.Or(reading.Found, counted(len(reading.Items), "item", "items"))))
	return hinted(err, "the page itself can be read, as above: broadsheet sources add --page "+redact(front.asked))
}
