package main

// sourceConfig is a feed that is read, or a page or sitemap in the place of one.
type sourceConfig struct {
	// A short name of your own, never to be changed: it is part of the identity of the items.
	ID id `yaml:"id" jsonschema:"required"`
	// The name of the paper. Default: what the feed calls itself.
	Title text `yaml:"title"`
	// The address of the feed: http:, https:, file:PATH, or sample:NAME. This, `page` or `sitemap`.
	URL feedAddress `yaml:"url"`
	// The address of a web page without a feed. Its items are found by
	// `select`, and without that by what repeats in the page. It is read only if
	// the site's robots.txt allows that.
	Page feedAddress `yaml:"page"`
	// The address of a news sitemap, or of an index that leads to one.
	Sitemap feedAddress `yaml:"sitemap"`
	// CSS selectors that find the items of `page`.
	Select selectors `yaml:"select"`
	// Whether the item's own page is read where the feed cuts its text. Default: false.
	FullText toggle `yaml:"full_text"`
	// What everything from this source is. Without it each item is judged by
	// its category, address and title.
	Kind kind `yaml:"kind"`
	// Words of your own by which sections choose sources.
	Labels []text `yaml:"labels"`
	// The house that several papers belong to: of one event they count as one
	// voice. Default: the paper itself, by its title.
	Family text `yaml:"family"`
	// How much its word counts in the ranking: 2 is as good as a second paper, 0.5
	// as half a one. Default: 1.
	Weight weight `yaml:"weight"`
	// The language of its items where the feed does not say, as BCP 47.
	Language language `yaml:"language"`
	// The zone of its times where they name none. Default: the `timezone` above.
	Timezone zone `yaml:"timezone"`
	// How long it is left alone between two visits. Default: `every` of `fetch`.
	Every duration `yaml:"every"`
	// The login that its server wants.
	Auth authConfig `yaml:"auth"`
	// The Cookie header, as a browser that is logged in sends it: "name=value; other=value".
	// It may be "${NAME}" or "file:PATH".
	Cookies secret `yaml:"cookies"`
	// Further headers of every request, by name. A value may be "${NAME}" or "file:PATH".
	Headers map[headerName]secret `yaml:"headers"`
	// What we call ourselves there. Default: Broadsheet and `contact`.
	UserAgent text `yaml:"user_agent"`
	// The proxy (http, https or socks5) that leads there. Default: that of `fetch`.
	Proxy proxyAddress `yaml:"proxy"`
	// The certificate by which its server knows us.
	ClientCertificate certificateConfig `yaml:"client_certificate"`
	// A file (PEM) with the authorities that vouch for its server, besides those
	// that this machine trusts.
	CAFile text `yaml:"ca_file"`
}

// authConfig is a login: a name with a password, or a token.
type authConfig struct {
	// The name (RFC 7617).
	Username text `yaml:"username"`
	// Its password. Write "${NAME}" to take it from the environment, or
	// "file:PATH" to take the first line of a file.
	Password secret `yaml:"password"`
	// A token (RFC 6750), in the place of name and password; written like the password.
	Bearer secret `yaml:"bearer"`
}

// certificateConfig is a certificate and the key that belongs to it.
type certificateConfig struct {
	// The file (PEM) of the certificate.
	Cert text `yaml:"cert" jsonschema:"required"`
	// The file (PEM) of its key.
	Key text `yaml:"key" jsonschema:"required"`
}

// selectors are CSS selectors that find items in a page.
type selectors struct {
	// Matches one element per item; the others are sought inside it.
	Item selector `yaml:"item" jsonschema:"required"`
	// The title. Default: the text of the link.
	Title selector `yaml:"title"`
	// The element whose href is the item's address. Default: the first link.
	Link selector `yaml:"link"`
	// The time of publication.
	Published selector `yaml:"published"`
	// The teaser.
	Summary selector `yaml:"summary"`
	// The author's name.
	Author selector `yaml:"author"`
	// The picture.
	Image selector `yaml:"image"`
}

// ruleConfig is what is done with the items that match.
type ruleConfig struct {
	// Which items: each key that is there must be found.
	Match matchConfig `yaml:"match" jsonschema:"required"`
	// Whether they are left out. Default: false.
	Drop toggle `yaml:"drop"`
	// What they are.
	Kind kind `yaml:"kind"`
	// The heading of the section to which they go, in digests that have it.
	Section text `yaml:"section"`
	// A word that they get beside their categories, by which sections choose.
	Label text `yaml:"label"`
	// What becomes of their headlines.
	Title retitleConfig `yaml:"title"`
}

// matchConfig is what an item must have. Words are sought as whole words,
// without regard to case; /…/ is a regular expression.
type matchConfig struct {
	// Part of the item's address, such as /blogs/; it is a regular expression if
	// there are other signs of one between the slashes.
	URL addressPattern `yaml:"url"`
	// Words of the headline, or /…/.
	Title pattern `yaml:"title"`
	// The id of its source.
	Source id `yaml:"source"`
	// Words of one of its categories, or /…/.
	Category pattern `yaml:"category"`
	// Words of one of its authors' names, or /…/.
	Author pattern `yaml:"author"`
	// Words of headline, teaser or text, or /…/.
	Text pattern `yaml:"text"`
}

// retitleConfig is a change of headlines.
type retitleConfig struct {
	// What is replaced, a regular expression (RE2).
	Replace expression `yaml:"replace" jsonschema:"required"`
	// By what; $1 is what the first group has found. Default: nothing.
	With text `yaml:"with"`
}

// digestConfig is a series of editions.
type digestConfig struct {
	// A short name of your own, never to be changed: it stands in addresses and ids.
	ID id `yaml:"id" jsonschema:"required"`
	// The name of the series.
	Title text `yaml:"title" jsonschema:"required"`
	// One sentence about it, for feed readers.
	Description text `yaml:"description"`
	// When it comes out, as a cron line (minute hour day month weekday) in the
	// zone of the digest: "0 7 * * *" is every day at seven, "0 7,18 * * 1-5"
	// twice a day from Monday to Friday. Changed, it holds from the day after
	// the last edition on.
	Schedule schedule `yaml:"schedule" jsonschema:"required"`
	// Its zone. Default: the `timezone` above.
	Timezone zone `yaml:"timezone"`
	// Its language. Default: the `language` above.
	Language language `yaml:"language"`
	// What becomes of editions that fell due while nothing ran: skip them, bring
	// out only the latest, or all. Default: latest.
	CatchUp catchUp `yaml:"catch_up"`
	// How long after its hour an edition still goes out by mail; with `catch_up:
	// skip`, how long after it an edition still comes out at all. Default: no
	// limit; with skip 1h.
	MaxLateness duration `yaml:"max_lateness"`
	// The time of day in the zone of the digest before which no mail leaves, as
	// "06:30". The edition itself comes out at its hour. Default: 00:00.
	NotBefore clockTime `yaml:"not_before"`
	// Days on which no edition comes out, as 2026-12-25, or as 12-25 for every
	// year. What is new waits for the next edition.
	Embargo []holiday `yaml:"embargo"`
	// How old an item may be and still be printed. Default: 48h.
	Lookback duration `yaml:"lookback"`
	// The ids of the sources it takes. Default: all.
	Sources []id `yaml:"sources"`
	// Its parts, in the order of the page. An item goes to the most particular
	// section that accepts it: one that names sources before one that names
	// labels, languages, and kinds; among equals the first.
	Sections []sectionConfig `yaml:"sections" jsonschema:"required,minItems=1"`
	// How many stories one source may lead in an edition. Default: no limit.
	MaxPerSource count `yaml:"max_per_source"`
	// What stands first in its section, in this order: each by its link, its
	// guid, six letters or more of its id, or words of its title.
	Pin []text `yaml:"pin"`
	// What is not printed, named in the same way.
	Kill []text `yaml:"kill"`
	// The share of its sources, as in 50%, for which an edition waits if as many
	// fail or are late. `build` waits for nobody. Default: it waits for none.
	HoldIfMissing percent `yaml:"hold_if_missing"`
	// How long it waits at most; then it comes out and says so. Default: 30m.
	HoldFor duration `yaml:"hold_for"`
	// How many items make an edition. On a day with fewer none comes out, and they
	// wait for the next. Default: 1.
	MinItems count `yaml:"min_items"`
	// Whether its pages have a form by which anybody may ask for it by mail. An
	// address that asks gets one mail, to be confirmed there. Default: false.
	SignUp toggle `yaml:"signup"`
	// Who gets it by mail, as "Name <address>". They are added once; whoever
	// unsubscribes stays so.
	Subscribers []mailbox `yaml:"subscribers"`
}

// sectionConfig is a part of an edition. An item must satisfy every list that is there.
type sectionConfig struct {
	// Its heading.
	Title text `yaml:"title" jsonschema:"required"`
	// The kinds it takes. Default: all.
	Kinds []kind `yaml:"kinds"`
	// The ids of the sources it takes. Default: all of the digest.
	Sources []id `yaml:"sources"`
	// It takes what has one of these labels, from its source or as a category of its own. Default: all.
	Labels []text `yaml:"labels"`
	// The languages it takes, as BCP 47 without a region: [ur], [en, fr]. An item's
	// is what its source says, unless its letters are of another script, which then
	// tell it. Default: all.
	Languages []language `yaml:"languages"`
	// How many stories are printed; the rest wait for the next edition. Default: no limit.
	Max count `yaml:"max"`
	// How many of them one source may lead. No source leads more than a third of
	// `max` in any case, while another has something for the place. Default: no limit.
	MaxPerSource count `yaml:"max_per_source"`
}
